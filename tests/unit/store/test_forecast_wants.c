#include "unit.h"

#include "forecast_commands.h"

static void of_what_nobody_knows_nothing_is_counted(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct client_made other = some_client(f);
    struct course_made course = some_course(f, other.client, "hairline");
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 1);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 1000);

    struct forecast told = forecast_of(f, 0, 3);
    assert_int_equal(told.courses, 2);
    assert_int_equal(told.sessions, 2);
    assert_int_equal(told.by_match, 1);
    assert_int_equal(told.by_session, 0);
    assert_int_equal(told.unknown.n, 1);
    assert_string_equal(((const struct plan_due *)told.unknown.items)->course, course.course);
    assert_int_equal(product_at(&told, 0)->needed_ul, 1000);
}

static void zones_add_up_and_a_later_match_takes_the_place_of_its_zone(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct scene no_course = {.client = scene.client};
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 1);
    static const struct {
        const char *zone;
        bool of_course;
        int64_t ul, sum;
    } kept[] = {
        {NULL, true, 1, 1},          {"crown", true, 10, 10},   {"hairline", false, 100, 110},
        {"crown", true, 1000, 1100}, {NULL, false, 2000, 2000}, {"crown", true, 7, 7}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct mix_take take = take_of(bottle(&lot, 0), kept[i].ul);
        keep_match(f, kept[i].of_course ? &scene : &no_course, kept[i].zone, ink, &take, 1, NULL);
        struct forecast told = forecast_of(f, 0, 3);
        assert_int_equal(product_at(&told, 0)->needed_ul, kept[i].sum);
    }
    /* Of another course: no business of this one. */
    struct course_made other = some_course(f, scene.client, "hairline");
    struct scene aside = {scene.client, other.course, other.course_code, scene.artist};
    struct mix_take take = take_of(bottle(&lot, 0), 500);
    keep_match(f, &aside, "crown", ink, &take, 1, NULL);
    struct forecast told = forecast_of(f, 0, 3);
    assert_int_equal(product_at(&told, 0)->needed_ul, 7 + 500);
}

static void a_match_that_the_shelf_did_not_suffice_for_is_reckoned_by_its_recipe(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct buffer answer = {0};
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    const char *fluid = some_product(f, PRODUCT_DILUENT, "Fluid", INT_ABSENT);
    struct lot_received lot = some_lot(f, fluid, "F1", "2028-01-31", 1);
    buffer_print(
        &answer,
        "{\"candidates\":[{\"product\":\"%s\",\"step_ul\":50,\"recipe\":{\"pigment_ul\":50,"
        "\"diluent_ul\":950,\"diluent_steps\":19}}],\"diluent\":[{\"container\":\"%s\"}]}",
        ink, bottle(&lot, 0));
    keep_match(f, &scene, "crown", ink, NULL, 0, buffer_string(&answer));
    buffer_cut(&answer, 0);
    buffer_print(&answer,
                 "{\"candidates\":[{\"product\":\"%s\",\"step_ul\":50,\"recipe\":{\"pigment_ul\":2,"
                 "\"diluent_ul\":998,\"diluent_steps\":10,\"via\":{\"pigment_steps\":1,"
                 "\"diluent_steps\":9}}}],\"diluent\":[{\"container\":\"%s\"}]}",
                 ink, bottle(&lot, 0));
    keep_match(f, &scene, "hairline", ink, NULL, 0, buffer_string(&answer));
    buffer_free(&answer);

    struct forecast told = forecast_of(f, 0, 3);
    assert_int_equal(told.by_match, 1);
    assert_int_equal(needed_of(&told, ink)->needed_ul, 50 + 50);
    assert_int_equal(needed_of(&told, ink)->short_ul, 100);
    assert_int_equal(needed_of(&told, fluid)->needed_ul, 950 + 950);
    assert_true(needed_of(&told, fluid)->short_ul == INT_ABSENT);
}

/* Cartridges are counted in pieces. */
static struct lot_received some_box(struct fixture *f, const char *product)
{
    struct lot_receive c = {.head = head_at(f, "2026-01-02T10:00:00+01:00"),
                            .lot.product = product,
                            .lot.lot_no = "N1",
                            .lot.expiry = "2028-01-31",
                            .lot.containers = 1,
                            .lot.each_ul = INT_ABSENT,
                            .lot.each_pieces = 5};
    struct lot_received made = {0};
    assert_ok(f, do_lot_receive(f, &c, &made));
    return made;
}

