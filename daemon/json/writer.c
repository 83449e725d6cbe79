/* Replies are written once, from left to right, into the buffer they leave in: no tree, no second
 * copy. Most numbers of an answer are rounded to a few places, and those are written as a scaled
 * integer with a point in it, some twenty times faster than the search for the shortest form. */
#include "json/writer.h"

#include "json/canonical.h"
#include "json/escape.h"

#include <math.h>
#include <string.h>

enum { DECIMALS_MAX = 9 };
/* A scaled number of so many digits still reads back as the double it came from. */
static const double scaled_max = 1e15;

static void value_begin(struct json_writer *w)
{
    if (w->comma)
        buffer_byte(w->out, ',');
    w->comma = true;
}

static void level_begin(struct json_writer *w, char open)
{
    value_begin(w);
    buffer_byte(w->out, open);
    w->comma = false;
}

static void level_end(struct json_writer *w, char close)
{
    buffer_byte(w->out, close);
    w->comma = true;
}

void json_object(struct json_writer *w)
{
    level_begin(w, '{');
}

void json_object_end(struct json_writer *w)
{
    level_end(w, '}');
}

void json_array(struct json_writer *w)
{
    level_begin(w, '[');
}

void json_array_end(struct json_writer *w)
{
    level_end(w, ']');
}

void json_key(struct json_writer *w, const char *key)
{
    json_text(w, key);
    buffer_byte(w->out, ':');
    w->comma = false;
}

void json_name(struct json_writer *w, const char *key, size_t length)
{
    char *to = buffer_reserve(w->out, length + 3 + w->comma);
    if (!to)
        return;
    if (w->comma)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, key, length);
    to[length] = '"';
    to[length + 1] = ':';
    w->out->length += length + 3 + w->comma;
    w->comma = false;
}

void json_text(struct json_writer *w, const char *text)
{
    if (text)
        json_text_n(w, text, strlen(text));
    else
        json_null(w);
}

void json_text_n(struct json_writer *w, const char *text, size_t length)
{
    value_begin(w);
    json_escape(w->out, text, length);
}

void json_int(struct json_writer *w, int64_t value)
{
    value_begin(w);
    json_integer(w->out, value);
}

void json_double(struct json_writer *w, double value)
{
    if (!isfinite(value)) {
        json_null(w);
        return;
    }
    value_begin(w);
    json_number(w->out, value);
}

void json_rounded(struct json_writer *w, double value, int decimals)
{
    static const double powers[DECIMALS_MAX + 1] = {1e0, 1e1, 1e2, 1e3, 1e4,
                                                    1e5, 1e6, 1e7, 1e8, 1e9};
    double scaled = decimals >= 0 && decimals <= DECIMALS_MAX ? value * powers[decimals] : NAN;
    if (!(fabs(scaled) < scaled_max)) {
        json_double(w, value);
        return;
    }
    value_begin(w);
    json_decimal(w->out, llround(scaled), decimals);
}

void json_bool(struct json_writer *w, bool value)
{
    value_begin(w);
    buffer_text(w->out, value ? "true" : "false");
}

void json_null(struct json_writer *w)
{
    value_begin(w);
    buffer_text(w->out, "null");
}

void json_raw(struct json_writer *w, const char *text, size_t length)
{
    value_begin(w);
    buffer_add(w->out, text, length);
}
