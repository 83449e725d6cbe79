#include "unit.h"

#include "people_commands.h"

#include "store/fold.h"

static void names_are_folded_to_what_people_type(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"Søren Ångström", "soren angstrom"},
        {"ŁUKASZ Żółć", "lukasz zolc"},
        {"Straße-Größe", "strasse grosse"},
        {"O'Brien,  Ann ", "o brien ann "},
        {"Nguyễn Thị Ánh", "nguyen thi anh"},
        {"Ægir Þór Œuvre", "aegir thor oeuvre"},
        {"Zoe\xCC\x88", "zoe"}, /* the accent as a code point of its own */
        {"ΑΛΕΞΗΣ Иван ЁЖ", "αλεξησ иван ёж"},
        {"王小明", "王小明"},
        {"a\xC3", "a\xC3"}, /* cut in the middle: kept as it is */
        {"a\xE1\xBA", "a\xE1\xBA"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(fold(&f->a, cases[i].text), cases[i].folded);
}

static void every_word_asked_for_must_begin_a_word_of_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *name, *asked;
        bool matches;
    } cases[] = {
        {"Søren Demo-Ångström", "soren", true},
        {"Søren Demo-Ångström", "ang sor", true},
        {"Søren Demo-Ångström", "oren", false},
        {"Søren Demo-Ångström", "sor dex", false},
        {"Søren Demo-Ångström", "", false},
        {"Søren Demo-Ångström", " ", false},
        {"", "a", false},
        {"Al", "alan", false},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (fold_matches(&a, cases[i].name, cases[i].asked) != cases[i].matches)
            fail_msg("\"%s\" among \"%s\"", cases[i].asked, cases[i].name);
    arena_free(&a);
}

static void a_search_finds_everybody_and_says_when_there_are_more(void **state)
{
    struct fixture *f = *state;
    struct client_made made;
    struct list found;
    bool more;
    static const char *const names[] = {"Zoë Eins", "Zoe Zwei", "Anna Zoé", "Anton Vier"};
    for (size_t i = 0; i < 4; i++)
        assert_ok(f, do_client_add(f, arena_print(&f->a, "{\"name\":\"%s\"}", names[i]), &made));
    assert_ok(f, client_find(f->s, &f->a, "ZOE", 10, &found, &more, &f->e));
    assert_int_equal(found.n, 3);
    assert_false(more);
    const struct client_found *rows = found.items;
    assert_string_equal(rows[2].client.code, "C-0003");
    assert_string_equal(rows[2].identity, "{\"name\":\"Anna Zoé\"}");
    assert_ok(f, client_find(f->s, &f->a, "zoe", 3, &found, &more, &f->e));
    assert_int_equal(found.n, 3);
    assert_false(more);
    assert_ok(f, client_find(f->s, &f->a, "zoe", 2, &found, &more, &f->e));
    assert_int_equal(found.n, 2);
    assert_true(more);
    assert_ok(f, client_find(f->s, &f->a, "!", 2, &found, &more, &f->e));
    assert_int_equal(found.n, 0);
}

static void clients_are_listed_page_by_page_without_names(void **state)
{
    struct fixture *f = *state;
    struct client_made made;
    struct list rows;
    const char *cursor = NULL;
    for (int i = 0; i < 5; i++)
        assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &made));
    int seen = 0;
    do {
        assert_ok(f, client_list(f->s, &f->a, 2, cursor, &rows, &cursor, &f->e));
        for (size_t i = 0; i < rows.n; i++)
            assert_string_equal(((struct client *)rows.items)[i].code,
                                arena_print(&f->a, "C-%04d", ++seen));
    } while (cursor);
    assert_int_equal(seen, 5);
    assert_refused(client_list(f->s, &f->a, 2, "k7", &rows, &cursor, &f->e),
                   STIPPLE_CURSOR_INVALID);
}

