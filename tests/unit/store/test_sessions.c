#include "unit.h"

#include "session_commands.h"

#include "store/containers.h"

static void a_session_takes_the_whole_cup_and_throws_it_away(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use uses[] = {{cup.mix, INT_ABSENT, INT_ABSENT, "crown"},
                                 {bottle(&chair.needles, 0), INT_ABSENT, 2, NULL}};
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, uses, 2);
    struct session_made made;
    assert_ok(f, do_session_record(f, &c, &made));
    assert_string_equal(made.session_code, "V-0001");
    assert_null(made.review);
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_int_equal(left_in(f, bottle(&chair.needles, 0)), 18);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    const struct session_line *line = row.uses.items;
    assert_int_equal(row.uses.n, 2);
    assert_int_equal(line[0].ul, 1000);
    assert_string_equal(line[0].zone, "crown");
    assert_int_equal(line[1].pieces, 2);
    assert_string_equal(line[1].lot_no, "N1");
    assert_non_null(strstr(row.facts, "chair 1"));
    struct mix mix;
    assert_ok(f, mix_show(f->s, &f->a, cup.mix, "2026-01-15", &mix, &f->e));
    assert_string_equal(mix.refusal, "container.discarded");
    assert_books_whole(f);
}

static void what_is_left_in_a_cup_goes_with_it(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, 300);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made;
    assert_ok(f, do_session_record(f, &c, &made));
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_books_whole(f);
}

static void a_stock_error_never_loses_a_session(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use use = use_of(bottle(&chair.pigment, 0), 15500);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made;
    assert_ok(f, do_session_record(f, &c, &made)); /* more than there was */
    assert_true(warned(&made.warnings, "stock.discrepancy"));
    assert_non_null(strstr(((const struct warning *)made.warnings.items)->text,
                           "had 15000 µL in the books, and 15500 were used"));
    assert_null(made.review);
    use.ul = 100;
    assert_ok(f, do_session_record(f, &c, &made)); /* of an empty one */
    const struct session_line *line = made.uses.items;
    assert_int_equal(line->missing, 100);
    assert_null(line->refusal);
    assert_null(made.review);
    assert_int_equal(left_in(f, use.container), 0);
    assert_books_whole(f);
}

static void what_was_not_to_be_used_needs_a_reason_and_waits_for_a_manager(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use use = use_of(bottle(&chair.pigment, 0), 100);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made;
    assert_ok(f, do_lot_hold(f, chair.pigment.lot, NULL, false));
    assert_refused(do_session_record(f, &c, &made), STIPPLE_SESSION_OVERRIDE);
    assert_string_equal(f->e.field, "override_reason");
    c.override_reason = "the notice came in the middle of it";
    assert_ok(f, do_session_record(f, &c, &made));
    assert_string_equal(made.review, "open");
    struct session_filter filter = {.open_only = true};
    struct list rows;
    const char *cursor;
    assert_ok(f, session_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 1);
    assert_ok(f, do_session_review(f, made.session));
    assert_refused(do_session_review(f, made.session), STIPPLE_SESSION_REVIEWED);
    assert_ok(f, session_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 0);
    assert_books_whole(f);
}

static void somebody_elses_cup_is_not_to_be_used(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, INT_ABSENT);
    struct session_record c = session_of(f, chair.other.client, chair.artist.staff, &use, 1);
    struct session_made made;
    assert_refused(do_session_record(f, &c, &made), STIPPLE_SESSION_OVERRIDE);
    c.override_reason = "mixed up";
    assert_ok(f, do_session_record(f, &c, &made));
    const struct session_line *line = made.uses.items;
    assert_string_equal(line->refusal, "mix.client");
    assert_books_whole(f);
}

static void a_wrong_entry_is_amended_and_both_show(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use wrong = use_of(bottle(&chair.pigment, 0), 400);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &wrong, 1);
    struct session_made made, amended;
    assert_ok(f, do_session_record(f, &c, &made));
    struct session_use right = use_of(bottle(&chair.pigment, 1), 500);
    struct session_amend amend = amend_of(f, made.session, "the other bottle");
    amend.uses = (struct list){&right, 1};
    assert_ok(f, do_session_amend(f, &amend, &amended));
    assert_int_equal(left_in(f, wrong.container), 15000);
    assert_int_equal(left_in(f, right.container), 14500);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    const struct session_line *line = row.uses.items;
    const struct amendment *amendment = row.amendments.items;
    assert_int_equal(row.uses.n, 2);
    assert_int_equal(line[0].ended, 1);
    assert_int_equal(line[1].ended, 0);
    assert_int_equal(line[1].line, 2);
    assert_int_equal(row.amendments.n, 1);
    assert_string_equal(amendment->reason, "the other bottle");
    assert_non_null(strstr(amendment->was, "chair 1"));
    assert_non_null(strstr(row.facts, "chair 2"));
    assert_books_whole(f);
}

static void an_amended_cup_is_not_held_against_its_own_session(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, 600);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made, amended;
    assert_ok(f, do_session_record(f, &c, &made));
    use.ul = 500;
    struct session_amend amend = amend_of(f, made.session, "misread");
    amend.uses = (struct list){&use, 1};
    assert_ok(f, do_session_amend(f, &amend, &amended));
    assert_null(amended.review);
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_books_whole(f);
}

