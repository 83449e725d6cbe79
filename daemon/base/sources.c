#include "base/sources.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_now(void *context)
{
    (void)context;
    return clock_ms(CLOCK_REALTIME);
}

/* While the computer sleeps it goes on, as the other does. */
static int64_t system_steady(void *context)
{
    (void)context;
    return clock_ms(CLOCK_BOOTTIME);
}

static void system_random(void *context, void *bytes, size_t length)
{
    (void)context;
    unsigned char *at = bytes;
    while (length > 0) {
        ssize_t n = getrandom(at, length, 0);
        if (n < 0 && errno != EINTR)
            abort(); /* a kernel without getrandom: no id and no key can be made */
        if (n > 0) {
            at += n;
            length -= (size_t)n;
        }
    }
}

const struct sources sources_system = {system_now, system_steady, system_random, NULL};
