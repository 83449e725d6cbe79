/* A refusal is read by a person who has to mend it: every message says what the value must be, with
 * its unit, and what it was instead. */
#include "rpc/scalar.h"

#include "base/time.h"
#include "base/uuid.h"
#include "base/value.h"
#include "rpc/envelope.h"
#include "rpc/layout.h"
#include "rpc/nearest.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *kind_of(const cJSON *json)
{
    if (cJSON_IsString(json))
        return "a text";
    if (cJSON_IsNumber(json))
        return "a number";
    if (cJSON_IsBool(json))
        return "true or false";
    if (cJSON_IsArray(json))
        return "a list";
    return cJSON_IsObject(json) ? "an object" : "null; leave it out instead";
}

enum stipple_error fail_type(struct decoding *d, const struct path *at, const char *wanted,
                             const cJSON *json)
{
    char path[PATH_MAX_BYTES];
    path_write(at, path);
    return fail(d->error, STIPPLE_PARAM_TYPE, path, "`%s` must be %s, not %s.", path, wanted,
                kind_of(json));
}

static enum stipple_error fail_format(struct decoding *d, const struct path *at, const char *wanted)
{
    char path[PATH_MAX_BYTES];
    path_write(at, path);
    return fail(d->error, STIPPLE_PARAM_FORMAT, path, "`%s` must be %s.", path, wanted);
}

/* "50 to 5000", "at least 1", "at most 20" */
static void bounds_write(double low, double high, char *ret, size_t size)
{
    if (isinf(high))
        snprintf(ret, size, "at least %.15g", low);
    else if (isinf(low))
        snprintf(ret, size, "at most %.15g", high);
    else if (low == high)
        snprintf(ret, size, "%.15g", low);
    else
        snprintf(ret, size, "%.15g to %.15g", low, high);
}

static enum stipple_error fail_range(struct decoding *d, const struct field *field,
                                     const struct path *at, double value)
{
    char path[PATH_MAX_BYTES], bounds[80];
    path_write(at, path);
    bounds_write(field->min, field->max, bounds, sizeof bounds);
    const char *unit = field->unit ? field->unit : "";
    return fail(d->error, STIPPLE_PARAM_RANGE, path, "`%s` must be %s%s%s; it is %.15g.", path,
                bounds, *unit ? " " : "", unit, value);
}

enum stipple_error fail_items(struct decoding *d, const struct path *at, size_t low, size_t high,
                              size_t n)
{
    char path[PATH_MAX_BYTES], bounds[80];
    path_write(at, path);
    bounds_write((double)low, high ? (double)high : (double)INFINITY, bounds, sizeof bounds);
    return fail(d->error, STIPPLE_PARAM_RANGE, path, "`%s` must have %s items; it has %zu.", path,
                bounds, n);
}

static bool out_of_bounds(const struct field *field, double value)
{
    bool bounded = field->min != 0 || field->max != 0;
    return bounded && !(value >= field->min && value <= field->max);
}

static enum stipple_error decode_bool(struct decoding *d, const cJSON *json, const struct path *at,
                                      int *to)
{
    if (!cJSON_IsBool(json))
        return fail_type(d, at, "true or false", json);
    *to = cJSON_IsTrue(json);
    return STIPPLE_OK;
}

static enum stipple_error decode_int(struct decoding *d, const struct field *field,
                                     const cJSON *json, const struct path *at, int64_t *to)
{
    if (!cJSON_IsNumber(json))
        return fail_type(d, at, "a whole number", json);
    double value = json->valuedouble;
    if (value != trunc(value)) {
        char path[PATH_MAX_BYTES];
        path_write(at, path);
        return fail(d->error, STIPPLE_PARAM_TYPE, path, "`%s` must be a whole number; it is %.15g.",
                    path, value);
    }
    if (out_of_bounds(field, value))
        return fail_range(d, field, at, value);
    if (fabs(value) > (double)INT_EXACT_MAX) {
        struct field exact = {.min = -(double)INT_EXACT_MAX, .max = (double)INT_EXACT_MAX};
        return fail_range(d, &exact, at, value);
    }
    *to = (int64_t)value;
    return STIPPLE_OK;
}

