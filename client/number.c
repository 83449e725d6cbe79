/* strtod alone takes "61,2" for 61, "nan" and hexadecimal for numbers, and leaves the rest to
 * chance; a colour that is wrong by its decimals is still a plausible skin. So a number is a number
 * to its last character, and "61,2;9,8;15,1" (three readings of two values, or one reading written
 * the continental way?) is never guessed at but answered with how to write it. */
#include "client/number.h"

#include "base/value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_LENGTH_MAX = 40 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool number_parse(const char *text, bool comma, double *ret)
{
    char copy[NUMBER_LENGTH_MAX + 1];
    size_t length = strlen(text);
    if (length == 0 || length > NUMBER_LENGTH_MAX)
        return false;
    memcpy(copy, text, length + 1);
    char *mark = comma ? strchr(copy, ',') : NULL;
    if (mark && !strchr(copy, '.'))
        *mark = '.';
    if (strspn(copy, "+-.0123456789eE") != length || !strpbrk(copy, "0123456789"))
        return false;
    char *end;
    double value = strtod(copy, &end);
    if (*end || !isfinite(value))
        return false;
    *ret = value;
    return true;
}

bool integer_parse(const char *text, int64_t *ret)
{
    const char *digits = text + (*text == '-' || *text == '+');
    size_t length = strlen(digits);
    if (length == 0 || length > 16 || strspn(digits, "0123456789") != length)
        return false;
    long long value = strtoll(text, NULL, 10);
    if (value > INT_EXACT_MAX || value < -INT_EXACT_MAX)
        return false;
    *ret = value;
    return true;
}

enum stipple_error volume_parse(const char *text, const char *option, int64_t *ret, struct error *e)
{
    char number[NUMBER_LENGTH_MAX + 1];
    double value;
    size_t length = strspn(text, "+-.,0123456789");
    const char *unit = text + length + strspn(text + length, " ");
    if (strncmp(text, "-", 1) == 0 && !is_digit(text[1]) && text[1] != '.')
        length = 0;
    bool ml = strcasecmp(unit, "ml") == 0;
    bool ul = strcasecmp(unit, "ul") == 0 || strcmp(unit, "µl") == 0 || strcmp(unit, "μl") == 0 ||
              strcmp(unit, "µL") == 0;
    if (length == 0 || length > NUMBER_LENGTH_MAX || (!ml && !ul)) {
        fail(e, STIPPLE_CLIENT_USAGE, option, "\"%s\" is not a volume with its unit.", text);
        return fail_hint(e, "Write millilitres as 2ml or 0.5ml, microlitres as 1000ul.");
    }
    memcpy(number, text, length);
    number[length] = '\0';
    if (!number_parse(number, false, &value) || fabs(value) > 1e12) {
        fail(e, STIPPLE_CLIENT_USAGE, option, "\"%s\" is not a number.", number);
        return fail_hint(e, "Write the decimals behind a point: 0.5ml.");
    }
    double exact = ml ? value * 1000 : value;
    *ret = llround(exact);
    if (fabs(exact - (double)*ret) > 1e-6) {
        fail(e, STIPPLE_CLIENT_USAGE, option, "Volumes are kept in whole microlitres.");
        return fail_hint(e, "0.001ml is the smallest step.");
    }
    return STIPPLE_OK;
}

/* Words of one reading: split at commas and spaces, in place. Returns their number, counting on
 * past NUMBER_VALUES_MAX. */
static size_t words_split(char *text, char *ret[NUMBER_VALUES_MAX])
{
    size_t n = 0;
    char *rest = NULL;
    for (char *word = strtok_r(text, ", \t", &rest); word; word = strtok_r(NULL, ", \t", &rest)) {
        if (n < NUMBER_VALUES_MAX)
            ret[n] = word;
        n++;
    }
    return n;
}

/* Whether `text` makes sense as `wanted` numbers with decimal commas, and nothing else: digits,
 * twice as many as wanted, in pairs, no point anywhere. Writes them with points into ret. */
static bool decimal_commas(const char *text, size_t wanted, char *ret, size_t size)
{
    size_t numbers = 0, length = 0;
    for (const char *at = text; *at;) {
        char left[16], right[16];
        int used = 0;
        if (sscanf(at, " %15[-+0123456789] , %15[0123456789]%n", left, right, &used) != 2 ||
            ++numbers > wanted)
            return false;
        at += used;
        at += strspn(at, " ;,\t");
        int n =
            snprintf(ret + length, size - length, "%s%s.%s", numbers > 1 ? "," : "", left, right);
        if (n < 0 || (size_t)n >= size - length)
            return false;
        length += (size_t)n;
    }
    return numbers == wanted;
}

