/* Names as people look for them: without case, accents and punctuation. */
#ifndef STIPPLE_STORE_FOLD_H
#define STIPPLE_STORE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/* The UTF-8 text folded, words one space apart: Latin letters to a–z without accents (ø to o, ß to
 * ss), Greek and Cyrillic to small letters, ASCII punctuation to spaces, combining accents to
 * nothing. In the arena; NULL when memory ran out. */
char *fold(struct arena *a, const char *text);
/* The code point of two or three bytes at `at`, 0 for anything else: names in scripts beyond have
 * no case. *ret_length: bytes it takes, 1 at least. */
unsigned code_point(const unsigned char *at, size_t *ret_length);
/* Whether for each word of `folded` some word of `name` begins so. No word asks for nobody. False
 * too when memory ran out, which the arena tells. */
bool fold_matches(struct arena *a, const char *name, const char *folded);

#endif
