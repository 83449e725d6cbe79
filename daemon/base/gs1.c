/* One walk from left to right. The two ways of writing differ only in where an identifier begins
 * and a value ends: brackets tell both; raw text has identifiers that no other begins with, and
 * values that are as long as their identifier says or end at a separator. Whoever types a label off
 * gets the place of the slip, so every refusal carries the character it was met at. */
#include "base/gs1.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR '\x1d'
#define DIGITS    "0123456789"
/* Character set 82 (figure 7.11-1). */
#define TEXT82 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" DIGITS "!\"%&'()*+,-./:;<=>?_"

enum kind { KIND_GTIN, KIND_DATE, KIND_DIGITS, KIND_WEIGHT, KIND_TEXT };

struct ai {
    const char *digits; /* one more follows for a weight: its decimals */
    enum kind kind;
    size_t min, max; /* length of the value */
};

static const struct ai ais[GS1_AIS] = {
    [GS1_GTIN] = {"01", KIND_GTIN, 14, 14},    [GS1_LOT] = {"10", KIND_TEXT, 1, 20},
    [GS1_PRODUCED] = {"11", KIND_DATE, 6, 6},  [GS1_BEST_BEFORE] = {"15", KIND_DATE, 6, 6},
    [GS1_EXPIRY] = {"17", KIND_DATE, 6, 6},    [GS1_SERIAL] = {"21", KIND_TEXT, 1, 20},
    [GS1_COUNT] = {"30", KIND_DIGITS, 1, 8},   [GS1_PRODUCT_ID] = {"240", KIND_TEXT, 1, 30},
    [GS1_WEIGHT] = {"310", KIND_WEIGHT, 6, 6},
};

/* Decimals of a weight that 310x knows. */
enum { WEIGHT_DECIMALS_MAX = 5, GTIN_DIGITS = 14 };

/* What scanners put in front (ISO/IEC 15424): GS1-128, DataMatrix, QR, DataBar; EAN and UPC, which
 * hold a GTIN and no identifier. */
static const char *const symbologies[] = {"]C1", "]d2", "]Q3", "]e0"};
static const char *const plain_symbologies[] = {"]E0", "]E4"};

struct scan {
    const char *text, *at;
    const char *field;
    bool bracketed;
    int year;
    const struct ai *ai; /* under way */
    unsigned decimals;   /* … of a weight */
    struct error *error;
};

static enum stipple_error fail_at(const struct scan *s, const char *at, const char *why)
{
    return fail(s->error, STIPPLE_GS1_INVALID, s->field, "Character %zu of the scan: %s.",
                (size_t)(at - s->text) + 1, why);
}

static enum stipple_error fail_length(const struct scan *s, const char *at, size_t length)
{
    char why[96], bounds[24];
    snprintf(bounds, sizeof bounds, s->ai->min == s->ai->max ? "%zu" : "1 to %zu", s->ai->max);
    snprintf(why, sizeof why, "(%s) has %s characters, here are %s%zu", s->ai->digits, bounds,
             length > s->ai->max ? "more than " : "", length > s->ai->max ? s->ai->max : length);
    return fail_at(s, at, why);
}

bool gs1_check_digit(const char *digits, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (digits[i] - '0') * ((n - i) % 2 == 0 ? 3 : 1);
    return sum % 10 == 0;
}

