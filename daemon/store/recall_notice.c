/* Notices are typed by one person, labels by another and the books by a third: what is compared is
 * what is left when case, spacing and company forms are taken away. Where that leaves a doubt the
 * lot is possible and a person decides, for a lot too many on the table costs a look, and one too
 * few may cost a scalp. */
#include "store/recall.h"

#include "store/fold.h"

#include <stdio.h>
#include <string.h>

const char *const verdicts[] = {"match", "possible", "no", NULL};

enum fit { FIT_NO, FIT_DOUBT, FIT_YES };

/* Words of a name that are compared; more are not on any label. */
enum { WORDS_MAX = 32 };
struct words {
    char *at[WORDS_MAX];
    size_t n;
};

static bool one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* Hyphens, spaces and invisible characters beyond ASCII become spaces: U+00A0, U+00AD, U+2000 to
 * U+206F, U+2212. */
static char *text_plain(struct arena *a, const char *text)
{
    char *ret = arena_copy(a, text, strlen(text));
    for (unsigned char *c = (unsigned char *)ret; c && *c; c++) {
        bool two = c[0] == 0xC2 && (c[1] == 0xA0 || c[1] == 0xAD);
        bool three =
            c[0] == 0xE2 && c[1] && c[2] &&
            (c[1] == 0x80 || (c[1] == 0x81 && c[2] < 0xB0) || (c[1] == 0x88 && c[2] == 0x92));
        if (two || three)
            memset(c, ' ', three ? 3 : 2);
    }
    return ret ? fold(a, ret) : NULL;
}

static enum stipple_error words_of(struct arena *a, const char *text, struct words *ret,
                                   struct error *e)
{
    char *rest = NULL, *plain = text_plain(a, text);
    if (!plain)
        return fail_memory(e);
    ret->n = 0;
    for (char *word = strtok_r(plain, " ", &rest); word && ret->n < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        ret->at[ret->n++] = word;
    return STIPPLE_OK;
}

static bool words_have(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(words->at[i], word) == 0)
            return true;
    return false;
}

/* Whether each word of `part` is among those of `whole`; not so when there is none. */
static bool words_within(const struct words *part, const struct words *whole)
{
    for (size_t i = 0; i < part->n; i++)
        if (!words_have(whole, part->at[i]))
            return false;
    return part->n > 0;
}

/* What tells names apart: all words, when the rest says nothing. */
static struct words words_telling(const struct words *words)
{
    static const char *const idle[] = {
        "ink",  "inks", "pigment", "pigments", "tattoo", "the", "inc",  "llc", "ltd",
        "gmbh", "co",   "corp",    "company",  "srl",    "spa", "sarl", "ag",  "aps",
        "sp",   "kg",   "dba",     "by",       "of",     "and", NULL};
    struct words ret = {.n = 0};
    for (size_t i = 0; i < words->n; i++)
        if (!one_of(words->at[i], idle))
            ret.at[ret.n++] = words->at[i];
    return ret.n > 0 ? ret : *words;
}

/* The words that are not in `names` either. */
static struct words words_without(const struct words *words, const struct words *names)
{
    struct words ret = {.n = 0};
    for (size_t i = 0; i < words->n; i++)
        if (!words_have(names, words->at[i]))
            ret.at[ret.n++] = words->at[i];
    return ret.n > 0 ? ret : *words;
}

/* Bytes of one word, and of all together, that are compared. */
enum { WORD_MAX = 64, SQUEEZED_MAX = 256 };

static void words_squeeze(const struct words *words, char ret[SQUEEZED_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < words->n; i++)
        for (const char *c = words->at[i]; *c && n < SQUEEZED_MAX - 1; c++)
            ret[n++] = *c;
    ret[n] = '\0';
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Single-character edits (Levenshtein 1966); both have WORD_MAX letters at most. */
static size_t distance(const char *one, const char *other)
{
    size_t row[WORD_MAX + 1], n = strlen(other);
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; one[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t above = row[j];
            row[j] = least(least(above, row[j - 1]) + 1, diagonal + (one[i - 1] != other[j - 1]));
            diagonal = above;
        }
    }
    return row[n];
}

static bool squeezed_same(const struct words *one, const struct words *other)
{
    char a[SQUEEZED_MAX], b[SQUEEZED_MAX];
    words_squeeze(one, a);
    words_squeeze(other, b);
    return strcmp(a, b) == 0;
}

/* The same but for slips of the pen, one letter in four at most: in short words none, for there a
 * letter makes another product. */
