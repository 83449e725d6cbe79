/* What match.find costs a pigment, beside a plain loop over 64 dilutions with the same optics and
 * LittleCMS's CIEDE2000. Both are given the same pigments and run in turn, ROUNDS times.
 * Usage: bench_match [ROUNDS] */
#include "bench.h"
#include "match_plain.h"
#include "match_random.h"

#include <stdio.h>

enum { PIGMENTS_MAX = 1000, ROUNDS_MAX = 1001, ROUNDS_DEFAULT = 51, LIMIT = 5 };
/* The core that the figures are told for. */
#define CLOCK_GHZ 3.0

struct family {
    const char *name;
    struct pigment (*make)(uint64_t *seed);
};

/* What was measured of one number of pigments; seconds. */
struct trial {
    double ours[ROUNDS_MAX], plain[ROUNDS_MAX], ghz[ROUNDS_MAX];
    double ours_delta, plain_delta;
};

static struct pigment offered[PIGMENTS_MAX];
static struct match_choice choices[PIGMENTS_MAX];

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "bench_match: %s\n", what);
    exit(EXIT_FAILURE);
}

/* Skin 61.2/9.8/15.1 with a stubble of 57.0/8.3/12.2, D65/10°. */
static void ordinary_match(struct random_match *ret)
{
    uint64_t seed = 1;
    struct spectrum stubble;
    random_match_make(&seed, ret);
    if (!skin_solve((struct lab){61.2, 9.8, 15.1}, D65_10, &ret->skin.spectrum) ||
        !skin_solve((struct lab){57.0, 8.3, 12.2}, D65_10, &stubble))
        die("a skin was not solved");
    ret->skin.pcs = spectrum_lab(&ret->skin.spectrum, D50_2);
    ret->target.pcs = spectrum_lab(&stubble, D50_2);
    ret->in.treated = NULL;
    ret->in.model = match_model_default;
    ret->in.stage = STAGE_HEALED;
    ret->in.limit = LIMIT;
}

static double ours_run(const struct match_input *in, size_t n, double *ret_delta)
{
    struct arena a = {0};
    struct match match;
    struct error e;
    double start = bench_spent();
    if (match_find(in, choices, n, &a, &match, &e) != STIPPLE_OK)
        die(e.message);
    double taken = bench_spent() - start;
    *ret_delta = ((const struct candidate *)match.candidates.items)->delta_e00_exact;
    arena_free(&a);
    return taken;
}

static double plain_run(const struct match_input *in, size_t n, double *ret_delta)
{
    struct scene scene;
    double start = bench_spent();
    if (plain_scene(in, &scene) != STIPPLE_OK)
        die("the scene was refused");
    *ret_delta = plain_find(&scene, choices, n).delta;
    return bench_spent() - start;
}

static void trial_run(const struct match_input *in, size_t n, int rounds, struct trial *t)
{
    for (int i = 0; i < rounds; i++) {
        t->ghz[i] = bench_ghz();
        t->ours[i] = ours_run(in, n, &t->ours_delta);
        t->plain[i] = plain_run(in, n, &t->plain_delta);
    }
}

static void trial_print(const struct family *family, size_t n, int rounds, struct trial *t)
{
    size_t count = (size_t)rounds;
    struct bench_figure ours = bench_figure(t->ours, count), plain = bench_figure(t->plain, count);
    double ghz = bench_figure(t->ghz, count).median, each = 1e6 / (double)n;
    printf("%-8s %8zu %9.3f %9.3f %9.2f %9.2f %7.1f %6.0f%% %6.0f%% %9.4f %9.4f\n", family->name, n,
           ours.median * 1e3, ours.median * 1e3 * ghz / CLOCK_GHZ, ours.median * each,
           plain.median * each, plain.median / ours.median, bench_noise(ours) * 100,
           bench_noise(plain) * 100, t->ours_delta, t->plain_delta);
}

int main(int argc, char **argv)
{
    static const struct family families[] = {{"various", random_pigment}, {"blacks", random_black}};
    static const size_t counts[] = {5, 100, 1000};
    static struct trial trial;
    static struct random_match ordinary;
    int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS_DEFAULT; /* NOLINT(cert-err34-c) */
    if (rounds < 1 || rounds > ROUNDS_MAX)
        die("usage: bench_match [1 to 1001 ROUNDS]");
    ordinary_match(&ordinary);
    printf("%-8s %8s %9s %9s %9s %9s %7s %7s %7s %9s %9s\n", "pigments", "number", "ms", "ms@3GHz",
           "us each", "plain us", "ratio", "noise", "noise", "dE00", "plain");
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        uint64_t seed = 20260115;
        for (size_t i = 0; i < PIGMENTS_MAX; i++) {
            offered[i] = families[f].make(&seed);
            choices[i] = random_choice(&offered[i]);
        }
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            trial_run(&ordinary.in, counts[i], rounds, &trial);
            trial_print(&families[f], counts[i], rounds, &trial);
        }
    }
    return EXIT_SUCCESS;
}
