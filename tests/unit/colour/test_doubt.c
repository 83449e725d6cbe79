#include "spot_fixture.h"

static const char *implausible_text(struct fixture *f)
{
    evaluate(f, 1, SPOT_ANY);
    const struct warning *w = warning_find(&f->warnings, "reading.implausible");
    assert_non_null(w);
    assert_string_equal(w->field, "spot");
    return w->text;
}

static void ordinary_skin_is_not_doubted(void **state)
{
    struct fixture *f = *state;
    static const double skins[][3] = {
        {61.2, 9.8, 15.1}, {38.1, 12.7, 15.0}, {70, 6, 12}, {25, 8, 9}, {57.0, 8.3, 12.2}};
    for (size_t i = 0; i < sizeof skins / sizeof *skins; i++) {
        lab_set(f, 0, skins[i][0], skins[i][1], skins[i][2]);
        evaluate(f, 1, SPOT_SKIN);
        assert_int_equal(f->warnings.n, 0);
    }
}

static void the_likely_slip_is_named(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 96.5, -0.4, 1.8);
    assert_non_null(strstr(implausible_text(f), "white tile"));

    lab_set(f, 0, 65, 1, 15);
    f->readings[0].illuminant = A;
    f->readings[0].observer = TWO;
    assert_non_null(strstr(implausible_text(f), "Under D65/10 it would be skin"));
    f->readings[0].illuminant = D65;
    f->readings[0].observer = TEN;

    struct spectrum s = skin_of(60, 12, 16);
    struct xyz c = spectrum_xyz(&s, D65_10);
    lab_set(f, 0, c.x, c.y, c.z);
    f->readings[0].kind = READING_XYZ;
    assert_non_null(strstr(implausible_text(f), "percent"));

    double v[BANDS];
    for (int band = 0; band < BANDS; band++)
        v[band] = s.r[band] / 100;
    f->readings[0].kind = READING_SPECTRUM;
    f->readings[0].value = (struct list){v, BANDS};
    f->readings[0].start_nm = BAND_FIRST_NM;
    f->readings[0].step_nm = BAND_STEP_NM;
    assert_non_null(strstr(implausible_text(f), "percent"));
}

static void red_skin_is_told_and_calm_skin_is_not(void **state)
{
    struct fixture *f = *state;
    lab_set(f, 0, 55, 20, 15);
    evaluate(f, 1, SPOT_SKIN);
    assert_true(warned(f, "reading.redness"));
    lab_set(f, 0, 55, 13, 15);
    evaluate(f, 1, SPOT_SKIN);
    assert_false(warned(f, "reading.redness"));
}

static void stubble_asks_for_five_spots_through_eight_millimetres(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        lab_set(f, i, 57.0, 8.3, 12.2);
        f->readings[i].aperture_mm = 8;
    }
    evaluate(f, 5, SPOT_STUBBLE);
    assert_false(warned(f, "reading.few"));
    evaluate(f, 4, SPOT_STUBBLE);
    assert_true(warned(f, "reading.few"));
    evaluate(f, 4, SPOT_SKIN);
    assert_false(warned(f, "reading.few"));
    for (int i = 0; i < 5; i++)
        f->readings[i].aperture_mm = 5;
    evaluate(f, 5, SPOT_STUBBLE);
    assert_true(warned(f, "reading.few"));
}

static void mixed_conditions_are_told_within_a_spot(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++) {
        lab_set(f, i, 61.2, 9.8, 15.1);
        f->readings[i].aperture_mm = 8;
        f->readings[i].instrument = "one";
        f->readings[i].geometry = 0;
    }
    evaluate(f, 3, SPOT_SKIN);
    assert_int_equal(f->warnings.n, 0);
    assert_near(f->spot.aperture_mm, 8, 0);
    f->readings[2].aperture_mm = 5;
    f->readings[2].observer = TWO;
    f->readings[1].instrument = "other";
    f->readings[1].geometry = 2;
    evaluate(f, 3, SPOT_SKIN);
    assert_true(warned(f, "reading.mixed_aperture"));
    assert_true(warned(f, "reading.mixed_light"));
    assert_true(warned(f, "reading.mixed_instrument"));
    assert_true(warned(f, "reading.mixed_geometry"));
    assert_true(isnan(f->spot.aperture_mm));
}

static void mixed_conditions_are_told_between_spots_where_both_say(void **state)
{
    struct fixture *f = *state;
    struct list warnings = {0};
    f->readings[0].aperture_mm = 5;
    f->readings[0].instrument = "one";
    spot_compare(&f->readings[0], 1, "skin", &f->readings[1], 1, "stubble", &f->a, &warnings);
    assert_int_equal(warnings.n, 0);
    f->readings[1].aperture_mm = 11;
    f->readings[1].observer = TWO;
    spot_compare(&f->readings[0], 1, "skin", &f->readings[1], 1, "stubble", &f->a, &warnings);
    assert_int_equal(warnings.n, 2);
    const struct warning *w = warning_find(&warnings, "reading.mixed_aperture");
    assert_string_equal(w->field, "stubble");
    assert_non_null(strstr(w->text, "5 mm"));
    assert_non_null(strstr(w->text, "11 mm"));
    assert_non_null(warning_find(&warnings, "reading.mixed_light"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        spot_test(ordinary_skin_is_not_doubted),
        spot_test(the_likely_slip_is_named),
        spot_test(red_skin_is_told_and_calm_skin_is_not),
        spot_test(stubble_asks_for_five_spots_through_eight_millimetres),
        spot_test(mixed_conditions_are_told_within_a_spot),
        spot_test(mixed_conditions_are_told_between_spots_where_both_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
