/* The plain C values that parameters decode into and results are encoded from, and how each says
 * "absent". JSON knows no NaN and the wire no integer beyond 2^53, so both are free to mean it. */
#ifndef STIPPLE_BASE_VALUE_H
#define STIPPLE_BASE_VALUE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INT_ABSENT    INT64_MIN
#define NUMBER_ABSENT ((double)NAN)
#define CHOICE_ABSENT (-1)
#define BOOL_ABSENT   (-1)

/* The largest integer that every JSON reader keeps (RFC 7493 section 2.2). */
#define INT_EXACT_MAX ((int64_t)9007199254740991)

/* A moment: milliseconds since 1970-01-01T00:00:00Z and the offset it was written with.
 * ms == INT_ABSENT: absent. */
struct instant {
    int64_t ms;
    int32_t offset_min;
};

/* `n` items laid one behind the other; the type is known from the context. items == NULL: absent; a
 * list that was given and is empty has items that are not NULL, and n == 0. */
struct list {
    void *items;
    size_t n;
};

/* A doubt told beside a result. Names are stable and dotted, as those of errors. */
struct warning {
    const char *name;
    const char *field; /* NULL when none */
    const char *text;
};

struct arena;

/* Appends a warning to a list of struct warning; everything is copied into the arena. A warning
 * that memory did not suffice for is dropped; the arena's `starved` tells. */
void warn(struct arena *a, struct list *warnings, const char *name, const char *field,
          const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Room for one more item of `size` at the end of the list, zeroed; NULL when memory ran out. */
void *list_add(struct arena *a, struct list *list, size_t size);

#endif
