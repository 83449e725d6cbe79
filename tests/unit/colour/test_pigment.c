#include "unit.h"

#include "colour/pigment.h"

#include <string.h>

static void every_shipped_pigment_says_what_it_is_and_where_from(void **state)
{
    (void)state;
    size_t n;
    const struct pigment *all = pigment_all(&n);
    assert_true(n >= 7);
    for (size_t i = 0; i < n; i++) {
        assert_true(strlen(all[i].label) > 0 && strlen(all[i].hair) > 0);
        assert_string_equal(all[i].origin, "modelled");
        assert_int_equal(all[i].healed_readings, 0);
        assert_true(strlen(all[i].source) > 20);
        assert_true(all[i].strength > 0 && isfinite(all[i].strength));
        assert_true(isfinite(all[i].p) && isfinite(all[i].q));
        assert_true(all[i].ratio_low >= 0 && all[i].ratio_low < all[i].ratio_high);
    }
}

static void a_name_finds_its_pigment_and_no_other(void **state)
{
    (void)state;
    size_t n;
    const struct pigment *all = pigment_all(&n);
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(pigment_find(all[i].name), &all[i]);
    assert_null(pigment_find("Neutral-Carbon"));
    assert_null(pigment_find(""));
}

static void neutral_carbon_is_the_stock_the_model_was_set_by(void **state)
{
    (void)state;
    const struct pigment *carbon = pigment_find("neutral-carbon");
    assert_non_null(carbon);
    assert_near(carbon->strength, 21.3, 0);
    assert_near(carbon->p, 1.03, 0);
    assert_near(carbon->q, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_pigment_says_what_it_is_and_where_from),
        cmocka_unit_test(a_name_finds_its_pigment_and_no_other),
        cmocka_unit_test(neutral_carbon_is_the_stock_the_model_was_set_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
