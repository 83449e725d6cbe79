#include "unit.h"

#include "book_commands.h"
#include "recall_commands.h"

static struct lot_received lot_comes(struct fixture *f, const char *product, const char *lot_no,
                                     const char *batch_no)
{
    struct lot_receive c = {.head = head_at(f, NULL),
                            .lot = {.product = product,
                                    .lot_no = lot_no,
                                    .batch_no = batch_no,
                                    .containers = 1,
                                    .each_ul = 15000,
                                    .each_pieces = INT_ABSENT}};
    struct lot_received made = {0};
    assert_ok(f, do_lot_receive(f, &c, &made));
    return made;
}

static struct recall_status shown(struct fixture *f, const char *recall)
{
    struct recall_status status;
    assert_ok(f, recall_show(f->s, &f->a, recall, &status, &f->e));
    return status;
}

/* Black and white of one maker, and an open recall of lots NB-7 and NB-9 of Black. */
struct watched {
    const char *black, *white;
    struct lot_received here;
    struct recall_opened recall;
};

static void watch_begin(struct fixture *f, struct watched *w)
{
    w->black = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    w->white = some_product(f, PRODUCT_PIGMENT, "White", 365);
    w->here = lot_comes(f, w->black, "NB-7", NULL);
    struct notice notice = {
        .maker = "Scalpworks", .products = texts(&f->a, "Black"), .lots = texts(&f->a, "NB7, NB9")};
    assert_ok(f, do_recall_open(f, &notice, NULL, NULL, &w->recall));
}

static void a_lot_that_comes_later_is_held_at_once(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    watch_begin(f, &w);
    struct lot_received other = lot_comes(f, w.black, "NB-8", NULL);
    assert_int_equal(other.recalls.n, 0);
    assert_null(refusal_of(f, bottle(&other, 0)));
    struct lot_received late = lot_comes(f, w.black, "nb 9", NULL);
    assert_int_equal(late.recalls.n, 1);
    assert_true(warned(&late.warnings, "lot.recalled"));
    assert_string_equal(refusal_of(f, bottle(&late, 0)), "lot.recalled");
    assert_refused(do_lot_hold(f, late.lot, NULL, true), STIPPLE_LOT_RECALLED);
    struct lot_received doubtful = lot_comes(f, w.white, "NB9", NULL);
    assert_int_equal(doubtful.recalls.n, 0);
    assert_true(warned(&doubtful.warnings, "recall.possible"));
    assert_null(refusal_of(f, bottle(&doubtful, 0)));
    struct recall_status status = shown(f, w.recall.recall);
    assert_int_equal(status.found.lots.n, 2);
    const struct recall_lot *row = recall_lot_find(&status.found.lots, late.lot);
    assert_non_null(row);
    assert_int_equal(row->at.ms, f->now);
    assert_int_equal(status.undecided.n, 1);
    assert_string_equal(((const struct recall_lot *)status.undecided.items)->lot.id, doubtful.lot);
    assert_books_whole(f);
}

/* More of a lot that is held joins it, and so does what is left of the doubt. */
static void more_bottles_of_a_recalled_lot_are_held_too(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    watch_begin(f, &w);
    struct lot_received more = lot_comes(f, w.black, "NB-7", NULL);
    assert_string_equal(more.lot, w.here.lot);
    assert_true(warned(&more.warnings, "lot.recalled"));
    assert_string_equal(refusal_of(f, bottle(&more, 0)), "lot.recalled");
    struct recall_closed closed;
    assert_ok(f, do_recall_close(f, w.recall.recall, &closed));
    assert_ok(f, do_lot_hold(f, more.lot, NULL, true));
    struct lot_received again = lot_comes(f, w.black, "NB-7", NULL);
    assert_true(warned(&again.warnings, "lot.recalled"));
    assert_null(refusal_of(f, bottle(&again, 0)));
    struct recall_status status = shown(f, w.recall.recall);
    const struct recall_lot *row = status.found.lots.items;
    assert_int_equal(row->released_at.ms, f->now);
    assert_string_equal(row->released_because, "a notice came");
    assert_books_whole(f);
}

