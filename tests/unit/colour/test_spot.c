#include "spot_fixture.h"

static void assert_lab(struct lab got, struct lab wanted, double tolerance)
{
    assert_near(got.l, wanted.l, tolerance);
    assert_near(got.a, wanted.a, tolerance);
    assert_near(got.b, wanted.b, tolerance);
}

static void a_skin_has_one_place_in_the_connection_space_whatever_the_light(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum light light;
        int illuminant, observer, by;
    } ways[] = {{D50_2, D50, TWO, BY_NONE},
                {D50_10, D50, TEN, BY_SKIN_BASIS},
                {D65_2, D65, TWO, BY_SKIN_BASIS},
                {D65_10, D65, TEN, BY_SKIN_BASIS},
                {A_2, A, TWO, BY_SKIN_BASIS}};
    for (int l = 25; l <= 70; l += 9)
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            struct spectrum s = skin_of(l, 12, 16);
            struct lab c = spectrum_lab(&s, ways[i].light);
            lab_set(f, 0, c.l, c.a, c.b);
            f->readings[0].illuminant = ways[i].illuminant;
            f->readings[0].observer = ways[i].observer;
            evaluate(f, 1, SPOT_SKIN);
            assert_lab(f->spot.pcs, (struct lab){l, 12, 16}, 1e-4);
            assert_int_equal(f->spot.converted_by, ways[i].by);
            assert_near(f->spot.spectrum.r[15], s.r[15], 1e-6);
        }
}

static void xyz_and_lab_of_one_colour_agree(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 61.2, 9.8, 15.1);
    evaluate(f, 1, SPOT_SKIN);
    struct lab by_lab = f->spot.pcs;
    struct xyz c = lab_to_xyz((struct lab){61.2, 9.8, 15.1}, D65_10);
    lab_set(f, 0, c.x * 100, c.y * 100, c.z * 100);
    f->readings[0].kind = READING_XYZ;
    evaluate(f, 1, SPOT_SKIN);
    assert_lab(f->spot.pcs, by_lab, 1e-6);
}

/* Sampled finely from the same cubics, a spectrum is the same on every grid. */
static void spectra_agree_on_every_grid(void **state)
{
    struct fixture *f = *state;
    static const double grids[][2] = {{400, 10}, {380, 10},  {360, 5},     {400, 1},
                                      {399, 7},  {400, 3.5}, {400, 3.3333}};
    struct lab first = {0};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        double v[400];
        size_t n = 0;
        for (; n < 400 && grids[i][0] + grids[i][1] * ((double)n - 1) < 699.99; n++) {
            double u = (grids[i][0] + grids[i][1] * (double)n - 550) / 150;
            v[n] = 0.3 + 0.15 * u + 0.05 * u * u * u;
        }
        f->readings[0].kind = READING_SPECTRUM;
        f->readings[0].value = (struct list){v, n};
        f->readings[0].start_nm = grids[i][0];
        f->readings[0].step_nm = grids[i][1];
        evaluate(f, 1, SPOT_SKIN);
        assert_int_equal(f->spot.converted_by, BY_SPECTRUM);
        if (i == 0)
            first = f->spot.pcs;
        assert_lab(f->spot.pcs, first, 1e-9);
    }
}

static void an_rgb_value_goes_by_its_profile_and_still_has_a_skins_spectrum(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 0.8, 0.6, 0.4);
    f->readings[0].kind = READING_RGB;
    f->readings[0].space = 0;
    evaluate(f, 1, SPOT_SKIN);
    assert_int_equal(f->spot.converted_by, BY_ICC);
    assert_string_equal(f->spot.srgb, "#cc9966");
    assert_true(f->spot.has_spectrum);
    assert_lab(spectrum_lab(&f->spot.spectrum, D50_2), f->spot.pcs, 1e-6);
}

static void one_reading_says_nothing_of_its_spread(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 61.2, 9.8, 15.1);
    evaluate(f, 1, SPOT_SKIN);
    assert_int_equal(f->spot.n, 1);
    assert_true(isnan(f->spot.mcdm));
    for (int k = 0; k < 3; k++)
        assert_true(isnan(f->spot.standard_error[k]));
}

