#include "unit.h"

#include "colour/tone.h"
#include "colour_fixtures.h"
#include "optics_reference.h"

static const struct pigment carbon = {.strength = 21.3, .p = 1.03};

static struct layer layer_of(int skin, double depth_mm)
{
    struct spectrum s = fixture_spectrum(fixture_skins[skin]);
    struct layer layer;
    layer_prepare(&s, &s, depth_mm, &layer);
    return layer;
}

static struct lab dot_lab(const struct layer *layer, const struct pigment *pigment, double od)
{
    double shape[BANDS];
    struct spectrum dot;
    pigment_shape(pigment, shape);
    dot_spectrum(layer, shape, od, &dot);
    return spectrum_lab(&dot, D50_2);
}

static void no_pigment_gives_the_base_back(void **state)
{
    (void)state;
    static const double depths[] = {0, 0.05, 0.3, 2, 50};
    double shape[BANDS];
    pigment_shape(&carbon, shape);
    for (int i = 0; i < FIXTURE_SKINS * 5; i++) {
        struct spectrum skin = fixture_spectrum(fixture_skins[i / 5]), treated = skin, dot, area;
        treated.r[7] *= 0.6;
        struct layer layer;
        layer_prepare(&skin, &treated, depths[i % 5], &layer);
        dot_spectrum(&layer, shape, 0, &dot);
        area_spectrum(&layer, &dot, 0.9, &area);
        for (int band = 0; band < BANDS; band++) {
            assert_near(dot.r[band], skin.r[band], 1e-12);
            assert_near(area.r[band], treated.r[band], 1e-15);
        }
    }
}

static void an_area_never_gets_lighter_with_density_or_coverage(void **state)
{
    (void)state;
    double shape[BANDS];
    pigment_shape(&carbon, shape);
    for (int skin = 0; skin < FIXTURE_SKINS; skin++) {
        struct layer layer = layer_of(skin, 0.05);
        for (int step = 0; step < 40; step++) {
            double od = 0.02 * step * step, coverage = 0.02 * step;
            double l = area_lab(&layer, shape, od, coverage).l;
            assert_true(area_lab(&layer, shape, od + 0.3, coverage).l <= l + 1e-12);
            assert_true(area_lab(&layer, shape, od, coverage + 0.02).l <= l + 1e-12);
        }
    }
}

static void a_deeper_dot_is_lighter(void **state)
{
    (void)state;
    for (int skin = 0; skin < FIXTURE_SKINS; skin++)
        for (int step = 0; step < 20; step++) {
            struct layer near = layer_of(skin, 0.02 * step),
                         far = layer_of(skin, 0.02 * step + 0.02);
            assert_true(dot_lab(&far, &carbon, 0.7).l > dot_lab(&near, &carbon, 0.7).l);
        }
}

static void the_share_of_blue_in_the_darkening_grows_with_depth(void **state)
{
    (void)state;
    for (int skin = 0; skin < FIXTURE_SKINS; skin++) {
        double before = -INFINITY;
        for (int step = 1; step <= 4; step++) {
            struct layer layer = layer_of(skin, 0.05 * step);
            struct lab bare = dot_lab(&layer, &carbon, 0), dot = dot_lab(&layer, &carbon, 0.7);
            double share = (bare.b - dot.b) / (bare.l - dot.l);
            assert_true(share > before);
            before = share;
        }
    }
}

static void a_steeper_pigment_keeps_yellow_up(void **state)
{
    (void)state;
    for (int skin = 0; skin < FIXTURE_SKINS; skin++) {
        struct layer layer = layer_of(skin, 0.05);
        double before = -INFINITY;
        for (int step = 0; step < 8; step++) {
            struct pigment pigment = {.strength = 1, .p = 0.5 * step};
            /* As dark as one another, so that only the hue is compared. */
            double low = 0, high = 10, wanted = dot_lab(&layer, &carbon, 0.5).l;
            for (int i = 0; i < 50; i++) {
                double middle = (low + high) / 2;
                if (dot_lab(&layer, &pigment, middle).l > wanted)
                    low = middle;
                else
                    high = middle;
            }
            double b = dot_lab(&layer, &pigment, high).b;
            assert_true(b > before);
            before = b;
        }
    }
}

static void tone_saturates_near_39_on_light_skin(void **state)
{
    (void)state;
    struct layer layer = layer_of(1, 0.05);
    assert_near(dot_lab(&layer, &carbon, 50).l, 38.89, 0.01);
    assert_near(dot_lab(&layer, &carbon, 1e300).l, 38.89, 0.01);
}

