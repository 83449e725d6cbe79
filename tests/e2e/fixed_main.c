/* stippled with a clock that stands and a seeded source of randomness, for tests only.
 * Usage: stippled_fixed DATA SOCKET TIME [CONFIG]; TIME is RFC 3339 and what every clock shows, or
 * the path of a file with two 64-bit numbers, milliseconds on the clock that can be set and on the
 * one that cannot, which a test changes while the daemon runs. */
#include "app/app.h"

#include "base/time.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct clocks {
    _Atomic int64_t now_ms, steady_ms;
};

struct fixed {
    struct clocks *clocks;
    pthread_mutex_t lock;
    uint64_t state;
};

static int64_t fixed_now(void *context)
{
    return ((struct fixed *)context)->clocks->now_ms;
}

static int64_t fixed_steady(void *context)
{
    return ((struct fixed *)context)->clocks->steady_ms;
}

/* NULL when the text is neither a time nor a file of clocks. */
static struct clocks *clocks_read(const char *text)
{
    static struct clocks standing;
    struct instant now;
    if (time_parse(text, &now)) {
        standing.now_ms = now.ms;
        return &standing;
    }
    int fd = open(text, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    void *at = mmap(NULL, sizeof standing, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    // cppcheck-suppress memleak ; the clocks are looked at to the end
    return at == MAP_FAILED ? NULL : at;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static void fixed_random(void *context, void *bytes, size_t length)
{
    struct fixed *fixed = context;
    unsigned char *at = bytes;
    pthread_mutex_lock(&fixed->lock);
    for (size_t i = 0; i < length; i++) {
        uint64_t z = fixed->state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        at[i] = (unsigned char)(z >> 56);
    }
    pthread_mutex_unlock(&fixed->lock);
}

static void say_ready(const struct config *config)
{
    printf("ready %s\n", config->socket);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct fixed fixed = {.lock = PTHREAD_MUTEX_INITIALIZER, .state = 1};
    struct config config;
    struct error e = {0};
    if (argc < 4 || argc > 5 || !(fixed.clocks = clocks_read(argv[3]))) {
        fputs("usage: stippled_fixed DATA SOCKET TIME [CONFIG]\n", stderr);
        return STIPPLE_EXIT_USAGE;
    }
    /* The history of a second run must not repeat the first one's ids. */
    fixed.state += (uint64_t)fixed.clocks->now_ms;
    const struct sources sources = {fixed_now, fixed_steady, fixed_random, &fixed};
    int status = STIPPLE_EXIT_USAGE;
    if (config_load(argv[1], argv[2], argc == 5 ? argv[4] : NULL, &config, &e) == STIPPLE_OK)
        status = app_run(&config, &sources, say_ready);
    else
        fprintf(stderr, "%s\n", e.message);
    config_free(&config);
    return status;
}