static void the_last_session_says_what_the_next_one_takes(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct mix_made cup;
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    const char *needles = some_product(f, PRODUCT_CARTRIDGE, "Needles", INT_ABSENT);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 1);
    struct lot_received box = some_box(f, needles);
    struct mix_input input = {bottle(&lot, 0), 2000};
    struct mix_make make = mix_of(f, scene.client, NULL, &input, 1);
    assert_ok(f, do_mix_make(f, &make, &cup));
    struct session_use uses[] = {{cup.mix, 900, INT_ABSENT, "crown"},
                                 {cup.mix, 600, INT_ABSENT, "temples"},
                                 {bottle(&box, 0), INT_ABSENT, 2, NULL}};
    hold_session(f, &scene, uses, 3, NULL);

    struct forecast told = forecast_of(f, 10, 3); /* the session names no course: two are to come */
    assert_int_equal(told.by_session, 1);
    assert_int_equal(told.sessions, 2);
    assert_int_equal(needed_of(&told, ink)->needed_ul, 2 * 2000); /* the cup, not what was used */
    assert_int_equal(needed_of(&told, needles)->needed_pieces, 2 * 2);
    assert_int_equal(needed_of(&told, needles)->left_pieces, 3);
    assert_int_equal(needed_of(&told, needles)->short_pieces, 1);
    assert_string_equal(end_at(&told, 0)->container, bottle(&box, 0));

    /* A match kept since says what is mixed; the cartridges stay. */
    keep_taking(f, &scene, ink, bottle(&lot, 0), 300);
    told = forecast_of(f, 0, 3);
    assert_int_equal(told.by_match, 1);
    assert_int_equal(needed_of(&told, ink)->needed_ul, 300);
    assert_int_equal(needed_of(&told, needles)->needed_pieces, 2);
}

static void what_could_not_be_booked_says_nothing_of_the_next_session(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    const char *needles = some_product(f, PRODUCT_CARTRIDGE, "Needles", INT_ABSENT);
    struct lot_received box = some_box(f, needles);
    struct session_use in_millilitres = use_of(bottle(&box, 0), 500);
    hold_session(f, &scene, &in_millilitres, 1, NULL);
    struct forecast told = forecast_of(f, 0, 3);
    assert_int_equal(told.by_session, 0);
    assert_int_equal(told.unknown.n, 1);
    assert_int_equal(told.products.n, 0);
}

static void a_cup_that_stands_there_is_mixed_already(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct mix_made cup;
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 1);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 300);
    struct mix_input input = {bottle(&lot, 0), 300};
    struct mix_make make = mix_of(f, scene.client, NULL, &input, 1);
    assert_ok(f, do_mix_make(f, &make, &cup));
    assert_int_equal(forecast_of(f, 0, 3).products.n, 0);
    struct forecast told = forecast_of(f, 10, 3); /* the next one is mixed anew */
    assert_int_equal(product_at(&told, 0)->needed_ul, 300);
}

static void a_stock_dilution_goes_on_as_long_as_it_lasts(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    struct mix_made stock;
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    const char *fluid = some_product(f, PRODUCT_DILUENT, "Fluid", INT_ABSENT);
    struct lot_received pigment = some_lot(f, ink, "A1", "2028-01-31", 1);
    struct lot_received diluent = some_lot(f, fluid, "F1", "2028-01-31", 1);
    struct mix_input inputs[] = {{bottle(&pigment, 0), 1000}, {bottle(&diluent, 0), 9000}};
    struct mix_make make = mix_of(f, NULL, "2026-06-01", inputs, 2);
    assert_ok(f, do_mix_make(f, &make, &stock));
    struct session_use use = use_of(stock.mix, 4000);
    hold_session(f, &scene, &use, 1, NULL);

    struct forecast told = forecast_of(f, 10, 3); /* 6 ml are left of it, 8 ml are wanted */
    assert_int_equal(told.ends.n, 1);
    assert_string_equal(end_at(&told, 0)->container, stock.mix);
    assert_string_equal(end_at(&told, 0)->day, "2026-01-25");
    assert_null(end_at(&told, 0)->product);
    assert_int_equal(needed_of(&told, ink)->needed_ul, 200);
    assert_int_equal(needed_of(&told, fluid)->needed_ul, 1800);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_what_nobody_knows_nothing_is_counted),
        TEST(zones_add_up_and_a_later_match_takes_the_place_of_its_zone),
        TEST(a_match_that_the_shelf_did_not_suffice_for_is_reckoned_by_its_recipe),
        TEST(the_last_session_says_what_the_next_one_takes),
        TEST(what_could_not_be_booked_says_nothing_of_the_next_session),
        TEST(a_cup_that_stands_there_is_mixed_already),
        TEST(a_stock_dilution_goes_on_as_long_as_it_lasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
