#include "unit.h"

#include "match_fixture.h"

static void a_target_no_darker_than_the_skin_is_explained_and_not_matched(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.stubble = fixture_skin(61.5, 9, 16);
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(f.match.candidates.n, 0);
    assert_string_equal(f.match.heading, "nothing to match: pigment only darkens");
    assert_non_null(told(&f.match.warnings, "target.not_darker"));
    arena_free(&f.arena);
}

static void treated_skin_is_what_is_added_to(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct spot treated = fixture_skin(59.5, 9.2, 14);
    f.in.treated = &treated;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_true(found_name(&f, "neutral-carbon")->ratio > 25);
    treated = fixture_skin(56.9, 8.5, 12);
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(f.match.candidates.n, 0);
    assert_string_equal(f.match.heading, "do not add pigment");
    assert_non_null(told(&f.match.warnings, "treated.dark_enough"));
    arena_free(&f.arena);
}

static void where_no_dilution_is_dark_enough_the_density_that_is_gets_told(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.stubble = fixture_skin(50, 7, 8);
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&f.match.warnings, "target.too_dark"));
    const char *text = told(&found_name(&f, "neutral-carbon")->cautions, "tone.too_light");
    f.in.model.dots_per_cm2 = number_after(text, "With this recipe, ");
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(told(&f.match.warnings, "target.too_dark"));
    assert_null(told(&found_name(&f, "neutral-carbon")->cautions, "tone.too_light"));
    arena_free(&f.arena);
}

/* A maker's range that ends before the tone saturates. */
static void where_the_range_ends_first_strength_is_not_denied(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.stubble = fixture_skin(50, 7, 8);
    f.n = 1;
    assert_int_equal(find(&f), STIPPLE_OK);
    const char *text = told(&found(&f, 0)->cautions, "tone.too_light");
    assert_non_null(text);
    assert_non_null(strstr(text, "Density decides, not strength."));
    double widest = found(&f, 0)->predicted[STAGE_HEALED].area.l;
    f.choices[0].ratio_low = 30;
    f.choices[0].ratio_high = 60;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_true(found(&f, 0)->predicted[STAGE_HEALED].area.l > widest + 1);
    text = told(&found(&f, 0)->cautions, "tone.too_light");
    assert_non_null(text);
    assert_null(strstr(text, "Density decides, not strength."));
    assert_non_null(strstr(text, "A stronger mix would be darker"));
    arena_free(&f.arena);
}

static void a_density_that_nobody_lays_is_not_advised(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.stubble = fixture_skin(54, 7.5, 11);
    f.in.model.dot_mm = 0.1;
    assert_int_equal(find(&f), STIPPLE_OK);
    const char *text = told(&found_name(&f, "neutral-carbon")->cautions, "tone.too_light");
    assert_non_null(text);
    assert_non_null(strstr(text, "larger dots or more sessions"));
    double covered = number_after(text, "With this recipe, ") / 100;
    f.in.model.dot_mm = sqrt(covered / 2.875 * 400 / 50 / acos(-1));
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(told(&found_name(&f, "neutral-carbon")->cautions, "tone.too_light"));
    arena_free(&f.arena);
}

/* The last whole dot may be the one too many. */
static void a_density_advised_always_fits(void **state)
{
    (void)state;
    int advised = 0, refused = 0;
    for (int i = 0; i < 60; i++) {
        struct fixture f;
        fixture_open(&f);
        f.n = 1;
        f.in.model.dots_per_cm2 = 1;
        f.in.model.dot_mm = 1.9;
        f.stubble.pcs.l = f.skin.pcs.l - 8 - 0.2 * i;
        assert_int_equal(find(&f), STIPPLE_OK);
        const char *text = told(&found(&f, 0)->cautions, "tone.too_light");
        assert_non_null(text);
        bool advises = strstr(text, "dots/cm²") != NULL;
        advised += advises;
        refused += !advises;
        if (advises) {
            f.in.model.dots_per_cm2 = number_after(text, "With this recipe, ");
            assert_int_equal(find(&f), STIPPLE_OK);
        }
        arena_free(&f.arena);
    }
    assert_true(advised > 0 && refused > 0);
}

