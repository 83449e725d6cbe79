/* Readings as the field tables let them through: whatever spot_evaluate accepts is finite, and a
 * match on it too. */
#include "fuzz.h"

#include "colour/match.h"
#include "colour/reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { READINGS_MAX = 4, VALUES_MAX = 64 };

/* Takes bytes off the input; zeros when it has ended. */
static void take(const uint8_t **data, size_t *size, void *into, size_t length)
{
    size_t n = length < *size ? length : *size;
    memset(into, 0, length);
    memcpy(into, *data, n);
    *data += n;
    *size -= n;
}

static int take_choice(const uint8_t **data, size_t *size, int n)
{
    uint8_t byte;
    take(data, size, &byte, 1);
    return byte % (n + 1) - 1; /* one of n, or absent */
}

static void take_reading(const uint8_t **data, size_t *size, double *values, struct reading *ret)
{
    uint8_t n, kind;
    take(data, size, &kind, 1);
    take(data, size, &n, 1);
    n %= VALUES_MAX;
    take(data, size, values, n * sizeof *values);
    *ret = (struct reading){.kind = kind % (READING_RGB + 1),
                            .value = {values, n},
                            .illuminant = take_choice(data, size, 3),
                            .observer = take_choice(data, size, 2),
                            .space = take_choice(data, size, 3),
                            .geometry = CHOICE_ABSENT,
                            .aperture_mm = NUMBER_ABSENT,
                            .taken_at = {.ms = INT_ABSENT}};
    take(data, size, &ret->start_nm, sizeof ret->start_nm);
    take(data, size, &ret->step_nm, sizeof ret->step_nm);
}

static void finite_check(const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(numbers[i]))
            abort();
}

static void match_try(const struct spot *skin, const struct spot *swatch, struct arena *a)
{
    size_t n;
    const struct pigment *pigments = pigment_all(&n);
    struct match_choice choice = {&pigments[0], NUMBER_ABSENT, NUMBER_ABSENT, NUMBER_ABSENT};
    struct match_input in = {.skin = skin,
                             .swatch = swatch,
                             .contrast = NUMBER_ABSENT,
                             .model = match_model_default,
                             .stage = STAGE_HEALED,
                             .total_ul = 1000,
                             .step_ul = NUMBER_ABSENT};
    struct match match;
    struct error e;
    if (match_find(&in, &choice, 1, a, &match, &e) != STIPPLE_OK)
        return;
    const struct candidate *found = match.candidates.items;
    for (size_t i = 0; i < match.candidates.n; i++) {
        finite_check((const double[]){found[i].delta_e00, found[i].ratio, found[i].ratio_high}, 3);
        for (int stage = 0; stage < STAGES; stage++)
            finite_check(&found[i].predicted[stage].area.l, 3);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct error e;
    struct list warnings = {0};
    struct reading readings[READINGS_MAX];
    double values[READINGS_MAX][VALUES_MAX];
    struct spot skin, swatch;
    size_t n = size % READINGS_MAX + 1;
    for (size_t i = 0; i < n; i++)
        take_reading(&data, &size, values[i], &readings[i]);
    bool wished =
        spot_evaluate(readings, n, SPOT_SWATCH, "swatch", &a, &warnings, &swatch, &e) == STIPPLE_OK;
    if (wished)
        finite_check(&swatch.pcs.l, 3);
    bool measured =
        spot_evaluate(readings, 1, SPOT_SKIN, "skin", &a, &warnings, &skin, &e) == STIPPLE_OK;
    if (measured) {
        finite_check(&skin.pcs.l, 3);
        finite_check(skin.spectrum.r, BANDS);
    }
    if (measured && wished)
        match_try(&skin, &swatch, &a);
    arena_free(&a);
    return 0;
}
