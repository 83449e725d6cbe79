/* Lot and batch numbers. A number that is the same but for the way it is written is the same; one
 * that is nearly the same leaves a doubt, since one of the two was typed from a label by hand. */
#include "store/notice_words.h"

#include "store/fold.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* Words in front of a number that are not of it. */
static const char *const labels[] = {
    "lot",     "lots",    "batch",     "batches",   "charge",        "chargen",   "los",   "lote",
    "lotes",   "lotto",   "lotti",     "parti",     "partij",        "partida",   "no",    "nos",
    "number",  "numbers", "nummer",    "nummern",   "num",           "numero",    "nr",    "nrs",
    "n",       "code",    "codes",     "from",      "von",           "de",        "lotno", "lotnr",
    "batchno", "batchnr", "lotnummer", "losnummer", "chargennummer", "chargennr", "and",   NULL};
/* The same without a space behind them: LOT2270. */
static const char *const glued[] = {"lotno",   "lotnr", "lot",   "batchno",
                                    "batchnr", "batch", "charge"};
/* What follows a number and is not of it; the first of them may also begin a piece of its own. */
static const char *const dates[] = {"exp", "expiry",       "expires", "expiration", "mhd",
                                    "mfg", "manufactured", "mfd",     NULL};
static const char *const tails[] = {"ex", "use", "best", "bbe", "dated", NULL};
/* Labels that begin another number where one stands before them: Batch 1 Lot BL23. */
static const char *const heads[] = {"lot", "lots", "batch", "batches", "charge", "chargen", NULL};
static const char *const joints[] = {"and", "und", "et", "or", "oder", NULL};
/* Words that mean numbers which are not there. */
static const char *const opens[] = {"above",     "after",   "before",    "below",    "between",
                                    "beginning", "earlier", "following", "higher",   "later",
                                    "lower",     "onward",  "onwards",   "prior",    "starting",
                                    "up",        "ab",      "vor",       "zwischen", NULL};
static const char *const absents[] = {"all",     "any",   "every", "various", "several", "multiple",
                                      "unknown", "none",  "alle",  "tous",    "toutes",  "todos",
                                      "todas",   "tutti", "na",    "diverse", NULL};

bool number_joint(const char *word)
{
    static const char *const spans[] = {"to", "through", "thru", "until", "till", "bis", NULL};
    return one_of(word, spans);
}

enum item_kind { ITEM_ONE, ITEM_SPAN, ITEM_OPEN };
struct number_item {
    enum item_kind kind;
    struct number number;  /* ITEM_ONE */
    const char *from, *to; /* ITEM_SPAN */
    bool sure;             /* it is no number with a dash in it */
};

/* Letters and digits that are taken for one another, in labels and by whoever reads them; the
 * scripts beyond Latin with the letters that look like ours. */
static char look_of(unsigned c)
{
    static const struct {
        const char *these;
        char look;
    } latin[] = {{"oq", '0'}, {"il", '1'}, {"z", '2'}, {"s", '5'}, {"g", '6'}, {"b", '8'}};
    static const struct {
        unsigned c;
        char look;
    } others[] = {{0x430, 'a'}, {0x432, '8'}, {0x435, 'e'}, {0x437, '3'}, {0x43A, 'k'},
                  {0x43C, 'm'}, {0x43D, 'h'}, {0x43E, '0'}, {0x440, 'p'}, {0x441, 'c'},
                  {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, '5'}, {0x456, '1'},
                  {0x3B1, 'a'}, {0x3B2, '8'}, {0x3B5, 'e'}, {0x3B6, '2'}, {0x3B7, 'h'},
                  {0x3B9, '1'}, {0x3BA, 'k'}, {0x3BC, 'm'}, {0x3BD, 'n'}, {0x3BF, '0'},
                  {0x3C1, 'p'}, {0x3C4, 't'}, {0x3C5, 'y'}, {0x3C7, 'x'}};
    for (size_t i = 0; c < 0x80 && i < sizeof latin / sizeof *latin; i++)
        if (strchr(latin[i].these, (int)c))
            return latin[i].look;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].c == c)
            return others[i].look;
    return c < 0x80 ? (char)c : '\0';
}

char *alike_make(struct arena *a, const char *plain)
{
    char *ret = arena_take(a, strlen(plain) + 1);
    size_t n = 0;
    for (const unsigned char *at = (const unsigned char *)plain; ret && *at;) {
        size_t length;
        unsigned c = *at < 0x80 ? (length = 1, *at) : code_point(at, &length);
        char look = look_of(c);
        if (look)
            ret[n++] = look;
        else
            memcpy(ret + n, at, length), n += length;
        at += length;
    }
    return ret;
}

const char *zeros_drop(const char *digits)
{
    size_t zeros = strspn(digits, "0");
    return digits + (zeros > 0 && !digits[zeros] ? zeros - 1 : zeros);
}

