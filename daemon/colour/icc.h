/* RGB values by the ICC profiles that are compiled in. Private. */
#ifndef STIPPLE_COLOUR_ICC_H
#define STIPPLE_COLOUR_ICC_H

#include "base/error.h"
#include "colour/spectrum.h"

/* `space` indexes reading_spaces, rgb is 0–1; relative colorimetric. INTERNAL, with LittleCMS's
 * words, when it fails. */
enum stipple_error icc_to_pcs(int space, const double rgb[3], struct lab *ret, struct error *e);

#endif
