/* What an amendment of a session puts right in the books, and what stays visible of it. */
#include "unit.h"

#include "amendment_commands.h"

#include "store/containers.h"

static void a_mistyped_cup_comes_back_by_a_movement_that_shows(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made typed = some_cup(f, &chair), meant = some_cup(f, &chair);
    struct session_use wrong = use_of(typed.mix, 300), right = use_of(meant.mix, INT_ABSENT);
    struct session_made made = held(f, &chair, NULL, &wrong, 1);
    assert_int_equal(left_in(f, typed.mix), 0);
    made = amended(f, made.session, &right, 1);
    assert_int_equal(left_in(f, typed.mix), 1000);
    assert_int_equal(discarded_at(f, typed.mix), INT_ABSENT);
    assert_int_equal(moved(f, typed.mix, "use"), 0);
    assert_int_equal(moved(f, typed.mix, "discard"), -700);
    assert_int_equal(moved(f, typed.mix, "return"), 700);
    assert_int_equal(left_in(f, meant.mix), 0);
    assert_true(discarded_at(f, meant.mix) != INT_ABSENT);
    const struct booking *returned = made.returned.items;
    assert_int_equal(made.returned.n, 1);
    assert_string_equal(returned->container_code, "X-0001");
    assert_int_equal(returned->delta, 700);
    struct session_use again = use_of(typed.mix, INT_ABSENT);
    assert_null(held(f, &chair, NULL, &again, 1).review); /* and may be used like any other */
    assert_books_whole(f);
}

/* A cup of 1,000 and a bottle that the session had opened. */
static void assert_all_back(struct fixture *f, const struct session_made *made, const char *cup,
                            const char *sealed)
{
    assert_int_equal(made->ended.n, 2);
    assert_int_equal(made->uses.n, 0);
    assert_int_equal(left_in(f, cup), 1000);
    assert_int_equal(discarded_at(f, cup), INT_ABSENT);
    assert_int_equal(left_in(f, sealed), 15000);
    assert_int_equal(opened_at(f, sealed), INT_ABSENT);
}

static void a_session_in_which_nothing_was_used_gives_everything_back(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    const char *sealed = bottle(&chair.pigment, 1);
    struct session_use uses[] = {use_of(cup.mix, INT_ABSENT), use_of(sealed, 50)};
    struct session_made made = held(f, &chair, NULL, uses, 2);
    assert_true(opened_at(f, sealed) != INT_ABSENT);
    made = amended(f, made.session, uses, 0);
    assert_all_back(f, &made, cup.mix, sealed);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    const struct session_line *line = row.uses.items;
    assert_int_equal(row.uses.n, 2); /* the mistake stays visible */
    assert_int_equal(line[0].ended + line[1].ended, 2);
    made = amended(f, made.session, uses, 2); /* it was used after all */
    assert_int_equal(((const struct session_line *)made.uses.items)[0].line, 3);
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_books_whole(f);
}

/* Written down twice, or for nothing: everything is as if it had not been, but that it can be read.
 */
static void a_session_struck_out_counts_for_nothing_and_stays(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    const char *sealed = bottle(&chair.pigment, 1);
    struct session_use uses[] = {use_of(cup.mix, INT_ABSENT), use_of(sealed, 50)};
    struct session_made made = held(f, &chair, NULL, uses, 2);
    assert_ok(f, do_session_strike(f, made.session, &made));
    assert_all_back(f, &made, cup.mix, sealed);
    struct session_before before;
    assert_ok(f, session_before(f->s, &f->a, made.client, NULL, INT64_MAX, &before, &f->e));
    assert_null(before.code);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    assert_int_equal(row.struck, 1);
    assert_int_equal(row.uses.n, 2);
    const struct amendment *amendment = row.amendments.items;
    assert_string_equal(amendment->type, "session.strike");
    assert_string_equal(amendment->reason, "seen");
    struct session_amend c = amend_of(f, made.session, "it was held");
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_SESSION_STRUCK);
    assert_refused(do_session_strike(f, row.id, &made), STIPPLE_SESSION_STRUCK);
    assert_refused(do_incident_record(f, row.id, NULL), STIPPLE_SESSION_STRUCK);
    assert_books_whole(f);
}

