/* The field's words, explained. */
#ifndef STIPPLE_CLIENT_WORDS_H
#define STIPPLE_CLIENT_WORDS_H

#include <stddef.h>

struct word {
    const char *name;  /* as it is written */
    const char *also;  /* other ways to ask for it, spaces between; or NULL */
    const char *brief; /* a line for the list */
    const char *text;
};

extern const struct word words[];
extern const size_t words_n;

#endif
