/* Measured readings on their way to the daemon: from the command line, from CSV, from JSON. Only
 * their shape is checked here; what a colour may be is the daemon's business. */
#ifndef STIPPLE_CLIENT_READINGS_H
#define STIPPLE_CLIENT_READINGS_H

#include <stddef.h>
#include "base/buffer.h"
#include "base/error.h"

/* What goes for every reading that does not say otherwise. */
struct reading_defaults {
    const char *light;      /* "D65/10"; NULL: not stated */
    const char *instrument; /* NULL: not stated */
    const char *geometry;   /* likewise */
    const char *space;      /* of RGB readings, likewise */
    double aperture_mm;     /* NaN: not stated */
};

/* skin, stubble, swatch, hair, treated, and "spot" for readings that are of no spot in particular.
 */
enum { SPOT_NAMES = 6 };
extern const char *const spot_names[SPOT_NAMES];

struct spots {
    struct buffer readings[SPOT_NAMES]; /* Readings as JSON texts with commas between; owned */
};
void spots_free(struct spots *s);
/* Index of the spot, -1 when there is none of that name. */
int spot_index(const char *name);
/* Index of "spot". */
enum { SPOT_UNNAMED = SPOT_NAMES - 1 };
/* "[…]" appended to out. */
void spot_write(const struct spots *s, int spot, struct buffer *out);
/* Appends the JSON text of one Reading, or of several with commas between. */
void spot_add(struct spots *s, int spot, const char *json, size_t length);

enum reading_values { VALUES_LAB, VALUES_XYZ, VALUES_RGB, VALUES_SPECTRUM };
struct reading_row {
    enum reading_values kind;
    const double *values;
    size_t n;
    double start_nm, step_nm; /* spectra */
    const char *taken_at;     /* NULL: not stated */
    struct reading_defaults said;
};
/* Appends a reading made of values. Fails with READING_LIGHT, listing the lights, where the kind
 * needs a light and none or an unknown one is said; `where` names the place in the message. */
enum stipple_error spot_add_row(struct spots *s, int spot, const struct reading_row *row,
                                const char *where, struct error *e);

/* "61.2,9.8,15.1" (L*, a*, b*), repeated readings with ; between them. */
enum stipple_error readings_flag(struct spots *s, int spot, const char *text,
                                 const struct reading_defaults *defaults, struct error *e);
/* A whole file's text, CSV or JSON. `spot`: what all of it is of, -1 where the file says. `name` is
 * used in messages. Columns that mean nothing here are listed in `ignored`, "a, b". */
enum stipple_error readings_text(struct spots *s, int spot, const char *text, size_t length,
                                 const char *name, const struct reading_defaults *defaults,
                                 struct buffer *ignored, struct error *e);
/* The file's text, or standard input's for "-", then readings_text. */
enum stipple_error readings_file(struct spots *s, int spot, const char *path,
                                 const struct reading_defaults *defaults, struct buffer *ignored,
                                 struct error *e);

/* The CSV part of readings_text. */
enum stipple_error readings_csv(struct spots *s, int spot, const char *text, size_t length,
                                const char *name, const struct reading_defaults *defaults,
                                struct buffer *ignored, struct error *e);

#endif
