/* ICC profiles of the RGB spaces that readings may come in. */
#ifndef STIPPLE_PROFILES_RGB_H
#define STIPPLE_PROFILES_RGB_H

#include <stdio.h>

enum { RGB_RECIPES = 3 };
/* In the order of reading_spaces. */
extern const char *const rgb_names[RGB_RECIPES];

/* A profile as LittleCMS wrote it; `bytes` is the caller's to free. colorant: the columns are X, Y,
 * Z of red, green and blue under D50. Ends the program when LittleCMS fails. */
struct rgb_built {
    unsigned char *bytes;
    unsigned int length;
    double colorant[3][3];
};
struct rgb_built rgb_build(int space);

#endif
