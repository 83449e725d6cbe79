/* CIEDE2000 for those who ask for it thousands of times. Private to the room. */
#ifndef STIPPLE_COLOUR_DIFFERENCE_H
#define STIPPLE_COLOUR_DIFFERENCE_H

#include "colour/spectrum.h"

struct difference {
    double delta;   /* ΔE00, kL = kC = kH = 1, to 1e-7 */
    double lighter; /* what lightness alone adds to it: |lighter| ≤ delta, and it grows with L* */
};

/* How x differs from y; lighter > 0 where x is the lighter one. */
struct difference difference_e00(struct lab x, struct lab y);

#endif