static enum stipple_error decode_number(struct decoding *d, const struct field *field,
                                        const cJSON *json, const struct path *at, double *to)
{
    if (!cJSON_IsNumber(json))
        return fail_type(d, at, "a number", json);
    if (out_of_bounds(field, json->valuedouble))
        return fail_range(d, field, at, json->valuedouble);
    *to = json->valuedouble;
    return STIPPLE_OK;
}

/* Counts code points; false when the text holds a control character (C0 but `allowed`, DEL, C1). */
static bool text_measure(const char *text, const char *allowed, size_t *ret_points)
{
    size_t points = 0;
    for (const unsigned char *b = (const unsigned char *)text; *b; b++) {
        bool c0 = *b < 0x20 && !strchr(allowed, *b);
        bool c1 = *b == 0xC2 && b[1] < 0xA0;
        if (c0 || c1 || *b == 0x7F)
            return false;
        points += (*b & 0xC0) != 0x80;
    }
    *ret_points = points;
    return true;
}

static bool text_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

static enum stipple_error fail_length(struct decoding *d, const struct field *field,
                                      const struct path *at, size_t points)
{
    char path[PATH_MAX_BYTES], bounds[80];
    path_write(at, path);
    bounds_write(field->min, field->max, bounds, sizeof bounds);
    return fail(d->error, STIPPLE_PARAM_RANGE, path, "`%s` must have %s characters; it has %zu.",
                path, bounds, points);
}

static enum stipple_error keep_text(struct decoding *d, const char *text, const char **to)
{
    *to = arena_copy(d->arena, text, strlen(text));
    return *to ? STIPPLE_OK : fail_memory(d->error);
}

static enum stipple_error decode_text(struct decoding *d, const struct field *field,
                                      const cJSON *json, const struct path *at, const char **to)
{
    if (!cJSON_IsString(json))
        return fail_type(d, at, "a text", json);
    size_t points;
    bool scanned = field->scanned || field->type == FIELD_REF;
    if (!text_measure(json->valuestring, scanned ? "\x1d" : "\n\t", &points))
        return fail_format(d, at,
                           scanned
                               ? "what a scanner reads: one line of text"
                               : "a text without control characters (new lines and tabs may be)");
    if (out_of_bounds(field, (double)points))
        return fail_length(d, field, at, points);
    if (field->min >= 1 && text_blank(json->valuestring))
        return fail_format(d, at, "a text that says something");
    return keep_text(d, json->valuestring, to);
}

static enum stipple_error keep_uuid(struct decoding *d, const char *text, const char **to)
{
    char *copy = arena_copy(d->arena, text, UUID_LENGTH);
    if (!copy)
        return fail_memory(d->error);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    *to = copy;
    return STIPPLE_OK;
}

static enum stipple_error decode_uuid(struct decoding *d, const cJSON *json, const struct path *at,
                                      const char **to)
{
    if (!cJSON_IsString(json))
        return fail_type(d, at, "a UUID in quotes", json);
    if (!uuid_valid(json->valuestring))
        return fail_format(d, at, "a UUID, like 018f3e5c-9a4b-7c1d-8e2f-0a1b2c3d4e5f");
    return keep_uuid(d, json->valuestring, to);
}

static enum stipple_error decode_ref(struct decoding *d, const struct field *field,
                                     const cJSON *json, const struct path *at, const char **to)
{
    if (!cJSON_IsString(json))
        return fail_type(d, at, "an id or a code in quotes", json);
    if (uuid_valid(json->valuestring))
        return keep_uuid(d, json->valuestring, to);
    if (*json->valuestring == '\0' || strpbrk(json->valuestring, "\n\t"))
        return fail_format(d, at, "an id or a code");
    return decode_text(d, field, json, at, to);
}

