#include "unit.h"

#include "store_commands.h"

static struct lot_receive receipt(struct fixture *f, const char *product, const char *lot_no)
{
    return (struct lot_receive){.head = head_at(f, NULL),
                                .lot.product = product,
                                .lot.lot_no = lot_no,
                                .lot.expiry = "2027-06-30",
                                .lot.containers = 2,
                                .lot.each_ul = 15000,
                                .lot.each_pieces = INT_ABSENT};
}

static struct lot shown(struct fixture *f, const char *id)
{
    struct lot lot = {0};
    assert_ok(f, lot_show(f->s, &f->a, id, &lot, &f->e));
    return lot;
}

static void more_bottles_of_a_lot_that_is_here_are_added_to_it(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct staff_made person;
    struct lot_received first = {0}, second = {0};
    struct lot_receive c = receipt(f, product, "A1");
    c.lot.supplier = "A shop";
    assert_ok(f, do_lot_receive(f, &c, &first));
    assert_ok(f, do_staff_add(f, "An artist", 1000, &person));
    f->by = person.staff;
    f->now += 1000;
    c = receipt(f, product, "A1");
    c.lot.supplier = "Another shop";
    c.lot.document = "Invoice 7";
    c.lot.containers = 1;
    assert_ok(f, do_lot_receive(f, &c, &second));
    assert_string_equal(second.lot, first.lot);
    assert_string_equal(second.lot_code, "L-0001");
    assert_string_equal(
        ((const struct lot_made_container *)second.containers.items)->container_code, "B-0003");
    assert_int_equal(second.warnings.n, 1);
    assert_string_equal(((const struct warning *)second.warnings.items)->text,
                        "There are bottles of lot A1 already (L-0001, taken in 2026-01-15); these "
                        "are added to it.");
    struct lot lot = shown(f, first.lot);
    assert_int_equal(lot.containers, 3);
    assert_int_equal(lot.left_ul, 45000);
    assert_string_equal(lot.supplier, "A shop");
    assert_null(lot.document);
    assert_int_equal(lot.received_at.ms, f->now - 1000);
    assert_string_equal(some_lot(f, product, "A2", NULL, 1).lot_code, "L-0002");
}

static void a_lot_shows_its_deliveries_oldest_first(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received made = {0};
    struct lot_receive c = receipt(f, product, "A1");
    c.lot.supplier = "A shop";
    assert_ok(f, do_lot_receive(f, &c, &made));
    f->now += 1000;
    c.head = head_at(f, "2026-01-05T10:00:00-03:30");
    c.lot.supplier = NULL;
    c.lot.document = "Invoice 7";
    c.lot.containers = 1;
    assert_ok(f, do_lot_receive(f, &c, &made));
    struct lot lot = shown(f, made.lot);
    assert_int_equal(lot.deliveries.n, 2);
    const struct lot_delivery *late = lot.deliveries.items, *first = late + 1;
    assert_int_equal(late->received_at.ms, at("2026-01-05T10:00:00-03:30").ms);
    assert_int_equal(late->received_at.offset_min, -210);
    assert_int_equal(late->recorded_at.ms, f->now);
    assert_null(late->supplier);
    assert_string_equal(late->document, "Invoice 7");
    assert_int_equal(late->containers, 1);
    assert_int_equal(first->received_at.ms, lot.received_at.ms);
    assert_int_equal(first->recorded_at.ms, f->now - 1000);
    assert_string_equal(first->by, f->by);
    assert_string_equal(first->supplier, "A shop");
    assert_int_equal(first->containers, 2);
}

static void a_bottle_is_opened_after_its_own_delivery(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received first = some_lot(f, product, "A1", "2027-06-30", 1), later = {0},
                        before = {0};
    struct stock_changed changed;
    struct lot_receive c = receipt(f, product, "A1");
    assert_ok(f, do_lot_receive(f, &c, &later));
    c.head = head_at(f, "2026-01-01T10:00:00Z");
    assert_ok(f, do_lot_receive(f, &c, &before));
    assert_string_equal(before.lot, first.lot);
    assert_refused(do_stock_open(f, bottle(&later, 0), "2026-01-10T10:00:00Z", &changed),
                   STIPPLE_TIME_ORDER);
    assert_ok(f, do_stock_open(f, bottle(&first, 0), "2026-01-10T10:00:00Z", &changed));
    assert_ok(f, do_stock_open(f, bottle(&before, 0), "2026-01-01T11:00:00Z", &changed));
}

static void a_lot_on_hold_takes_more_bottles_in_and_holds_them(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received first = some_lot(f, product, "A1", "2027-06-30", 1), second = {0};
    struct lot_receive c = receipt(f, product, "A1");
    struct stock_changed changed;
    assert_ok(f, do_lot_hold(f, first.lot, NULL, false));
    assert_ok(f, do_lot_receive(f, &c, &second));
    assert_true(warned(&second.warnings, "lot.again"));
    assert_true(warned(&second.warnings, "lot.held"));
    assert_ok(f, do_stock_open(f, bottle(&second, 1), NULL, &changed));
    assert_true(warned(&changed.warnings, "lot.held"));
}

static void the_same_numbers_with_another_expiry_are_refused(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    static const char *const others[] = {"2027-07-31", NULL};
    struct lot_received made = {0};
    struct lot_receive c = receipt(f, product, "A1");
    assert_ok(f, do_lot_receive(f, &c, &made));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        c.lot.expiry = others[i];
        assert_refused(do_lot_receive(f, &c, &made), STIPPLE_LOT_EXISTS);
        assert_string_equal(f->e.field, "expiry");
        assert_non_null(strstr(f->e.message, "L-0001, with the expiry 2027-06-30"));
        assert_non_null(strstr(f->e.hint, "amend L-0001"));
    }
    struct lot_amended amended = {0};
    struct lot_amend amend = {head_at(f, NULL), made.lot, "misread", .expiry = "2027-07-31"};
    assert_ok(f, do_lot_amend(f, &amend, &amended));
    c.lot.expiry = "2027-07-31";
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_string_equal(made.lot_code, "L-0001");
    c = receipt(f, product, "A2");
    c.lot.expiry = NULL;
    assert_ok(f, do_lot_receive(f, &c, &made));
    c.lot.expiry = "2027-06-30";
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_LOT_EXISTS);
    assert_non_null(strstr(f->e.message, "L-0002, with no expiry."));
}

static void bottles_without_any_number_are_always_a_new_lot(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received made = {0};
    struct lot_receive c = receipt(f, product, NULL);
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_string_equal(made.lot_code, "L-0002");
    assert_false(warned(&made.warnings, "lot.again"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(more_bottles_of_a_lot_that_is_here_are_added_to_it),
        TEST(a_lot_shows_its_deliveries_oldest_first),
        TEST(a_bottle_is_opened_after_its_own_delivery),
        TEST(a_lot_on_hold_takes_more_bottles_in_and_holds_them),
        TEST(the_same_numbers_with_another_expiry_are_refused),
        TEST(bottles_without_any_number_are_always_a_new_lot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
