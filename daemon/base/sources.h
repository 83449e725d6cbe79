/* Clock and randomness are arguments everywhere below main: the daemon passes the real ones, the
 * tests pass fixed ones. */
#ifndef STIPPLE_BASE_SOURCES_H
#define STIPPLE_BASE_SOURCES_H

#include <stddef.h>
#include <stdint.h>

struct sources {
    int64_t (*now_ms)(void *context);                          /* Unix time; people set it */
    int64_t (*steady_ms)(void *context);                       /* what went by; nobody sets it */
    void (*random)(void *context, void *bytes, size_t length); /* must not fail */
    void *context;
};

/* The system's clock and getrandom(2). All may be called from any thread. */
extern const struct sources sources_system;

#endif
