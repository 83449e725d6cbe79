#include "unit.h"

#include "colour/icc.h"
#include "colour/reading.h"
#include "colour/tables.h"

#include <string.h>

enum { SRGB, DISPLAY_P3, ADOBE_RGB };

static struct lab pcs_of(int space, double r, double g, double b)
{
    struct lab ret;
    struct error e;
    assert_int_equal(icc_to_pcs(space, (double[]){r, g, b}, &ret, &e), STIPPLE_OK);
    return ret;
}

/* X, Y, Z of red, green and blue under D50, as the profiles that the spaces' owners publish have
 * them. */
static void primaries_are_those_of_the_published_profiles(void **state)
{
    (void)state;
    static const double wanted[RGB_SPACES][3][3] = {
        {{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}},
        {{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}},
        {{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}}};
    for (int space = 0; space < RGB_SPACES; space++)
        for (int i = 0; i < 3; i++) {
            struct lab c = pcs_of(space, i == 0, i == 1, i == 2);
            struct xyz xyz = lab_to_xyz(c, D50_2);
            assert_near(xyz.x, wanted[space][i][0], 3e-4);
            assert_near(xyz.y, wanted[space][i][1], 3e-4);
            assert_near(xyz.z, wanted[space][i][2], 4e-4);
        }
}

static void greys_are_neutral_and_follow_the_curve_of_the_space(void **state)
{
    (void)state;
    for (int space = 0; space < RGB_SPACES; space++) {
        struct lab white = pcs_of(space, 1, 1, 1), grey = pcs_of(space, 0.5, 0.5, 0.5);
        double linear = space == ADOBE_RGB ? pow(0.5, 563 / 256.0) : pow(0.555 / 1.055, 2.4);
        assert_near(white.l, 100, 1e-3);
        assert_near(grey.l, 116 * cbrt(linear) - 16, 5e-3);
        assert_near(hypot(white.a, white.b), 0, 5e-3);
        assert_near(hypot(grey.a, grey.b), 0, 5e-3);
    }
}

static void hex_colours_and_the_srgb_profile_are_each_others_inverse(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i += 5) {
        unsigned r = i, g = (i * 7 + 40) % 256, b = (i * 3 + 200) % 256;
        char hex[8], wanted[8];
        snprintf(wanted, sizeof wanted, "#%02x%02x%02x", r, g, b);
        lab_srgb(pcs_of(SRGB, r / 255.0, g / 255.0, b / 255.0), hex);
        assert_string_equal(hex, wanted);
    }
}

static void profiles_have_the_names_of_the_spaces_and_a_date_that_no_build_changes(void **state)
{
    (void)state;
    static const unsigned char date[12] = {0x07, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    for (int space = 0; space < RGB_SPACES; space++) {
        assert_string_equal(rgb_profiles[space].name, reading_spaces[space]);
        assert_true(rgb_profiles[space].length > 128);
        assert_memory_equal(rgb_profiles[space].bytes + 24, date, sizeof date);
    }
    assert_null(reading_spaces[RGB_SPACES]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(primaries_are_those_of_the_published_profiles),
        cmocka_unit_test(greys_are_neutral_and_follow_the_curve_of_the_space),
        cmocka_unit_test(hex_colours_and_the_srgb_profile_are_each_others_inverse),
        cmocka_unit_test(profiles_have_the_names_of_the_spaces_and_a_date_that_no_build_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
