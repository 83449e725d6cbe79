/* Hex digits that somebody types from paper. */
#ifndef STIPPLE_STORE_TYPED_H
#define STIPPLE_STORE_TYPED_H

#include <stddef.h>
#include "base/error.h"

enum {
    TYPED_HASH = 64,   /* digits of a hash, or of a public key */
    TYPED_NUMBER = 16, /* at most, of an event's number in front of it */
    TYPED_GROUP = 4,   /* as they are printed */
    TYPED_GROUPS_MAX = 32
};
struct typing {
    char digits[TYPED_NUMBER + TYPED_HASH + 1]; /* in lower case */
    size_t n;
    size_t groups[TYPED_GROUPS_MAX]; /* digits in each run of them */
    size_t n_groups;                 /* may be more than the array holds */
};

/* Spaces, dashes and other marks only group; O counts as 0, I and l as 1. SEAL_FORMAT at `field`
 * ("seal", "key") names any other character by its place. */
enum stipple_error typing_read(const char *text, const char *field, struct typing *ret,
                               struct error *e);

#endif
