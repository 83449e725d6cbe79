/* Two readings differ by their conditions as well as by what was measured: another aperture alone
 * changes the reflectance of skin by a tenth. Nothing can be computed from that, so it is said. */
#include "colour/measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum condition { LIGHT, APERTURE, GEOMETRY, INSTRUMENT, CONDITIONS };

static const struct {
    const char *name, *noun, *why;
} conditions[CONDITIONS] = {
    [LIGHT] = {"reading.mixed_light", "lights", "check that each is stated rightly"},
    [APERTURE] = {"reading.mixed_aperture", "apertures",
                  "5 and 11 mm differ by about 10 % in reflectance at 700 nm"},
    [GEOMETRY] = {"reading.mixed_geometry", "geometries",
                  "one sees the shine of skin, another not"},
    [INSTRUMENT] = {"reading.mixed_instrument", "instruments",
                    "two instruments rarely agree on skin"},
};

/* For the conditions that are printed; an instrument is named by the reading's own text. */
enum { CONDITION_TEXT = 32 };

/* The condition as text, in `buffer` or the reading; NULL where the reading does not say. */
static const char *condition_text(const struct reading *r, enum condition c,
                                  char buffer[CONDITION_TEXT])
{
    switch (c) {
    case LIGHT:
        if (r->kind == READING_RGB)
            return r->space >= 0 ? reading_spaces[r->space] : NULL;
        if (r->kind == READING_SPECTRUM || reading_light(r) == LIGHTS)
            return NULL;
        snprintf(buffer, CONDITION_TEXT, "%s/%s", reading_illuminants[r->illuminant],
                 reading_observers[r->observer]);
        return buffer;
    case APERTURE:
        if (isnan(r->aperture_mm))
            return NULL;
        snprintf(buffer, CONDITION_TEXT, "%g mm", r->aperture_mm);
        return buffer;
    case GEOMETRY:
        return r->geometry >= 0 ? reading_geometries[r->geometry] : NULL;
    default:
        return r->instrument;
    }
}

/* The condition of the first reading that states it, and states another one than `but`. */
static const char *condition_find(const struct reading *readings, size_t n, enum condition c,
                                  const char *but, char buffer[CONDITION_TEXT])
{
    for (size_t i = 0; i < n; i++) {
        const char *text = condition_text(&readings[i], c, buffer);
        if (text && !(but && strcmp(text, but) == 0))
            return text;
    }
    return NULL;
}

/* Instruments go unnamed: their names are free text of any length. */
static void mixture_warn(enum condition c, const char *subject, const char *one, const char *other,
                         const char *path, struct arena *a, struct list *warnings)
{
    if (c == INSTRUMENT)
        warn(a, warnings, conditions[c].name, path, "%s different %s: %s.", subject,
             conditions[c].noun, conditions[c].why);
    else
        warn(a, warnings, conditions[c].name, path, "%s different %s (%s, %s): %s.", subject,
             conditions[c].noun, one, other, conditions[c].why);
}

void conditions_check(const struct reading *readings, size_t n, const char *path, struct arena *a,
                      struct list *warnings)
{
    for (enum condition c = 0; c < CONDITIONS; c++) {
        char buffer[2][CONDITION_TEXT];
        const char *one = condition_find(readings, n, c, NULL, buffer[0]);
        const char *other = one ? condition_find(readings, n, c, one, buffer[1]) : NULL;
        if (other)
            mixture_warn(c, "The readings of this spot were taken with", one, other, path, a,
                         warnings);
    }
}

void spot_compare(const struct reading *a_readings, size_t a_n, const char *a_path,
                  const struct reading *b_readings, size_t b_n, const char *b_path, struct arena *a,
                  struct list *warnings)
{
    char subject[96];
    snprintf(subject, sizeof subject, "%s and %s were measured with", a_path, b_path);
    for (enum condition c = 0; c < CONDITIONS; c++) {
        char buffer[2][CONDITION_TEXT];
        const char *one = condition_find(a_readings, a_n, c, NULL, buffer[0]);
        const char *other = condition_find(b_readings, b_n, c, NULL, buffer[1]);
        if (one && other && strcmp(one, other) != 0)
            mixture_warn(c, subject, one, other, b_path, a, warnings);
    }
}
