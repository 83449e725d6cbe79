/* What the search behind match.find costs a pigment, beside a plain loop over 64 dilutions of each
 * with the same optics and LittleCMS's CIEDE2000. Both get the same pigments and run in turn,
 * ROUNDS times, in time that the thread was on a core; then what the match answers is held against
 * a plain loop that looks ever closer. Usage: bench_match [ROUNDS] */
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

static void match_run(const struct match_input *in, size_t n, struct arena *a, struct match *ret)
{
    struct error e;
    if (match_find(in, choices, n, a, ret, &e) != STIPPLE_OK)
        die(e.message);
}

static double ours_run(const struct match_input *in, size_t n)
{
    struct arena a = {0};
    struct match match;
    double start = bench_spent();
    match_run(in, n, &a, &match);
    double spent = bench_spent() - start;
    arena_free(&a);
    return spent;
}

static struct scene scene_of(const struct match_input *in)
{
    struct scene scene;
    if (plain_scene(in, &scene) != STIPPLE_OK)
        die("the scene was refused");
    return scene;
}

/* The answer goes to where the compiler cannot tell that nobody looks at it. */
static double plain_run(const struct match_input *in, size_t n, struct plain_best *ret)
{
    double start = bench_spent();
    struct scene scene = scene_of(in);
    *ret = plain_find(&scene, choices, n);
    return bench_spent() - start;
}

/* The least ΔE00 that any pigment comes to, by the match and by looking ever closer. */
static void answers_compare(const struct match_input *in, size_t n, double *ret_ours,
                            double *ret_plain)
{
    struct match_input all = *in;
    struct arena a = {0};
    struct match match;
    struct scene scene = scene_of(in);
    all.limit = 0;
    match_run(&all, n, &a, &match);
    const struct candidate *candidates = match.candidates.items;
    *ret_ours = INFINITY;
    for (size_t i = 0; i < match.candidates.n; i++)
        *ret_ours = fmin(*ret_ours, candidates[i].delta_e00_exact);
    *ret_plain = plain_find_closely(&scene, choices, n).delta;
    arena_free(&a);
    if (!(fabs(*ret_ours - *ret_plain) <= 0.001))
        die("the match is not what looking everywhere finds");
}

static void trial_run(const struct match_input *in, size_t n, int rounds, struct trial *t)
{
    static struct plain_best best;
    for (int i = 0; i < rounds; i++) {
        t->ghz[i] = bench_ghz();
        t->ours[i] = ours_run(in, n);
        t->plain[i] = plain_run(in, n, &best);
    }
}

static void trial_print(const struct family *family, const struct match_input *in, size_t n,
                        int rounds, struct trial *t)
{
    size_t count = (size_t)rounds;
    struct bench_figure ours = bench_figure(t->ours, count), plain = bench_figure(t->plain, count);
    double ghz = bench_figure(t->ghz, count).median, each = 1e6 / (double)n, closest, wanted;
    answers_compare(in, n, &closest, &wanted);
    printf("%-9s %6zu %8.2f %8.2f %9.2f %9.2f %6.1f %5.0f%% %5.0f%% %8.4f %8.4f\n", family->name, n,
           ours.median * 1e3, ours.median * 1e3 * ghz / CLOCK_GHZ, ours.median * each,
           plain.median * each, plain.median / ours.median, bench_noise(ours) * 100,
           bench_noise(plain) * 100, closest, wanted);
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
    puts("                      all       at   a pigment, µs  plain/   noise of    closest, ΔE00\n"
         "pigments               ms    3 GHz      ours     plain   ours   both        ours    "
         "plain");
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        uint64_t seed = 20260115;
        for (size_t i = 0; i < PIGMENTS_MAX; i++) {
            offered[i] = families[f].make(&seed);
            choices[i] = random_choice(&offered[i]);
        }
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            trial_run(&ordinary.in, counts[i], rounds, &trial);
            trial_print(&families[f], &ordinary.in, counts[i], rounds, &trial);
        }
    }
    return EXIT_SUCCESS;
}
