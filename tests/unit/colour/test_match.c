#include "unit.h"

#include "colour/tone.h"
#include "match_fixture.h"

static void ordinary_stubble_heals_from_one_part_in_twenty(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(f.match.candidates.n, f.n);
    assert_string_equal(f.match.heading, "starting point: test first");
    assert_int_equal(f.match.warnings.n, 0);
    assert_near(f.match.delta_e00, 4.336, 0.001);
    const struct candidate *c = found(&f, 0);
    assert_ptr_equal(c, found_name(&f, "neutral-carbon"));
    assert_near(c->ratio, 19.05, 0.05);
    assert_near(c->fraction, 1 / (1 + c->ratio), 1e-12);
    assert_near(c->ratio_low, 12.4, 0.1);
    assert_near(c->ratio_high, 29.1, 0.1);
    assert_near(c->delta_e00_exact, 0.1806, 0.001);
    assert_int_equal(c->cautions.n, 0);
    arena_free(&f.arena);
}

static void candidates_come_closest_first_with_what_they_will_look_like(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    assert_int_equal(find(&f), STIPPLE_OK);
    for (size_t i = 0; i < f.match.candidates.n; i++) {
        const struct candidate *c = found(&f, i);
        assert_true(i == 0 || c->delta_e00 >= found(&f, i - 1)->delta_e00);
        assert_true(c->delta_e00 >= c->delta_e00_exact);
        const struct predicted *p = c->predicted;
        assert_near(delta_e00(p[STAGE_HEALED].area, f.match.wanted), c->delta_e00, 1e-12);
        for (int stage = STAGE_HEALED; stage < STAGES; stage++)
            assert_true(p[stage].area.l > p[stage - 1].area.l);
        for (int stage = 0; stage < STAGES; stage++) {
            char hex[8];
            lab_srgb(p[stage].dot, hex);
            assert_string_equal(p[stage].dot_srgb, hex);
            lab_srgb(p[stage].area, hex);
            assert_string_equal(p[stage].area_srgb, hex);
        }
    }
    arena_free(&f.arena);
}

/* Looks at every dilution and every recipe there is. */
static void candidate_check(const struct fixture *f, const struct candidate *c)
{
    struct scene scene = {.stage = f->in.stage, .wanted = f->match.wanted};
    const struct pigment *pigment = f->choices[c->choice].pigment;
    layout_stages(&f->in.model, false, scene.stages, NULL);
    layer_prepare(&f->skin.spectrum, &f->skin.spectrum, f->in.model.depth_mm, &scene.layer);
    struct tone tone;
    tone_prepare(&scene, pigment, &tone);
    assert_true(c->ratio_low <= c->ratio && c->ratio <= c->ratio_high);
    assert_true(1 / c->recipe.fraction - 1 <= c->ratio_high + 1e-9);
    double best = INFINITY, low = 1 / (1 + pigment->ratio_high),
           high = 1 / (1 + pigment->ratio_low);
    for (int i = 0; i <= 2000; i++)
        best = fmin(best, tone_delta(&tone, low * pow(high / low, i / 2000.0)));
    assert_true(c->delta_e00_exact <= best + 0.001);
    assert_near(tone_delta(&tone, c->fraction), c->delta_e00_exact, 1e-9);
    double dilutest = 0;
    for (int total = 20; total <= 22; total++)
        for (int steps = 1; steps <= total; steps++) {
            double fraction = steps / (double)total;
            bool allowed = fraction >= low && fraction <= high;
            /* The border of what cannot be told apart is found to a thousandth of the fraction. */
            if (allowed && tone_delta(&tone, fraction) <= c->delta_e00_exact + 0.29 &&
                (dilutest == 0 || fraction < dilutest))
                dilutest = fraction;
        }
    assert_true(dilutest == 0 || (!c->recipe.has_via && c->recipe.fraction <= dilutest + 1e-12));
    assert_true(c->recipe.fraction >= low - 1e-12 && c->recipe.fraction <= high + 1e-12);
    assert_true(c->delta_e00 <= c->delta_e00_exact + 0.3 + 1e-9);
}

