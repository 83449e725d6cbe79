/* A notice as it was pasted, with nothing picked out of it. It is asked the other way round: not
 * what it names, but whether it names what is here, so no reading of sentences is needed. It may
 * also say what is not meant; so whatever is found in it is for a person to look at. */
#include "store/notice_words.h"

#include <string.h>

/* A range of numbers may begin and end with as many words: NB 2270 A. */
enum { SPAN_WORDS_MAX = 3 };
struct text_span {
    const char *from, *to;
};

/* "All lots", "all known lots", "alle Chargen"; not so the "all purpose black, lot …" of a list. */
static bool all_said(const struct word *word, size_t n)
{
    static const char *const every[] = {"all",       "every", "entire", "any",   "alle",
                                        "samtliche", "tous",  "toutes", "todos", "todas",
                                        "tutti",     "tutte", NULL};
    static const char *const what[] = {"lot",      "lots",     "batch", "batches", "charge",
                                       "chargen",  "lote",     "lotes", "lotti",   "production",
                                       "products", "produkte", "sizes", NULL};
    enum { BETWEEN_MAX = 1 };
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; one_of(word[i].text, every) && j < n && j <= i + 1 + BETWEEN_MAX;
             j++)
            if (one_of(word[j].text, what))
                return true;
    return false;
}

/* Words [left, …) up to `at`, and from `right` on, as the two ends of a range, however many words
 * each takes. */
static enum stipple_error spans_add(struct arena *a, const struct word *word, size_t n, size_t at,
                                    size_t right, struct list *ret, struct error *e)
{
    for (size_t i = 1; i <= SPAN_WORDS_MAX && i <= at; i++)
        for (size_t j = 1; j <= SPAN_WORDS_MAX && right + j <= n; j++) {
            struct text_span span = {words_squeeze(a, word + at - i, i),
                                     words_squeeze(a, word + right, j)};
            struct text_span *slot = span.from && span.to ? list_add(a, ret, sizeof *slot) : NULL;
            if (!slot)
                return fail_memory(e);
            *slot = span;
        }
    return STIPPLE_OK;
}