static void closing_forgets_nothing_and_withdrawing_does(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    struct recall_closed closed;
    watch_begin(f, &w);
    assert_ok(f, do_recall_close(f, w.recall.recall, &closed));
    struct lot_received late = lot_comes(f, w.black, "NB9", NULL);
    assert_int_equal(late.recalls.n, 1);
    assert_string_equal(refusal_of(f, bottle(&late, 0)), "lot.recalled");
    assert_ok(f, do_recall_end(f, w.recall.recall, NULL, true, &closed));
    assert_refused(do_recall_end(f, w.recall.recall, NULL, true, &closed),
                   STIPPLE_RECALL_WITHDRAWN);
    assert_string_equal(refusal_of(f, bottle(&late, 0)), "lot.recalled");
    struct lot_received after = lot_comes(f, w.black, NULL, "NB9");
    assert_int_equal(after.recalls.n, 0);
    assert_null(refusal_of(f, bottle(&after, 0)));
    struct recall_judged judged;
    assert_refused(do_recall_judge(f, w.recall.recall, after.lot, false, &judged),
                   STIPPLE_RECALL_WITHDRAWN);
    struct recall_status status = shown(f, w.recall.recall);
    assert_int_equal(status.undecided.n, 0);
    assert_string_equal(status.recall.withdrawn_reason, "done with it");
    assert_books_whole(f);
}

static struct lot_amended amended(struct fixture *f, const char *lot, const char *lot_no)
{
    struct lot_amend c = {
        .head = head_at(f, NULL), .lot = lot, .reason = "mistyped", .lot_no = lot_no};
    struct lot_amended made = {0};
    assert_ok(f, do_lot_amend(f, &c, &made));
    return made;
}

static void a_lot_that_is_corrected_into_a_notice_is_held(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    struct recall_judged judged;
    watch_begin(f, &w);
    struct lot_received lot = lot_comes(f, w.black, "MB-9", NULL);
    assert_null(refusal_of(f, bottle(&lot, 0)));
    struct lot_amended made = amended(f, lot.lot, "NB-9");
    assert_int_equal(made.recalls.n, 1);
    assert_true(warned(&made.warnings, "lot.recalled"));
    assert_string_equal(refusal_of(f, bottle(&lot, 0)), "lot.recalled");
    /* Out of it again it stays held, until somebody says that it is not meant. */
    made = amended(f, lot.lot, "NB-5");
    assert_int_equal(made.recalls.n, 0);
    assert_string_equal(refusal_of(f, bottle(&lot, 0)), "lot.recalled");
    assert_ok(f, do_recall_judge(f, w.recall.recall, lot.lot, true, &judged));
    assert_null(refusal_of(f, bottle(&lot, 0)));
    /* What was decided was decided of another number. */
    made = amended(f, lot.lot, "NB-9");
    assert_int_equal(made.recalls.n, 1);
    assert_string_equal(refusal_of(f, bottle(&lot, 0)), "lot.recalled");
    assert_int_equal(shown(f, w.recall.recall).spared.n, 0);
    assert_books_whole(f);
}

static void a_product_that_is_corrected_into_a_notice_brings_its_lots(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    watch_begin(f, &w);
    struct lot_received one = lot_comes(f, w.white, "NB9", NULL);
    struct lot_received other = lot_comes(f, w.white, "NB10", NULL);
    struct product_amend c = {head_at(f, NULL), w.black, "no such colour", facts_none()};
    c.facts.name = "Coal";
    assert_ok(f, do_product_amend(f, &c));
    c.product = w.white;
    c.facts.name = "Black";
    assert_ok(f, do_product_amend(f, &c));
    assert_string_equal(refusal_of(f, bottle(&one, 0)), "lot.recalled");
    assert_null(refusal_of(f, bottle(&other, 0)));
    assert_string_equal(refusal_of(f, bottle(&w.here, 0)), "lot.recalled");
    assert_books_whole(f);
}