static void a_saturated_tone_says_that_density_decides(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.model.dots_per_cm2 = 34;
    assert_int_equal(find(&f), STIPPLE_OK);
    const char *text = told(&found_name(&f, "neutral-carbon")->cautions, "tone.saturated");
    assert_non_null(text);
    assert_non_null(strstr(text, "With half the strength, "));
    arena_free(&f.arena);
}

static void a_colour_that_skin_cannot_take_is_called_far(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.swatch = f.in.stubble;
    f.in.stubble = NULL;
    f.stubble.pcs = (struct lab){58, -20, -25};
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&f.match.warnings, "target.far"));
    arena_free(&f.arena);
}

static void a_tone_fainter_than_every_recipe_is_called_faint(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.stubble.pcs = f.skin.pcs;
    f.stubble.pcs.l -= 0.35;
    for (size_t i = 0; i < f.n; i++)
        f.choices[i].ratio_high = 20;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&f.match.warnings, "target.faint"));
    arena_free(&f.arena);
}

static void deep_dots_are_cautioned_as_bluish(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.model.depth_mm = 0.12;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&found_name(&f, "neutral-carbon")->cautions, "depth.bluish"));
    f.in.model.depth_mm = 1; /* the skin hides the dot, and its hue */
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(told(&found_name(&f, "neutral-carbon")->cautions, "depth.bluish"));
    arena_free(&f.arena);
}

static void scars_get_a_wider_range_and_a_caution(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    assert_int_equal(find(&f), STIPPLE_OK);
    struct candidate skin = *found(&f, 0);
    for (int i = 0; i < 2; i++) {
        f.in.tissue = i == 0 ? TISSUE_SCAR : TISSUE_SKIN;
        f.in.service = i == 0 ? SERVICE_FULL : SERVICE_FUE_SCAR;
        assert_int_equal(find(&f), STIPPLE_OK);
        const struct candidate *scar = found(&f, 0);
        assert_true(scar->ratio_low < skin.ratio_low && scar->ratio_high > skin.ratio_high);
        assert_non_null(told(&scar->cautions, "scar.blue_black"));
        assert_non_null(told(&f.match.warnings, "tissue.scar"));
    }
    arena_free(&f.arena);
}

static void a_service_brings_its_own_advice(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.service = SERVICE_DENSITY;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&f.match.warnings, "service.density"));
    f.in.service = SERVICE_TOUCH_UP;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_non_null(told(&f.match.warnings, "treated.missing"));
    struct spot treated = fixture_skin(59.5, 9.2, 14);
    f.in.treated = &treated;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(told(&f.match.warnings, "treated.missing"));
    arena_free(&f.arena);
}

static void a_measured_pigment_needs_no_heading(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct pigment measured = *f.choices[0].pigment;
    measured.origin = "measured";
    f.choices[0].pigment = &measured;
    f.n = 1;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(f.match.heading);
    measured.origin = "modelled";
    measured.healed_readings = 1;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_null(f.match.heading);
    arena_free(&f.arena);
}

static void without_pigments_the_answer_is_empty_and_says_so(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.n = 0;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(f.match.candidates.n, 0);
    assert_string_equal(f.match.heading, "no pigment to choose from");
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_no_darker_than_the_skin_is_explained_and_not_matched),
        cmocka_unit_test(treated_skin_is_what_is_added_to),
        cmocka_unit_test(where_no_dilution_is_dark_enough_the_density_that_is_gets_told),
        cmocka_unit_test(where_the_range_ends_first_strength_is_not_denied),
        cmocka_unit_test(a_density_that_nobody_lays_is_not_advised),
        cmocka_unit_test(a_density_advised_always_fits),
        cmocka_unit_test(a_saturated_tone_says_that_density_decides),
        cmocka_unit_test(a_colour_that_skin_cannot_take_is_called_far),
        cmocka_unit_test(a_tone_fainter_than_every_recipe_is_called_faint),
        cmocka_unit_test(deep_dots_are_cautioned_as_bluish),
        cmocka_unit_test(scars_get_a_wider_range_and_a_caution),
        cmocka_unit_test(a_service_brings_its_own_advice),
        cmocka_unit_test(a_measured_pigment_needs_no_heading),
        cmocka_unit_test(without_pigments_the_answer_is_empty_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
