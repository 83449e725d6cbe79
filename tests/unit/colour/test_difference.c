#include "unit.h"

#include "colour/difference.h"
#include "random.h"

static struct lab random_lab(uint64_t *seed, struct lab centre, double l, double ab)
{
    return (struct lab){centre.l + random_between(seed, -l, l),
                        centre.a + random_between(seed, -ab, ab),
                        centre.b + random_between(seed, -ab, ab)};
}

static void it_is_what_littlecms_says_for_colours_near_and_far(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct lab grey = {50, 0, 0};
    for (int i = 0; i < 100000; i++) {
        struct lab x = random_lab(&seed, grey, 50, 120), far = random_lab(&seed, grey, 50, 120);
        struct lab near = random_lab(&seed, x, 3, 3);
        assert_near(difference_e00(x, near).delta, delta_e00(x, near), 1e-7);
        assert_near(difference_e00(x, far).delta, delta_e00(x, far), 1e-6);
    }
}

static void greys_and_opposite_hues_are_colours_too(void **state)
{
    (void)state;
    static const struct lab pairs[][2] = {{{50, 0, 0}, {50, 0, 0}},   {{0, 0, 0}, {100, 0, 0}},
                                          {{50, 0, 0}, {50, 12, -7}}, {{50, 12, -7}, {50, 0, 0}},
                                          {{50, 0, 9}, {50, 0, 4}},   {{50, -5, 0}, {50, 5, 1e-3}},
                                          {{50, 3, 4}, {60, -3, -4}}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_near(difference_e00(pairs[i][0], pairs[i][1]).delta,
                    delta_e00(pairs[i][0], pairs[i][1]), 1e-6);
}

static void lightness_alone_is_never_more_than_all_and_grows_with_lightness(void **state)
{
    (void)state;
    uint64_t seed = 2;
    struct lab grey = {50, 0, 0};
    for (int i = 0; i < 100000; i++) {
        struct lab x = random_lab(&seed, grey, 50, 60), y = random_lab(&seed, grey, 50, 60);
        struct difference d = difference_e00(x, y), lightness;
        assert_true(fabs(d.lighter) <= d.delta + 1e-9);
        x.l += random_between(&seed, 0, 5);
        x.a = random_between(&seed, -60, 60);
        lightness = difference_e00(x, y);
        assert_true(lightness.lighter >= d.lighter);
        x.a = y.a;
        x.b = y.b;
        assert_near(fabs(lightness.lighter), delta_e00(x, y), 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_littlecms_says_for_colours_near_and_far),
        cmocka_unit_test(greys_and_opposite_hues_are_colours_too),
        cmocka_unit_test(lightness_alone_is_never_more_than_all_and_grows_with_lightness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
