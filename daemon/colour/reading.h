/* Readings: one measured value with its light and observer, and what a spot of repeated readings
 * says (colour.md section 1). Pure: values in, values out. */
#ifndef STIPPLE_COLOUR_READING_H
#define STIPPLE_COLOUR_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/value.h"
#include "colour/spectrum.h"

enum reading_kind { READING_LAB, READING_XYZ, READING_SPECTRUM, READING_RGB };
extern const char *const reading_kinds[];       /* "lab", "xyz", "spectrum", "rgb", NULL */
extern const char *const reading_illuminants[]; /* "D50", "D65", "A", NULL */
extern const char *const reading_observers[];   /* "2", "10", NULL */
extern const char *const reading_spaces[];      /* "sRGB", "Display P3", "Adobe RGB", NULL */
extern const char *const reading_geometries[]; /* "45:0", "d:8", "d:8 SCI"…, NULL (CIE 15 terms) */

struct reading {
    int kind;                                  /* enum reading_kind */
    struct list value;                         /* double */
    int illuminant, observer, space, geometry; /* CHOICE_ABSENT: not stated */
    double start_nm, step_nm, aperture_mm;     /* NaN: not stated */
    const char *instrument;                    /* NULL: not stated */
    struct instant taken_at;
};

enum spot_role { SPOT_ANY, SPOT_SKIN, SPOT_STUBBLE, SPOT_SWATCH, SPOT_HAIR, SPOT_TREATED };

/* How a spot reached the connection space; order of conversion_names. */
enum conversion { BY_SPECTRUM, BY_SKIN_BASIS, BY_ICC, BY_BRADFORD, BY_NONE };
extern const char *const conversion_names[];

struct spot {
    struct lab pcs;           /* D50, 2° */
    struct spectrum spectrum; /* valid when has_spectrum: measured, or solved by the skin basis */
    bool has_spectrum;
    int converted_by;
    size_t n;
    double mcdm;                          /* NaN for one reading */
    double standard_error[3];             /* L*, a*, b*; NaN for one reading */
    char srgb[8];                         /* "#rrggbb" */
    double ita;                           /* degrees, D65/10°; NaN where b* <= 0 */
    const char *ita_class;                /* static text, NULL where ita is NaN */
    double melanin_index, erythema_index; /* NaN without a spectrum */
    double aperture_mm;                   /* of the readings when they agree, else NaN */
};

/* Evaluates the readings of one spot. `path` is the parameter's name ("skin"), used for the fields
 * of errors (READING_*) and warnings (struct warning, appended). `role` decides what is refused:
 * skin, treated and hair need a spectrum (READING_NOT_SKIN), stubble refuses 3 mm. */
enum stipple_error spot_evaluate(const struct reading *readings, size_t n, enum spot_role role,
                                 const char *path, struct arena *a, struct list *warnings,
                                 struct spot *ret, struct error *e);
/* Warns where two spots were measured through different apertures, lights or instruments. */
void spot_compare(const struct reading *a_readings, size_t a_n, const char *a_path,
                  const struct reading *b_readings, size_t b_n, const char *b_path, struct arena *a,
                  struct list *warnings);

#endif