static void a_session_of_which_something_came_took_place(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use use = use_of(bottle(&chair.pigment, 0), 50);
    struct session_made made = held(f, &chair, NULL, &use, 1);
    assert_ok(f, do_incident_record(f, made.session, NULL));
    assert_refused(do_session_strike(f, made.session, &made), STIPPLE_SESSION_INCIDENT);
    assert_non_null(strstr(f->e.message, "I-0001"));
    assert_books_whole(f);
}

/* What stands is not touched by what is added, nor is what was once looked at asked about again. */
static void what_was_forgotten_comes_beside_what_stands(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    const char *black = bottle(&chair.pigment, 1);
    struct session_use uses[] = {use_of(cup.mix, 300), use_of(black, 50)};
    struct session_made made = held(f, &chair, NULL, uses, 1);
    struct session_amend c = amend_of(f, made.session, "forgotten");
    c.add_uses = (struct list){&uses[1], 1};
    assert_ok(f, do_session_amend(f, &c, &made));
    assert_int_equal(made.ended.n + made.returned.n, 0);
    assert_int_equal(((const struct session_line *)made.uses.items)->line, 2);
    assert_int_equal(moved(f, cup.mix, "use"), -300);
    assert_int_equal(left_in(f, black), 14950);
    uses[0].ul = INT_ABSENT;
    c.add_uses = (struct list){uses, 1}; /* the cup again: all of it, and then how much? */
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_PARAM_MISSING);
    assert_string_equal(f->e.field, "add_uses[0].ul");
    assert_books_whole(f);
}

static void a_zone_is_said_of_the_lines_that_name_none(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    const char *black = bottle(&chair.pigment, 0);
    struct session_use uses[] = {use_of(black, 100), use_of(black, 50), use_of(black, 20)};
    uses[0].zone = "temples";
    struct session_made made = held(f, &chair, NULL, uses, 2);
    struct session_amend c = amend_of(f, made.session, "forgotten");
    c.zone = "crown";
    c.add_uses = (struct list){&uses[2], 1};
    assert_ok(f, do_session_amend(f, &c, &made));
    const struct session_line *line = made.uses.items;
    assert_int_equal(made.uses.n, 3);
    assert_string_equal(line[0].zone, "temples");
    assert_string_equal(line[1].zone, "crown");
    assert_string_equal(line[2].zone, "crown");
    assert_int_equal(left_in(f, black), 14830);
    made = amended(f, made.session, uses, 0);
    c.add_uses = (struct list){0};
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_NOTHING_TO_DO);
    assert_books_whole(f);
}

static void what_was_left_of_a_cup_is_there_for_an_amendment(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, 300);
    struct session_made made = held(f, &chair, NULL, &use, 1);
    use.ul = 500;
    made = amended(f, made.session, &use, 1);
    const struct session_line *line = made.uses.items;
    assert_int_equal(line->missing, 0);
    assert_int_equal(moved(f, cup.mix, "use"), -500);
    assert_int_equal(moved(f, cup.mix, "discard") + moved(f, cup.mix, "return"), -500);
    use.ul = 1200;
    made = amended(f, made.session, &use, 1);
    line = made.uses.items;
    assert_int_equal(line->missing, 200);
    assert_books_whole(f);
}

static void what_goes_back_into_a_bottle_thrown_away_since_went_with_it(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    const char *black = bottle(&chair.pigment, 0);
    struct session_use use = use_of(black, 300);
    struct session_made made = held(f, &chair, NULL, &use, 1);
    struct stock_changed changed;
    assert_ok(f, do_stock_discard(f, black, NULL, &changed));
    use.ul = 200;
    made = amended(f, made.session, &use, 1);
    assert_int_equal(left_in(f, black), 0);
    assert_int_equal(moved(f, black, "use"), -200);
    assert_int_equal(moved(f, black, "discard"), -14800);
    assert_true(discarded_at(f, black) != INT_ABSENT);
    use.ul = 250;
    made = amended(f, made.session, &use, 1); /* more than goes back is not there any more */
    assert_int_equal(((const struct session_line *)made.uses.items)->missing, 50);
    assert_books_whole(f);
}

