/* Memory that lives as long as one call: taken piece by piece, given back at once. */
#ifndef STIPPLE_BASE_ARENA_H
#define STIPPLE_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;

/* Zero-initialised is empty and ready. Not thread-safe; may move from thread to thread. */
struct arena {
    struct arena_block *blocks;
    bool starved; /* memory ran out once: something may be missing from what lies here */
};

/* Zeroed, aligned for any type; NULL when memory ran out. Owned by the arena. */
void *arena_take(struct arena *a, size_t size);
/* As arena_take for n items, which may be none; NULL on overflow too. */
void *arena_array(struct arena *a, size_t n, size_t size);
/* A NUL-terminated copy of `length` bytes; NULL when memory ran out. */
char *arena_copy(struct arena *a, const char *text, size_t length);
/* Formatted text; NULL when memory ran out. */
char *arena_print(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprint(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Memory it has taken of the system's. */
size_t arena_size(const struct arena *a);
/* Frees everything taken; the arena is empty and ready again. */
void arena_free(struct arena *a);
/* The same, but the first block is kept for what is taken next. */
void arena_reset(struct arena *a);

#endif