static enum stipple_error alike_read(struct arena *a, const struct list *words, struct list *ret,
                                     struct error *e)
{
    const struct word *word = words->items;
    for (size_t i = 0; i < words->n; i++) {
        struct word *slot = list_add(a, ret, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = word[i];
        slot->text = alike_make(a, word[i].text);
        if (!slot->text)
            return fail_memory(e);
    }
    return STIPPLE_OK;
}

enum stipple_error text_read(struct arena *a, const char *text, struct notice_text *ret,
                             struct error *e)
{
    struct notice_text read = {{0}, {0}, {0}, false};
    TRY(words_read(a, text, &read.words, e));
    struct word *word = read.words.items;
    size_t n = read.words.n;
    for (size_t i = 0; i < n; i++)
        word[i].text = label_drop(word[i].text);
    for (size_t i = 1; i < n; i++)
        if (number_joint(word[i].text))
            TRY(spans_add(a, word, n, i, i + 1, &read.spans, e));
        else if (word[i].dashed)
            TRY(spans_add(a, word, n, i, i, &read.spans, e));
    TRY(alike_read(a, &read.words, &read.alike, e));
    read.all = all_said(word, n);
    *ret = read;
    return STIPPLE_OK;
}

/* Whether words that stand together make up the number. */
static bool number_stands(const struct list *words, const char *number)
{
    const struct word *word = words->items;
    for (size_t first = 0; first < words->n; first++) {
        const char *rest = number;
        for (size_t i = first; *rest && i < words->n && (i == first || !word[i].apart); i++) {
            const char *text = i == first ? zeros_drop(word[i].text) : word[i].text;
            size_t length = strlen(text);
            if (strncmp(rest, text, length) != 0)
                break;
            rest += length;
        }
        if (!*rest)
            return true;
    }
    return false;
}

static bool number_spanned(const struct list *spans, const char *number)
{
    const struct text_span *span = spans->items;
    for (size_t i = 0; i < spans->n; i++)
        if (number_between(span[i].from, span[i].to, number) != FIT_NO)
            return true;
    return false;
}

/* So long, or mixed of letters and digits, that it is no year and no count of bottles. */
static bool number_strong(const char *plain)
{
    enum { DIGITS_MIN = 5, MIXED_MIN = 4 };
    size_t length = strlen(plain), digits = 0;
    for (const char *c = plain; *c; c++)
        digits += strchr("0123456789", *c) != NULL;
    return digits > 0 && length >= (digits == length ? (size_t)DIGITS_MIN : (size_t)MIXED_MIN);
}

/* *ret: FIT_YES, it stands there; FIT_DOUBT, one like it does, or a range that it is in. */
static enum stipple_error number_find(struct arena *a, const struct notice_text *text,
                                      const char *printed, enum fit *ret, bool *ret_strong,
                                      struct error *e)
{
    struct number number;
    if (!printed)
        return STIPPLE_OK;
    TRY(number_read(a, printed, &number, e));
    if (!*number.plain)
        return STIPPLE_OK;
    if (number_stands(&text->words, number.plain)) {
        *ret = FIT_YES;
        *ret_strong |= number_strong(number.plain);
    } else if (*ret == FIT_NO && (number_stands(&text->alike, number.alike) ||
                                  number_spanned(&text->spans, number.plain))) {
        *ret = FIT_DOUBT;
    }
    return STIPPLE_OK;
}

static size_t name_stands(const struct list *words, const struct name *name)
{
    const struct word *word = words->items;
    size_t found = 0;
    for (size_t i = 0; i < name->n; i++)
        for (size_t j = 0; j < words->n; j++)
            if (strcmp(word[j].text, name->at[i]) == 0) {
                found++;
                break;
            }
    return found;
}

/* FIT_YES: the product is named, by more than one word or with its maker; FIT_DOUBT: one of the
 * two. */
static enum stipple_error product_find(struct arena *a, const struct notice_text *text,
                                       const struct lot *lot, enum fit *ret, bool *ret_maker,
                                       struct error *e)
{
    static const struct name nobody = {.n = 0};
    struct name maker, own;
    TRY(name_read(a, lot->maker, &maker, e));
    TRY(name_read(a, lot->product_name, &own, e));
    struct name product = name_telling(&own, &maker), made_by = name_telling(&maker, &nobody);
    *ret_maker = name_stands(&text->words, &made_by) > 0;
    bool named = product.n > 0 && name_stands(&text->words, &product) == product.n;
    *ret = named && (*ret_maker || product.n > 1) ? FIT_YES
           : named || *ret_maker                  ? FIT_DOUBT
                                                  : FIT_NO;
    return STIPPLE_OK;
}

enum stipple_error text_names(struct arena *a, const struct notice_text *text,
                              const struct lot *lot, bool by_number, const char **ret_why,
                              struct error *e)
{
    enum fit product, number = FIT_NO;
    bool maker, strong = false, all = text->all && !by_number;
    TRY(product_find(a, text, lot, &product, &maker, e));
    TRY(number_find(a, text, lot->lot_no, &number, &strong, e));
    TRY(number_find(a, text, lot->batch_no, &number, &strong, e));
    *ret_why = NULL;
    if (product == FIT_YES && number == FIT_YES)
        *ret_why = "The notice's text names the product and the number.";
    else if (product == FIT_YES && number == FIT_DOUBT)
        *ret_why = "The notice's text names the product, and numbers like this one.";
    else if (product == FIT_YES && !lot->lot_no && !lot->batch_no && !by_number)
        *ret_why = "The notice's text names the product; no number is printed on this lot.";
    else if (product == FIT_YES && all)
        *ret_why = "The notice's text names the product, and speaks of all lots.";
    else if (number == FIT_YES && (strong || product == FIT_DOUBT))
        *ret_why = "The notice's text has this number; whether of this product is doubtful.";
    else if (maker && all)
        *ret_why = "The notice's text names the maker, and speaks of all lots.";
    return STIPPLE_OK;
}
