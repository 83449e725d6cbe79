/* The strict check that runs before any JSON from outside is parsed: RFC 8259, and I-JSON's wish
 * (RFC 7493): valid UTF-8, no duplicate names, no NUL, no number a double cannot keep. */
#ifndef STIPPLE_JSON_STRICT_H
#define STIPPLE_JSON_STRICT_H

#include <stdbool.h>
#include <stddef.h>

struct json_fault {
    size_t at;       /* byte offset of the fault */
    const char *why; /* static text, in words: "a name stands twice in one object" */
    bool memory;     /* it ran out, and the text may be sound */
};

/* Whether `text` is exactly one JSON text nested at most `depth_max` deep; NULL is as good as
 * an empty one. Allocates only to find duplicate names. Returns 0, or -1 with *ret_fault filled. */
int json_check(const char *text, size_t length, int depth_max, struct json_fault *ret_fault);

#endif