static void repeats_give_mean_mcdm_and_standard_error(void **state)
{
    struct fixture *f = *state;
    static const double l[5] = {61.2, 61.5, 60.9, 61.3, 61.1};
    for (int i = 0; i < 5; i++) {
        lab_set(f, i, l[i], 12, 16);
        f->readings[i].illuminant = D50;
        f->readings[i].observer = TWO;
    }
    evaluate(f, 5, SPOT_SKIN);
    assert_int_equal(f->spot.n, 5);
    assert_lab(f->spot.pcs, (struct lab){61.2, 12, 16}, 0.005);
    assert_near(f->spot.standard_error[0], 0.1, 1e-9); /* sd √0.05, over √5 */
    assert_near(f->spot.standard_error[1], 0, 1e-9);
    double mcdm = 0;
    for (int i = 0; i < 5; i++)
        mcdm += delta_e00((struct lab){l[i], 12, 16}, f->spot.pcs) / 5;
    assert_near(f->spot.mcdm, mcdm, 1e-9);
    assert_false(warned(f, "reading.spread"));
}

static void readings_that_agree_count_alike_and_a_slip_hardly_counts(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        lab_set(f, i, 61.2 + 0.1 * i, 12 - 0.1 * (i % 3), 16);
        f->readings[i].illuminant = D50;
        f->readings[i].observer = TWO;
    }
    evaluate(f, 5, SPOT_SKIN);
    assert_lab(f->spot.pcs, (struct lab){61.4, 11.92, 16}, 0.005);
    lab_set(f, 4, 30, 5, 2);
    evaluate(f, 5, SPOT_SKIN);
    assert_lab(f->spot.pcs, (struct lab){61.3, 11.9, 16}, 0.3);
    assert_true(warned(f, "reading.spread"));
}

static void the_order_of_readings_does_not_matter(void **state)
{
    struct fixture *f = *state;
    static const double v[4][3] = {{60, 9, 15}, {63, 11, 14}, {61, 10, 17}, {50, 15, 20}};
    static const int orders[3][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    struct lab first = {0};
    for (int o = 0; o < 3; o++) {
        for (int i = 0; i < 4; i++)
            lab_set(f, i, v[orders[o][i]][0], v[orders[o][i]][1], v[orders[o][i]][2]);
        evaluate(f, 4, SPOT_SKIN);
        if (o == 0)
            first = f->spot.pcs;
        assert_lab(f->spot.pcs, first, 1e-9);
    }
}

static void one_reading_without_a_spectrum_takes_the_average_to_lab(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 57, 8.3, 12.2);
    evaluate(f, 1, SPOT_STUBBLE);
    struct lab stubble = f->spot.pcs;
    lab_set(f, 1, 60, -40, 30);
    evaluate(f, 2, SPOT_STUBBLE);
    assert_false(f->spot.has_spectrum);
    assert_int_equal(f->spot.converted_by, BY_BRADFORD);
    assert_true(warned(f, "reading.bradford"));
    assert_true(f->spot.pcs.a < stubble.a - 10);
}

/* Light adds up in reflectance, not in L*. */
static void repeats_are_averaged_as_spectra(void **state)
{
    struct fixture *f = *state;
    double v[2][BANDS];
    for (int i = 0; i < 2; i++) {
        for (int band = 0; band < BANDS; band++)
            v[i][band] = i ? 0.6 : 0.2;
        f->readings[i].kind = READING_SPECTRUM;
        f->readings[i].value = (struct list){v[i], BANDS};
        f->readings[i].start_nm = BAND_FIRST_NM;
        f->readings[i].step_nm = BAND_STEP_NM;
    }
    evaluate(f, 2, SPOT_ANY);
    assert_near(f->spot.spectrum.r[15], 0.4, 1e-12);
    assert_lab(f->spot.pcs, (struct lab){116 * cbrt(0.4) - 16, 0, 0}, 1e-6);
}