static bool words_near(const struct words *one, const struct words *other)
{
    enum { LETTERS_A_SLIP = 4 };
    if (one->n != other->n)
        return false;
    for (size_t i = 0; i < one->n; i++) {
        size_t n = strlen(one->at[i]), m = strlen(other->at[i]), letters = least(n, m);
        if (n > WORD_MAX || m > WORD_MAX ||
            distance(one->at[i], other->at[i]) > letters / LETTERS_A_SLIP)
            return false;
    }
    return one->n > 0;
}

/* The brand on the label may be the maker's name or stand in front of the product's. */
static enum fit maker_fit(const struct words *noticed, const struct words *product,
                          const struct words *own)
{
    struct words a = words_telling(noticed), b = words_telling(own);
    if (squeezed_same(noticed, own) || squeezed_same(&a, &b) || words_within(&a, &b) ||
        words_within(&b, &a) || words_within(&b, product))
        return FIT_YES;
    return words_near(&a, &b) ? FIT_DOUBT : FIT_NO;
}

static enum fit product_fit(const struct words *noticed, const struct words *makers,
                            const struct words *own)
{
    struct words a = words_without(noticed, makers), b = words_without(own, makers);
    struct words c = words_telling(&a), d = words_telling(&b);
    if (squeezed_same(noticed, own) || squeezed_same(&a, &b) || squeezed_same(&c, &d))
        return FIT_YES;
    bool near = words_within(&c, &d) || words_within(&d, &c) || words_near(&c, &d);
    return near ? FIT_DOUBT : FIT_NO;
}

static void words_add(struct words *words, const struct words *more)
{
    for (size_t i = 0; i < more->n && words->n < WORDS_MAX; i++)
        words->at[words->n++] = more->at[i];
}

/* One product of the notice, with the maker it names, against one of ours. */
static enum stipple_error named_fit(struct arena *a, const char *maker, const char *product,
                                    const struct lot *lot, enum fit *ret, struct error *e)
{
    struct words noticed_maker = {.n = 0}, noticed = {.n = 0};
    struct words own_maker = {.n = 0}, own = {.n = 0};
    if (maker)
        TRY(words_of(a, maker, &noticed_maker, e));
    if (product)
        TRY(words_of(a, product, &noticed, e));
    TRY(words_of(a, lot->maker, &own_maker, e));
    TRY(words_of(a, lot->product_name, &own, e));
    struct words makers = own_maker;
    words_add(&makers, &noticed_maker);
    enum fit by_product = product ? product_fit(&noticed, &makers, &own) : FIT_YES;
    bool named = words_within(&own_maker, &noticed);
    enum fit by_maker =
        maker ? maker_fit(&noticed_maker, &noticed, &own_maker) : (named ? FIT_YES : FIT_DOUBT);
    *ret = by_maker < by_product ? by_maker : by_product;
    return STIPPLE_OK;
}

static enum stipple_error identity_fit(struct arena *a, const struct notice *notice,
                                       const struct lot *lot, enum fit *ret, struct error *e)
{
    const char *const *products = notice->products.items;
    *ret = FIT_NO;
    if (notice->products.n == 0)
        return named_fit(a, notice->maker, NULL, lot, ret, e);
    for (size_t i = 0; i < notice->products.n; i++) {
        enum fit one;
        TRY(named_fit(a, notice->maker, products[i], lot, &one, e));
        *ret = one > *ret ? one : *ret;
    }
    return STIPPLE_OK;
}