static void a_person_decides_what_is_doubtful(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    struct recall_judged judged;
    watch_begin(f, &w);
    const char *recall = w.recall.recall;
    struct client_made client = named_client(f);
    struct lot_received doubtful = lot_comes(f, w.white, "NB9", NULL);
    struct lot_received other = lot_comes(f, w.white, "W-1", NULL);
    assert_refused(do_recall_judge(f, recall, w.here.lot, false, &judged), STIPPLE_NOTHING_TO_DO);
    assert_refused(do_recall_judge(f, recall, other.lot, true, &judged), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "lots[0]");
    assert_ok(f, do_recall_judge(f, recall, doubtful.lot, true, &judged));
    assert_refused(do_recall_judge(f, recall, doubtful.lot, true, &judged), STIPPLE_NOTHING_TO_DO);
    struct recall_status status = shown(f, recall);
    assert_int_equal(status.undecided.n, 0);
    assert_int_equal(status.spared.n, 1);
    assert_string_equal(((const struct recall_lot *)status.spared.items)->reason,
                        "somebody looked");
    assert_ok(f, do_recall_judge(f, recall, doubtful.lot, false, &judged));
    assert_int_equal(judged.containers, 1);
    assert_string_equal(refusal_of(f, bottle(&doubtful, 0)), "lot.recalled");
    assert_int_equal(shown(f, recall).spared.n, 0);
    /* Whatever the notice says: the maker may have said more on the telephone. */
    assert_ok(f, do_recall_judge(f, recall, other.lot, false, &judged));
    assert_int_equal(((const struct recall_named *)judged.recalls.items)->verdict,
                     VERDICT_POSSIBLE);
    assert_books_whole(f);
    session_enter(f, &client, doubtful.lot);
    assert_int_equal(shown(f, recall).found.clients.n, 1);
    assert_ok(f, do_recall_judge(f, recall, doubtful.lot, true, &judged));
    assert_int_equal(judged.clients, 1);
    assert_int_equal(shown(f, recall).found.clients.n, 0);
}

/* A lot in two recalls is free when neither holds it any more. */
static void what_two_recalls_hold_is_held_until_both_let_go(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    struct recall_opened second;
    struct recall_judged judged;
    watch_begin(f, &w);
    struct notice notice = {
        .maker = "Scalpworks", .products = texts(&f->a, "Black"), .all_lots = 1};
    assert_ok(f, do_recall_open(f, &notice, NULL, NULL, &second));
    assert_true(warned(&second.warnings, "recall.again"));
    assert_refused(do_recall_open(f, &notice, NULL, NULL, &second), STIPPLE_RECALL_EXISTS);
    assert_ok(f, do_recall_judge(f, second.recall, w.here.lot, true, &judged));
    assert_true(warned(&judged.warnings, "recall.empty"));
    assert_string_equal(refusal_of(f, bottle(&w.here, 0)), "lot.recalled");
    assert_ok(f, do_recall_judge(f, w.recall.recall, w.here.lot, true, &judged));
    assert_null(refusal_of(f, bottle(&w.here, 0)));
    assert_books_whole(f);
}

static void closing_asks_for_who_was_not_reached(void **state)
{
    struct fixture *f = *state;
    struct watched w;
    struct recall_closed closed;
    watch_begin(f, &w);
    struct client_made client = named_client(f), gone = named_client(f);
    session_enter(f, &client, w.here.lot);
    session_enter(f, &gone, w.here.lot);
    assert_refused(do_recall_close(f, w.recall.recall, &closed), STIPPLE_RECALL_UNREACHED);
    assert_string_equal(f->e.field, "unreached");
    assert_ok(f, do_recall_contact(f, w.recall.recall, client.client, true));
    /* Who was erased cannot be told, and is not asked for. */
    assert_int_equal(
        sqlite3_exec(f->s->db, "UPDATE client SET sealed = NULL WHERE id = 2", NULL, NULL, NULL),
        SQLITE_OK);
    assert_ok(f, do_recall_close(f, w.recall.recall, &closed));
    assert_true(warned(&closed.warnings, "recall.unreached"));
    struct recall_status status = shown(f, w.recall.recall);
    assert_int_equal(status.effect.erased, 1);
    assert_near(status.effect.percent, 50, 0);
    assert_null(status.recall.unreached_reason);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_lot_that_comes_later_is_held_at_once, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(more_bottles_of_a_recalled_lot_are_held_too, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(closing_forgets_nothing_and_withdrawing_does, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_lot_that_is_corrected_into_a_notice_is_held,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_product_that_is_corrected_into_a_notice_brings_its_lots,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_person_decides_what_is_doubtful, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(what_two_recalls_hold_is_held_until_both_let_go,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(closing_asks_for_who_was_not_reached, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
