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

static void a_receipt_makes_a_lot_and_its_containers(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_receive c = receipt(f, product, "A1");
    c.lot.supplier = "A shop";
    struct lot_received made = {0};
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_string_equal(made.lot_code, "L-0001");
    assert_int_equal(made.containers.n, 2);
    assert_int_equal(made.warnings.n, 0);
    const struct lot_made_container *containers = made.containers.items;
    assert_string_equal(containers[1].container_code, "B-0002");
    struct lot lot;
    assert_ok(f, lot_show(f->s, &f->a, made.lot, &lot, &f->e));
    assert_string_equal(lot.product_code, "P-0001");
    assert_string_equal(lot.lot_no, "A1");
    assert_null(lot.batch_no);
    assert_string_equal(lot.supplier, "A shop");
    assert_int_equal(lot.received_at.ms, f->now);
    assert_int_equal(lot.containers, 2);
    assert_int_equal(lot.left_ul, 30000);
    assert_int_equal(lot.left_pieces, INT_ABSENT);
    assert_null(lot.held);
}

static void a_receipt_is_refused_for_what_it_cannot_be(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    const char *needles = some_product(f, PRODUCT_CARTRIDGE, "Needles", INT_ABSENT);
    struct lot_received made = {0};
    struct lot_receive c = receipt(f, needles, "N1");
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_STOCK_UNIT);
    c = receipt(f, product, "A1");
    c.lot.each_pieces = 20;
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    c.lot.each_ul = INT_ABSENT;
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_STOCK_UNIT);
    c = receipt(f, product, "A1");
    c.lot.containers = LOT_CONTAINERS_MAX + 1;
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_PARAM_RANGE);
    c = receipt(f, "nobody", "A1");
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_PRODUCT_NOT_FOUND);
    assert_ok(f, do_product_retire(f, product));
    c = receipt(f, product, "A1");
    assert_refused(do_lot_receive(f, &c, &made), STIPPLE_PRODUCT_RETIRED);
}

static void the_same_number_beside_another_batch_or_elsewhere_is_another_lot(void **state)
{
    struct fixture *f = *state;
    const char *black = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    const char *brown = some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    struct lot_received made = {0};
    struct lot_receive c = receipt(f, black, "A1");
    assert_ok(f, do_lot_receive(f, &c, &made));
    c.lot.batch_no = "7";
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_string_equal(made.lot_code, "L-0002");
    assert_int_equal(made.warnings.n, 0);
    c = receipt(f, brown, NULL);
    c.lot.batch_no = "A1";
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_true(warned(&made.warnings, "lot.same_number"));
    assert_non_null(strstr(((const struct warning *)made.warnings.items)->text, "Black"));
    /* A look-up by number alone shows all. */
    struct lot_filter filter = {.number = "A1"};
    struct list rows;
    const char *cursor, *id;
    assert_ok(f, lot_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 3);
    assert_refused(ref_resolve(f->s, &f->a, "lot", "lot", "A1", &id, &f->e), STIPPLE_REF_AMBIGUOUS);
    assert_non_null(strstr(f->e.message, "L-0003"));
}

static void what_is_doubtful_is_received_with_a_warning(void **state)
{
    struct fixture *f = *state;
    const char *water = some_product(f, PRODUCT_DILUENT, "Distilled water", 30);
    struct lot_receive c = receipt(f, water, NULL);
    struct lot_received made = {0};
    c.lot.expiry = NULL;
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_int_equal(made.warnings.n, 3);
    assert_true(warned(&made.warnings, "lot.unprinted"));
    assert_true(warned(&made.warnings, "lot.not_sterile"));
    c = receipt(f, water, "W1");
    c.lot.expiry = "2026-01-14";
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_true(warned(&made.warnings, "lot.expired"));
    c = receipt(f, water, "W2");
    c.lot.expiry = "2026-01-15";
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_false(warned(&made.warnings, "lot.expired"));
}

static void an_amendment_shows_beside_what_was(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct staff_made person;
    assert_ok(f, do_staff_add(f, "An artist", 1000, &person));
    struct lot_received lot = some_lot(f, product, "A1", NULL, 1);
    struct lot_amend c = {.head = head_at(f, NULL),
                          .lot = lot.lot,
                          .reason = "misread",
                          .lot_no = "A7",
                          .expiry = "2027-06-30"};
    struct lot_amended made = {0};
    f->by = person.staff;
    f->now += 1000;
    assert_ok(f, do_lot_amend(f, &c, &made));
    assert_string_equal(made.was, "{\"expiry\":null,\"lot_no\":\"A1\"}");
    assert_refused(do_lot_amend(f, &c, &made), STIPPLE_NOTHING_TO_DO);
    struct lot shown;
    assert_ok(f, lot_show(f->s, &f->a, lot.lot, &shown, &f->e));
    assert_string_equal(shown.lot_no, "A7");
    assert_string_equal(shown.expiry, "2027-06-30");
    assert_int_equal(shown.amendments.n, 1);
    const struct amendment *amendment = shown.amendments.items;
    assert_string_equal(amendment->was, "{\"expiry\":null,\"lot_no\":\"A1\"}");
    assert_string_equal(amendment->reason, "misread");
    assert_string_equal(amendment->by, "S-01");
    assert_int_equal(amendment->recorded_at.ms, f->now);
}

