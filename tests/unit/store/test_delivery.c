#include "unit.h"

#include "store_commands.h"

#define GTIN "09506000134352"

static const char *scanned_product(struct fixture *f, int kind, const char *name, const char *gtin)
{
    struct product_add c = {head_at(f, NULL), facts_none()};
    struct product_made made;
    c.facts.maker = "A maker";
    c.facts.name = name;
    c.facts.kind = kind;
    c.facts.gtin = gtin;
    assert_ok(f, do_product_add(f, &c, &made));
    return made.product;
}

static struct lot_receipt scanned(const char *gs1)
{
    return (struct lot_receipt){
        .gs1 = gs1, .containers = 1, .each_ul = 15000, .each_pieces = INT_ABSENT};
}

static struct lot_receive receive(struct fixture *f, struct lot_receipt lot)
{
    return (struct lot_receive){head_at(f, NULL), lot};
}

static void a_label_says_product_lot_and_expiry(void **state)
{
    struct fixture *f = *state;
    /* EAN-13 in the facts, fourteen digits on the label. */
    const char *product = scanned_product(f, PRODUCT_PIGMENT, "Black", "9506000134352");
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(17)270200(10)AB-12"));
    struct lot_received made = {0};
    assert_ok(f, do_lot_receive(f, &c, &made));
    assert_int_equal(made.warnings.n, 0);
    struct lot lot;
    assert_ok(f, lot_show(f->s, &f->a, made.lot, &lot, &f->e));
    assert_string_equal(lot.product, product);
    assert_string_equal(lot.lot_no, "AB-12");
    assert_string_equal(lot.expiry, "2027-02-28");
}

static void a_short_gtin_is_the_long_one_with_zeros(void **state)
{
    struct fixture *f = *state;
    const char *product = scanned_product(f, PRODUCT_PIGMENT, "Black", "96385074");
    struct lot_receive c = receive(f, scanned("(01)00000096385074(10)A"));
    struct lot_received made = {0};
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_string_equal(c.lot.product, product);
}

static void a_gtin_nobody_has_says_how_to_add_it(void **state)
{
    struct fixture *f = *state;
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(10)A"));
    struct lot_received made = {0};
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PRODUCT_NOT_FOUND);
    assert_string_equal(f->e.field, "gs1");
    assert_non_null(strstr(f->e.hint, "product add --gtin " GTIN));
    /* Somebody knows what it is: then it is taken in, and the gap is told. */
    c = receive(f, scanned("(01)" GTIN "(10)A"));
    c.lot.product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_true(warned(&made.warnings, "lot.gtin"));
}

static void a_gtin_of_two_products_is_not_guessed_at(void **state)
{
    struct fixture *f = *state;
    const char *first = scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    const char *second = scanned_product(f, PRODUCT_PIGMENT, "Black, new label", GTIN);
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(10)A"));
    struct lot_received made = {0};
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_REF_AMBIGUOUS);
    assert_non_null(strstr(f->e.message, "P-0001, P-0002"));
    c.lot.product = second;
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_string_equal(c.lot.product, second);
    assert_ok(f, do_product_retire(f, second));
    c = receive(f, scanned("(01)" GTIN "(10)A"));
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_string_equal(c.lot.product, first);
}

static void label_and_typing_must_not_differ(void **state)
{
    struct fixture *f = *state;
    scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    const char *other = some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    struct lot_received made = {0};
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(17)271231(10)A"));
    c.lot.lot_no = "B";
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "lot_no");
    c.lot.lot_no = "A";
    c.lot.expiry = "2027-12-30";
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "expiry");
    c.lot.expiry = "2027-12-31";
    c.lot.product = other;
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "product");
    c.lot.product = NULL;
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    c = receive(f, scanned(NULL));
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_MISSING);
}

static void what_a_label_says_besides_is_used_where_it_fits(void **state)
{
    struct fixture *f = *state;
    scanned_product(f, PRODUCT_CARTRIDGE, "Needles", GTIN);
    struct lot_received made = {0};
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(15)271231(30)20(10)A"));
    c.lot.each_ul = INT_ABSENT;
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_int_equal(c.lot.each_pieces, 20);
    assert_string_equal(c.lot.expiry, "2027-12-31");
    assert_true(warned(&made.warnings, "lot.best_before"));
    c = receive(f, scanned("(01)" GTIN "(15)271231(17)280131(30)99999999(10)A"));
    c.lot.each_ul = INT_ABSENT;
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(c.lot.expiry, "2028-01-31");
}

