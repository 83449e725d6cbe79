/* Lists that grow, for programs that have nothing better to do without memory than to say so. */
#ifndef STIPPLE_TESTS_GROWN_H
#define STIPPLE_TESTS_GROWN_H

#include <stdio.h>
#include <stdlib.h>

static inline void die(const char *what)
{
    perror(what);
    exit(2);
}

/* Room for `wanted` items of `size` bytes at `at`, which has room for *space. */
static inline void *grown(void *at, size_t *space, size_t wanted, size_t size)
{
    if (wanted <= *space)
        return at;
    *space = wanted * 2;
    void *more = realloc(at, *space * size);
    if (!more)
        die("memory");
    return more;
}

#endif