/* A number as it is compared; empty when there is nothing in it. */
static enum stipple_error number_plain(struct arena *a, const char *number, const char **ret,
                                       struct error *e)
{
    static const char *const labels[] = {"lot",    "batch", "charge", "no",
                                         "number", "nr",    "code",   NULL};
    struct words words = {.n = 0};
    TRY(words_of(a, number, &words, e));
    size_t first = 0;
    while (first + 1 < words.n && one_of(words.at[first], labels))
        first++;
    struct words rest = {.n = words.n - first};
    memcpy(rest.at, words.at + first, rest.n * sizeof *rest.at);
    char plain[SQUEEZED_MAX];
    words_squeeze(&rest, plain);
    size_t zeros = strspn(plain, "0");
    zeros -= zeros > 0 && !plain[zeros]; /* nought itself is a number */
    *ret = arena_copy(a, plain + zeros, strlen(plain + zeros));
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error number_listed(struct arena *a, const char *number,
                                        const struct list *list, bool *ret, struct error *e)
{
    const char *const *items = list->items, *own = NULL, *other = NULL;
    if (*ret || !number)
        return STIPPLE_OK;
    TRY(number_plain(a, number, &own, e));
    for (size_t i = 0; i < list->n && !*ret; i++) {
        TRY(number_plain(a, items[i], &other, e));
        *ret = strcmp(own, other) == 0;
    }
    return STIPPLE_OK;
}

/* FIT_DOUBT: one of its two numbers is meant, and the notice prints two as well. */
static enum stipple_error number_fit(struct arena *a, const struct notice *notice,
                                     const struct lot *lot, enum fit *ret, struct error *e)
{
    bool by_lot = false, by_batch = false;
    TRY(number_listed(a, lot->lot_no, &notice->lots, &by_lot, e));
    TRY(number_listed(a, lot->lot_no, &notice->batches, &by_lot, e));
    TRY(number_listed(a, lot->batch_no, &notice->batches, &by_batch, e));
    TRY(number_listed(a, lot->batch_no, &notice->lots, &by_batch, e));
    bool both = notice->lots.n > 0 && notice->batches.n > 0 && lot->lot_no && lot->batch_no;
    if (!by_lot && !by_batch)
        *ret = FIT_NO;
    else
        *ret = both && !(by_lot && by_batch) ? FIT_DOUBT : FIT_YES;
    return STIPPLE_OK;
}

static const struct reason {
    enum verdict verdict;
    const char *why;
} all_reasons[] = {
    [FIT_NO] = {VERDICT_NO, NULL},
    [FIT_DOUBT] = {VERDICT_POSSIBLE, "All lots are meant; whether of this product is doubtful."},
    [FIT_YES] = {VERDICT_MATCH, "All lots of this product are meant."}};
/* By what the product says, then the number. */
static const struct reason reasons[][3] = {
    [FIT_NO] = {[FIT_NO] = {VERDICT_NO, NULL},
                [FIT_DOUBT] = {VERDICT_NO, NULL},
                [FIT_YES] = {VERDICT_POSSIBLE, "The number fits; the product is another."}},
    [FIT_DOUBT] = {[FIT_NO] = {VERDICT_NO, NULL},
                   [FIT_DOUBT] = {VERDICT_POSSIBLE,
                                  "One of the two numbers fits; the product is doubtful."},
                   [FIT_YES] = {VERDICT_POSSIBLE, "The number fits; the product is doubtful."}},
    [FIT_YES] = {
        [FIT_NO] = {VERDICT_NO, NULL},
        [FIT_DOUBT] = {VERDICT_POSSIBLE, "The product fits, but only one of the two numbers."},
        [FIT_YES] = {VERDICT_MATCH, "Product and number fit."}}};
/* A lot without any number, where the notice names some. */
static const struct reason unprinted[] = {
    [FIT_NO] = {VERDICT_NO, NULL},
    [FIT_DOUBT] = {VERDICT_POSSIBLE, "No number is printed on this lot; the product is doubtful."},
    [FIT_YES] = {VERDICT_POSSIBLE, "The product fits; no number is printed on this lot."}};

enum stipple_error notice_sort(struct arena *a, const struct notice *notice, const struct lot *lot,
                               enum verdict *ret, const char **ret_why, struct error *e)
{
    enum fit identity, number;
    TRY(identity_fit(a, notice, lot, &identity, e));
    TRY(number_fit(a, notice, lot, &number, e));
    bool named = notice->maker || notice->products.n > 0;
    const struct reason *reason = &reasons[identity][number];
    if (notice->all_lots == 1)
        reason = &all_reasons[identity];
    else if (named && !lot->lot_no && !lot->batch_no)
        reason = &unprinted[identity];
    *ret = reason->verdict;
    *ret_why = reason->why;
    return STIPPLE_OK;
}

static enum stipple_error numbers_check(struct arena *a, const char *name, const struct list *list,
                                        struct error *e)
{
    const char *const *items = list->items, *plain;
    for (size_t i = 0; i < list->n; i++) {
        char field[32];
        TRY(number_plain(a, items[i], &plain, e));
        snprintf(field, sizeof field, "%s[%zu]", name, i);
        if (!*plain)
            return fail(e, STIPPLE_PARAM_FORMAT, field, "There is no number in \"%s\".", items[i]);
    }
    return STIPPLE_OK;
}

enum stipple_error notice_check(struct arena *a, const struct notice *notice, struct error *e)
{
    bool numbers = notice->lots.n > 0 || notice->batches.n > 0;
    if (notice->all_lots == 1 && numbers)
        return fail(e, STIPPLE_PARAM_COMBINATION, "all_lots",
                    "Either all lots are meant, or those of the numbers given.");
    if (notice->all_lots == 1 && !notice->maker && notice->products.n == 0)
        return fail(e, STIPPLE_PARAM_MISSING, "maker", "All lots of what? Say maker or products.");
    if (notice->all_lots != 1 && !numbers) {
        fail(e, STIPPLE_PARAM_MISSING, "lots", "Which lots does the notice name?");
        return fail_hint(e, "Where it means all of them, say `all_lots`.");
    }
    TRY(numbers_check(a, "lots", &notice->lots, e));
    return numbers_check(a, "batches", &notice->batches, e);
}
