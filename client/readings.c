/* Readings are written as JSON the moment they are understood: the daemon's field table is the one
 * place that knows what a Reading may hold, and a second model of it here would only drift. */
#include "client/readings.h"

#include "base/value.h"
#include "client/number.h"
#include "json/writer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *const spot_names[SPOT_NAMES] = {"skin", "stubble", "swatch", "hair", "treated", "spot"};
static const char *const kind_names[] = {"lab", "xyz", "rgb", "spectrum"};
static const struct light {
    const char *name, *illuminant;
    int observer;
} lights[] = {
    {"D50/2", "D50", 2},   {"D50/10", "D50", 10}, {"D65/2", "D65", 2},
    {"D65/10", "D65", 10}, {"A/2", "A", 2},
};

void spots_free(struct spots *s)
{
    for (int i = 0; i < SPOT_NAMES; i++)
        buffer_free(&s->readings[i]);
}

int spot_index(const char *name)
{
    for (int i = 0; i < SPOT_NAMES; i++)
        if (strcasecmp(spot_names[i], name) == 0)
            return i;
    return -1;
}

void spot_write(const struct spots *s, int spot, struct buffer *out)
{
    buffer_byte(out, '[');
    buffer_add(out, s->readings[spot].data, s->readings[spot].length);
    buffer_byte(out, ']');
}

void spot_add(struct spots *s, int spot, const char *json, size_t length)
{
    if (s->readings[spot].length > 0)
        buffer_byte(&s->readings[spot], ',');
    buffer_add(&s->readings[spot], json, length);
}

/* Of "D65/10" or "D65/10°", in either case. */
static const struct light *light_find(const char *text)
{
    size_t length = strlen(text);
    if (length > 2 && strcmp(text + length - 2, "°") == 0)
        length -= 2;
    for (size_t i = 0; i < sizeof lights / sizeof *lights; i++)
        if (strlen(lights[i].name) == length && strncasecmp(lights[i].name, text, length) == 0)
            return &lights[i];
    return NULL;
}

static enum stipple_error light_wrong(const char *said, const char *where, struct error *e)
{
    if (said && *said)
        fail(e, STIPPLE_READING_LIGHT, where, "\"%.40s\" is not a light that readings come under.",
             said);
    else
        fail(e, STIPPLE_READING_LIGHT, where,
             "Under which light was this measured? Without it a number is not a colour.");
    return fail_hint(e,
                     "Say --light D50/2, D50/10, D65/2, D65/10 or A/2 (light/observer in degrees; "
                     "the instrument's settings show it).");
}

static void text_member(struct json_writer *w, const char *key, const char *text)
{
    if (!text || !*text)
        return;
    json_key(w, key);
    json_text(w, text);
}

static void number_member(struct json_writer *w, const char *key, double value)
{
    if (isnan(value))
        return;
    json_key(w, key);
    json_double(w, value);
}

static void light_member(struct json_writer *w, const struct light *light)
{
    json_key(w, "illuminant");
    json_text(w, light->illuminant);
    json_key(w, "observer");
    json_int(w, light->observer);
}

static void row_write(struct json_writer *w, const struct reading_row *row,
                      const struct light *light)
{
    json_object(w);
    text_member(w, "kind", kind_names[row->kind]);
    json_key(w, "value");
    json_array(w);
    for (size_t i = 0; i < row->n; i++)
        json_double(w, row->values[i]);
    json_array_end(w);
    if (light)
        light_member(w, light);
    if (row->kind == VALUES_SPECTRUM) {
        number_member(w, "start_nm", row->start_nm);
        number_member(w, "step_nm", row->step_nm);
    }
    if (row->kind == VALUES_RGB)
        text_member(w, "space", row->said.space);
    number_member(w, "aperture_mm", row->said.aperture_mm);
    text_member(w, "geometry", row->said.geometry);
    text_member(w, "instrument", row->said.instrument);
    text_member(w, "taken_at", row->taken_at);
    json_object_end(w);
}

static enum stipple_error rgb_check(const struct reading_row *row, const char *where,
                                    struct error *e)
{
    if (!row->said.space || !*row->said.space) {
        fail(e, STIPPLE_READING_LIGHT, where, "RGB values of which space?");
        return fail_hint(e, "Say --space sRGB, \"Display P3\" or \"Adobe RGB\".");
    }
    for (size_t i = 0; i < row->n; i++)
        if (row->values[i] > 1) {
            fail(e, STIPPLE_CLIENT_INPUT, where, "RGB values go from 0 to 1 here.");
            return fail_hint(e, "Divide 8-bit values by 255.");
        }
    return STIPPLE_OK;
}

enum stipple_error spot_add_row(struct spots *s, int spot, const struct reading_row *row,
                                const char *where, struct error *e)
{
    struct buffer json = {0};
    struct json_writer w = {.out = &json};
    const struct light *light = NULL;
    if (row->kind == VALUES_LAB || row->kind == VALUES_XYZ) {
        light = row->said.light ? light_find(row->said.light) : NULL;
        if (!light)
            return light_wrong(row->said.light, where, e);
    }
    if (row->kind == VALUES_RGB)
        TRY(rgb_check(row, where, e));
    row_write(&w, row, light);
    if (!json.failed)
        spot_add(s, spot, json.data, json.length);
    bool failed = json.failed || s->readings[spot].failed;
    buffer_free(&json);
    return failed ? fail_memory(e) : STIPPLE_OK;
}

struct flag {
    struct spots *spots;
    int spot;
    const struct reading_defaults *defaults;
};

static enum stipple_error flag_reading(void *context, const double *values, struct error *e)
{
    const struct flag *flag = context;
    struct reading_row row = {
        .kind = VALUES_LAB, .values = values, .n = 3, .said = *flag->defaults};
    return spot_add_row(flag->spots, flag->spot, &row, spot_names[flag->spot], e);
}

enum stipple_error readings_flag(struct spots *s, int spot, const char *text,
                                 const struct reading_defaults *defaults, struct error *e)
{
    struct flag flag = {s, spot, defaults};
    return numbers_parse(text, spot_names[spot], 3, flag_reading, &flag, e);
}