static void a_bottle_is_open_since_whoever_else_opened_it(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    const char *black = bottle(&chair.pigment, 0);
    struct session_use use = use_of(black, 100), none = use_of(bottle(&chair.pigment, 1), 100);
    struct session_made first = held(f, &chair, "2026-01-05T10:00:00Z", &use, 1);
    struct session_made later = held(f, &chair, "2026-01-10T10:00:00+02:00", &use, 1);
    assert_int_equal(opened_at(f, black), at("2026-01-05T10:00:00Z").ms);
    first = amended(f, first.session, &none, 1);
    assert_int_equal(opened_at(f, black), at("2026-01-10T08:00:00Z").ms);
    const struct opening *opening = first.opened.items;
    assert_int_equal(first.opened.n, 1);
    assert_int_equal(opening->opened_at.offset_min, 120);
    struct mix_input input = {black, 40};
    struct mix_make c = mix_of(f, chair.client.client, NULL, &input, 1);
    struct mix_made cup;
    assert_ok(f, do_mix_make(f, &c, &cup));
    amended(f, later.session, &none, 1);
    assert_int_equal(opened_at(f, black), f->now); /* by the mixing */
    assert_books_whole(f);
}

static void a_session_is_moved_to_the_day_it_was_on(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    const char *black = bottle(&chair.pigment, 1);
    struct session_use uses[] = {use_of(cup.mix, INT_ABSENT), use_of(black, 100)};
    struct session_made made = held(f, &chair, NULL, uses, 2);
    struct session_amend c = amend_of(f, made.session, "written down a day late");
    struct session_row row;
    c.held_at = at("2026-01-14T10:30:00+01:00");
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_SESSION_OVERRIDE); /* before the cup */
    c.override_reason = "the cup was written down late, too";
    assert_ok(f, do_session_amend(f, &c, &made));
    const struct session_line *line = made.uses.items;
    assert_string_equal(line[0].refusal, "time.order");
    assert_null(line[1].refusal);
    assert_int_equal(opened_at(f, black), c.held_at.ms);
    assert_int_equal(discarded_at(f, cup.mix), c.held_at.ms);
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    assert_int_equal(row.occurred_at.ms, c.held_at.ms);
    assert_int_equal(row.occurred_at.offset_min, 60);
    assert_string_equal(row.review, "open");
    const struct amendment *amendment = row.amendments.items;
    assert_non_null(strstr(amendment->was, "\"held_at\":\"2026-01-15T11:00:00Z\""));
    c.held_at = at("2026-01-15T12:00:00+01:00");
    assert_ok(f, do_session_amend(f, &c, &made)); /* back: nothing is against it now */
    assert_null(((const struct session_line *)made.uses.items)[0].refusal);
    assert_int_equal(opened_at(f, black), f->now);
    c.held_at = at("2026-01-15T12:00:00Z");
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_TIME_ORDER);
    assert_books_whole(f);
}

/* A mistyped year leaves a bottle open for as long in the books. */
static void the_day_is_asked_again_by_the_dates_of_what_was_used(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    const char *water = bottle(&chair.diluent, 0); /* good for 30 days */
    struct session_use use = use_of(water, 100);
    f->now = at("2026-03-20T11:00:00Z").ms;
    struct session_made made = held(f, &chair, "2026-01-12T10:00:00Z", &use, 1), other;
    struct session_amend c = amend_of(f, made.session, "the wrong month");
    c.held_at = at("2026-03-12T10:00:00Z");
    assert_ok(f, do_session_amend(f, &c, &made));
    assert_null(((const struct session_line *)made.uses.items)->refusal);
    assert_int_equal(opened_at(f, water), c.held_at.ms);
    other = held(f, &chair, "2026-03-15T10:00:00Z", &use, 1);
    assert_null(other.review);
    c.held_at = at("2026-01-12T10:00:00Z"); /* the month was right after all */
    assert_ok(f, do_session_amend(f, &c, &made));
    c = amend_of(f, other.session, "two days later");
    c.held_at = at("2026-03-17T10:00:00Z");
    assert_refused(do_session_amend(f, &c, &other), STIPPLE_SESSION_OVERRIDE); /* open too long */
    c.override_reason = "it was";
    assert_ok(f, do_session_amend(f, &c, &other));
    assert_string_equal(((const struct session_line *)other.uses.items)->refusal, "container.pao");
    assert_books_whole(f);
}

