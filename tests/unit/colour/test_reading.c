#include "unit.h"

#include "colour/reading.h"

#include <string.h>

enum { D50, D65, A };
enum { TWO, TEN };

struct fixture {
    struct arena a;
    struct list warnings;
    struct spot spot;
    struct error e;
};

static int set_up(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(&((struct fixture *)*state)->a);
    return 0;
}

static struct reading reading_of(int kind, double *value, size_t n)
{
    return (struct reading){.kind = kind,
                            .value = {value, n},
                            .illuminant = CHOICE_ABSENT,
                            .observer = CHOICE_ABSENT,
                            .space = CHOICE_ABSENT,
                            .geometry = CHOICE_ABSENT,
                            .start_nm = NUMBER_ABSENT,
                            .step_nm = NUMBER_ABSENT,
                            .aperture_mm = NUMBER_ABSENT,
                            .taken_at = {.ms = INT_ABSENT}};
}

static struct reading lab_of(double *value, int illuminant, int observer)
{
    struct reading r = reading_of(READING_LAB, value, 3);
    r.illuminant = illuminant;
    r.observer = observer;
    return r;
}

static void assert_refused(struct fixture *f, struct reading r, enum spot_role role,
                           enum stipple_error code, const char *field)
{
    double good[3] = {61.2, 9.8, 15.1};
    struct reading readings[2] = {lab_of(good, D65, TEN), r};
    f->spot.n = 77;
    assert_int_equal(spot_evaluate(readings, 2, role, "skin", &f->a, &f->warnings, &f->spot, &f->e),
                     code);
    assert_string_equal(f->e.field, field);
    assert_true(f->e.message[0]);
    assert_int_equal(f->spot.n, 77);
}

static void numbers_without_their_light_are_no_colour(void **state)
{
    struct fixture *f = *state;
    double v[3] = {61.2, 9.8, 15.1};
    assert_refused(f, lab_of(v, CHOICE_ABSENT, CHOICE_ABSENT), SPOT_SKIN, STIPPLE_READING_LIGHT,
                   "skin[1].illuminant");
    assert_non_null(strstr(f->e.hint, "D65/10"));
    assert_refused(f, lab_of(v, D65, CHOICE_ABSENT), SPOT_SKIN, STIPPLE_READING_LIGHT,
                   "skin[1].observer");
    assert_refused(f, lab_of(v, CHOICE_ABSENT, TEN), SPOT_SKIN, STIPPLE_READING_LIGHT,
                   "skin[1].illuminant");
    assert_refused(f, lab_of(v, A, TEN), SPOT_SKIN, STIPPLE_READING_LIGHT, "skin[1].observer");
    assert_refused(f, reading_of(READING_XYZ, v, 3), SPOT_ANY, STIPPLE_READING_LIGHT,
                   "skin[1].illuminant");
    double rgb[3] = {0.8, 0.6, 0.5};
    assert_refused(f, reading_of(READING_RGB, rgb, 3), SPOT_ANY, STIPPLE_READING_LIGHT,
                   "skin[1].space");
}

static void every_light_there_are_weights_for_is_taken(void **state)
{
    struct fixture *f = *state;
    static const int lights[][2] = {{D50, TWO}, {D50, TEN}, {D65, TWO}, {D65, TEN}, {A, TWO}};
    for (size_t i = 0; i < sizeof lights / sizeof *lights; i++) {
        double v[3] = {61.2, 9.8, 15.1};
        struct reading r = lab_of(v, lights[i][0], lights[i][1]);
        assert_int_equal(
            spot_evaluate(&r, 1, SPOT_SKIN, "skin", &f->a, &f->warnings, &f->spot, &f->e),
            STIPPLE_OK);
        assert_true(f->spot.has_spectrum);
    }
}

static void what_no_surface_can_measure_like_names_its_value(void **state)
{
    struct fixture *f = *state;
    static const struct {
        double v[3];
        const char *field;
    } impossible[] = {
        {{NAN, 9, 15}, "skin[1].value[0]"},       {{61, INFINITY, 15}, "skin[1].value[1]"},
        {{61, 9, -INFINITY}, "skin[1].value[2]"}, {{102, 0, 0}, "skin[1].value[0]"},
        {{-1, 0, 0}, "skin[1].value[0]"},         {{61, 300, 15}, "skin[1].value[1]"},
        {{61, 9, 200}, "skin[1].value[2]"},       {{1e300, 1e300, 1e300}, "skin[1].value[0]"},
    };
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
        double v[3];
        memcpy(v, impossible[i].v, sizeof v);
        assert_refused(f, lab_of(v, D65, TEN), SPOT_ANY, STIPPLE_READING_IMPOSSIBLE,
                       impossible[i].field);
    }
    double xyz[3] = {30, 28, 300};
    struct reading r = reading_of(READING_XYZ, xyz, 3);
    r.illuminant = D65;
    r.observer = TEN;
    assert_refused(f, r, SPOT_ANY, STIPPLE_READING_IMPOSSIBLE, "skin[1].value[2]");
}

static void a_white_tile_and_a_black_trap_may_be_off_by_the_instruments_noise(void **state)
{
    struct fixture *f = *state;
    double tile[3] = {100.2, -0.1, 0.3}, trap[3] = {0.8, 1, 2};
    struct reading readings[2] = {lab_of(tile, D65, TEN), lab_of(trap, D65, TEN)};
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            spot_evaluate(&readings[i], 1, SPOT_ANY, "spot", &f->a, &f->warnings, &f->spot, &f->e),
            STIPPLE_OK);
}