static void the_century_of_a_label_is_that_of_its_receipt(void **state)
{
    struct fixture *f = *state;
    scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    struct lot_received made = {0};
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(17)760101"));
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_string_equal(c.lot.expiry, "2076-01-01");
    c = receive(f, scanned("(01)" GTIN "(17)760101"));
    c.head.occurred_at = at("2025-12-31T23:30:00Z");
    assert_ok(f, lot_receive(f->s, &f->a, &c, &made, &f->e));
    assert_string_equal(c.lot.expiry, "1976-01-01");
}

static struct lot_receipt bottles(const char *product, const char *lot_no, int64_t n)
{
    return (struct lot_receipt){.product = product,
                                .lot_no = lot_no,
                                .expiry = "2027-06-30",
                                .containers = n,
                                .each_ul = 15000,
                                .each_pieces = INT_ABSENT};
}

static void a_delivery_numbers_on(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    some_lot(f, product, "A0", NULL, 2);
    struct lot_receipt lots[] = {bottles(product, "A1", 2), bottles(product, "A2", 1)};
    struct lot_deliver c = {head_at(f, NULL), {lots, 2}};
    struct lot_delivered made = {0};
    assert_ok(f, lot_deliver(f->s, &f->a, &c, &made, &f->e));
    const struct lot_received *rows = made.lots.items;
    assert_int_equal(made.lots.n, 2);
    assert_string_equal(rows[0].lot_code, "L-0002");
    assert_string_equal(rows[1].lot_code, "L-0003");
    assert_string_equal(
        ((const struct lot_made_container *)rows[1].containers.items)[0].container_code, "B-0005");
}

static void lines_of_one_lot_join_it_wherever_it_is(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received here = some_lot(f, product, "A0", "2027-06-30", 1);
    struct lot_receipt lots[] = {bottles(product, "A0", 1), bottles(product, "A1", 2),
                                 bottles(product, NULL, 1), bottles(product, "A1", 1),
                                 bottles(product, "A0", 1), bottles(product, NULL, 1)};
    static const char *const codes[] = {"L-0001", "L-0002", "L-0003", "L-0002", "L-0001", "L-0004"};
    static const bool again[] = {true, false, false, true, true, false};
    size_t n = sizeof lots / sizeof *lots;
    struct lot_deliver c = {head_at(f, NULL), {lots, n}};
    struct lot_delivered made = {0};
    assert_ok(f, lot_deliver(f->s, &f->a, &c, &made, &f->e));
    const struct lot_received *rows = made.lots.items;
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(rows[i].lot_code, codes[i]);
        assert_int_equal(warned(&rows[i].warnings, "lot.again"), again[i]);
    }
    assert_string_equal(rows[0].lot, here.lot);
    assert_string_equal(rows[3].lot, rows[1].lot);
    lots[3].expiry = "2027-07-31";
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_LOT_EXISTS);
    assert_string_equal(f->e.field, "lots[3].expiry");
    lots[0].expiry = NULL;
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_LOT_EXISTS);
    assert_string_equal(f->e.field, "lots[0].expiry");
    assert_non_null(strstr(f->e.message, "L-0001, with the expiry 2027-06-30"));
}

static void a_delivery_with_one_bad_line_names_it(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_delivered made = {0};
    struct lot_receipt lots[] = {bottles(product, "A1", 1), bottles(product, NULL, 1),
                                 bottles(product, NULL, 1), bottles(product, "A1", 1)};
    lots[3].expiry = "2027-07-31";
    struct lot_deliver c = {head_at(f, NULL), {lots, 4}};
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_LOT_EXISTS);
    assert_string_equal(f->e.field, "lots[3].expiry");
    assert_int_equal(made.lots.n, 0);
    lots[3] = scanned("(10)A(17)261331");
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_GS1_INVALID);
    assert_string_equal(f->e.field, "lots[3].gs1");
}

static void a_delivery_has_an_end(void **state)
{
    struct fixture *f = *state;
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_receipt lots[LOTS_CONTAINERS_MAX / LOT_CONTAINERS_MAX + 1];
    size_t n = sizeof lots / sizeof *lots;
    for (size_t i = 0; i < n; i++)
        lots[i] = bottles(product, NULL, LOT_CONTAINERS_MAX);
    struct lot_deliver c = {head_at(f, NULL), {lots, n}};
    struct lot_delivered made = {0};
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_RANGE);
    assert_string_equal(f->e.field, "lots[10].containers");
    c.lots.n--;
    assert_ok(f, lot_deliver(f->s, &f->a, &c, &made, &f->e));
}

