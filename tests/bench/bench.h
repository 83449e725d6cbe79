/* Rounds of several programs in turn, and what the machine adds to them. */
#ifndef STIPPLE_TESTS_BENCH_H
#define STIPPLE_TESTS_BENCH_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static inline double bench_clock_read(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds as the wall has them. */
static inline double bench_now(void)
{
    return bench_clock_read(CLOCK_MONOTONIC);
}

/* Seconds that this thread was on a core: for what only computes. */
static inline double bench_spent(void)
{
    return bench_clock_read(CLOCK_THREAD_CPUTIME_ID);
}

static inline int bench_compare(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* Half of the rounds lie between low and high. */
struct bench_figure {
    double median, low, high;
};

/* Sorts. */
static inline struct bench_figure bench_figure(double *rounds, size_t n)
{
    qsort(rounds, n, sizeof *rounds, bench_compare);
    return (struct bench_figure){rounds[n / 2], rounds[n / 4], rounds[n - 1 - n / 4]};
}

/* How far half of the rounds lie apart, as a share of their median. */
static inline double bench_noise(struct bench_figure f)
{
    return (f.high - f.low) / f.median;
}

/* The core's clock in GHz: Xorshift's six operations wait for one another, a cycle each. */
static inline double bench_ghz(void)
{
    enum { ROUNDS = 200000 };
    uint64_t x = 88172645463325252U;
    double start = bench_spent();
    for (int i = 0; i < ROUNDS; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    double spent = bench_spent() - start;
    return x == 0 ? 0 : 6.0 * ROUNDS / spent * 1e-9;
}

#endif
