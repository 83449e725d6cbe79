/* Programs of the same version lie beside this one. */
#ifndef STIPPLE_CLIENT_BESIDE_H
#define STIPPLE_CLIENT_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

/* The path of the program of that name beside this one; false when there is none to run. */
bool program_beside(const char *name, char *ret, size_t size);

/* cairo and pango with what they bring take longer to load than everything else a command does, so
 * what draws pages is a program of its own: all commands once more, linked with the pages. It takes
 * this process's place, with the same words; returns only when there is none. */
void pages_program_become(void);

#endif
