/* Slices of JSON text, so that what the daemon sent can be handed on as it was written. Only for
 * text that json_check accepts. */
#ifndef STIPPLE_CLIENT_SPAN_H
#define STIPPLE_CLIENT_SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
    const char *at;
    size_t length;
};

/* The whole text without the white space around it. */
struct span span_trim(const char *text, size_t length);
/* The value of the member `name` (plain ASCII, compared as written); false when `text` is no object
 * or has none. */
bool span_member(const char *text, size_t length, const char *name, struct span *ret);
/* A string of at most size - 1 bytes without escapes, NUL-terminated into ret; false otherwise. */
bool span_text(struct span value, char *ret, size_t size);

#endif