static void clients_and_courses_answer_to_code_and_id(void **state)
{
    struct fixture *f = *state;
    struct client_made made;
    struct course_made course;
    const char *id;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &made));
    assert_ok(f, do_course_open(f, made.client, NULL, NULL, &course));
    assert_ok(f, ref_resolve(f->s, &f->a, "client", "client", "c-0001", &id, &f->e));
    assert_string_equal(id, made.client);
    assert_ok(f, ref_resolve(f->s, &f->a, "course", "course", course.course, &id, &f->e));
    assert_string_equal(id, course.course);
    assert_refused(ref_resolve(f->s, &f->a, "client", "uses[2].client", "Anna", &id, &f->e),
                   STIPPLE_CLIENT_NOT_FOUND);
    assert_string_equal(f->e.field, "uses[2].client");
    assert_refused(ref_resolve(f->s, &f->a, "course", "course", "K-0002", &id, &f->e),
                   STIPPLE_COURSE_NOT_FOUND);
}

static void a_course_is_closed_once_and_not_before_it_was_opened(void **state)
{
    struct fixture *f = *state;
    struct client_made made;
    struct course_made first, second;
    struct course course;
    struct list rows;
    const char *cursor;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &made));
    assert_ok(f, do_course_open(f, made.client, NULL, "2026-01-10T10:00:00+01:00", &first));
    assert_ok(f, do_course_open(f, made.client, "{\"notes\":\"x\"}", NULL, &second));
    assert_refused(do_course_close(f, first.course, "2026-01-09T10:00:00+01:00"),
                   STIPPLE_TIME_ORDER);
    assert_ok(f, do_course_close(f, first.course, NULL));
    assert_refused(do_course_close(f, first.course, NULL), STIPPLE_COURSE_CLOSED);
    assert_ok(f, course_show(f->s, &f->a, first.course, &course, &f->e));
    assert_string_equal(course.closed_reason, "done");
    assert_refused(do_course_end(f, first.course, "2026-01-09T10:00:00+01:00", true),
                   STIPPLE_TIME_ORDER);
    assert_ok(f, do_course_end(f, first.course, NULL, true));
    assert_refused(do_course_end(f, first.course, NULL, true), STIPPLE_NOTHING_TO_DO);
    assert_ok(f, do_course_close(f, first.course, NULL));
    assert_string_equal(course.facts, "{\"norwood\":\"III\"}");
    assert_int_equal(course.opened_at.offset_min, 60);
    struct course_filter filter = {.client = made.client, .open_only = true, .limit = 5};
    assert_ok(f, course_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 1);
    const struct course *open = rows.items;
    assert_string_equal(open->code, "K-0002");
    assert_string_equal(open->facts, "{\"norwood\":\"III\"}"); /* without what is sealed */
    assert_non_null(open->sealed);
    struct client client = {0};
    assert_ok(f, client_show(f->s, &f->a, made.client, &client, &f->e));
    assert_int_equal(client.open_courses, 1);
}

static void a_course_is_put_right_and_what_it_was_stays_visible(void **state)
{
    struct fixture *f = *state;
    struct client_made made;
    struct course_made opened;
    struct course course;
    struct list amendments;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &made));
    assert_ok(f, do_course_open(f, made.client, NULL, "2026-01-10T10:00:00+01:00", &opened));
    assert_ok(f, do_course_amend(f, opened.course, "found later",
                                 ",\"zones\":[\"crown\"],\"consent\":{\"reference\":\"1\","
                                 "\"expires\":\"2026-12-31\"},\"layout\":{\"sessions\":2}",
                                 "{\"scars\":[\"left\"]}"));
    assert_ok(f, do_course_amend(f, opened.course, "another paper",
                                 ",\"consent\":{\"reference\":\"2\"},\"ludwig\":\"I\","
                                 "\"service\":\"density\",\"layout\":{\"dot_mm\":0.5},"
                                 "\"clear\":[\"zones\",\"skin\"]",
                                 NULL));
    assert_ok(f, course_show(f->s, &f->a, opened.course, &course, &f->e));
    assert_string_equal(course.service, "density");
    assert_string_equal(course.facts, "{\"layout\":{\"sessions\":2,\"dot_mm\":0.5},\"consent\":"
                                      "{\"reference\":\"2\"},\"ludwig\":\"I\"}");
    assert_non_null(course.sealed);
    assert_int_equal(course.opened_at.ms, at("2026-01-10T09:00:00Z").ms);
    assert_int_equal(course.recorded_at.ms, f->now);
    assert_ok(f, course_amendments(f->s, &f->a, opened.course, &amendments, &f->e));
    const struct amendment *amendment = amendments.items;
    assert_int_equal(amendments.n, 2);
    assert_string_equal(amendment[0].was, "{\"consent\":null,\"layout\":null,\"zones\":null}");
    assert_string_equal(amendment[1].reason, "another paper");
    assert_non_null(strstr(amendment[1].was, "\"norwood\":\"III\""));
    assert_non_null(strstr(amendment[1].was, "\"expires\":\"2026-12-31\""));
    assert_non_null(strstr(amendment[1].was, "\"service\":\"hairline\""));
    assert_null(strstr(amendment[1].was, "skin"));
    struct audit audit;
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_true(audit.whole);
}