const char *label_drop(const char *word)
{
    for (size_t i = 0; i < sizeof glued / sizeof *glued; i++) {
        size_t length = strlen(glued[i]);
        if (strncmp(word, glued[i], length) == 0 && strpbrk(word + length, "0123456789"))
            return word + length;
    }
    return word;
}

/* The words of one number, from the first behind its labels to the last before what follows. */
static struct list number_words(struct word *words, size_t n)
{
    size_t first = 0, end = 1;
    while (first + 1 < n && one_of(words[first].text, labels))
        first++;
    while (first + end < n && !one_of(words[first + end].text, tails) &&
           !one_of(words[first + end].text, dates))
        end++;
    if (n == 0)
        return (struct list){0};
    words[first].text = label_drop(words[first].text);
    return (struct list){words + first, end};
}

static enum stipple_error number_make(struct arena *a, struct word *word, size_t n,
                                      struct number *ret, struct error *e)
{
    const char *whole = words_squeeze(a, word, n);
    struct list own = number_words(word, n);
    const char *plain = words_squeeze(a, own.items, own.n);
    const char *alike = plain ? alike_make(a, plain) : NULL;
    if (!whole || !alike)
        return fail_memory(e);
    *ret = (struct number){zeros_drop(whole), zeros_drop(plain), zeros_drop(alike), own};
    return STIPPLE_OK;
}

enum stipple_error number_read(struct arena *a, const char *text, struct number *ret,
                               struct error *e)
{
    struct list words;
    TRY(words_read(a, text, &words, e));
    return number_make(a, words.items, words.n, ret, e);
}

/* The last digits of a number, what stands before and behind them. */
struct counted {
    const char *text;
    size_t before, behind;
    int64_t value;
    size_t digits;
};

static bool counted_read(const char *text, struct counted *ret)
{
    enum { DIGITS_MAX = 18 }; /* in an int64_t */
    size_t end = strlen(text), length = end;
    while (end > 0 && !isdigit((unsigned char)text[end - 1]))
        end--;
    size_t first = end;
    while (first > 0 && isdigit((unsigned char)text[first - 1]))
        first--;
    *ret = (struct counted){text, first, length - end, 0, end - first};
    if (ret->digits == 0 || ret->digits > DIGITS_MAX)
        return false;
    for (size_t i = first; i < end; i++)
        ret->value = ret->value * 10 + (text[i] - '0');
    return true;
}

static bool begin_same(const struct counted *one, const struct counted *other)
{
    return one->before == other->before && memcmp(one->text, other->text, one->before) == 0;
}

/* 2270-90: the second number is short of what it shares with the first. */
static void value_complete(const struct counted *from, struct counted *to)
{
    int64_t power = 1;
    for (size_t i = 0; i < to->digits; i++)
        power *= 10;
    if (to->digits < from->digits && to->value < from->value)
        to->value += from->value - from->value % power;
}

enum fit number_between(const char *from, const char *to, const char *own)
{
    struct counted first, last, counted;
    if (!counted_read(from, &first) || !counted_read(to, &last) || !counted_read(own, &counted) ||
        first.behind > 0 || last.behind > 0)
        return FIT_NO;
    if (last.before > 0 && !begin_same(&first, &last))
        return FIT_NO;
    value_complete(&first, &last);
    if (!begin_same(&first, &counted) || counted.value < first.value || counted.value > last.value)
        return FIT_NO;
    return counted.behind > 0 ? FIT_DOUBT : FIT_YES;
}

static bool words_any(const struct word *words, size_t n, const char *const *list)
{
    for (size_t i = 0; i < n; i++)
        if (one_of(words[i].text, list))
            return true;
    return false;
}

static bool labels_all(const struct word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!one_of(words[i].text, labels))
            return false;
    return true;
}

static enum stipple_error item_add(struct arena *a, struct list *items,
                                   const struct number_item *item, struct error *e)
{
    struct number_item *slot = list_add(a, items, sizeof *slot);
    if (!slot)
        return fail_memory(e);
    *slot = *item;
    return STIPPLE_OK;
}

/* The two sides of a range; words[at] is the first of the second side. */
static enum stipple_error span_add(struct arena *a, struct word *words, size_t n, size_t left,
                                   size_t right, bool sure, struct list *items, struct error *e)
{
    struct number from = {0}, to = {0};
    TRY(number_make(a, words, left, &from, e));
    TRY(number_make(a, words + right, n - right, &to, e));
    struct number_item item = {.kind = ITEM_SPAN, .from = from.plain, .to = to.plain, .sure = sure};
    return from.plain && to.plain && *from.plain && *to.plain ? item_add(a, items, &item, e)
                                                              : STIPPLE_OK;
}