static void a_cup_for_two_zones_is_never_counted_twice(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use uses[] = {{cup.mix, INT_ABSENT, INT_ABSENT, "crown"},
                                 {cup.mix, INT_ABSENT, INT_ABSENT, "front"}};
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, uses, 2);
    struct session_made made;
    assert_refused(do_session_record(f, &c, &made), STIPPLE_PARAM_MISSING);
    assert_string_equal(f->e.field, "uses[1].ul");
    uses[0].ul = 400;
    assert_ok(f, do_session_record(f, &c, &made));
    const struct session_line *line = made.uses.items;
    assert_int_equal(line[1].ul, 600); /* what the crown left */
    assert_int_equal(line[1].missing, 0);
    struct session_amend amend = amend_of(f, made.session, "it was the front alone");
    amend.uses = (struct list){&uses[1], 1};
    assert_ok(f, do_session_amend(f, &amend, &made));
    line = made.uses.items;
    assert_int_equal(line[0].ul, 1000); /* all of it again */
    assert_int_equal(line[0].missing, 0);
    assert_books_whole(f);
}

static void another_client_is_asked_whose_cup_it_was(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, INT_ABSENT);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made, amended;
    assert_ok(f, do_session_record(f, &c, &made));
    struct session_amend amend = amend_of(f, made.session, "the wrong name");
    amend.client = chair.other.client;
    assert_refused(do_session_amend(f, &amend, &amended), STIPPLE_SESSION_OVERRIDE);
    amend.override_reason = "one cup for both";
    assert_ok(f, do_session_amend(f, &amend, &amended));
    const struct session_line *line = amended.uses.items;
    assert_string_equal(line->refusal, "mix.client");
    assert_string_equal(amended.review, "open");
    amend.client = chair.client.client;
    assert_ok(f, do_session_amend(f, &amend, &amended));
    line = amended.uses.items;
    assert_null(line->refusal);
    assert_books_whole(f);
}

static void a_bottle_named_by_an_amendment_is_open_since_the_session(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use use = {bottle(&chair.needles, 0), INT_ABSENT, 1, NULL};
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made;
    c.head = head_at(f, "2026-01-10T10:00:00+01:00");
    assert_ok(f, do_session_record(f, &c, &made));
    struct session_use uses[] = {use, use_of(bottle(&chair.pigment, 1), 500)};
    struct session_amend amend = amend_of(f, made.session, "forgotten");
    amend.uses = (struct list){uses, 2};
    assert_ok(f, do_session_amend(f, &amend, &made));
    struct container_found found = {0};
    assert_ok(
        f, container_find(f->s, &f->a, uses[1].container, "2026-01-15", INT_ABSENT, &found, &f->e));
    assert_int_equal(found.row.opened_at.ms, c.head.occurred_at.ms);
    assert_books_whole(f);
}

static void a_session_entered_later_shows_both_times(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, NULL, 0);
    struct session_made made;
    struct session_row row;
    struct session_before before;
    c.head.occurred_at = at("2026-01-10T09:00:00-05:00");
    assert_ok(f, do_session_record(f, &c, &made));
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    assert_int_equal(row.occurred_at.ms, at("2026-01-10T14:00:00Z").ms);
    assert_int_equal(row.occurred_at.offset_min, -300);
    assert_int_equal(row.recorded_at.ms, f->now);
    assert_ok(f, session_before(f->s, &f->a, chair.client.client, NULL, f->now, &before, &f->e));
    assert_string_equal(before.code, "V-0001");
    assert_ok(
        f, session_before(f->s, &f->a, chair.client.client, made.session, f->now, &before, &f->e));
    assert_null(before.code);
}

static void what_cannot_be_meant_is_refused(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_made made;
    struct session_use use = use_of(bottle(&chair.pigment, 0), INT_ABSENT);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    assert_refused(do_session_record(f, &c, &made), STIPPLE_PARAM_MISSING);
    assert_string_equal(f->e.field, "uses[0].ul");
    use.ul = use.pieces = 1;
    assert_refused(do_session_record(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "uses[0]");
    c.uses.n = 0;
    c.client = NULL;
    assert_refused(do_session_record(f, &c, &made), STIPPLE_PARAM_MISSING);
    c.client = chair.client.client;
    c.artist = NULL; /* and who acts is nobody on the staff */
    c.head.by = "uid:1000";
    assert_refused(do_session_record(f, &c, &made), STIPPLE_PARAM_MISSING);
    assert_string_equal(f->e.field, "artist");
}

static void a_file_is_kept_byte_for_byte_with_its_hash(void **state)
{
    struct fixture *f = *state;
    struct kept_file file;
    assert_ok(f, kept_file_check(&f->a, "YWJj", "readings[0].content", &file, &f->e));
    assert_int_equal(file.bytes, 3);
    /* FIPS 180-4's example: "abc" */
    assert_string_equal(file.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    static const char *const bad[] = {"YWJ", "YW Jj", "YWJj=", "!!!!", "YWJjZ"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(kept_file_check(&f->a, bad[i], "x", &file, &f->e), STIPPLE_PARAM_FORMAT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_takes_the_whole_cup_and_throws_it_away),
        TEST(what_is_left_in_a_cup_goes_with_it),
        TEST(a_stock_error_never_loses_a_session),
        TEST(what_was_not_to_be_used_needs_a_reason_and_waits_for_a_manager),
        TEST(somebody_elses_cup_is_not_to_be_used),
        TEST(a_wrong_entry_is_amended_and_both_show),
        TEST(an_amended_cup_is_not_held_against_its_own_session),
        TEST(a_cup_for_two_zones_is_never_counted_twice),
        TEST(another_client_is_asked_whose_cup_it_was),
        TEST(a_bottle_named_by_an_amendment_is_open_since_the_session),
        TEST(a_session_entered_later_shows_both_times),
        TEST(what_cannot_be_meant_is_refused),
        TEST(a_file_is_kept_byte_for_byte_with_its_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
