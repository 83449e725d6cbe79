/* Texts as C source. */
#ifndef STIPPLE_PROFILES_LITERAL_H
#define STIPPLE_PROFILES_LITERAL_H

#include <stdio.h>

/* A C string literal; octal escapes end after three digits, so nothing behind them can join. */
void literal_write(FILE *out, const char *text);

#endif