static void a_colour_of_no_skin_is_adapted_by_bradford(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 60, -40, 30);
    evaluate(f, 1, SPOT_SWATCH);
    assert_int_equal(f->spot.converted_by, BY_BRADFORD);
    assert_lab(f->spot.pcs, (struct lab){60.011, -37.325, 29.497}, 1e-3);
}

static void a_typology_class_ends_where_the_literature_says(void **state)
{
    struct fixture *f = *state;
    static const struct {
        double limit;
        const char *above, *below;
    } borders[] = {{55, "very light", "light"},
                   {41, "light", "intermediate"},
                   {28, "intermediate", "tan"},
                   {10, "tan", "brown"},
                   {-30, "brown", "dark"}};
    for (size_t i = 0; i < 2 * sizeof borders / sizeof *borders; i++) {
        double degrees = borders[i / 2].limit + (i % 2 ? -0.01 : 0.01);
        lab_set(f, 0, 50 + 14 * tan(degrees * acos(-1) / 180), 10, 14);
        evaluate(f, 1, SPOT_SKIN);
        assert_string_equal(f->spot.ita_class, i % 2 ? borders[i / 2].below : borders[i / 2].above);
    }
}

static void the_typology_angle_has_its_class(void **state)
{
    struct fixture *f = *state;
    static const struct {
        double l, b;
        const char *name;
    } skins[] = {{70, 12, "very light"}, {65, 15, "light"}, {60, 15, "intermediate"},
                 {55, 17, "tan"},        {45, 17, "brown"}, {32, 11, "dark"}};
    for (size_t i = 0; i < sizeof skins / sizeof *skins; i++) {
        lab_set(f, 0, skins[i].l, 10, skins[i].b);
        evaluate(f, 1, SPOT_SKIN);
        assert_near(f->spot.ita, atan2(skins[i].l - 50, skins[i].b) * 57.29577951308232, 1e-5);
        assert_string_equal(f->spot.ita_class, skins[i].name);
    }
    lab_set(f, 0, 40, 4, -2);
    evaluate(f, 1, SPOT_TREATED);
    assert_true(isnan(f->spot.ita));
    assert_null(f->spot.ita_class);
}

static void indices_are_read_off_the_spectrum_between_its_bands(void **state)
{
    struct fixture *f = *state;
    double v[31];
    for (int i = 0; i < 31; i++)
        v[i] = 0.1 + 0.01 * i; /* 0.1 at 400 nm, 0.268 at 568, 0.355 at 655 */
    f->readings[0].kind = READING_SPECTRUM;
    f->readings[0].value = (struct list){v, 31};
    f->readings[0].start_nm = 400;
    f->readings[0].step_nm = 10;
    evaluate(f, 1, SPOT_SKIN);
    assert_near(f->spot.melanin_index, -100 * log10(0.355), 1e-9);
    assert_near(f->spot.erythema_index, 100 * (log10(0.355) - log10(0.268)), 1e-9);
    memset(v, 0, sizeof v);
    evaluate(f, 1, SPOT_ANY);
    assert_near(f->spot.melanin_index, 400, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        spot_test(a_skin_has_one_place_in_the_connection_space_whatever_the_light),
        spot_test(xyz_and_lab_of_one_colour_agree),
        spot_test(spectra_agree_on_every_grid),
        spot_test(an_rgb_value_goes_by_its_profile_and_still_has_a_skins_spectrum),
        spot_test(one_reading_says_nothing_of_its_spread),
        spot_test(repeats_give_mean_mcdm_and_standard_error),
        spot_test(readings_that_agree_count_alike_and_a_slip_hardly_counts),
        spot_test(the_order_of_readings_does_not_matter),
        spot_test(one_reading_without_a_spectrum_takes_the_average_to_lab),
        spot_test(repeats_are_averaged_as_spectra),
        spot_test(a_colour_of_no_skin_is_adapted_by_bradford),
        spot_test(a_typology_class_ends_where_the_literature_says),
        spot_test(the_typology_angle_has_its_class),
        spot_test(indices_are_read_off_the_spectrum_between_its_bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
