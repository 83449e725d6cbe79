/* One reading, checked and taken to the connection space. Private. */
#ifndef STIPPLE_COLOUR_MEASURE_H
#define STIPPLE_COLOUR_MEASURE_H

#include "colour/reading.h"

struct measured {
    struct lab pcs;
    struct spectrum spectrum; /* valid when has_spectrum */
    bool has_spectrum;
    enum conversion converted_by;
};

/* Refuses what cannot be a measurement: READING_LIGHT, READING_SHAPE, READING_IMPOSSIBLE, and for
 * stubble READING_APERTURE. `path` is the reading's own: "skin[0]". */
enum stipple_error reading_check(const struct reading *r, enum spot_role role, const char *path,
                                 struct error *e);

/* The light of a reading that has one; LIGHTS when it is not stated, or not one there are weights
 * for (A/10). */
enum light reading_light(const struct reading *r);

/* The colour of a checked `lab` or `xyz` reading, as if it had been taken under `light`. */
struct lab reading_lab(const struct reading *r, enum light light);

/* Converts a checked reading. */
enum stipple_error reading_measure(const struct reading *r, struct measured *ret, struct error *e);

/* Whether the spectrum's colour is one that skin has been measured with (or, for stubble and
 * treated skin, may have); roles that need not be skin are always plausible. */
bool skin_plausible(const struct spectrum *s, enum spot_role role);
/* What most likely went wrong with a checked reading that is no plausible skin: static text, a
 * sentence. */
const char *reading_slip(const struct reading *r, const struct measured *m, enum spot_role role);

/* Warns where readings of one spot were taken under different conditions. */
void conditions_check(const struct reading *readings, size_t n, const char *path, struct arena *a,
                      struct list *warnings);

#endif