static void no_skin_and_no_depth_leaves_the_range_of_reflectance(void **state)
{
    (void)state;
    static const double skins[] = {-0.1, 0, 1e-9, 0.02, 0.5, 0.99, 0.99995, 1, 1.3};
    static const double depths[] = {0, 1e-9, 0.05, 1, 30, 1e6}, ods[] = {0, 1e-9, 1, 1e3, 1e308};
    double shape[BANDS];
    pigment_shape(&carbon, shape);
    for (int i = 0; i < 9 * 6 * 5; i++) {
        struct spectrum skin, dot, area;
        for (int band = 0; band < BANDS; band++)
            skin.r[band] = skins[i % 9];
        struct layer layer;
        layer_prepare(&skin, &skin, depths[i / 9 % 6], &layer);
        dot_spectrum(&layer, shape, ods[i / 54], &dot);
        area_spectrum(&layer, &dot, 0.95, &area);
        for (int band = 0; band < BANDS; band++) {
            assert_in_range(lround(dot.r[band] * 1e6), 0, 1000000);
            assert_true(area.r[band] >= 0 && area.r[band] < 1.3 + 1e-12);
        }
    }
}

static void white_skin_takes_the_limit_without_a_step(void **state)
{
    (void)state;
    struct spectrum nearly, white, a, b;
    double shape[BANDS];
    pigment_shape(&carbon, shape);
    for (int band = 0; band < BANDS; band++) {
        nearly.r[band] = 0.99989;
        white.r[band] = 0.99991;
    }
    struct layer layer;
    layer_prepare(&nearly, &nearly, 0.05, &layer);
    dot_spectrum(&layer, shape, 0.7, &a);
    layer_prepare(&white, &white, 0.05, &layer);
    dot_spectrum(&layer, shape, 0.7, &b);
    for (int band = 0; band < BANDS; band++)
        assert_near(a.r[band], b.r[band], 5e-5);
}

/* All stages of one pigment and dilution, against the reference. */
static void stages_compare(const struct spectrum *skin, const struct spectrum *treated,
                           const struct match_model *model, const struct pigment *pigment,
                           double fraction)
{
    struct scene scene = {.stage = STAGE_HEALED};
    assert_int_equal(layout_stages(model, treated != NULL, scene.stages, NULL), STIPPLE_OK);
    layer_prepare(skin, treated ? treated : skin, model->depth_mm, &scene.layer);
    struct tone tone;
    struct predicted predicted[STAGES];
    tone_prepare(&scene, pigment, &tone);
    tone_predict(&tone, fraction, predicted);
    for (int stage = 0; stage < STAGES; stage++) {
        struct spectrum area;
        reference_area(skin, treated, model, pigment, fraction, stage, &area);
        assert_near(delta_e00(predicted[stage].area, spectrum_lab(&area, D50_2)), 0, 1e-5);
    }
    struct lab healed = tone_area(&tone, fraction), told = predicted[STAGE_HEALED].area;
    assert_near(delta_e00(healed, told), 0, 1e-12);
}

static void the_prediction_agrees_with_a_slow_reference(void **state)
{
    (void)state;
    struct match_model models[3] = {match_model_default, match_model_default, match_model_default};
    models[1].sessions = 1;
    models[1].depth_mm = 0.4;
    models[2].sessions = 4;
    models[2].dots_per_cm2 = 80;
    models[2].gain = 1.3;
    models[2].depth_mm = 0;
    size_t n;
    const struct pigment *pigments = pigment_all(&n);
    for (int skin = 0; skin < FIXTURE_SKINS; skin++) {
        struct spectrum s = fixture_spectrum(fixture_skins[skin]), treated = s;
        for (int band = 0; band < BANDS; band++)
            treated.r[band] *= 0.8;
        for (size_t i = 0; i < n * 6; i++)
            stages_compare(&s, i % 2 ? &treated : NULL, &models[i / 2 % 3], &pigments[i / 6],
                           i % 4 ? 0.05 : 0.4);
    }
}

static void the_first_of_several_sessions_loses_dots_when_it_heals(void **state)
{
    (void)state;
    struct match_model model = match_model_default;
    struct layout_stage stages[STAGES];
    assert_int_equal(layout_stages(&model, false, stages, NULL), STIPPLE_OK);
    double session = stages[STAGE_FRESH].coverage / 3;
    assert_near(session, 0.0981748, 1e-6);
    assert_near(stages[STAGE_HEALED].coverage, 2.875 * session, 1e-12);
    assert_near(stages[STAGE_YEAR_5].coverage, 2.875 * session, 1e-12);
    assert_near(stages[STAGE_FRESH].density, 1, 0);
    assert_near(stages[STAGE_YEAR_3].density, 0.67 * sqrt(0.5), 1e-12);
    assert_int_equal(layout_stages(&model, true, stages, NULL), STIPPLE_OK);
    assert_near(stages[STAGE_HEALED].coverage, 3 * session, 1e-12);
    model.sessions = 1;
    assert_int_equal(layout_stages(&model, false, stages, NULL), STIPPLE_OK);
    assert_near(stages[STAGE_HEALED].coverage, session, 1e-12);
}