static enum stipple_error count_wrong(const char *text, const char *field, size_t n, size_t wanted,
                                      struct error *e)
{
    fail(e, STIPPLE_CLIENT_INPUT, field, "\"%.80s\" has %zu value%s, a reading here has %zu.", text,
         n, n == 1 ? "" : "s", wanted);
    return fail_hint(e, "Write L*,a*,b* as 61.2,9.8,15.1; repeated readings with ; between them.");
}

static enum stipple_error reading_parse(const char *text, size_t length, const char *field,
                                        size_t wanted, number_reading *each, void *context,
                                        struct error *e)
{
    char copy[160];
    char *words[NUMBER_VALUES_MAX];
    double values[NUMBER_VALUES_MAX];
    if (length >= sizeof copy)
        return fail(e, STIPPLE_CLIENT_INPUT, field, "A reading here is at most %zu characters.",
                    sizeof copy - 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    size_t n = words_split(copy, words);
    for (size_t i = 0; i < n && i < wanted; i++)
        if (!number_parse(words[i], false, &values[i]))
            return fail(e, STIPPLE_CLIENT_INPUT, field, "\"%s\" is not a number.", words[i]);
    if (n == wanted)
        return each(context, values, e);
    memcpy(copy, text, length);
    return count_wrong(copy, field, n, wanted, e);
}

enum stipple_error numbers_parse(const char *text, const char *field, size_t wanted,
                                 number_reading *each, void *context, struct error *e)
{
    char pointed[160];
    if (decimal_commas(text, wanted, pointed, sizeof pointed)) {
        fail(e, STIPPLE_CLIENT_INPUT, field,
             "\"%s\" looks written with decimal commas; here a comma separates values.", text);
        return fail_hint(e, "If so, write %s", pointed);
    }
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ";");
        TRY(reading_parse(at, length, field, wanted, each, context, e));
        at += length + (at[length] == ';');
    }
    return *text ? STIPPLE_OK : count_wrong("", field, 0, wanted, e);
}

bool expiry_parse(const char *text, char ret[DATE_LENGTH + 1])
{
    static const char ends[][4] = {"-31", "-30", "-29", "-28"};
    const size_t month = strlen("2027-06");
    bool valid = date_valid(text);
    if (valid)
        memcpy(ret, text, DATE_LENGTH + 1);
    for (size_t i = 0; !valid && strlen(text) == month && i < sizeof ends / sizeof *ends; i++) {
        memcpy(ret, text, month);
        memcpy(ret + month, ends[i], sizeof ends[i]);
        valid = date_valid(ret);
    }
    return valid;
}

enum stipple_error days_parse(const char *text, const char *option, int64_t *ret, struct error *e)
{
    char number[8];
    size_t length = strlen(text);
    bool weeks = length > 0 && text[length - 1] == 'w';
    if (weeks || (length > 0 && text[length - 1] == 'd'))
        length--;
    snprintf(number, sizeof number, "%.*s", (int)(length < sizeof number ? length : 0), text);
    if (!integer_parse(number, ret) || *ret < 0)
        return fail(e, STIPPLE_CLIENT_USAGE, option, "--%s takes days or weeks: 60d, 8w.", option);
    *ret *= weeks ? 7 : 1;
    return STIPPLE_OK;
}

/* The offset at a time that is told by the clocks of the zone. */
static int local_offset(const char *zone, const char *minute)
{
    char utc[MOMENT_LENGTH + 1];
    struct instant at;
    snprintf(utc, sizeof utc, "%sZ", minute);
    if (!time_parse(utc, &at))
        return 0;
    int32_t near = zone_offset(zone, at.ms);
    return zone_offset(zone, at.ms - near * (int64_t)60000);
}

bool moment_parse(const char *text, const char *zone, char ret[MOMENT_LENGTH + 1])
{
    char minute[20];
    struct instant at;
    size_t length = strlen("2026-11-20T14:30");
    if (strlen(text) < length || !(text[10] == 'T' || text[10] == ' '))
        return false;
    const char *rest = text + length;
    bool seconds = *rest == ':' && strlen(rest) >= 3;
    snprintf(minute, sizeof minute, "%.10sT%.5s%.3s", text, text + 11, seconds ? rest : ":00");
    rest += seconds ? 3 : 0;
    if (!*rest && !zone)
        return false;
    int offset = *rest ? 0 : local_offset(zone, minute);
    if (*rest)
        snprintf(ret, MOMENT_LENGTH + 1, "%s%.6s", minute, rest);
    else
        snprintf(ret, MOMENT_LENGTH + 1, "%s%c%02d:%02d", minute, offset < 0 ? '-' : '+',
                 abs(offset) / 60 % 100, abs(offset) % 60);
    return strlen(rest) <= 6 && time_parse(ret, &at);
}
