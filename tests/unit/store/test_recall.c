#include "unit.h"

#include "book_commands.h"
#include "recall_commands.h"

#include "store/containers.h"

/* Two products with the same number, a mix of one of them, and another lot. */
struct shelf {
    struct lot_received meant, namesake, other;
    struct mix_made mix;
    struct client_made client[3];
};

static void shelf_fill(struct fixture *f, struct shelf *shelf)
{
    const char *black = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    const char *brown = some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    shelf->meant = some_lot(f, black, "NB-7", "2027-06-30", 2);
    shelf->namesake = some_lot(f, brown, "nb 7", "2027-06-30", 1);
    shelf->other = some_lot(f, black, "NB-8", "2027-06-30", 1);
    for (size_t i = 0; i < 3; i++)
        shelf->client[i] = named_client(f);
    struct mix_input input = {.container = bottle(&shelf->meant, 0), .ul = 500};
    struct mix_make c = mix_of(f, NULL, "2026-01-20", &input, 1);
    assert_ok(f, do_mix_make(f, &c, &shelf->mix));
}

static struct notice shelf_notice(struct fixture *f)
{
    return (struct notice){
        .maker = "Scalpworks", .products = texts(&f->a, "Black"), .lots = texts(&f->a, "NB7")};
}

static const struct recall_client *client_at(const struct recall_found *found, size_t i)
{
    return (const struct recall_client *)found->clients.items + i;
}

static void a_notice_finds_stock_mixes_and_clients_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf;
    struct recall_found found;
    shelf_fill(f, &shelf);
    session_enter(f, &shelf.client[1], shelf.namesake.lot);
    session_enter(f, &shelf.client[2], shelf.meant.lot);
    struct notice notice = shelf_notice(f);
    assert_ok(f, recall_check(f->s, &f->a, &notice, &found, &f->e));
    const struct recall_lot *lot = found.lots.items;
    assert_int_equal(found.matches, 1);
    assert_int_equal(found.possible, 1);
    assert_int_equal(found.other, 1);
    assert_string_equal(lot[0].lot.id, shelf.meant.lot);
    assert_string_equal(lot[1].lot.id, shelf.namesake.lot);
    assert_int_equal(found.stock.n, 4);
    const struct recall_stock *stock = found.stock.items;
    assert_string_equal(stock[2].container_code, shelf.mix.mix_code);
    assert_int_equal(stock[2].verdict, VERDICT_MATCH);
    assert_int_equal(stock[3].verdict, VERDICT_POSSIBLE);
    assert_int_equal(found.clients.n, 2);
    assert_string_equal(client_at(&found, 0)->client, shelf.client[2].client);
    assert_int_equal(client_at(&found, 0)->verdict, VERDICT_MATCH);
    assert_int_equal(client_at(&found, 0)->sessions.n, 1);
    assert_int_equal(client_at(&found, 1)->verdict, VERDICT_POSSIBLE);
    struct lot still;
    assert_ok(f, lot_show(f->s, &f->a, shelf.meant.lot, &still, &f->e));
    assert_null(still.recall_code);
}

static void a_recall_holds_what_it_means_until_it_is_closed_and_released(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf;
    struct recall_opened made;
    struct recall_closed closed;
    shelf_fill(f, &shelf);
    struct notice notice = shelf_notice(f);
    assert_ok(f, do_recall_open(f, &notice, NULL, "2026-01-15T10:00:00Z", &made));
    assert_string_equal(made.recall_code, "R-0001");
    assert_int_equal(made.lots.n, 1);
    assert_int_equal(made.containers, 3);
    assert_true(warned(&made.warnings, "recall.possible"));
    assert_string_equal(refusal_of(f, bottle(&shelf.meant, 1)), "lot.recalled");
    assert_string_equal(refusal_of(f, shelf.mix.mix), "lot.recalled");
    assert_null(refusal_of(f, bottle(&shelf.namesake, 0)));
    assert_refused(do_lot_hold(f, shelf.meant.lot, NULL, true), STIPPLE_LOT_RECALLED);
    assert_ok(f, do_recall_close(f, made.recall, &closed));
    assert_true(warned(&closed.warnings, "recall.held"));
    assert_string_equal(refusal_of(f, bottle(&shelf.meant, 1)), "lot.recalled");
    assert_refused(do_recall_close(f, made.recall, &closed), STIPPLE_RECALL_CLOSED);
    assert_ok(f, do_lot_hold(f, shelf.meant.lot, NULL, true));
    assert_null(refusal_of(f, bottle(&shelf.meant, 1)));
    struct recall_status status;
    assert_ok(f, recall_show(f->s, &f->a, made.recall, &status, &f->e));
    assert_int_equal(status.found.lots.n, 1);
    assert_int_equal(status.effect.minutes, 60);
    assert_books_whole(f);
}