static void what_came_of_a_session_came_after_it(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_made made = held(f, &chair, "2026-01-10T10:00:00Z", NULL, 0);
    assert_ok(f, do_incident_record(f, made.session, "2026-01-12T10:00:00Z"));
    struct session_amend c = amend_of(f, made.session, "another day");
    c.held_at = at("2026-01-13T10:00:00Z");
    assert_refused(do_session_amend(f, &c, &made), STIPPLE_TIME_ORDER);
    assert_string_equal(f->e.field, "held_at");
    c.held_at = at("2026-01-11T10:00:00Z");
    assert_ok(f, do_session_amend(f, &c, &made));
    assert_books_whole(f);
}

static void a_whole_cup_that_is_gone_in_the_books_was_still_a_whole_cup(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, INT_ABSENT);
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &use, 1);
    struct session_made made;
    assert_ok(f, do_mix_discard(f, cup.mix));
    c.override_reason = "another one was thrown away";
    assert_ok(f, do_session_record(f, &c, &made));
    const struct session_line *line = made.uses.items;
    assert_int_equal(line->ul, 1000);
    assert_int_equal(line->missing, 1000);
    assert_books_whole(f);
}

static void who_used_a_cup_that_was_thought_gone_is_named_when_it_comes_back(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made first = some_cup(f, &chair), second = some_cup(f, &chair);
    struct session_use wrong = use_of(second.mix, INT_ABSENT), right = use_of(first.mix, 1000);
    struct session_made early = held(f, &chair, NULL, &wrong, 1), late;
    struct session_record c = session_of(f, chair.client.client, chair.artist.staff, &wrong, 1);
    c.override_reason = "here it stands";
    assert_ok(f, do_session_record(f, &c, &late));
    early = amended(f, early.session, &right, 1);
    assert_true(warned(&early.warnings, "stock.lacked"));
    assert_int_equal(left_in(f, second.mix), 1000);
    late = amended(f, late.session, &wrong, 1);
    assert_int_equal(((const struct session_line *)late.uses.items)->missing, 0);
    assert_int_equal(left_in(f, second.mix), 0);
    assert_books_whole(f);
}

/* As versions before wrote it: new lines end all that stood, and what was thrown away stays so. */
static void an_amendment_of_an_older_version_means_what_it_meant(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair), other = some_cup(f, &chair);
    struct session_use use = use_of(cup.mix, INT_ABSENT);
    struct session_made made = held(f, &chair, NULL, &use, 1);
    struct body b;
    f->now += 3600000;
    struct write_head head = head_at(f, NULL);
    fixture_begin(f);
    body_begin(&b);
    body_text(&b, "session", made.session);
    body_text(&b, "reason", "mistyped");
    body_made(&b);
    body_text(&b, "session", made.session);
    body_text(&b, "client", chair.client.client);
    body_text(&b, "artist", chair.artist.staff);
    json_key(&b.w, "uses");
    json_array(&b.w);
    json_object(&b.w);
    body_int(&b, "line", 2);
    body_text(&b, "container", other.mix);
    body_int(&b, "ul", 1000);
    body_int(&b, "missing", 0);
    json_object_end(&b.w);
    json_array_end(&b.w);
    struct booking booked = {other.mix, other.mix_code, -1000};
    body_bookings(&b, "booked", &(struct list){&booked, 1});
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "session.amend", &head)));
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_int_equal(discarded_at(f, other.mix), f->now);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    const struct session_line *line = row.uses.items;
    assert_int_equal(line[0].ended, 1);
    assert_int_equal(line[1].ended, 0);
    assert_books_whole(f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mistyped_cup_comes_back_by_a_movement_that_shows),
        TEST(a_session_in_which_nothing_was_used_gives_everything_back),
        TEST(a_session_struck_out_counts_for_nothing_and_stays),
        TEST(a_session_of_which_something_came_took_place),
        TEST(what_was_forgotten_comes_beside_what_stands),
        TEST(a_zone_is_said_of_the_lines_that_name_none),
        TEST(what_was_left_of_a_cup_is_there_for_an_amendment),
        TEST(what_goes_back_into_a_bottle_thrown_away_since_went_with_it),
        TEST(a_bottle_is_open_since_whoever_else_opened_it),
        TEST(a_session_is_moved_to_the_day_it_was_on),
        TEST(the_day_is_asked_again_by_the_dates_of_what_was_used),
        TEST(what_came_of_a_session_came_after_it),
        TEST(a_whole_cup_that_is_gone_in_the_books_was_still_a_whole_cup),
        TEST(who_used_a_cup_that_was_thought_gone_is_named_when_it_comes_back),
        TEST(an_amendment_of_an_older_version_means_what_it_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