static enum stipple_error fail_choice(struct decoding *d, const struct field *field,
                                      const struct path *at, const char *given)
{
    char path[PATH_MAX_BYTES], known[200] = "";
    struct nearest near = {.given = given};
    size_t length = 0;
    for (const char *const *c = field->choices; *c; c++) {
        nearest_offer(&near, *c);
        size_t room = sizeof known - length;
        int n = snprintf(known + length, room, "%s%s", length ? ", " : "", *c);
        length += n > 0 && (size_t)n < room ? (size_t)n : 0;
    }
    known[length] = '\0';
    path_write(at, path);
    enum stipple_error code =
        fail(d->error, STIPPLE_PARAM_CHOICE, path, "`%s` must be one of: %s; it is %s.", path,
             known, *given ? given : "empty");
    if (near.best)
        fail_hint(d->error, "Did you mean %s?", near.best);
    return code;
}

static enum stipple_error decode_choice(struct decoding *d, const struct field *field,
                                        const cJSON *json, const struct path *at, int *to)
{
    char digits[40];
    const char *given = json->valuestring;
    if (field_is_numeric_choice(field)) {
        if (!cJSON_IsNumber(json))
            return fail_type(d, at, "a whole number", json);
        snprintf(digits, sizeof digits, "%.17g", json->valuedouble);
        given = digits;
    } else if (!cJSON_IsString(json)) {
        return fail_type(d, at, "a text", json);
    }
    for (int i = 0; field->choices[i]; i++)
        if (strcmp(field->choices[i], given) == 0) {
            *to = i;
            return STIPPLE_OK;
        }
    return fail_choice(d, field, at, given);
}

static enum stipple_error decode_date(struct decoding *d, const cJSON *json, const struct path *at,
                                      const char **to)
{
    if (!cJSON_IsString(json))
        return fail_type(d, at, "a date in quotes", json);
    if (!date_valid(json->valuestring))
        return fail_format(d, at, "a day that exists, written YYYY-MM-DD");
    return keep_text(d, json->valuestring, to);
}

static enum stipple_error decode_time(struct decoding *d, const cJSON *json, const struct path *at,
                                      struct instant *to)
{
    if (!cJSON_IsString(json))
        return fail_type(d, at, "a time in quotes", json);
    if (!time_parse(json->valuestring, to))
        return fail_format(d, at,
                           "a time with its offset from UTC, like 2026-01-15T11:30:00+01:00");
    return STIPPLE_OK;
}

static enum stipple_error decode_id(struct decoding *d, const cJSON *json, const struct path *at,
                                    const char **to)
{
    if (!cJSON_IsString(json) && !cJSON_IsNumber(json))
        return fail_type(d, at, "an id as calls have it, a text or a whole number", json);
    *to = id_text(json, d->arena);
    if (!*to && d->arena->starved)
        return fail_memory(d->error);
    return *to ? STIPPLE_OK : fail_format(d, at, "an id that a call can have");
}

static enum stipple_error decode_word(struct decoding *d, const struct field *field,
                                      const cJSON *json, const struct path *at, const char **to)
{
    int choice = 0;
    TRY(decode_choice(d, field, json, at, &choice));
    *to = field->choices[choice];
    return STIPPLE_OK;
}

enum stipple_error scalar_decode(struct decoding *d, const struct field *field, const cJSON *json,
                                 const struct path *at, void *to)
{
    switch (field->type) {
    case FIELD_BOOL:
        return decode_bool(d, json, at, to);
    case FIELD_INT:
        return decode_int(d, field, json, at, to);
    case FIELD_NUMBER:
        return decode_number(d, field, json, at, to);
    case FIELD_TEXT:
        return decode_text(d, field, json, at, to);
    case FIELD_UUID:
        return decode_uuid(d, json, at, to);
    case FIELD_REF:
        return decode_ref(d, field, json, at, to);
    case FIELD_CHOICE:
        return decode_choice(d, field, json, at, to);
    case FIELD_WORD:
        return decode_word(d, field, json, at, to);
    case FIELD_DATE:
        return decode_date(d, json, at, to);
    case FIELD_TIME:
        return decode_time(d, json, at, to);
    case FIELD_ID:
        return decode_id(d, json, at, to);
    case FIELD_OBJECT:
    case FIELD_JSON:
        break;
    }
    return fail(d->error, STIPPLE_INTERNAL, NULL,
                "A parameter's table asks for what only results "
                "hold.");
}