static void a_possible_lot_is_held_when_it_is_named_and_any_other_is_not(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf;
    struct recall_opened made;
    shelf_fill(f, &shelf);
    struct notice notice = shelf_notice(f);
    assert_refused(do_recall_open(f, &notice, shelf.other.lot, NULL, &made),
                   STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "also[0]");
    notice.products = texts(&f->a, "Umber");
    assert_refused(do_recall_open(f, &notice, NULL, NULL, &made), STIPPLE_RECALL_EMPTY);
    assert_ok(f, do_recall_open(f, &notice, shelf.namesake.lot, NULL, &made));
    assert_int_equal(made.lots.n, 1);
    assert_string_equal(refusal_of(f, bottle(&shelf.namesake, 0)), "lot.recalled");
    assert_refused(do_recall_open(f, &notice, NULL, "2026-01-16T10:00:00Z", &made),
                   STIPPLE_TIME_ORDER);
    assert_books_whole(f);
}

static void who_was_told_is_counted_and_only_who_was_reached_by_a_lot(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf;
    struct recall_opened made;
    struct recall_status status;
    shelf_fill(f, &shelf);
    struct notice notice = shelf_notice(f);
    session_enter(f, &shelf.client[0], shelf.meant.lot);
    assert_ok(f, do_recall_open(f, &notice, NULL, NULL, &made));
    assert_int_equal(made.clients, 1);
    /* Entered late; on the list all the same. */
    session_enter(f, &shelf.client[1], shelf.meant.lot);
    assert_refused(do_recall_contact(f, made.recall, shelf.client[2].client, true),
                   STIPPLE_RECALL_CLIENT);
    assert_ok(f, do_recall_contact(f, made.recall, shelf.client[0].client, false));
    assert_ok(f, recall_show(f->s, &f->a, made.recall, &status, &f->e));
    assert_int_equal(status.effect.clients, 2);
    assert_int_equal(status.effect.reached, 0);
    assert_int_equal(status.effect.minutes, INT_ABSENT);
    assert_ok(f, do_recall_contact(f, made.recall, shelf.client[0].client, true));
    assert_ok(f, recall_show(f->s, &f->a, made.recall, &status, &f->e));
    assert_near(status.effect.percent, 50, 0);
    assert_int_equal(client_at(&status.found, 0)->log.n, 2);
    assert_true(client_at(&status.found, 0)->reached);
    assert_false(client_at(&status.found, 1)->reached);
}

static void a_drill_is_about_a_lot_that_reached_somebody(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf;
    struct notice notice;
    struct lot lot;
    assert_refused(recall_drill_notice(f->s, &f->a, NULL, &notice, &lot, &f->e),
                   STIPPLE_LOT_NOT_FOUND);
    shelf_fill(f, &shelf);
    session_enter(f, &shelf.client[0], shelf.other.lot);
    for (size_t i = 0; i < 20; i++) {
        struct recall_found found;
        assert_ok(f, recall_drill_notice(f->s, &f->a, NULL, &notice, &lot, &f->e));
        assert_string_equal(lot.id, shelf.other.lot);
        assert_ok(f, recall_check(f->s, &f->a, &notice, &found, &f->e));
        assert_int_equal(found.matches, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_notice_finds_stock_mixes_and_clients_and_changes_nothing,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            a_recall_holds_what_it_means_until_it_is_closed_and_released, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            a_possible_lot_is_held_when_it_is_named_and_any_other_is_not, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(who_was_told_is_counted_and_only_who_was_reached_by_a_lot,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_drill_is_about_a_lot_that_reached_somebody, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
