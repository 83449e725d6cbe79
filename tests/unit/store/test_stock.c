#include "unit.h"

#include "store_commands.h"

#include "store/connection.h"

struct shelf {
    struct fixture f;
    struct lot_received lot;
    const char *bottle, *product;
};

static int setup(void **state)
{
    static struct shelf shelf;
    fixture_open(&shelf.f);
    shelf.product = some_product(&shelf.f, PRODUCT_PIGMENT, "Black", 30);
    shelf.lot = some_lot(&shelf.f, shelf.product, "A1", "2026-01-31", 2);
    shelf.bottle = bottle(&shelf.lot, 0);
    *state = &shelf;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(&((struct shelf *)*state)->f);
    return 0;
}

static void a_bottle_is_opened_once_and_never_lives_longer_for_it(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    assert_refused(do_stock_open(f, shelf->bottle, "2026-01-01T10:00:00Z", &made),
                   STIPPLE_TIME_ORDER);
    assert_ok(f, do_stock_open(f, shelf->bottle, NULL, &made));
    assert_string_equal(made.usable_until, "2026-01-31");
    assert_int_equal(made.left_ul, 15000);
    assert_int_equal(made.left_pieces, INT_ABSENT);
    assert_int_equal(made.warnings.n, 0);
    assert_refused(do_stock_open(f, shelf->bottle, NULL, &made), STIPPLE_CONTAINER_OPENED);
    struct lot_received other = some_lot(f, shelf->product, "A2", "2027-01-31", 1);
    assert_ok(f, do_stock_open(f, bottle(&other, 0), "2026-01-10T23:30:00-05:00", &made));
    assert_string_equal(made.usable_until, "2026-02-09");
}

static void opening_what_may_not_be_used_is_recorded_with_a_warning(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    assert_ok(f, do_lot_hold(f, shelf->lot.lot, NULL, false));
    assert_ok(f, do_stock_open(f, shelf->bottle, NULL, &made));
    assert_true(warned(&made.warnings, "lot.held"));
    assert_ok(f, do_lot_hold(f, shelf->lot.lot, NULL, true));
    f->now = at("2026-02-01T11:00:00Z").ms;
    assert_ok(f, do_stock_open(f, bottle(&shelf->lot, 1), NULL, &made));
    assert_true(warned(&made.warnings, "lot.expired"));
}

static void stock_is_adjusted_by_a_difference_or_to_a_count(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    struct stock_adjust c = adjust_none(f, shelf->bottle);
    c.delta_ul = -2000;
    assert_ok(f, do_stock_adjust(f, &c, &made));
    assert_int_equal(made.left_ul, 13000);
    assert_int_equal(made.delta_ul, -2000);
    c = adjust_none(f, shelf->bottle);
    c.counted_ul = 12500;
    assert_ok(f, do_stock_adjust(f, &c, &made));
    assert_int_equal(made.delta_ul, -500);
    assert_ok(f, do_stock_adjust(f, &c, &made)); /* a count that confirms is a count */
    assert_int_equal(made.delta_ul, 0);
    c.counted_ul = 16000; /* over the label: bottles are overfilled */
    assert_ok(f, do_stock_adjust(f, &c, &made));
    assert_int_equal(made.left_ul, 16000);
}

static void an_adjustment_is_refused_for_what_contradicts_the_ledger(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    struct stock_adjust c = adjust_none(f, shelf->bottle);
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    c.delta_ul = 5;
    c.counted_ul = 5;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    c = adjust_none(f, shelf->bottle);
    c.delta_pieces = 1;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_STOCK_UNIT);
    c = adjust_none(f, shelf->bottle);
    c.delta_ul = -15001;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_STOCK_SHORT);
    c.delta_ul = 0;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_NOTHING_TO_DO);
    c.delta_ul = INT64_MAX;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_PARAM_RANGE);
    c.delta_ul = -10;
    c.reason = 2;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_PARAM_MISSING);
    assert_string_equal(f->e.field, "words");
    c.words = "dropped";
    assert_ok(f, do_stock_adjust(f, &c, &made));
    c.delta_ul = 10;
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    c.head = head_at(f, "2026-01-01T10:00:00Z");
    assert_refused(do_stock_adjust(f, &c, &made), STIPPLE_TIME_ORDER);
}