static void an_export_tells_everything_that_names_the_client_and_nobody_else(void **state)
{
    struct fixture *f = *state;
    struct client_made anna, berta;
    struct course_made course;
    struct list rows;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &anna));
    assert_ok(f, do_client_add(f, "{\"name\":\"Berta\"}", &berta));
    assert_ok(f, do_course_open(f, anna.client, "{\"notes\":\"thin\"}", NULL, &course));
    struct body b;
    struct write_head head = head_at(f, NULL);
    const char *looked[] = {anna.client, berta.client};
    fixture_begin(f);
    body_begin(&b);
    body_texts(&b, "clients", &(struct list){looked, 2});
    body_made(&b);
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "client.look", &head)));
    assert_ok(f, client_events(f->s, &f->a, anna.client, &rows, &f->e));
    const struct client_event *events = rows.items;
    assert_int_equal(rows.n, 3);
    assert_string_equal(events[0].sealed, "{\"name\":\"Anna\"}");
    assert_string_equal(events[1].type, "course.open");
    assert_string_equal(events[1].sealed, "{\"notes\":\"thin\"}");
    assert_string_equal(events[2].type, "client.look");
    for (size_t i = 0; i < rows.n; i++)
        assert_null(strstr(events[i].body, berta.client));
}

static void another_client_who_names_one_keeps_what_is_sealed(void **state)
{
    struct fixture *f = *state;
    struct client_made anna, berta;
    struct list rows;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &anna));
    assert_ok(f, do_client_add(f, "{\"name\":\"Berta\"}", &berta));
    assert_ok(f, do_client_amend_for(f, berta.client, "{\"name\":\"Berta Neu\"}",
                                     arena_print(&f->a, "lives with %s", anna.client)));
    assert_ok(f, client_events(f->s, &f->a, anna.client, &rows, &f->e));
    const struct client_event *events = rows.items;
    assert_int_equal(rows.n, 2);
    assert_string_equal(events[0].sealed, "{\"name\":\"Anna\"}");
    assert_string_equal(events[1].type, "client.amend");
    assert_null(events[1].sealed);
}

static void no_list_that_one_stood_on_says_who_else_did(void **state)
{
    struct fixture *f = *state;
    struct client_made anna, berta;
    struct list rows;
    assert_ok(f, do_client_add(f, "{\"name\":\"Anna\"}", &anna));
    assert_ok(f, do_client_add(f, "{\"name\":\"Berta\"}", &berta));
    struct body b;
    struct write_head head = head_at(f, NULL);
    const char *listed[] = {anna.client, berta.client};
    fixture_begin(f);
    body_begin(&b);
    body_texts(&b, "clients", &(struct list){listed, 2});
    body_made(&b);
    body_texts(&b, "clients", &(struct list){listed, 2});
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "report.inspection", &head)));
    assert_ok(f, client_events(f->s, &f->a, anna.client, &rows, &f->e));
    const struct client_event *events = rows.items;
    assert_int_equal(rows.n, 2);
    assert_string_equal(events[1].type, "report.inspection");
    assert_null(strstr(events[1].body, berta.client));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(names_are_folded_to_what_people_type),
        TEST(every_word_asked_for_must_begin_a_word_of_the_name),
        TEST(a_search_finds_everybody_and_says_when_there_are_more),
        TEST(clients_are_listed_page_by_page_without_names),
        TEST(clients_and_courses_answer_to_code_and_id),
        TEST(a_course_is_closed_once_and_not_before_it_was_opened),
        TEST(a_course_is_put_right_and_what_it_was_stays_visible),
        TEST(an_export_tells_everything_that_names_the_client_and_nobody_else),
        TEST(another_client_who_names_one_keeps_what_is_sealed),
        TEST(no_list_that_one_stood_on_says_who_else_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