static void what_is_not_printed_after_all_is_taken_away(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received lot = some_lot(f, product, "A1", "2027-06-30", 1);
    const char *clear[] = {"expiry", "lot_no", "document"};
    struct lot_amend c = {.head = head_at(f, NULL),
                          .lot = lot.lot,
                          .reason = "another bottle",
                          .batch_no = "B7",
                          .clear = {clear, 3}};
    struct lot_amended made = {0};
    struct lot shown;
    assert_ok(f, do_lot_amend(f, &c, &made));
    assert_string_equal(made.was,
                        "{\"batch_no\":null,\"expiry\":\"2027-06-30\",\"lot_no\":\"A1\"}");
    assert_refused(do_lot_amend(f, &c, &made), STIPPLE_NOTHING_TO_DO);
    assert_ok(f, lot_show(f->s, &f->a, lot.lot, &shown, &f->e));
    assert_null(shown.lot_no);
    assert_null(shown.expiry);
    assert_string_equal(shown.batch_no, "B7");
    clear[0] = "batch_no";
    assert_refused(do_lot_amend(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "clear");
}

static void an_amendment_cannot_make_two_lots_one(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    some_lot(f, product, "A1", NULL, 1);
    struct lot_received second = some_lot(f, product, "A2", NULL, 1);
    struct lot_amend c = {
        .head = head_at(f, NULL), .lot = second.lot, .reason = "misread", .lot_no = "A1"};
    struct lot_amended made = {0};
    assert_refused(do_lot_amend(f, &c, &made), STIPPLE_LOT_EXISTS);
}

static void a_hold_begins_once_ends_once_and_in_order(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received lot = some_lot(f, product, "A1", NULL, 2);
    assert_refused(do_lot_hold(f, lot.lot, NULL, true), STIPPLE_LOT_NOT_HELD);
    assert_refused(do_lot_hold(f, lot.lot, "2026-01-01T10:00:00Z", false), STIPPLE_TIME_ORDER);
    assert_ok(f, do_lot_hold(f, lot.lot, "2026-01-12T10:00:00Z", false));
    assert_refused(do_lot_hold(f, lot.lot, NULL, false), STIPPLE_LOT_HELD);
    struct lot shown;
    assert_ok(f, lot_show(f->s, &f->a, lot.lot, &shown, &f->e));
    assert_string_equal(shown.held, "a notice came");
    struct lot_filter filter = {.held_only = true};
    struct list rows;
    const char *cursor;
    assert_ok(f, lot_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 1);
    assert_refused(do_lot_hold(f, lot.lot, "2026-01-11T10:00:00Z", true), STIPPLE_TIME_ORDER);
    assert_ok(f, do_lot_hold(f, lot.lot, NULL, true));
    assert_ok(f, lot_show(f->s, &f->a, lot.lot, &shown, &f->e));
    assert_null(shown.held);
}

static void lots_are_listed_newest_first_by_pages(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    char text[16];
    for (int i = 1; i <= 5; i++) {
        snprintf(text, sizeof text, "A%d", i);
        some_lot(f, product, text, NULL, 1);
    }
    struct lot_filter filter = {.product = product, .in_stock_only = true, .limit = 2};
    struct list rows;
    const char *cursor;
    int expected = 5;
    do {
        assert_ok(f, lot_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
        for (size_t i = 0; i < rows.n; i++) {
            snprintf(text, sizeof text, "L-%04d", expected--);
            assert_string_equal(((const struct lot *)rows.items)[i].code, text);
        }
        filter.cursor = cursor;
    } while (cursor);
    assert_int_equal(expected, 0);
}

static void a_record_answers_to_its_id_its_code_and_its_number(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received lot = some_lot(f, product, "A1", NULL, 1);
    struct staff_made person;
    assert_ok(f, do_staff_add(f, "An artist", 1000, &person));
    const struct {
        const char *of, *text, *id;
    } refs[] = {
        {"product", "P-0001", product},  {"product", "p-0001", product},
        {"product", product, product},   {"lot", "L-0001", lot.lot},
        {"lot", "a1", lot.lot},          {"container", "b-0001", bottle(&lot, 0)},
        {"staff", "S-01", person.staff}, {"staff", person.staff, person.staff},
    };
    const char *id;
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
        assert_ok(f, ref_resolve(f->s, &f->a, refs[i].of, "x", refs[i].text, &id, &f->e));
        assert_string_equal(id, refs[i].id);
    }
    assert_refused(ref_resolve(f->s, &f->a, "lot", "inputs[0].lot", "a2", &id, &f->e),
                   STIPPLE_LOT_NOT_FOUND);
    assert_string_equal(f->e.field, "inputs[0].lot");
    assert_refused(ref_resolve(f->s, &f->a, "container", "x", "P-0001", &id, &f->e),
                   STIPPLE_CONTAINER_NOT_FOUND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_receipt_makes_a_lot_and_its_containers),
        TEST(a_receipt_is_refused_for_what_it_cannot_be),
        TEST(the_same_number_beside_another_batch_or_elsewhere_is_another_lot),
        TEST(what_is_doubtful_is_received_with_a_warning),
        TEST(an_amendment_shows_beside_what_was),
        TEST(what_is_not_printed_after_all_is_taken_away),
        TEST(an_amendment_cannot_make_two_lots_one),
        TEST(a_hold_begins_once_ends_once_and_in_order),
        TEST(lots_are_listed_newest_first_by_pages),
        TEST(a_record_answers_to_its_id_its_code_and_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
