#include "unit.h"

#include "colour/difference.h"
#include "colour/resample.h"
#include "colour/spectrum.h"

#include <stdlib.h>

/* The seven numbers of a row; false for the row of names. */
static bool row_read(char *line, double ret[7])
{
    for (int i = 0; i < 7; i++) {
        char *end;
        ret[i] = strtod(line, &end);
        if (end == line)
            return false;
        line = end + 1;
    }
    return true;
}

static void all_pairs_of_sharma_agree_in_both_orders(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_DATA "/ciede2000_sharma.csv", "r");
    assert_non_null(file);
    char line[256];
    double v[7];
    int pairs = 0;
    while (fgets(line, sizeof line, file)) {
        if (!row_read(line, v))
            continue;
        struct lab x = {v[0], v[1], v[2]}, y = {v[3], v[4], v[5]};
        assert_near(delta_e00(x, y), v[6], 1e-4);
        assert_near(delta_e00(y, x), v[6], 1e-4);
        assert_near(difference_e00(x, y).delta, v[6], 1e-4);
        assert_near(difference_e00(y, x).delta, v[6], 1e-4);
        pairs++;
    }
    fclose(file);
    assert_int_equal(pairs, 34);
}

static struct spectrum flat(double factor)
{
    struct spectrum s;
    for (int band = 0; band < BANDS; band++)
        s.r[band] = factor;
    return s;
}

static void a_grey_is_neutral_under_every_light(void **state)
{
    (void)state;
    struct spectrum white = flat(1), grey = flat(0.184186518);
    for (enum light light = 0; light < LIGHTS; light++) {
        assert_near(spectrum_xyz(&white, light).y, 1, 1e-6);
        struct lab w = spectrum_lab(&white, light), g = spectrum_lab(&grey, light);
        assert_near(w.l, 100, 1e-9);
        assert_near(g.l, 50, 1e-4);
        assert_near(hypot(w.a, w.b), 0, 1e-9);
        assert_near(hypot(g.a, g.b), 0, 1e-9);
    }
}

/* The whites of CIE 15:2004, table T.3 and the 10° ones of ASTM E308, to what 10 nm weights give.
 */
static void the_whites_are_those_of_the_lights(void **state)
{
    (void)state;
    static const struct {
        enum light light;
        double x, z;
    } whites[] = {{D50_2, 0.9642, 0.8251},
                  {D65_2, 0.9505, 1.0888},
                  {D65_10, 0.9481, 1.0730},
                  {D50_10, 0.9672, 0.8143},
                  {A_2, 1.0985, 0.3558}};
    struct spectrum white = flat(1);
    for (size_t i = 0; i < sizeof whites / sizeof *whites; i++) {
        struct xyz c = spectrum_xyz(&white, whites[i].light);
        assert_near(c.x, whites[i].x, 3e-4);
        assert_near(c.z, whites[i].z, 3e-4);
    }
}

static void lab_and_xyz_are_each_others_inverse(void **state)
{
    (void)state;
    for (enum light light = 0; light < LIGHTS; light++)
        for (int l = 1; l <= 100; l += 11)
            for (int a = -40; a <= 40; a += 20) {
                struct lab c = {l, a, a * 0.5 + 7};
                struct lab back = xyz_to_lab(lab_to_xyz(c, light), light);
                assert_near(back.l, c.l, 1e-9);
                assert_near(back.a, c.a, 1e-9);
                assert_near(back.b, c.b, 1e-9);
            }
}

static void cubic_curves_are_interpolated_exactly_to_both_ends(void **state)
{
    (void)state;
    double v[9];
    for (int i = 0; i < 9; i++) {
        double u = (380 + 5 * i) / 100.0;
        v[i] = 2 - u + 0.5 * u * u * u;
    }
    for (int i = 0; i <= 57; i++) {
        double nm = 380 + 0.7 * i, u = nm / 100;
        assert_near(lagrange(v, 9, 380, 5, nm), 2 - u + 0.5 * u * u * u, 1e-10);
    }
    for (int i = 0; i < 9; i++)
        assert_near(lagrange(v, 9, 380, 5, 380 + 5 * i), v[i], 0);
}

static void hex_colours_are_clipped_and_never_wrap(void **state)
{
    (void)state;
    static const struct {
        struct lab c;
        const char *hex;
    } colours[] = {{{100, 0, 0}, "#ffffff"},    {{0, 0, 0}, "#000000"},
                   {{120, 0, 0}, "#ffffff"},    {{-5, 0, 0}, "#000000"},
                   {{53.585, 0, 0}, "#808080"}, {{54.29, 80.81, 69.89}, "#ff0000"},
                   {{50, 100, 0}, "#ff007c"},   {{NAN, NAN, NAN}, "#000000"}};
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        char hex[8];
        lab_srgb(colours[i].c, hex);
        assert_string_equal(hex, colours[i].hex);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pairs_of_sharma_agree_in_both_orders),
        cmocka_unit_test(a_grey_is_neutral_under_every_light),
        cmocka_unit_test(the_whites_are_those_of_the_lights),
        cmocka_unit_test(lab_and_xyz_are_each_others_inverse),
        cmocka_unit_test(cubic_curves_are_interpolated_exactly_to_both_ends),
        cmocka_unit_test(hex_colours_are_clipped_and_never_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