/* Section 7.12: no label is more than fifty years old or lies that far ahead. */
static int year_of(int two_digits, int now)
{
    int apart = two_digits - now % 100;
    int century = now - now % 100;
    return two_digits + century + (apart > 50 ? -100 : apart < -49 ? 100 : 0);
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

/* YYMMDD; day 00 is the last of the month (section 3.4). */
static enum stipple_error date_read(const struct scan *s, const char *at, char *ret)
{
    int month = two_digits(at + 2), day = two_digits(at + 4);
    if (month < 1 || month > 12)
        return fail_at(s, at + 2, "a month is 01 to 12");
    char date[GS1_VALUE_MAX + 1];
    for (int try = day ? day : 31; try > 0; try--) {
        snprintf(date, sizeof date, "%04d-%02d-%02d", year_of(two_digits(at), s->year), month, try);
        if (date_valid(date)) {
            memcpy(ret, date, sizeof date);
            return STIPPLE_OK;
        }
        if (day)
            break;
    }
    return fail_at(s, at + 4, "the month has no such day");
}

static void weight_read(const struct scan *s, const char *at, char *ret)
{
    int whole = (int)(s->ai->max - s->decimals);
    snprintf(ret, GS1_VALUE_MAX + 1, "%.*s%s%.*s", whole, at, s->decimals ? "." : "",
             (int)s->decimals, at + whole);
}

static enum stipple_error value_read(const struct scan *s, const char *at, size_t length, char *ret)
{
    if (length < s->ai->min || length > s->ai->max)
        return fail_length(s, at + (length > s->ai->max ? s->ai->max : length), length);
    size_t fits = strspn(at, s->ai->kind == KIND_TEXT ? TEXT82 : DIGITS);
    if (fits < length)
        return fail_at(s, at + fits,
                       s->ai->kind == KIND_TEXT ? "this stands in no GS1 text" : "a digit is due");
    if (s->ai->kind == KIND_DATE)
        return date_read(s, at, ret);
    if (s->ai->kind == KIND_GTIN && !gs1_check_digit(at, length))
        return fail_at(s, at + length - 1, "the check digit does not fit the digits before it");
    if (s->ai->kind == KIND_WEIGHT)
        weight_read(s, at, ret);
    else
        snprintf(ret, GS1_VALUE_MAX + 1, "%.*s", (int)length, at);
    return STIPPLE_OK;
}

/* Whether an identifier in brackets begins here. A lot number may hold brackets too; one that holds
 * two to four digits between them is not told from an identifier, by people neither. */
static bool bracket_at(const char *at)
{
    size_t n = *at == '(' ? strspn(at + 1, DIGITS) : 0;
    return n >= 2 && n <= 4 && at[n + 1] == ')';
}

static size_t value_length(const struct scan *s)
{
    const char *end = s->at;
    if (!s->bracketed) {
        size_t length = strcspn(end, (const char[]){SEPARATOR, '\0'});
        bool fixed = s->ai->min == s->ai->max;
        return fixed && length > s->ai->max ? s->ai->max : length;
    }
    while (*end && !bracket_at(end))
        end++;
    while (end > s->at && end[-1] == ' ')
        end--;
    return (size_t)(end - s->at);
}

/* The identifier at s->at, which moves behind it. */
static enum stipple_error ai_read(struct scan *s)
{
    const char *from = s->at;
    if (s->bracketed && !bracket_at(from))
        return fail_at(s, from, "an identifier in brackets is due, like (01)");
    s->at += s->bracketed;
    for (s->ai = ais; s->ai < ais + GS1_AIS; s->ai++)
        if (strncmp(s->at, s->ai->digits, strlen(s->ai->digits)) == 0)
            break;
    if (s->ai == ais + GS1_AIS)
        return fail_at(s, from,
                       "no identifier that is read here (01, 10, 11, 15, 17, 21, 30, 240, 310x)");
    s->at += strlen(s->ai->digits);
    if (s->ai->kind == KIND_WEIGHT) {
        if (*s->at < '0' || *s->at > '0' + WEIGHT_DECIMALS_MAX)
            return fail_at(s, s->at, "310 is followed by its decimals, 0 to 5");
        s->decimals = (unsigned)(*s->at++ - '0');
    }
    if (s->bracketed && *s->at++ != ')')
        return fail_at(s, from, "no identifier that is read here");
    s->at += s->bracketed ? strspn(s->at, " ") : 0;
    return STIPPLE_OK;
}

static enum stipple_error element_read(struct scan *s, struct gs1 *ret)
{
    const char *from = s->at;
    TRY(ai_read(s));
    char *value = ret->value[s->ai - ais];
    if (*value)
        return fail_at(s, from, "this identifier stands twice");
    size_t length = value_length(s);
    TRY(value_read(s, s->at, length, value));
    s->at += length;
    if (s->bracketed)
        s->at += strspn(s->at, " ");
    else if (*s->at == SEPARATOR)
        s->at++;
    return STIPPLE_OK;
}

/* Moves behind the symbology that is in front; false when it is none of these. */
static bool symbology_skip(struct scan *s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(s->at, names[i], strlen(names[i])) == 0) {
            s->at += strlen(names[i]);
            return true;
        }
    return false;
}

/* The symbology, and the separator that some scanners send for the leading FNC1. */
static enum stipple_error front_skip(struct scan *s)
{
    bool known = symbology_skip(s, symbologies, sizeof symbologies / sizeof *symbologies);
    if (!known && *s->at == ']')
        return fail_at(s, s->at,
                       "the code that was scanned is no GS1 code (]C1, ]d2, ]Q3, ]e0, ]E0, ]E4)");
    s->at += *s->at == SEPARATOR;
    s->bracketed = *s->at == '(';
    return STIPPLE_OK;
}

static enum stipple_error elements_read(struct scan *s, struct gs1 *ret)
{
    struct gs1 label = {0};
    TRY(front_skip(s));
    do {
        TRY(element_read(s, &label));
    } while (*s->at);
    *ret = label;
    return STIPPLE_OK;
}

/* An EAN or UPC code: 8, 12 or 13 digits, or 14, and nothing else. */
static bool plain_at(const char *at)
{
    size_t n = strlen(at);
    return (n == 8 || (n >= 12 && n <= GTIN_DIGITS)) && strspn(at, DIGITS) == n;
}

static enum stipple_error plain_read(const struct scan *s, const char *at, struct gs1 *ret)
{
    size_t n = strlen(at);
    if (!plain_at(at))
        return fail_at(s, at, "an EAN or UPC code is 8, 12 or 13 digits");
    if (!gs1_check_digit(at, n))
        return fail_at(s, at + n - 1, "the check digit does not fit the digits before it");
    *ret = (struct gs1){0};
    snprintf(ret->value[GS1_GTIN], sizeof ret->value[GS1_GTIN], "%.*s%s", (int)(GTIN_DIGITS - n),
             "00000000000000", at);
    return STIPPLE_OK;
}

/* Digits that could be either are elements, if they can be read so: the code that has the lot may
 * well stand beside the one that has the product. If they can be read as neither, what they begin
 * like says which fault is told. */
enum stipple_error gs1_parse(const char *text, const char *field, int year, struct gs1 *ret,
                             struct error *e)
{
    struct scan s = {.text = text, .at = text, .field = field, .year = year, .ai = ais, .error = e};
    if (symbology_skip(&s, plain_symbologies, sizeof plain_symbologies / sizeof *plain_symbologies))
        return plain_read(&s, s.at, ret);
    enum stipple_error code = elements_read(&s, ret);
    if (code == STIPPLE_OK || !plain_at(text))
        return code;
    bool plain = s.at == text || gs1_check_digit(text, strlen(text));
    return plain ? plain_read(&s, text, ret) : code;
}
