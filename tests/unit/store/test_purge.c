#include "unit.h"

#include "purge_commands.h"
#include "store_tables.h"

#include "store/connection.h"

/* What the stock and the trace are: nothing of that may change. */
static const char *totals(struct fixture *f)
{
    static const char *const tables[] = {
        "SELECT * FROM container",
        "SELECT * FROM movement",
        "SELECT * FROM mix",
        "SELECT * FROM mix_input",
        "SELECT * FROM mix_bottle",
        "SELECT * FROM lot_client",
        "SELECT * FROM client_lot",
        "SELECT * FROM recall_lot",
        "SELECT session, line, container, amount, missing, refusal, ended FROM session_use",
        "SELECT id, client, artist, course, code, event, occurred_at, recorded_at FROM session",
        "SELECT recall, client, event, way, reached, occurred_at FROM recall_contact"};
    const char *all = "";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        all = arena_print(&f->a, "%s\n%s", all, rows(f, tables[i]));
    return all;
}

static void a_purge_takes_bodies_and_leaves_the_chain_the_stock_and_the_trace(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    const char *before = totals(f);
    struct purge_made made;
    purge_some(f, &b, 0, 2, &made);
    assert_string_equal(totals(f), before);
    assert_books_whole(f);
    struct audit audit = verify(f);
    assert_int_equal(audit.purged, made.events);
    assert_int_equal(audit.purges.n, 1);
    const struct audit_purge *purge = audit.purges.items;
    assert_int_equal(purge->seq, audit.events);
    assert_string_equal(purge->reason, "the time is over");
    assert_int_equal(purge->clients.n, 2);
    assert_int_equal(purge->numbers.n, made.events);
    assert_string_equal(rows(f, "SELECT seq FROM event WHERE body IS NULL ORDER BY seq"),
                        rows(f, "SELECT event FROM purged ORDER BY event"));
    assert_string_equal(rows(f, "SELECT count(*) FROM event WHERE body IS NULL AND salt NOTNULL"),
                        "0|;");
    purge_some(f, &b, 2, 2, &made);
    assert_string_equal(totals(f), before);
    assert_books_whole(f);
    assert_int_equal(verify(f).purges.n, 2);
}

static void a_history_that_went_on_after_a_purge_is_rebuilt_too(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    struct client_made client;
    struct course_made course;
    struct session_made session;
    purge_some(f, &b, 1, 1, &made);
    assert_ok(f, do_client_add(f, "{\"name\":\"New\"}", &client));
    assert_string_equal(client.client_code, "C-0005");
    assert_ok(f, do_course_open(f, client.client, NULL, NULL, &course));
    assert_string_equal(course.course_code, "K-0005");
    struct session_use use = use_of(bottle(&b.pigment, 1), 10);
    struct session_record c = session_of(f, client.client, b.artist.staff, &use, 1);
    c.override_reason = "under a recall";
    assert_ok(f, do_session_record(f, &c, &session));
    fixture_reopen(f);
    assert_books_whole(f);
}

static void everything_that_was_said_is_gone(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    purge_some(f, &b, 0, 2, &made);
    assert_string_equal(rows(f, "SELECT count(*) FROM client_key"), "2|;");
    assert_string_equal(rows(f, "SELECT sealed FROM client WHERE id < 3"), "|;|;");
    assert_string_equal(rows(f, "SELECT service, facts, closed_reason FROM course WHERE id < 3"),
                        "|{}|purged|;|{}|purged|;");
    assert_string_equal(rows(f, "SELECT DISTINCT facts, override_reason FROM session "
                                "WHERE client < 3 ORDER BY 2"),
                        "{}||;{}|purged|;");
    assert_string_equal(rows(f, "SELECT DISTINCT reason, was FROM session_amendment"),
                        "purged|{}|;");
    assert_string_equal(rows(f, "SELECT DISTINCT reason, was FROM course_amendment "
                                "JOIN course ON course.id = course WHERE client < 3"),
                        "purged|{}|;");
    assert_string_equal(rows(f, "SELECT count(*) FROM session_use JOIN session "
                                "ON session.id = session WHERE client < 3 AND zone IS NOT NULL"),
                        "0|;");
    assert_string_equal(rows(f, "SELECT facts FROM incident WHERE id < 3"), "{}|;{}|;");
    assert_string_equal(rows(f, "SELECT DISTINCT reason, was FROM incident_amendment "
                                "WHERE incident < 3"),
                        "purged|{}|;");
    assert_string_equal(rows(f, "SELECT sealed FROM recall_contact"), "|;");
}

