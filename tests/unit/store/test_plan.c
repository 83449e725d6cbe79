#include "unit.h"

#include "session_commands.h"

#include "store/plan.h"

/* With the course in the body, which the plain helper leaves out. */
static struct session_made hold_session(struct fixture *f, const char *course, const char *artist,
                                        const char *when)
{
    struct body b;
    struct session_made made = {0};
    struct session_record c = {.head = head_at(f, when), .course = course, .artist = artist};
    fixture_begin(f);
    enum stipple_error code = session_record(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "course", course);
        body_session_made(&b, &made);
        code = fixture_record(f, &b, "session.record", &c.head);
    }
    assert_ok(f, fixture_end(f, code));
    return made;
}

static void sessions_then_a_touch_up_then_a_refresh_are_due(void **state)
{
    (void)state;
    struct fixture f;
    struct list rows;
    struct staff_made artist;
    fixture_open(&f);
    f.now = at("2026-06-15T11:00:00Z").ms;
    struct client_made client = some_client(&f);
    assert_ok(&f, do_staff_add(&f, "An Artist", 1001, &artist));
    struct course_made course = some_course(&f, client.client, "full");
    static const struct {
        const char *held, *what, *due;
    } steps[] = {
        {NULL, "session", "2026-01-02"},
        {"2026-01-10T10:00:00+01:00", "session", "2026-01-20"},
        {"2026-01-25T23:30:00+01:00", "touch_up", "2026-03-26"},
        {"2026-04-01T10:00:00+02:00", "refresh", "2031-04-01"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i].held)
            hold_session(&f, course.course, artist.staff, steps[i].held);
        assert_ok(&f, plan_due(f.s, &f.a, client.client, NULL, 2, &rows, &f.e));
        const struct plan_due *row = rows.items;
        assert_int_equal(rows.n, 1);
        assert_int_equal(row->done, i);
        assert_string_equal(row->what, steps[i].what);
        assert_string_equal(row->due, steps[i].due);
    }
    struct session_made twice =
        hold_session(&f, course.course, artist.staff, "2026-05-01T10:00:00+02:00");
    assert_ok(&f, do_session_strike(&f, twice.session, &twice)); /* it counts for nothing */
    assert_ok(&f, plan_due(f.s, &f.a, client.client, NULL, 2, &rows, &f.e));
    const struct plan_due *row = rows.items;
    assert_int_equal(row->done, 3);
    assert_string_equal(row->due, "2031-04-01");
    fixture_close(&f);
}

static void a_touch_up_and_a_refresh_are_followed_by_a_refresh(void **state)
{
    (void)state;
    static const char *const services[] = {"touch_up", "refresh"};
    struct fixture f;
    struct list rows;
    struct staff_made artist;
    fixture_open(&f);
    assert_ok(&f, do_staff_add(&f, "An Artist", 1001, &artist));
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        struct client_made client = some_client(&f);
        struct course_made course = some_course(&f, client.client, services[i]);
        hold_session(&f, course.course, artist.staff, "2026-01-10T10:00:00+01:00");
        assert_ok(&f, plan_due(f.s, &f.a, client.client, NULL, 3, &rows, &f.e));
        const struct plan_due *row = rows.items;
        assert_int_equal(row->planned, 1);
        assert_string_equal(row->what, "refresh");
        assert_string_equal(row->due, "2031-01-10");
    }
    fixture_close(&f);
}

static void first_due_comes_first_and_later_ones_are_left_out(void **state)
{
    (void)state;
    struct fixture f;
    struct list rows;
    struct staff_made artist;
    fixture_open(&f);
    assert_ok(&f, do_staff_add(&f, "An Artist", 1001, &artist));
    struct client_made one = some_client(&f), other = some_client(&f);
    struct course_made late = some_course(&f, one.client, "density");
    some_course(&f, other.client, "hairline");
    hold_session(&f, late.course, artist.staff, "2026-01-10T10:00:00+01:00");
    assert_ok(&f, plan_due(f.s, &f.a, NULL, NULL, 3, &rows, &f.e));
    const struct plan_due *row = rows.items;
    assert_int_equal(rows.n, 2);
    assert_string_equal(row[0].client, other.client);
    assert_string_equal(row[1].client, one.client);
    assert_ok(&f, plan_due(f.s, &f.a, NULL, "2026-01-19", 3, &rows, &f.e));
    assert_int_equal(rows.n, 1);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_then_a_touch_up_then_a_refresh_are_due),
        cmocka_unit_test(a_touch_up_and_a_refresh_are_followed_by_a_refresh),
        cmocka_unit_test(first_due_comes_first_and_later_ones_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
