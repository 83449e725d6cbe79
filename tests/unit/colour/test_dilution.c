#include "unit.h"

#include "colour/dilution.h"

/* A cone over ln fraction, as ΔE00 is near its optimum; the context is where its tip is. */
static double cone(const void *context, double fraction)
{
    const double *tip = context;
    return 0.2 + 8 * fabs(log(fraction) - log(*tip));
}

/* Flat from a tenth upwards, as a tone that saturates. */
static double plateau(const void *context, double fraction)
{
    (void)context;
    return fraction >= 0.1 ? 1 : 1 + 6 * (log(0.1) - log(fraction));
}

/* The deeper of two valleys is the narrower one. */
static double two_valleys(const void *context, double fraction)
{
    (void)context;
    double wide = 0.5 + 2 * fabs(log(fraction / 0.02)), narrow = 9 * fabs(log(fraction / 0.6));
    return fmin(wide, narrow);
}

static void the_tip_of_a_cone_is_found_with_what_is_near_it(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++) {
        double tip = 0.012 * pow(1.07, i);
        struct dilution found = dilution_find(cone, &tip, 0.01, 1);
        assert_near(found.delta, 0.2, 0.001);
        assert_near(log(found.fraction / tip), 0, 1e-4);
        assert_near(log(found.low / tip), -0.3 / 8, 2e-3);
        assert_near(log(found.high / tip), 0.3 / 8, 2e-3);
        assert_true(cone(&tip, found.low) <= found.delta + 0.3 + 1e-12);
        assert_true(cone(&tip, found.high) <= found.delta + 0.3 + 1e-12);
    }
}

static void an_optimum_outside_the_range_gives_its_border(void **state)
{
    (void)state;
    double tip = 0.5;
    assert_near(dilution_find(cone, &tip, 0.01, 0.2).fraction, 0.2, 1e-12);
    assert_near(dilution_find(cone, &tip, 0.01, 0.2).high, 0.2, 1e-12);
    assert_near(dilution_find(cone, &tip, 0.7, 1).fraction, 0.7, 1e-12);
    assert_near(dilution_find(cone, &tip, 0.7, 1).low, 0.7, 1e-12);
}

static void a_range_of_one_dilution_is_that_dilution(void **state)
{
    (void)state;
    double tip = 0.5;
    struct dilution found = dilution_find(cone, &tip, 0.05, 0.05);
    assert_near(found.fraction, 0.05, 1e-15);
    assert_near(found.low, 0.05, 1e-15);
    assert_near(found.high, 0.05, 1e-15);
}

static void all_of_a_plateau_cannot_be_told_apart(void **state)
{
    (void)state;
    struct dilution found = dilution_find(plateau, NULL, 0.01, 1);
    assert_near(found.delta, 1, 1e-12);
    assert_near(found.low, 0.1 * exp(-0.05), 1e-3);
    assert_near(found.high, 1, 1e-12);
}

static void the_deeper_of_two_valleys_is_taken(void **state)
{
    (void)state;
    struct dilution found = dilution_find(two_valleys, NULL, 0.01, 1);
    assert_near(found.fraction, 0.6, 1e-4);
    assert_near(found.delta, 0, 0.001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tip_of_a_cone_is_found_with_what_is_near_it),
        cmocka_unit_test(an_optimum_outside_the_range_gives_its_border),
        cmocka_unit_test(a_range_of_one_dilution_is_that_dilution),
        cmocka_unit_test(all_of_a_plateau_cannot_be_told_apart),
        cmocka_unit_test(the_deeper_of_two_valleys_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