static void three_values_are_three(void **state)
{
    struct fixture *f = *state;
    double v[4] = {61.2, 9.8, 15.1, 1};
    static const size_t counts[] = {0, 1, 2, 4};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct reading r = lab_of(v, D65, TEN);
        r.value.n = counts[i];
        assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_SHAPE, "skin[1].value");
        r.kind = READING_RGB;
        r.space = 0;
        assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_SHAPE, "skin[1].value");
    }
}

static void a_spectrum_says_its_wavelengths_and_covers_the_visible(void **state)
{
    struct fixture *f = *state;
    double v[BANDS];
    for (int i = 0; i < BANDS; i++)
        v[i] = 0.2 + 0.01 * i;
    static const struct {
        double start_nm, step_nm;
        size_t n;
        const char *field;
    } wrong[] = {
        {400, NAN, BANDS, "skin[1].step_nm"},
        {NAN, 10, BANDS, "skin[1].start_nm"},
        {400, 0.5, BANDS, "skin[1].step_nm"},
        {400, 20, BANDS, "skin[1].step_nm"},
        {400, INFINITY, BANDS, "skin[1].step_nm"},
        {410, 10, BANDS, "skin[1].start_nm"},
        {-1, 10, BANDS, "skin[1].start_nm"},
        {400, 10, BANDS - 1, "skin[1].value"},
        {400, 10, 0, "skin[1].value"},
        {380, 10, BANDS, "skin[1].value"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct reading r = reading_of(READING_SPECTRUM, v, wrong[i].n);
        r.start_nm = wrong[i].start_nm;
        r.step_nm = wrong[i].step_nm;
        assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_SHAPE, wrong[i].field);
    }
}

static void percent_and_0_to_255_are_recognised(void **state)
{
    struct fixture *f = *state;
    double percent[BANDS], rgb[3] = {200, 150, 120};
    for (int i = 0; i < BANDS; i++)
        percent[i] = 20 + i;
    struct reading r = reading_of(READING_SPECTRUM, percent, BANDS);
    r.start_nm = 400;
    r.step_nm = 10;
    assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_IMPOSSIBLE, "skin[1].value[0]");
    assert_non_null(strstr(f->e.hint, "100"));
    r = reading_of(READING_RGB, rgb, 3);
    r.space = 0;
    assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_IMPOSSIBLE, "skin[1].value[0]");
    assert_non_null(strstr(f->e.hint, "255"));
}

static void three_millimetres_are_too_few_hairs_but_serve_for_skin(void **state)
{
    struct fixture *f = *state;
    double v[3] = {57.0, 8.3, 12.2};
    struct reading r = lab_of(v, D65, TEN);
    r.aperture_mm = 3;
    assert_refused(f, r, SPOT_STUBBLE, STIPPLE_READING_APERTURE, "skin[1].aperture_mm");
    assert_int_equal(spot_evaluate(&r, 1, SPOT_SKIN, "skin", &f->a, &f->warnings, &f->spot, &f->e),
                     STIPPLE_OK);
    assert_near(f->spot.aperture_mm, 3, 0);
    r.aperture_mm = 4;
    assert_int_equal(
        spot_evaluate(&r, 1, SPOT_STUBBLE, "stubble", &f->a, &f->warnings, &f->spot, &f->e),
        STIPPLE_OK);
    r.aperture_mm = 0;
    assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_IMPOSSIBLE, "skin[1].aperture_mm");
    r.aperture_mm = INFINITY;
    assert_refused(f, r, SPOT_SKIN, STIPPLE_READING_IMPOSSIBLE, "skin[1].aperture_mm");
}

static void a_colour_that_no_skin_has_is_refused_where_a_spectrum_is_needed(void **state)
{
    struct fixture *f = *state;
    double green[3] = {60, -40, 30}, blue[3] = {40, 10, -40};
    static const enum spot_role refused[] = {SPOT_SKIN, SPOT_TREATED, SPOT_HAIR};
    static const enum spot_role taken[] = {SPOT_ANY, SPOT_STUBBLE, SPOT_SWATCH};
    for (size_t i = 0; i < 3; i++) {
        struct reading r = lab_of(i % 2 ? blue : green, D65, TEN);
        assert_refused(f, r, refused[i], STIPPLE_READING_NOT_SKIN, "skin[1]");
        assert_int_equal(
            spot_evaluate(&r, 1, taken[i], "spot", &f->a, &f->warnings, &f->spot, &f->e),
            STIPPLE_OK);
        assert_false(f->spot.has_spectrum);
        assert_int_equal(f->spot.converted_by, BY_BRADFORD);
        assert_true(isnan(f->spot.ita) && isnan(f->spot.melanin_index));
    }
}

static void no_reading_is_no_spot(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        spot_evaluate(NULL, 0, SPOT_SKIN, "skin", &f->a, &f->warnings, &f->spot, &f->e),
        STIPPLE_READING_SHAPE);
    assert_string_equal(f->e.field, "skin");
}

#define reading_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(numbers_without_their_light_are_no_colour),
        reading_test(every_light_there_are_weights_for_is_taken),
        reading_test(what_no_surface_can_measure_like_names_its_value),
        reading_test(a_white_tile_and_a_black_trap_may_be_off_by_the_instruments_noise),
        reading_test(three_values_are_three),
        reading_test(a_spectrum_says_its_wavelengths_and_covers_the_visible),
        reading_test(percent_and_0_to_255_are_recognised),
        reading_test(three_millimetres_are_too_few_hairs_but_serve_for_skin),
        reading_test(a_colour_that_no_skin_has_is_refused_where_a_spectrum_is_needed),
        reading_test(no_reading_is_no_spot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