static void a_layout_that_covers_too_much_is_told_what_would_fit(void **state)
{
    (void)state;
    struct match_model model = match_model_default;
    struct layout_stage stages[STAGES];
    struct error e;
    model.dots_per_cm2 = 200;
    assert_int_equal(layout_stages(&model, false, stages, &e), STIPPLE_LAYOUT_COVERAGE);
    assert_string_equal(e.field, "layout");
    struct match_model fits[3] = {model, model, model}, over[3];
    fits[0].dots_per_cm2 = number_after(e.hint, "What would fit: ");
    fits[1].dot_mm = number_after(e.hint, "dots of ");
    fits[2].sessions = (int)number_after(e.hint, "mm, or ");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(layout_stages(&fits[i], false, stages, NULL), STIPPLE_OK);
        over[i] = fits[i];
    }
    over[0].dots_per_cm2 += 0.1;
    over[1].dot_mm += 0.01;
    over[2].sessions++;
    for (int i = 0; i < 3; i++)
        assert_int_equal(layout_stages(&over[i], false, stages, NULL), STIPPLE_LAYOUT_COVERAGE);
}

static void a_layout_of_impossible_numbers_is_refused(void **state)
{
    (void)state;
    struct match_model wrong[6];
    struct layout_stage stages[STAGES];
    struct error e;
    for (int i = 0; i < 6; i++)
        wrong[i] = match_model_default;
    wrong[0].depth_mm = -0.01;
    wrong[1].depth_mm = NAN;
    wrong[2].sessions = 0;
    wrong[3].dots_per_cm2 = 0;
    wrong[4].dot_mm = INFINITY;
    wrong[5].half_life_years = 0;
    for (int i = 0; i < 6; i++) {
        assert_int_equal(layout_stages(&wrong[i], false, stages, &e), STIPPLE_PARAM_RANGE);
        assert_string_equal(e.field, "layout");
    }
}

/* What is done several bands at a time is what the C library does one by one. */
static void bands_at_a_time_are_bands_one_by_one(void **state)
{
    (void)state;
    struct layer layer = layer_of(1, 0.05);
    for (int i = 0; i < 400; i++) {
        struct pigment pigment = {.p = -6 + 0.03 * i, .q = 8 - 0.04 * i};
        double shape[BANDS], od = i == 0 ? 0 : 1e-4 * exp(0.05 * i);
        struct spectrum dot, area;
        pigment_shape(&pigment, shape);
        dot_spectrum(&layer, shape, od, &dot);
        area_spectrum(&layer, &dot, 0.4, &area);
        for (int band = 0; band < BANDS; band++) {
            double u = log(550.0 / (400 + 10 * band)), pass2 = exp(-2 * od * shape[band]);
            double wanted =
                layer.rt[band] + layer.through[band] * pass2 / (1 - layer.bounce[band] * pass2);
            assert_near(shape[band] / exp(pigment.p * u + pigment.q * u * u), 1, 1e-14);
            assert_near(dot.r[band], wanted, 1e-14);
        }
        struct lab one = area_lab(&layer, shape, od, 0.4), other = spectrum_lab(&area, D50_2);
        assert_near(delta_e00(one, other), 0, 1e-11);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pigment_gives_the_base_back),
        cmocka_unit_test(an_area_never_gets_lighter_with_density_or_coverage),
        cmocka_unit_test(a_deeper_dot_is_lighter),
        cmocka_unit_test(the_share_of_blue_in_the_darkening_grows_with_depth),
        cmocka_unit_test(a_steeper_pigment_keeps_yellow_up),
        cmocka_unit_test(tone_saturates_near_39_on_light_skin),
        cmocka_unit_test(bands_at_a_time_are_bands_one_by_one),
        cmocka_unit_test(no_skin_and_no_depth_leaves_the_range_of_reflectance),
        cmocka_unit_test(white_skin_takes_the_limit_without_a_step),
        cmocka_unit_test(the_prediction_agrees_with_a_slow_reference),
        cmocka_unit_test(the_first_of_several_sessions_loses_dots_when_it_heals),
        cmocka_unit_test(a_layout_that_covers_too_much_is_told_what_would_fit),
        cmocka_unit_test(a_layout_of_impossible_numbers_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