static void a_preview_tells_every_fault_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    struct lot_receipt lots[] = {
        bottles("P-0001", "A1", 1), bottles("P-0099", "A1", 1), scanned("(01)" GTIN "(10)A1"),
        scanned("(01)" GTIN "(17)200131(10)A2"), bottles("P-0001", "A3", 0)};
    const struct list given = {lots, sizeof lots / sizeof *lots};
    struct list rows;
    assert_ok(f, lot_preview(f->s, &f->a, (struct instant){f->now, 60}, &given, &rows, &f->e));
    const struct lot_previewed *row = rows.items;
    assert_int_equal(rows.n, given.n);
    assert_null(row[0].problem);
    assert_string_equal(row[0].product_code, "P-0001");
    assert_string_equal(row[1].problem->name, "product.not_found");
    assert_string_equal(row[1].problem->field, "product");
    assert_null(row[1].product);
    assert_string_equal(row[2].problem->name, "lot.exists");
    assert_null(row[3].problem);
    assert_string_equal(row[3].lot.lot_no, "A2");
    assert_true(warned(&row[3].warnings, "lot.expired"));
    assert_string_equal(row[4].problem->name, "param.range");
    struct lot_filter filter = {.limit = 10};
    const char *cursor;
    assert_ok(f, lot_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 0);
}

static void a_serial_number_is_one_bottle_for_good(void **state)
{
    struct fixture *f = *state;
    scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    const char *other = some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    const char *rest[] = {"S2", "S3"};
    struct lot_receive c = receive(f, scanned("(01)" GTIN "(10)A1(21)S1"));
    struct lot_received made = {0};
    c.lot.containers = 3;
    c.lot.serials = (struct list){rest, 2};
    assert_ok(f, do_lot_receive(f, &c, &made));
    c = receive(f, scanned("(01)" GTIN "(10)A2(21)S3"));
    assert_refused(lot_receive(f->s, &f->a, &c, &made, &f->e), STIPPLE_CONTAINER_EXISTS);
    assert_string_equal(f->e.field, "serials");
    assert_non_null(strstr(f->e.message, "S3 is there already, as B-0003."));
    c = receive(f, scanned("(01)" GTIN "(10)A1(21)S4"));
    assert_ok(f, do_lot_receive(f, &c, &made));
    /* Another maker numbers its own bottles. */
    c = receive(f, scanned("(10)A1(21)S1"));
    c.lot.product = other;
    assert_ok(f, do_lot_receive(f, &c, &made));
}

static void a_serial_number_stands_once_in_a_delivery(void **state)
{
    struct fixture *f = *state;
    const char *twice[] = {"S1", "S1"};
    scanned_product(f, PRODUCT_PIGMENT, "Black", GTIN);
    struct lot_receipt lots[] = {scanned("(01)" GTIN "(10)A1(21)S1"),
                                 scanned("(01)" GTIN "(10)A1(21)S2"),
                                 scanned("(01)" GTIN "(10)A1(21)S1")};
    struct list rows, given = {lots, 3};
    assert_ok(f, lot_preview(f->s, &f->a, (struct instant){f->now, 60}, &given, &rows, &f->e));
    const struct lot_previewed *row = rows.items;
    assert_null(row[1].problem);
    assert_string_equal(row[2].problem->name, "container.exists");
    assert_non_null(strstr(row[2].problem->text, "further up in the list"));
    struct lot_deliver c = {head_at(f, NULL), given};
    struct lot_delivered made = {0};
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_CONTAINER_EXISTS);
    assert_string_equal(f->e.field, "lots[2].serials");
    lots[2] = bottles("P-0001", "A1", 1);
    lots[2].product = lots[0].product;
    lots[2].serials = (struct list){twice, 2};
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_PARAM_RANGE);
    lots[2].containers = 2;
    twice[0] = twice[1] = "S5";
    assert_refused(lot_deliver(f->s, &f->a, &c, &made, &f->e), STIPPLE_CONTAINER_EXISTS);
    assert_non_null(strstr(f->e.message, "in this list"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_label_says_product_lot_and_expiry),
        TEST(a_short_gtin_is_the_long_one_with_zeros),
        TEST(a_gtin_nobody_has_says_how_to_add_it),
        TEST(a_gtin_of_two_products_is_not_guessed_at),
        TEST(label_and_typing_must_not_differ),
        TEST(what_a_label_says_besides_is_used_where_it_fits),
        TEST(the_century_of_a_label_is_that_of_its_receipt),
        TEST(a_delivery_numbers_on),
        TEST(lines_of_one_lot_join_it_wherever_it_is),
        TEST(a_delivery_with_one_bad_line_names_it),
        TEST(a_delivery_has_an_end),
        TEST(a_preview_tells_every_fault_and_changes_nothing),
        TEST(a_serial_number_is_one_bottle_for_good),
        TEST(a_serial_number_stands_once_in_a_delivery),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
