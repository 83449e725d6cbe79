/* A spot is one colour, told several times. The readings are averaged as spectra, which add up as
 * light does; only where one of them has none, in Lab. What makes the average doubtful is said
 * beside it and refuses nothing: the artist knows what was on the chair. */
#include "colour/measure.h"

#include "colour/resample.h"
#include "colour/spread.h"

#include <math.h>
#include <stdio.h>

/* Published skin repeatability is 0.5 to 1.4 (mean CIEDE2000 from the mean). */
#define SPREAD_WARN 1.5
/* Mean and twice the standard deviation of a* on foreheads, the reddest healthy skin near the scalp
 * (Xiao et al. 2017: 11.6, 2.8). */
#define REDNESS_A 17.2
/* As in K/S (colour.md): less than this no instrument tells from nothing. */
#define REFLECTANCE_MIN 1e-4
/* The hair count of one spot through 8 mm varies by 10 %, of five by 4.5 %. */
enum { STUBBLE_SPOTS = 5 };
#define STUBBLE_APERTURE_MM 8.0

/* The mean as a spectrum when every reading has one, else in Lab. */
static void spot_average(const struct measured *m, const struct spread *s, struct spot *spot)
{
    spot->has_spectrum = true;
    for (size_t i = 0; i < s->n; i++) {
        spot->has_spectrum &= m[i].has_spectrum;
        spot->pcs.l += s->weight[i] * m[i].pcs.l;
        spot->pcs.a += s->weight[i] * m[i].pcs.a;
        spot->pcs.b += s->weight[i] * m[i].pcs.b;
    }
    if (!spot->has_spectrum)
        return;
    for (size_t i = 0; i < s->n; i++)
        for (int band = 0; band < BANDS; band++)
            spot->spectrum.r[band] += s->weight[i] * m[i].spectrum.r[band];
    spot->pcs = spectrum_lab(&spot->spectrum, D50_2);
}

/* The least faithful way that any reading went. */
static int conversion_worst(const struct measured *m, size_t n)
{
    static const int rank[] = {
        [BY_SPECTRUM] = 0, [BY_NONE] = 1, [BY_ICC] = 2, [BY_SKIN_BASIS] = 3, [BY_BRADFORD] = 4};
    enum conversion worst = BY_SPECTRUM;
    for (size_t i = 0; i < n; i++)
        if (rank[m[i].converted_by] > rank[worst])
            worst = m[i].converted_by;
    return (int)worst;
}

static double mean_distance(const struct measured *m, size_t n, struct lab from)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += delta_e00(m[i].pcs, from);
    return n < 2 ? NUMBER_ABSENT : sum / (double)n;
}

/* Chardon, Cretois and Hourseau 1991, with Del Bino's limits. */
static const char *ita_class(double ita)
{
    return ita > 55    ? "very light"
           : ita > 41  ? "light"
           : ita > 28  ? "intermediate"
           : ita > 10  ? "tan"
           : ita > -30 ? "brown"
                       : "dark";
}

static double absorbance(const struct spectrum *s, double nm)
{
    return -log10(fmax(lagrange(s->r, BANDS, BAND_FIRST_NM, BAND_STEP_NM, nm), REFLECTANCE_MIN));
}

static void skin_describe(struct spot *spot)
{
    spot->ita = spot->melanin_index = spot->erythema_index = NUMBER_ABSENT;
    if (!spot->has_spectrum)
        return;
    struct lab c = spectrum_lab(&spot->spectrum, D65_10);
    if (c.b > 0) {
        spot->ita = atan2(c.l - 50, c.b) * 180 / acos(-1);
        spot->ita_class = ita_class(spot->ita);
    }
    spot->melanin_index = 100 * absorbance(&spot->spectrum, 655);
    spot->erythema_index = 100 * absorbance(&spot->spectrum, 568) - spot->melanin_index;
}

static double aperture_common(const struct reading *readings, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!(fabs(readings[i].aperture_mm - readings[0].aperture_mm) < 1e-9))
            return NUMBER_ABSENT;
    return readings[0].aperture_mm;
}

/* What is being evaluated, for whom, and where doubts go. */
struct task {
    const struct reading *readings;
    size_t n;
    enum spot_role role;
    const char *path;
    struct arena *arena;
    struct list *warnings;
};

