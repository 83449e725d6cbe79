#include "unit.h"

#include "colour/dilution.h"

/* Nothing is known of lightness unless a test says so. */
static struct difference only(double delta)
{
    return (struct difference){.delta = delta};
}

/* A cone over ln fraction, as ΔE00 is near its optimum; the context is where its tip is. */
static double cone_delta(const double *tip, double fraction)
{
    return 0.2 + 8 * fabs(log(fraction) - log(*tip));
}

static struct difference cone(const void *context, double fraction)
{
    return only(cone_delta(context, fraction));
}

/* Flat from a tenth upwards, as a tone that saturates. */
static struct difference plateau(const void *context, double fraction)
{
    (void)context;
    return only(fraction >= 0.1 ? 1 : 1 + 6 * (log(0.1) - log(fraction)));
}

/* The deeper of two valleys is the narrower one. */
static struct difference two_valleys(const void *context, double fraction)
{
    (void)context;
    double wide = 0.5 + 2 * fabs(log(fraction / 0.02)), narrow = 9 * fabs(log(fraction / 0.6));
    return only(fmin(wide, narrow));
}

static struct dilution search(dilution_look look, const double *tip, double min, double max)
{
    struct dilution_range range = {min, max, 24, min, INFINITY};
    return dilution_find(look, tip, &range);
}

static void the_tip_of_a_cone_is_found_with_what_is_near_it(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++) {
        double tip = 0.012 * pow(1.07, i);
        struct dilution found = search(cone, &tip, 0.01, 1);
        assert_near(found.delta, 0.2, 0.001);
        assert_near(log(found.fraction / tip), 0, 1e-4);
        assert_near(log(found.low / tip), -0.3 / 8, 2e-3);
        assert_near(log(found.high / tip), 0.3 / 8, 2e-3);
        assert_true(cone_delta(&tip, found.low) <= found.delta + 0.3 + 1e-12);
        assert_true(cone_delta(&tip, found.high) <= found.delta + 0.3 + 1e-12);
    }
}

static void an_optimum_outside_the_range_gives_its_border(void **state)
{
    (void)state;
    double tip = 0.5;
    assert_near(search(cone, &tip, 0.01, 0.2).fraction, 0.2, 1e-12);
    assert_near(search(cone, &tip, 0.01, 0.2).high, 0.2, 1e-12);
    assert_near(search(cone, &tip, 0.7, 1).fraction, 0.7, 1e-12);
    assert_near(search(cone, &tip, 0.7, 1).low, 0.7, 1e-12);
}

static void a_range_of_one_dilution_is_that_dilution(void **state)
{
    (void)state;
    double tip = 0.5;
    struct dilution found = search(cone, &tip, 0.05, 0.05);
    assert_near(found.fraction, 0.05, 1e-15);
    assert_near(found.low, 0.05, 1e-15);
    assert_near(found.high, 0.05, 1e-15);
}

static void all_of_a_plateau_cannot_be_told_apart(void **state)
{
    (void)state;
    struct dilution found = search(plateau, NULL, 0.01, 1);
    assert_near(found.delta, 1, 1e-12);
    assert_near(found.low, 0.1 * exp(-0.05), 1e-3);
    assert_near(found.high, 1, 1e-12);
}

static void the_deeper_of_two_valleys_is_taken(void **state)
{
    (void)state;
    struct dilution found = search(two_valleys, NULL, 0.01, 1);
    assert_near(found.fraction, 0.6, 1e-4);
    assert_near(found.delta, 0, 0.001);
}

/* A cone that is darkness alone, as when the hue is right; counts its looks. */
struct counted {
    double tip;
    int looks;
};

static struct difference counted_cone(const void *context, double fraction)
{
    struct counted *c = (struct counted *)context;
    double lighter = 8 * (log(c->tip) - log(fraction));
    c->looks++;
    return (struct difference){hypot(lighter, 0.2), lighter};
}

static void lightness_saves_looks_and_changes_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 40; i++) {
        struct counted c = {.tip = 0.012 * pow(1.12, i)};
        struct dilution_range range = {0.01, 1, DILUTION_STEPS_MAX, c.tip, INFINITY};
        struct dilution near = dilution_find(counted_cone, &c, &range);
        assert_true(c.looks < DILUTION_STEPS_MAX / 2);
        range.guess = i % 2 ? 0.01 : 5;
        struct dilution far = dilution_find(counted_cone, &c, &range);
        assert_near(near.delta, 0.2, 1e-6);
        assert_near(far.delta, near.delta, 1e-6);
        assert_near(log(far.fraction / near.fraction), 0, 1e-4);
        assert_near(log(far.low / near.low), 0, 2e-3);
        assert_near(log(far.high / near.high), 0, 2e-3);
    }
}

static void what_is_not_close_enough_is_not_looked_at_closely(void **state)
{
    (void)state;
    struct counted c = {.tip = 0.1};
    struct dilution_range range = {0.01, 1, DILUTION_STEPS_MAX, 0.5, 0.1};
    struct dilution found = dilution_find(counted_cone, &c, &range);
    assert_true(found.delta >= range.enough);
    assert_true(found.low == found.fraction && found.high == found.fraction);
    range.enough = 0.21;
    found = dilution_find(counted_cone, &c, &range);
    assert_near(found.delta, 0.2, 1e-6);
    assert_true(found.low < found.fraction && found.high > found.fraction);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tip_of_a_cone_is_found_with_what_is_near_it),
        cmocka_unit_test(an_optimum_outside_the_range_gives_its_border),
        cmocka_unit_test(a_range_of_one_dilution_is_that_dilution),
        cmocka_unit_test(all_of_a_plateau_cannot_be_told_apart),
        cmocka_unit_test(the_deeper_of_two_valleys_is_taken),
        cmocka_unit_test(lightness_saves_looks_and_changes_nothing),
        cmocka_unit_test(what_is_not_close_enough_is_not_looked_at_closely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
