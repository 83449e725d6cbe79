/* A spot of up to eight readings, Lab under D65/10° unless the test says otherwise. */
#ifndef STIPPLE_TESTS_SPOT_FIXTURE_H
#define STIPPLE_TESTS_SPOT_FIXTURE_H

#include "unit.h"

#include "colour/reading.h"
#include "colour/skin_basis.h"

#include <string.h>

enum { D50, D65, A };
enum { TWO, TEN };
enum { READINGS_MAX = 8 };

struct fixture {
    struct arena a;
    struct list warnings;
    struct spot spot;
    double value[READINGS_MAX][3];
    struct reading readings[READINGS_MAX];
};

static inline int set_up(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    for (int i = 0; i < READINGS_MAX; i++) {
        f.readings[i] = (struct reading){.kind = READING_LAB,
                                         .value = {f.value[i], 3},
                                         .illuminant = D65,
                                         .observer = TEN,
                                         .space = CHOICE_ABSENT,
                                         .geometry = CHOICE_ABSENT,
                                         .start_nm = NUMBER_ABSENT,
                                         .step_nm = NUMBER_ABSENT,
                                         .aperture_mm = NUMBER_ABSENT,
                                         .taken_at = {.ms = INT_ABSENT}};
    }
    *state = &f;
    return 0;
}

static inline int tear_down(void **state)
{
    arena_free(&((struct fixture *)*state)->a);
    return 0;
}

static inline void lab_set(struct fixture *f, int i, double l, double a, double b)
{
    f->value[i][0] = l;
    f->value[i][1] = a;
    f->value[i][2] = b;
}

static inline void evaluate(struct fixture *f, size_t n, enum spot_role role)
{
    struct error e;
    f->warnings = (struct list){0};
    enum stipple_error code =
        spot_evaluate(f->readings, n, role, "spot", &f->a, &f->warnings, &f->spot, &e);
    if (code != STIPPLE_OK)
        fail_msg("refused: %s: %s", e.field, e.message);
}

static inline const struct warning *warning_find(const struct list *warnings, const char *name)
{
    const struct warning *w = warnings->items;
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(w[i].name, name) == 0)
            return &w[i];
    return NULL;
}

static inline bool warned(const struct fixture *f, const char *name)
{
    return warning_find(&f->warnings, name) != NULL;
}

/* Skins that the basis holds, so that nothing is left to chance but the conversion itself. */
static inline struct spectrum skin_of(double l, double a, double b)
{
    struct spectrum s;
    assert_true(skin_solve((struct lab){l, a, b}, D50_2, &s));
    return s;
}

#define spot_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
