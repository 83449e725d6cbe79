#include "unit.h"

#include "forecast_commands.h"

static void opened_bottles_are_emptied_first_then_those_that_expire_first(void **state)
{
    struct fixture *f = *state;
    struct stock_changed changed;
    struct scene scene = scene_open(f);
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    struct lot_received late = some_lot(f, ink, "LATE", "2028-01-31", 2);
    struct lot_received soon = some_lot(f, ink, "SOON", "2027-01-31", 1);
    assert_ok(f, do_stock_open(f, bottle(&late, 1), "2026-01-10T10:00:00+01:00", &changed));
    leave_in(f, bottle(&late, 1), 3000);
    keep_taking(f, &scene, ink, bottle(&late, 0), 9000);

    struct forecast told = forecast_of(f, 30, 3);
    assert_int_equal(told.sessions, 3); /* today, as it was due on the 2nd, and every ten days */
    assert_int_equal(told.overdue, 1);
    assert_string_equal(told.until, "2026-02-14");
    static const char *const days[] = {TODAY, "2026-01-25"};
    const char *const emptied[] = {bottle(&late, 1), bottle(&soon, 0)};
    assert_int_equal(told.ends.n, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct forecast_end *end = end_at(&told, i);
        assert_string_equal(end->container, emptied[i]);
        assert_string_equal(end->how, "empty");
        assert_string_equal(end->day, days[i]);
        assert_string_equal(end->visit->course_code, scene.course_code);
        assert_string_equal(end->visit->what, "session");
        assert_true(end->left_ul == INT_ABSENT);
    }
    const struct forecast_product *row = product_at(&told, 0);
    assert_int_equal(row->left_ul, 33000);
    assert_int_equal(row->needed_ul, 27000);
    assert_true(row->short_ul == INT_ABSENT && !row->low_on);
}

static void what_is_opened_ends_with_its_period_and_before_the_touch_up(void **state)
{
    struct fixture *f = *state;
    struct stock_changed changed;
    struct scene scene = scene_open(f);
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", 30);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 2);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 1000);

    struct forecast told = forecast_of(f, 120, 1);
    assert_int_equal(told.sessions, 2); /* today, and a touch-up 60 days later */
    assert_int_equal(told.ends.n, 2);
    const struct forecast_end *first = end_at(&told, 0), *second = end_at(&told, 1);
    assert_string_equal(first->how, "date");
    assert_int_equal(first->left_ul, 14000);
    assert_string_equal(first->visit->what, "touch_up");
    assert_string_equal(first->visit->day, "2026-03-16");
    assert_string_equal(second->day, "2026-04-15");
    assert_null(second->visit);

    /* Opened today, the store gives it the same last day. */
    assert_ok(f, do_stock_open(f, bottle(&lot, 0), NULL, &changed));
    assert_string_equal(first->day, changed.usable_until);
}

static void a_shortage_is_told_with_its_session_and_the_reorder_point_with_its_day(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    const char *ink = watched_product(f, 5000);
    struct lot_received lot = some_lot(f, ink, "A1", "2026-02-10", 1);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 6000);

    struct forecast told = forecast_of(f, 20, 3);
    const struct forecast_product *row = product_at(&told, 0);
    assert_string_equal(row->low_on, "2026-01-25");
    assert_int_equal(row->needed_ul, 18000);
    assert_int_equal(row->short_ul, 3000);
    assert_string_equal(row->visit->day, "2026-02-04");

    told = forecast_of(f, 0, 3); /* today alone */
    assert_true(product_at(&told, 0)->short_ul == INT_ABSENT && !product_at(&told, 0)->low_on);
    assert_int_equal(product_at(&told, 0)->reorder_ul, 5000);
}

static void a_lot_that_expires_lowers_the_stock_on_the_day_after(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    const char *ink = watched_product(f, 1000);
    struct lot_received lot = some_lot(f, ink, "A1", "2026-01-20", 1);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 100);

    struct forecast told = forecast_of(f, 6, 1);
    assert_string_equal(product_at(&told, 0)->low_on, "2026-01-21");
    assert_string_equal(end_at(&told, 0)->day, "2026-01-20"); /* it may be used on that day */
    assert_null(end_at(&told, 0)->visit);
    told = forecast_of(f, 5, 1);
    assert_null(product_at(&told, 0)->low_on);
    assert_int_equal(told.ends.n, 1);
    assert_int_equal(forecast_of(f, 4, 1).ends.n, 0);
}

static void what_is_held_is_not_counted_on(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", INT_ABSENT);
    struct lot_received lot = some_lot(f, ink, "A1", "2028-01-31", 1);
    keep_taking(f, &scene, ink, bottle(&lot, 0), 1000);
    assert_ok(f, do_lot_hold(f, lot.lot, NULL, false));
    struct forecast told = forecast_of(f, 0, 1);
    assert_int_equal(product_at(&told, 0)->left_ul, 0);
    assert_int_equal(product_at(&told, 0)->short_ul, 1000);
    assert_int_equal(told.ends.n, 0);
}

/* What the sessions were given and what is left over come to what stood there. */
static void nothing_is_drawn_twice(void **state)
{
    struct fixture *f = *state;
    struct scene scene = scene_open(f);
    const char *ink = some_product(f, PRODUCT_PIGMENT, "Ink", 25);
    static const char *const expiries[] = {"2026-01-31", "2026-03-01", "2027-01-01"};
    for (size_t i = 0; i < 3; i++)
        some_lot(f, ink, expiries[i], expiries[i], 1 + fixture_below(f, 3));
    for (int round = 0; round < 40; round++) {
        struct list bottles;
        const char *end;
        struct stock_filter filter = {
            .product = ink, .kind = CHOICE_ABSENT, .usable_only = true, .day = TODAY};
        assert_ok(f, stock_list(f->s, &f->a, &filter, &bottles, &end, &f->e));
        const struct container *rows = bottles.items;
        int64_t each = 500 + fixture_below(f, 20000);
        keep_taking(f, &scene, ink, rows[0].id, each);
        struct forecast told = forecast_of(f, fixture_below(f, 120), 1 + fixture_below(f, 9));
        const struct forecast_product *row = product_at(&told, 0);
        int64_t missing = row->short_ul == INT_ABSENT ? 0 : row->short_ul, ended = 0, lost = 0;
        assert_int_equal(row->needed_ul, each * told.sessions);
        for (size_t i = 0; i < told.ends.n; i++) {
            const struct forecast_end *gone = end_at(&told, i);
            lost += gone->left_ul == INT_ABSENT ? 0 : gone->left_ul;
            ended += 15000;
        }
        int64_t given = row->needed_ul - missing, over = row->left_ul - given - lost;
        assert_true(over >= 0);
        assert_true(missing == 0 || over == 0);
        assert_true(given + lost >= ended);
        assert_true(given + lost <= row->left_ul);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opened_bottles_are_emptied_first_then_those_that_expire_first),
        TEST(what_is_opened_ends_with_its_period_and_before_the_touch_up),
        TEST(a_shortage_is_told_with_its_session_and_the_reorder_point_with_its_day),
        TEST(a_lot_that_expires_lowers_the_stock_on_the_day_after),
        TEST(what_is_held_is_not_counted_on),
        TEST(nothing_is_drawn_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