static void a_discarded_bottle_is_gone_and_a_held_one_can_be_discarded(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    assert_ok(f, do_lot_hold(f, shelf->lot.lot, NULL, false));
    assert_ok(f, do_stock_open(f, shelf->bottle, "2026-01-10T10:00:00Z", &made));
    assert_refused(do_stock_discard(f, shelf->bottle, "2026-01-09T10:00:00Z", &made),
                   STIPPLE_TIME_ORDER);
    assert_ok(f, do_stock_discard(f, shelf->bottle, NULL, &made));
    assert_int_equal(made.delta_ul, -15000);
    assert_int_equal(made.left_ul, 0);
    assert_refused(do_stock_discard(f, shelf->bottle, NULL, &made), STIPPLE_CONTAINER_DISCARDED);
    assert_refused(do_stock_open(f, shelf->bottle, NULL, &made), STIPPLE_CONTAINER_DISCARDED);
    struct stock_filter filter = {.kind = PRODUCT_PIGMENT, .day = "2026-01-15"};
    struct list rows;
    const char *cursor;
    assert_ok(f, stock_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 1);
    filter.discarded_too = true;
    assert_ok(f, stock_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 2);
    struct lot lot;
    assert_ok(f, lot_show(f->s, &f->a, shelf->lot.lot, &lot, &f->e));
    assert_int_equal(lot.containers, 1);
    assert_int_equal(lot.left_ul, 15000);
}

static void what_is_left_is_the_sum_of_the_movements(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_changed made;
    for (int i = 0; i < 20; i++) {
        struct stock_adjust c = adjust_none(f, bottle(&shelf->lot, (size_t)i % 2));
        c.counted_ul = fixture_below(f, 15000);
        assert_ok(f, do_stock_adjust(f, &c, &made));
    }
    assert_ok(f, do_lot_hold(f, shelf->lot.lot, NULL, false));
    assert_ok(f, do_stock_discard(f, shelf->bottle, NULL, &made));
    sqlite3_stmt *st;
    sqlite3_prepare_v2(
        f->s->db,
        "SELECT container.remaining, sum(movement.delta), count(*), "
        "(SELECT remaining FROM movement AS last WHERE last.container = container.id "
        " ORDER BY event DESC LIMIT 1) "
        "FROM container JOIN movement ON movement.container = container.id "
        "GROUP BY container.id",
        -1, &st, NULL);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(st, 0), sqlite3_column_int(st, 1));
        assert_int_equal(sqlite3_column_int(st, 0), sqlite3_column_int(st, 3));
        assert_int_equal(sqlite3_column_int(st, 2), i == 0 ? 13 : 12);
    }
    sqlite3_finalize(st);
}

static void a_bottle_carries_what_a_match_needs(void **state)
{
    struct shelf *shelf = *state;
    struct fixture *f = &shelf->f;
    struct stock_filter filter = {.lot = shelf->lot.lot, .kind = CHOICE_ABSENT, .limit = 1};
    struct list rows;
    const char *cursor;
    filter.day = "2026-01-15";
    assert_ok(f, stock_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    const struct container *row = rows.items;
    assert_string_equal(row->code, "B-0001");
    assert_string_equal(row->lot_code, "L-0001");
    assert_string_equal(row->lot_no, "A1");
    assert_string_equal(row->expiry, "2026-01-31");
    assert_string_equal(row->product_code, "P-0001");
    assert_string_equal(row->product_name, "Black");
    assert_string_equal(row->maker, "Scalpworks");
    assert_int_equal(row->product_kind, PRODUCT_PIGMENT);
    assert_int_equal(row->full_ul, 15000);
    assert_int_equal(row->full_pieces, INT_ABSENT);
    assert_int_equal(row->opened_at.ms, INT_ABSENT);
    assert_null(row->pigment);
    assert_non_null(cursor);
    filter.cursor = "c1.0.x.1";
    assert_refused(stock_list(f->s, &f->a, &filter, &rows, &cursor, &f->e), STIPPLE_CURSOR_INVALID);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_bottle_is_opened_once_and_never_lives_longer_for_it),
        TEST(opening_what_may_not_be_used_is_recorded_with_a_warning),
        TEST(stock_is_adjusted_by_a_difference_or_to_a_count),
        TEST(an_adjustment_is_refused_for_what_contradicts_the_ledger),
        TEST(a_discarded_bottle_is_gone_and_a_held_one_can_be_discarded),
        TEST(what_is_left_is_the_sum_of_the_movements),
        TEST(a_bottle_carries_what_a_match_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
