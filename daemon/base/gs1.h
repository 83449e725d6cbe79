/* What a scanner reads from a label: element strings of the GS1 General Specifications, printed
 * with brackets, (01)09506000134352(17)261231(10)AB-12, or raw with FNC1 as U+001D; or an EAN or
 * UPC code, which is a GTIN alone. */
#ifndef STIPPLE_BASE_GS1_H
#define STIPPLE_BASE_GS1_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

/* The application identifiers that are read, in the order of their numbers. */
enum gs1_ai {
    GS1_GTIN,        /* 01 */
    GS1_LOT,         /* 10 */
    GS1_PRODUCED,    /* 11 */
    GS1_BEST_BEFORE, /* 15 */
    GS1_EXPIRY,      /* 17 */
    GS1_SERIAL,      /* 21 */
    GS1_COUNT,       /* 30 */
    GS1_PRODUCT_ID,  /* 240, of the maker's own */
    GS1_WEIGHT,      /* 310x */
    GS1_AIS
};

/* The longest value (240), and the longest text: every identifier once, bracketed and spaced. */
enum { GS1_VALUE_MAX = 30, GS1_TEXT_MAX = 256 };

/* "" where the label does not say. A GTIN has 14 digits, days are YYYY-MM-DD, the weight is in
 * kilograms with a decimal point. */
struct gs1 {
    char value[GS1_AIS][GS1_VALUE_MAX + 1];
};

/* Reads a whole label. `field`: of the error. `year`: the year it is, by which the two digits of a
 * label's years are read (section 7.12). GS1_INVALID names the character, from 1, that is wrong. */
enum stipple_error gs1_parse(const char *text, const char *field, int year, struct gs1 *ret,
                             struct error *e);

/* Whether the last of `n` digits checks the others (section 7.9). */
bool gs1_check_digit(const char *digits, size_t n);

#endif