static void no_dilution_is_closer_and_no_recipe_that_serves_more_dilute(void **state)
{
    (void)state;
    static const struct lab darker[] = {{1.2, 0.4, 0.5}, {4, 1.5, 3}, {7, 0.5, 1}, {2, -1, -2}};
    for (int i = 0; i < FIXTURE_SKINS * 4; i++) {
        struct fixture f;
        fixture_open(&f);
        struct lab skin = fixture_skins[i / 4], d = darker[i % 4];
        f.skin = fixture_skin(skin.l, skin.a, skin.b);
        f.stubble.pcs = (struct lab){f.skin.pcs.l - d.l, f.skin.pcs.a - d.a, f.skin.pcs.b - d.b};
        assert_int_equal(find(&f), STIPPLE_OK);
        assert_int_equal(f.match.candidates.n, f.n);
        for (size_t j = 0; j < f.n; j++)
            candidate_check(&f, found(&f, j));
        arena_free(&f.arena);
    }
}

static void every_hair_from_black_to_blond_has_a_pigment_on_light_skin(void **state)
{
    (void)state;
    /* ln(K/S) and its slope: black, grey, brown, red, blond. */
    static const double hair[][2] = {{3.5, 0.3}, {0.9, 0.3}, {2, 3}, {1, 5}, {0.6, 3.5}};
    for (int i = 0; i < 2 * 5; i++) {
        struct fixture f;
        fixture_open(&f);
        f.skin = fixture_spot(fixture_spectrum(fixture_skins[i / 5]));
        struct spot strand = fixture_spot(fixture_hair(hair[i % 5][0], hair[i % 5][1]));
        f.in.stubble = NULL;
        f.in.hair = &strand;
        f.in.contrast = 0.12;
        assert_int_equal(find(&f), STIPPLE_OK);
        assert_true(found(&f, 0)->delta_e00_exact < 1.5);
        arena_free(&f.arena);
    }
}

static void hair_is_laid_over_skin_to_the_contrast_asked_for(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct spot strand = fixture_spot(fixture_hair(3, 1));
    f.in.stubble = NULL;
    f.in.hair = &strand;
    f.in.contrast = 1;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_near(delta_e00(f.match.wanted, strand.pcs), 0, 1e-9);
    f.in.contrast = 0;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_near(f.match.delta_e00, 0, 1e-9);
    assert_int_equal(f.match.candidates.n, 0);
    f.in.contrast = NUMBER_ABSENT;
    assert_int_equal(find(&f), STIPPLE_PARAM_RANGE);
    assert_string_equal(f.e.field, "contrast");
    arena_free(&f.arena);
}

static void exactly_one_target_is_taken(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.swatch = &f.stubble;
    assert_int_equal(find(&f), STIPPLE_PARAM_COMBINATION);
    f.in.stubble = f.in.swatch = NULL;
    assert_int_equal(find(&f), STIPPLE_PARAM_COMBINATION);
    f.in.swatch = &f.stubble;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_near(found_name(&f, "neutral-carbon")->ratio, 19.05, 0.05);
    arena_free(&f.arena);
}

static void a_skin_without_a_spectrum_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.skin.has_spectrum = false;
    assert_int_equal(find(&f), STIPPLE_READING_NOT_SKIN);
    assert_string_equal(f.e.field, "skin");
}

static void a_later_stage_asks_for_a_stronger_mix(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    double before = INFINITY;
    for (int stage = 0; stage < STAGES; stage++) {
        f.in.stage = stage;
        assert_int_equal(find(&f), STIPPLE_OK);
        double ratio = found_name(&f, "neutral-carbon")->ratio;
        assert_true(ratio < before);
        before = ratio;
    }
    arena_free(&f.arena);
}