/* A new type of event has to be decided about: where it is a client's, in record_events. */
static void every_type_of_event_goes_or_stays_on_purpose(void **state)
{
    struct fixture *f = *state;
    static const char goes[] =
        "client.add client.amend client.look course.open course.amend course.close course.reopen "
        "match.accept "
        "session.record "
        "session.amend session.review session.strike incident.record incident.amend recall.contact "
        "report.client ";
    static const char stays[] =
        "audit.key audit.clock studio.set staff.add staff.retire staff.amend aftercare.write "
        "product.add "
        "product.amend "
        "product.retire lot.receive lot.deliver lot.amend lot.hold lot.release stock.open "
        "stock.adjust stock.discard mix.make mix.discard recall.open recall.include recall.exclude "
        "recall.close recall.withdraw recall.drill "
        "report.stock report.lot report.inspection report.recall client.erase retention.purge ";
    for (size_t i = 0; event_type_at(i); i++) {
        const char *type = arena_print(&f->a, "%s ", event_type_at(i));
        assert_int_equal(!!strstr(goes, type) + !!strstr(stays, type), 1);
    }
}

static void what_is_open_stays(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    const char *ids[] = {b.clients[0].client, b.clients[3].client};
    struct purge_made made;
    struct course_made course;
    assert_ok(f, do_course_open(f, ids[1], NULL, NULL, &course));
    assert_refused(do_purge(f, ids, 2, "so", &made), STIPPLE_CLIENT_KEPT);
    assert_string_equal(f->e.field, "clients[1]");
    assert_ok(f, do_course_close(f, course.course, NULL));
    struct session_use use = use_of(bottle(&b.pigment, 1), 10);
    struct session_record c = session_of(f, ids[1], b.artist.staff, &use, 1);
    struct session_made session;
    c.override_reason = "under a recall";
    assert_ok(f, do_session_record(f, &c, &session));
    assert_refused(do_purge(f, ids, 2, "so", &made), STIPPLE_CLIENT_KEPT);
    assert_non_null(strstr(f->e.message, session.session_code));
    assert_ok(f, do_session_review(f, session.session));
    run_sql(f, "UPDATE recall SET closed_at = NULL");
    assert_refused(do_purge(f, ids, 2, "so", &made), STIPPLE_CLIENT_KEPT);
    assert_non_null(strstr(f->e.message, "R-0001"));
    assert_string_equal(rows(f, "SELECT count(*) FROM event WHERE body IS NULL"), "0|;");
    run_sql(f, "UPDATE recall SET closed_at = opened_at");
    assert_ok(f, do_purge(f, ids, 2, NULL, &made));
}

static void inside_the_keep_period_only_an_override_purges(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    static const char *const packs[] = {"us-nj"};
    struct studio_set set = {.head = head_at(f, NULL), .rule_packs = {(void *)packs, 1}};
    set.depth_mm = set.dots_per_cm2 = set.dot_mm = set.gain = set.healed = set.half_life_years =
        NUMBER_ABSENT;
    set.sessions = set.backup_days = INT_ABSENT;
    assert_ok(f, do_studio_set(f, &set));
    const char *id = b.clients[0].client;
    struct purge_made made;
    assert_refused(do_purge(f, &id, 1, NULL, &made), STIPPLE_CLIENT_KEPT);
    assert_non_null(strstr(f->e.message, "us-nj"));
    assert_ok(f, do_purge(f, &id, 1, "a judge said so", &made));
    const struct purged_record *record = made.clients.items;
    assert_string_equal(record->keep_until, "2029-01-15");
    assert_true(warned(&made.warnings, "purge.kept"));
    assert_books_whole(f);
}

static void a_preview_tells_and_does_nothing(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct course_made course;
    struct purge_made made;
    assert_ok(f, do_course_open(f, b.clients[1].client, NULL, NULL, &course));
    const char *ids[] = {b.clients[0].client, b.clients[1].client};
    const char *before = rows(f, "SELECT * FROM event");
    struct purge c = {.clients = {(void *)(uintptr_t)ids, 2}};
    assert_ok(f, retention_preview(f->s, &f->a, purge_day, &c, &made, &f->e));
    const struct purged_record *record = made.clients.items;
    assert_null(record[0].problem);
    assert_int_equal(record[0].events.n, made.events);
    assert_string_equal(record[1].problem->name, "client.kept");
    assert_int_equal(record[1].events.n, 0);
    assert_string_equal(rows(f, "SELECT * FROM event"), before);
    struct purge_made done;
    purge_some(f, &b, 0, 1, &done);
    assert_int_equal(done.events, made.events);
    assert_ok(f, retention_preview(f->s, &f->a, purge_day, &c, &made, &f->e));
    assert_string_equal(((const struct purged_record *)made.clients.items)->problem->name,
                        "client.purged");
}