/* One number, or one range, from between two commas. */
static enum stipple_error piece_read(struct arena *a, struct word *words, size_t n,
                                     struct list *items, struct error *e)
{
    struct number_item one = {.kind = ITEM_ONE};
    for (size_t i = 1; i + 1 < n; i++)
        if (number_joint(words[i].text))
            return span_add(a, words, n, i, i + 1, true, items, e);
    if (n > 1 && words_any(words, n, opens)) {
        one.kind = ITEM_OPEN;
        return item_add(a, items, &one, e);
    }
    for (size_t i = 1; i < n; i++)
        if (words[i].dashed)
            TRY(span_add(a, words, n, i, i, false, items, e));
    if (labels_all(words, n))
        return STIPPLE_OK; /* "Lot no:" on a line of its own */
    TRY(number_make(a, words, n, &one.number, e));
    return one.number.plain && *one.number.plain ? item_add(a, items, &one, e) : STIPPLE_OK;
}

/* "(10)BL23(17)270630": a scanned label; the number stands behind the 10. */
static const char *scan_skip(struct arena *a, const char *text)
{
    const char *at = strstr(text, "(10)");
    if (!at)
        return text;
    at += strlen("(10)");
    return arena_copy(a, at, strcspn(at, "("));
}

/* Where the piece that begins with the first word ends. */
static size_t piece_end(const struct word *words, size_t n)
{
    size_t end = 1;
    for (; end < n && !words[end].apart; end++) {
        if (one_of(words[end].text, joints) && !words_any(words, end, opens))
            break;
        bool head =
            one_of(words[end].text, heads) || label_drop(words[end].text) != words[end].text;
        if (head && !labels_all(words, end))
            break;
    }
    return end;
}

enum stipple_error number_items(struct arena *a, const char *text, struct list *ret,
                                struct error *e)
{
    struct list words;
    const char *own = scan_skip(a, text);
    if (!own)
        return fail_memory(e);
    TRY(words_read(a, own, &words, e));
    struct word *word = words.items;
    for (size_t first = 0, n; first < words.n; first += n) {
        n = piece_end(word + first, words.n - first);
        if (n == 1 || !one_of(word[first].text, dates))
            TRY(piece_read(a, word + first, n, ret, e));
    }
    return STIPPLE_OK;
}

enum stipple_error number_absent(struct arena *a, const char *text, bool *ret, struct error *e)
{
    struct list words;
    TRY(words_read(a, text, &words, e));
    const struct word *word = words.items;
    *ret = words_any(word, words.n, absents);
    for (size_t i = 0; i < words.n; i++)
        *ret &= one_of(word[i].text, absents) || one_of(word[i].text, labels);
    return STIPPLE_OK;
}

/* Whether words of one number, together, are the other; short ones are parts of too much. */
static bool number_part(const struct number *whole, const char *part)
{
    enum { PART_MIN = 3 };
    const struct word *word = whole->words.items;
    if (strlen(part) < PART_MIN || !strpbrk(part, "0123456789"))
        return false;
    for (size_t first = 0; first < whole->words.n; first++) {
        const char *rest = part;
        for (size_t i = first; *rest && i < whole->words.n; i++) {
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

static struct number_fit one_fit(const struct number *noticed, const struct number *own)
{
    enum { SLIP_MIN = 6 }; /* characters of a number in which a slip is not another number */
    if (strcmp(noticed->plain, own->plain) == 0 || strcmp(noticed->whole, own->whole) == 0)
        return (struct number_fit){FIT_YES, NULL};
    if (strcmp(noticed->alike, own->alike) == 0)
        return (struct number_fit){FIT_DOUBT, "the number is this one but for characters that look "
                                              "alike"};
    if (number_part(own, noticed->plain) || number_part(noticed, own->plain))
        return (struct number_fit){FIT_DOUBT, "one of the numbers is a part of the other"};
    if (strlen(noticed->plain) >= SLIP_MIN && strlen(own->plain) >= SLIP_MIN &&
        word_slipped(noticed->plain, own->plain))
        return (struct number_fit){FIT_DOUBT, "the number is this one but for a slip"};
    return (struct number_fit){FIT_NO, NULL};
}

static struct number_fit item_fit(const struct number_item *item, const struct number *own)
{
    if (item->kind == ITEM_OPEN)
        return (struct number_fit){FIT_DOUBT, "the notice does not name each number"};
    if (item->kind == ITEM_ONE)
        return one_fit(&item->number, own);
    enum fit fit = number_between(item->from, item->to, own->plain);
    if (fit == FIT_YES && item->sure)
        return (struct number_fit){FIT_YES, NULL};
    return (struct number_fit){fit == FIT_NO ? FIT_NO : FIT_DOUBT,
                               "the number lies between two of the notice"};
}

struct number_fit number_items_fit(const struct list *items, const struct number *own)
{
    const struct number_item *item = items->items;
    struct number_fit best = {FIT_NO, NULL};
    for (size_t i = 0; i < items->n && best.fit != FIT_YES; i++) {
        struct number_fit fit = item_fit(&item[i], own);
        if (fit.fit > best.fit)
            best = fit;
    }
    return best;
}