static void the_same_pigment_twice_keeps_the_order_given(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.choices[1] = f.choices[0];
    f.n = 2;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(found(&f, 0)->choice, 0);
    assert_int_equal(found(&f, 1)->choice, 1);
    arena_free(&f.arena);
}

static void the_step_is_the_one_asked_for_or_the_drop_or_fifty(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.n = 1;
    f.choices[0].drop_ul = 40;
    assert_int_equal(find(&f), STIPPLE_OK);
    const struct recipe *r = &found(&f, 0)->recipe;
    assert_near(r->pigment_ul + r->diluent_ul, 40 * (double)(r->pigment_steps + r->diluent_steps),
                1e-9);
    f.in.step_ul = 25;
    assert_int_equal(find(&f), STIPPLE_OK);
    r = &found(&f, 0)->recipe;
    assert_near(r->pigment_ul + r->diluent_ul, 25 * (double)(r->pigment_steps + r->diluent_steps),
                1e-9);
    arena_free(&f.arena);
}

static void ranges_without_a_recipe_are_left_out_until_none_is_left(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.choices[0].ratio_low = f.choices[0].ratio_high = 19.513;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_int_equal(f.match.candidates.n, f.n - 1);
    assert_non_null(told(&f.match.warnings, "recipe.impossible"));
    f.n = 1;
    struct match untouched = f.match;
    assert_int_equal(find(&f), STIPPLE_MATCH_RECIPE);
    assert_string_equal(f.e.field, "step_ul");
    assert_memory_equal(&f.match, &untouched, sizeof untouched);
    f.choices[0].ratio_low = f.choices[0].ratio_high = 0;
    assert_int_equal(find(&f), STIPPLE_OK);
    assert_near(found(&f, 0)->recipe.fraction, 1, 1e-12);
    assert_near(found(&f, 0)->ratio, 0, 1e-12);
    arena_free(&f.arena);
}

static void impossible_amounts_and_steps_are_refused(void **state)
{
    (void)state;
    static const double amounts[][2] = {{0, 50},          {-5, 50},     {NAN, 50},
                                        {INFINITY, 50},   {1000, 0},    {1000, -1},
                                        {1000, INFINITY}, {1000, 1e-9}, {1e300, 1e-300}};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct fixture f;
        fixture_open(&f);
        f.in.total_ul = amounts[i][0];
        f.in.step_ul = amounts[i][1];
        assert_int_equal(find(&f), STIPPLE_MATCH_RECIPE);
        arena_free(&f.arena);
    }
}

static void a_layout_that_covers_too_much_is_an_error(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.in.model.dot_mm = 1;
    assert_int_equal(find(&f), STIPPLE_LAYOUT_COVERAGE);
    assert_string_equal(f.e.field, "layout");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_stubble_heals_from_one_part_in_twenty),
        cmocka_unit_test(candidates_come_closest_first_with_what_they_will_look_like),
        cmocka_unit_test(no_dilution_is_closer_and_no_recipe_that_serves_more_dilute),
        cmocka_unit_test(every_hair_from_black_to_blond_has_a_pigment_on_light_skin),
        cmocka_unit_test(hair_is_laid_over_skin_to_the_contrast_asked_for),
        cmocka_unit_test(exactly_one_target_is_taken),
        cmocka_unit_test(a_skin_without_a_spectrum_is_refused),
        cmocka_unit_test(a_later_stage_asks_for_a_stronger_mix),
        cmocka_unit_test(the_same_pigment_twice_keeps_the_order_given),
        cmocka_unit_test(the_step_is_the_one_asked_for_or_the_drop_or_fifty),
        cmocka_unit_test(ranges_without_a_recipe_are_left_out_until_none_is_left),
        cmocka_unit_test(impossible_amounts_and_steps_are_refused),
        cmocka_unit_test(a_layout_that_covers_too_much_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
