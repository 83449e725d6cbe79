/* The spectrum of a skin of which only a colour is known (colour.md section 1). Private. */
#ifndef STIPPLE_COLOUR_SKIN_BASIS_H
#define STIPPLE_COLOUR_SKIN_BASIS_H

#include "colour/spectrum.h"

/* The skin spectrum that has this colour under this light, to 1e-6 in each of L*, a*, b*; false,
 * with *ret untouched, where the basis reaches none: the colour is not like skin. Basis: three
 * principal components of measured skins (Xiao et al. 2016), see profiles/README.md. */
bool skin_solve(struct lab colour, enum light light, struct spectrum *ret);

#endif