static void stubble_warn(const struct task *t, const struct spot *spot)
{
    if (t->role == SPOT_STUBBLE &&
        (t->n < STUBBLE_SPOTS || spot->aperture_mm < STUBBLE_APERTURE_MM))
        warn(t->arena, t->warnings, "reading.few", t->path,
             "Measure stubble on at least five spots through 8 mm: at 200 hairs/cm² the hair count "
             "alone varies by 16 %% a spot through 5 mm, by 10 %% through 8 mm.");
}

/* Of the readings that are no colour of skin only the first is told: the slip is the same. */
static void plausible_warn(const struct task *t, const struct measured *m)
{
    for (size_t i = 0; i < t->n; i++) {
        bool plausible =
            m[i].has_spectrum ? skin_plausible(&m[i].spectrum, t->role) : t->role == SPOT_SWATCH;
        if (plausible)
            continue;
        warn(t->arena, t->warnings, "reading.implausible", t->path,
             "Reading %zu is no colour that skin is known to have. %s", i + 1,
             reading_slip(&t->readings[i], &m[i], t->role));
        return;
    }
}

static void redness_warn(const struct task *t, const struct spot *spot)
{
    if (!spot->has_spectrum || t->role == SPOT_SWATCH || t->role == SPOT_HAIR)
        return;
    double redness = spectrum_lab(&spot->spectrum, D65_10).a;
    if (redness > REDNESS_A)
        warn(t->arena, t->warnings, "reading.redness", t->path,
             "The skin is red (a* %.1f under D65/10°): inflamed skin misleads the match, and "
             "pigment looks darker for 1 to 14 days after a session. Measure calm skin.",
             redness);
}

static void spot_warn(const struct task *t, const struct measured *m, const struct spot *spot)
{
    conditions_check(t->readings, t->n, t->path, t->arena, t->warnings);
    if (spot->mcdm > SPREAD_WARN)
        warn(
            t->arena, t->warnings, "reading.spread", t->path,
            "The readings lie %.1f from their mean on average (MCDM); 0.5 to 1.4 is usual on skin. "
            "Press lightly and evenly, and measure again.",
            spot->mcdm);
    if (spot->converted_by == BY_BRADFORD)
        warn(t->arena, t->warnings, "reading.bradford", t->path,
             "No skin has this colour, so it was taken to D50 by Bradford adaptation, which may be "
             "off by 2 to 3 ΔE00.");
    plausible_warn(t, m);
    redness_warn(t, spot);
    stubble_warn(t, spot);
}

static enum stipple_error spot_measure(const struct task *t, struct measured *ret, struct error *e)
{
    bool needs_spectrum = t->role == SPOT_SKIN || t->role == SPOT_TREATED || t->role == SPOT_HAIR;
    for (size_t i = 0; i < t->n; i++) {
        char path[sizeof e->field];
        snprintf(path, sizeof path, "%s[%zu]", t->path, i);
        TRY(reading_check(&t->readings[i], t->role, path, e));
        TRY(reading_measure(&t->readings[i], &ret[i], e));
        if (ret[i].has_spectrum || !needs_spectrum)
            continue;
        fail(e, STIPPLE_READING_NOT_SKIN, path, "No %s has this colour.",
             t->role == SPOT_HAIR ? "hair" : "skin");
        fail_hint(e, "%s", reading_slip(&t->readings[i], &ret[i], t->role));
        return STIPPLE_READING_NOT_SKIN;
    }
    return STIPPLE_OK;
}

enum stipple_error spot_evaluate(const struct reading *readings, size_t n, enum spot_role role,
                                 const char *path, struct arena *a, struct list *warnings,
                                 struct spot *ret, struct error *e)
{
    if (n == 0)
        return fail(e, STIPPLE_READING_SHAPE, path, "A spot has at least one reading.");
    struct task t = {readings, n, role, path, a, warnings};
    struct measured *m = arena_array(a, n, sizeof *m);
    if (!m)
        return fail_memory(e);
    TRY(spot_measure(&t, m, e));
    struct spread spread;
    if (!spread_take(m, n, a, &spread))
        return fail_memory(e);
    struct spot spot = {.n = n, .converted_by = conversion_worst(m, n)};
    spot_average(m, &spread, &spot);
    spot.mcdm = mean_distance(m, n, spot.pcs);
    for (int k = 0; k < 3; k++)
        spot.standard_error[k] = spread_error(&spread, k);
    skin_describe(&spot);
    spot.aperture_mm = aperture_common(readings, n);
    lab_srgb(spot.pcs, spot.srgb);
    spot_warn(&t, m, &spot);
    *ret = spot;
    return STIPPLE_OK;
}