static void nothing_is_added_to_what_was_purged(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    const char *id = b.clients[0].client, *twice[] = {b.clients[1].client, b.clients[1].client};
    purge_some(f, &b, 0, 1, &made);
    struct session_use use = use_of(bottle(&b.needles, 0), INT_ABSENT);
    use.pieces = 1;
    struct session_record record = session_of(f, id, b.artist.staff, &use, 1);
    struct session_record by_course = record;
    by_course.client = NULL;
    by_course.course = b.courses[0].course;
    struct session_amend amend = amend_of(f, b.sessions[1].session, "it was the other one");
    struct session_amend own = amend_of(f, b.sessions[0].session, "a slip");
    amend.client = id;
    struct mix_input input = {bottle(&b.diluent, 0), 100};
    struct mix_make cup = mix_of(f, id, NULL, &input, 1);
    struct session_made session;
    struct mix_made mix;
    struct match_accepted match;
    struct course_made course;
    struct list none = {0};
    assert_refused(do_session_record(f, &record, &session), STIPPLE_CLIENT_PURGED);
    assert_refused(do_session_record(f, &by_course, &session), STIPPLE_CLIENT_PURGED);
    assert_refused(do_session_amend(f, &amend, &session), STIPPLE_CLIENT_PURGED);
    assert_refused(do_session_amend(f, &own, &session), STIPPLE_CLIENT_PURGED);
    assert_refused(do_incident_record(f, b.sessions[0].session, NULL), STIPPLE_CLIENT_PURGED);
    assert_refused(do_mix_make(f, &cup, &mix), STIPPLE_CLIENT_PURGED);
    assert_refused(do_match_accept(f, id, b.black, &none, &match), STIPPLE_CLIENT_PURGED);
    assert_refused(do_course_open(f, id, NULL, NULL, &course), STIPPLE_CLIENT_ERASED);
    assert_refused(do_recall_contact(f, b.recall.recall, id, true), STIPPLE_CLIENT_ERASED);
    assert_refused(do_purge(f, &id, 1, NULL, &made), STIPPLE_CLIENT_PURGED);
    assert_refused(do_purge(f, twice, 2, NULL, &made), STIPPLE_PARAM_COMBINATION);
    assert_books_whole(f);
}

/* A session entered for the wrong client is the record of the one it stands under now. */
static void a_session_goes_with_whoever_it_stands_under(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct session_amend amend = amend_of(f, b.sessions[2].session, "the other one");
    amend.client = b.clients[3].client;
    amend.override_reason = "it was their cup";
    struct session_made made;
    struct purge_made purged;
    assert_ok(f, do_session_amend(f, &amend, &made));
    assert_ok(f, do_session_review(f, made.session));
    purge_some(f, &b, 2, 1, &purged);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    assert_int_equal(row.purged, INT_ABSENT);
    assert_string_equal(row.facts, "{\"place\":\"chair 2\"}");
    assert_books_whole(f);
    purge_some(f, &b, 3, 1, &purged);
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    assert_string_equal(row.facts, "{}");
    assert_books_whole(f);
}

static void an_op_of_a_purged_event_is_not_done_again(void **state)
{
    struct fixture *f = *state;
    struct books b = {0};
    struct purge_made purged;
    const char *made;
    static const char op[] = "00000000-0000-4000-8000-0000000000aa", request[] = "client.add";
    books_shelf(f, &b);
    f->op = op;
    assert_ok(f, do_client_add(f, "{\"name\":\"Somebody\"}", &b.clients[0]));
    assert_ok(f, store_op(f->s, &f->a, op, request, strlen(request), &made, &f->e));
    assert_non_null(made);
    purge_some(f, &b, 0, 1, &purged);
    assert_refused(store_op(f->s, &f->a, op, request, strlen(request), &made, &f->e),
                   STIPPLE_OP_REUSED);
    assert_non_null(strstr(f->e.message, "purged"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_purge_takes_bodies_and_leaves_the_chain_the_stock_and_the_trace),
        TEST(a_history_that_went_on_after_a_purge_is_rebuilt_too),
        TEST(everything_that_was_said_is_gone),
        TEST(every_type_of_event_goes_or_stays_on_purpose),
        TEST(what_is_open_stays),
        TEST(inside_the_keep_period_only_an_override_purges),
        TEST(a_preview_tells_and_does_nothing),
        TEST(nothing_is_added_to_what_was_purged),
        TEST(a_session_goes_with_whoever_it_stands_under),
        TEST(an_op_of_a_purged_event_is_not_done_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
