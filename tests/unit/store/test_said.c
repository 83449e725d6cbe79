/* What was said of a session that the books do not know, or count otherwise. */
#include "unit.h"

#include "amendment_commands.h"

#include "store/containers.h"

static void what_the_books_do_not_know_is_kept_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct mix_made cup = some_cup(f, &chair);
    struct session_use uses[] = {{"x-0099", INT_ABSENT, INT_ABSENT, "crown"},
                                 {"the big box", INT_ABSENT, 2, NULL},
                                 {"B-7777", 250, INT_ABSENT, NULL}};
    struct session_made made = held(f, &chair, NULL, uses, 3);
    assert_string_equal(made.review, "open");
    assert_true(warned(&made.warnings, "container.not_found"));
    assert_int_equal(made.booked.n, 0);
    struct session_row row;
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    const struct session_line *line = row.uses.items;
    assert_int_equal(row.uses.n, 3);
    assert_null(line[0].container);
    assert_string_equal(line[0].said, "x-0099");
    assert_string_equal(line[0].refusal, "container.not_found");
    assert_int_equal(line[0].ul, INT_ABSENT);
    assert_int_equal(line[1].pieces, 2);
    assert_int_equal(line[2].ul, 250);
    struct session_amend c = amend_of(f, made.session, "the wrong client");
    c.client = chair.other.client;
    assert_ok(f, do_session_amend(f, &c, &made)); /* said again as it was */
    assert_string_equal(((const struct session_line *)made.uses.items)[1].said, "the big box");
    c.client = chair.client.client;
    struct session_use right = {cup.mix, INT_ABSENT, INT_ABSENT, "crown"};
    c.uses = (struct list){&right, 1};
    assert_ok(f, do_session_amend(f, &c, &made));
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_ok(f, session_show(f->s, &f->a, made.session, &row, &f->e));
    line = row.uses.items;
    assert_int_equal(row.uses.n, 7);
    assert_string_equal(line[0].said, "x-0099");
    assert_null(line[6].said);
    assert_string_equal(row.review, "open"); /* until a manager has seen it */
    assert_ok(f, do_session_review(f, made.session));
    assert_books_whole(f);
}

static void an_amount_in_the_other_unit_is_kept_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    struct chair chair = some_chair(f);
    struct session_use uses[] = {{bottle(&chair.needles, 0), 500, INT_ABSENT, NULL},
                                 {bottle(&chair.pigment, 0), INT_ABSENT, 3, "crown"}};
    struct session_made made = held(f, &chair, NULL, uses, 2);
    const struct session_line *line = made.uses.items;
    assert_string_equal(made.review, "open");
    assert_string_equal(line[0].refusal, "stock.unit");
    assert_int_equal(line[0].ul, 500);
    assert_non_null(line[0].container);
    assert_int_equal(left_in(f, bottle(&chair.needles, 0)), 20);
    assert_int_equal(number_of(f, "SELECT count(*) FROM lot_client WHERE ?1 IS NOT NULL", "x"), 2);
    uses[0] = (struct session_use){bottle(&chair.needles, 0), INT_ABSENT, 5, NULL};
    made = amended(f, made.session, uses, 2);
    line = made.uses.items;
    assert_null(line[0].refusal);
    assert_string_equal(line[1].refusal, "stock.unit");
    assert_int_equal(left_in(f, bottle(&chair.needles, 0)), 15);
    assert_books_whole(f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_books_do_not_know_is_kept_as_it_was_typed),
        TEST(an_amount_in_the_other_unit_is_kept_as_it_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
