/* An error on its way to a person: which one, where, why, what to do. Bounded; no allocation. */
#ifndef STIPPLE_BASE_ERROR_H
#define STIPPLE_BASE_ERROR_H

#include <stdarg.h>
#include "stipple/error.h"

struct error {
    enum stipple_error code;
    char field[128];   /* path of the parameter, "" when none: stubble[1].value[0] */
    char message[320]; /* one sentence a person can act on */
    char hint[192];    /* "" when none */
};

/* Fills `e` (which may be NULL) and returns `code`, so that a refusal is one statement. `field` may
 * be NULL. What does not fit is cut at a UTF-8 boundary. */
enum stipple_error fail(struct error *e, enum stipple_error code, const char *field,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Adds the hint to an error already set; returns its code. */
enum stipple_error fail_hint(struct error *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum stipple_error fail_memory(struct error *e);

/* Returns from the calling function when the expression is not STIPPLE_OK. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        enum stipple_error try_code = (expression);                                                \
        if (try_code != STIPPLE_OK)                                                                \
            return try_code;                                                                       \
    } while (0)

#endif
