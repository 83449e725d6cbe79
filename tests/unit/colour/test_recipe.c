#include "unit.h"

#include "colour/recipe.h"

static struct recipe_wish wish_of(double total_ul, double step_ul, double ratio_low,
                                  double ratio_high, double fraction)
{
    struct recipe_wish wish = {.total_ul = total_ul,
                               .step_ul = step_ul,
                               .min = 1 / (1 + ratio_high),
                               .max = 1 / (1 + ratio_low)};
    wish.found.fraction = fmin(fmax(fraction, wish.min), wish.max);
    wish.found.low = fmax(wish.found.fraction * 0.94, wish.min);
    wish.found.high = fmin(wish.found.fraction * 1.06, wish.max);
    return wish;
}

static double recipe_steps(const struct recipe *r)
{
    return (double)(r->pigment_steps + r->diluent_steps);
}

/* What holds of every recipe. */
static void recipe_check(const struct recipe_wish *w, const struct recipe *r)
{
    double total = recipe_steps(r) * w->step_ul, fraction = 1;
    assert_true(r->pigment_steps >= 1 && r->diluent_steps >= 0);
    assert_true(total >= w->total_ul - 1e-6 && total <= w->total_ul + 2 * w->step_ul + 1e-6);
    if (r->has_via) {
        assert_true(r->via_pigment_steps >= 1 && r->via_diluent_steps >= 1);
        int64_t made = r->via_pigment_steps + r->via_diluent_steps;
        assert_true(r->pigment_steps <= made && made <= PREMIX_STEPS_MAX);
        fraction = (double)r->via_pigment_steps / (double)made;
    } else {
        assert_int_equal(r->via_pigment_steps + r->via_diluent_steps, 0);
    }
    fraction *= (double)r->pigment_steps / recipe_steps(r);
    assert_near(r->fraction, fraction, 1e-12);
    assert_near(r->pigment_ul, fraction * total, 1e-6);
    assert_near(r->diluent_ul, total - r->pigment_ul, 1e-6);
    assert_true(fraction >= w->min * (1 - 1e-8) && fraction <= w->max * (1 + 1e-8));
}

/* The most dilute direct recipe of all that there are, 0 when none cannot be told apart. */
static double direct_most_dilute(const struct recipe_wish *w)
{
    double best = 0;
    for (int64_t total = 1; (double)total * w->step_ul <= w->total_ul + 2 * w->step_ul + 1e-6;
         total++)
        for (int64_t steps = 1; steps <= total; steps++) {
            double fraction = (double)steps / (double)total;
            bool enough = (double)total * w->step_ul >= w->total_ul - 1e-6;
            if (enough && fraction >= w->found.low - 1e-12 && fraction <= w->found.high + 1e-12 &&
                (best == 0 || fraction < best))
                best = fraction;
        }
    return best;
}

static void a_recipe_is_whole_steps_of_the_amount_asked_for(void **state)
{
    (void)state;
    static const double totals[] = {20, 50, 333, 1000, 3000}, steps[] = {20, 33.3, 50, 125};
    for (int i = 0; i < 5 * 4; i++)
        for (int j = 0; j < 36; j++) {
            double fraction = 0.011 * pow(1.13, j);
            struct recipe_wish w = wish_of(totals[i / 4], steps[i % 4], 0, 99, fraction);
            struct recipe r;
            assert_true(recipe_find(&w, &r));
            recipe_check(&w, &r);
            double direct = direct_most_dilute(&w);
            if (direct > 0) {
                assert_false(r.has_via);
                assert_near(r.fraction, direct, 1e-12);
            } else if (w.total_ul >= 4 * w.step_ul) { /* fewer drops leave gaps no premix fills */
                assert_true(r.fraction >= w.found.low * (1 - 1e-8));
                assert_true(r.fraction <= w.found.fraction * (1 + 1e-8));
            }
        }
}

static void nineteen_drops_are_found_where_nothing_else_is_allowed(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(1000, 50, 19, 19, 0.05);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    assert_int_equal(r.pigment_steps, 1);
    assert_int_equal(r.diluent_steps, 19);
    assert_false(r.has_via);
    assert_near(r.pigment_ul, 50, 1e-9);
}

static void a_pigment_that_must_not_be_diluted_stays_neat(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(1000, 50, 0, 0, 0.3);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    assert_int_equal(r.pigment_steps, 20);
    assert_int_equal(r.diluent_steps, 0);
}

static void a_range_between_all_recipes_has_none(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(1000, 50, 19.513, 19.513, 0.05);
    struct recipe r = {.pigment_steps = 7};
    assert_false(recipe_find(&w, &r));
    assert_int_equal(r.pigment_steps, 7);
}

static void less_than_a_step_is_mixed_from_one_or_two(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(10, 50, 0, 60, 0.5);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_int_equal(r.pigment_steps, 1);
    assert_int_equal(r.diluent_steps, 1);
}

static void what_no_drop_reaches_is_diluted_twice(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(500, 50, 0, 100, 1.0 / 61);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_true(r.has_via);
    assert_true(r.fraction <= w.found.fraction * (1 + 1e-8) &&
                r.fraction >= w.found.low * (1 - 1e-8));
}

static void at_the_dilute_end_of_a_range_a_small_premix_does(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(1000, 50, 0, 60, 1.0 / 61);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_int_equal(r.via_pigment_steps, 1);
    assert_int_equal(r.via_diluent_steps, 2);
    assert_int_equal(r.pigment_steps, 1);
    assert_int_equal(r.diluent_steps, 19);
    w = wish_of(1000, 50, 0, 80, 1.0 / 81); /* 1 + 26, of it 7 + 14, would be the very fraction */
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_int_equal(r.via_pigment_steps + r.via_diluent_steps, 4);
}

static void beyond_every_premix_the_most_dilute_is_given(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(100, 50, 0, 100000, 1e-4);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_near(r.fraction, 1.0 / (4 * PREMIX_STEPS_MAX), 1e-12);
}

static void a_million_steps_are_no_more_work(void **state)
{
    (void)state;
    struct recipe_wish w = wish_of(RECIPE_STEPS_MAX, 1, 0, 100, 1.0 / 20.3);
    struct recipe r;
    assert_true(recipe_find(&w, &r));
    recipe_check(&w, &r);
    assert_near(r.fraction / w.found.low, 1, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recipe_is_whole_steps_of_the_amount_asked_for),
        cmocka_unit_test(nineteen_drops_are_found_where_nothing_else_is_allowed),
        cmocka_unit_test(a_pigment_that_must_not_be_diluted_stays_neat),
        cmocka_unit_test(a_range_between_all_recipes_has_none),
        cmocka_unit_test(less_than_a_step_is_mixed_from_one_or_two),
        cmocka_unit_test(what_no_drop_reaches_is_diluted_twice),
        cmocka_unit_test(at_the_dilute_end_of_a_range_a_small_premix_does),
        cmocka_unit_test(beyond_every_premix_the_most_dilute_is_given),
        cmocka_unit_test(a_million_steps_are_no_more_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
