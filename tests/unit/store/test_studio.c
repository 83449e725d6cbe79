#include "unit.h"

#include "store_commands.h"

#include <pthread.h>

static struct studio_set nothing(const struct fixture *f)
{
    return (struct studio_set){.head = head_at(f, NULL),
                               .depth_mm = NUMBER_ABSENT,
                               .dots_per_cm2 = NUMBER_ABSENT,
                               .dot_mm = NUMBER_ABSENT,
                               .gain = NUMBER_ABSENT,
                               .healed = NUMBER_ABSENT,
                               .half_life_years = NUMBER_ABSENT,
                               .sessions = INT_ABSENT,
                               .backup_days = INT_ABSENT};
}

static void settings_change_one_by_one(void **state)
{
    struct fixture *f = *state;
    static const char *const packs[] = {"neha-2024", "dk"};
    struct studio_set c = nothing(f);
    assert_refused(do_studio_set(f, &c), STIPPLE_NOTHING_TO_DO);
    c.time_zone = "Europe/Atlantis";
    assert_refused(do_studio_set(f, &c), STIPPLE_ZONE_UNKNOWN);
    c.time_zone = "America/St_Johns";
    c.rule_packs = (struct list){(void *)packs, 2};
    c.sessions = 2;
    assert_ok(f, do_studio_set(f, &c));
    assert_refused(do_studio_set(f, &c), STIPPLE_NOTHING_TO_DO);
    struct studio studio;
    assert_ok(f, studio_show(f->s, &f->a, &studio, &f->e));
    assert_string_equal(studio.time_zone, "America/St_Johns");
    assert_int_equal(studio.rule_packs.n, 2);
    assert_int_equal(studio.model->sessions, 2);
    assert_true(isnan(studio.model->healed));
    struct instant local;
    assert_ok(f, studio_local(f->s, f->now, &local, &f->e));
    assert_int_equal(local.ms, f->now);
    assert_int_equal(local.offset_min, -210);
    c = nothing(f);
    c.rule_packs = (struct list){(void *)packs, 0};
    assert_ok(f, do_studio_set(f, &c));
    assert_refused(do_studio_set(f, &c), STIPPLE_NOTHING_TO_DO);
    assert_ok(f, studio_show(f->s, &f->a, &studio, &f->e));
    assert_int_equal(studio.rule_packs.n, 0);
    assert_string_equal(studio.time_zone, "America/St_Johns");
}

static void who_acts_is_asked_of_the_staff(void **state)
{
    struct fixture *f = *state;
    struct staff_made one, other;
    const char *by;
    assert_ok(f, staff_acting(f->s, &f->a, NULL, 1000, &by, &f->e));
    assert_string_equal(by, "uid:1000");
    assert_ok(f, do_staff_add(f, "One", 1000, &one));
    assert_string_equal(one.staff_code, "S-01");
    assert_ok(f, staff_acting(f->s, &f->a, NULL, 1000, &by, &f->e));
    assert_string_equal(by, one.staff);
    assert_refused(staff_acting(f->s, &f->a, NULL, 1001, &by, &f->e), STIPPLE_STAFF_UNCLEAR);
    assert_ok(f, do_staff_add(f, "Other", 1000, &other));
    assert_refused(staff_acting(f->s, &f->a, NULL, 1000, &by, &f->e), STIPPLE_STAFF_UNCLEAR);
    assert_ok(f, staff_acting(f->s, &f->a, other.staff, 0, &by, &f->e));
    assert_string_equal(by, other.staff);
    assert_ok(f, do_staff_retire(f, one.staff));
    assert_refused(do_staff_retire(f, one.staff), STIPPLE_STAFF_RETIRED);
    assert_refused(staff_acting(f->s, &f->a, one.staff, 0, &by, &f->e), STIPPLE_STAFF_RETIRED);
    assert_refused(staff_acting(f->s, &f->a, "nobody", 0, &by, &f->e), STIPPLE_STAFF_NOT_FOUND);
    assert_ok(f, staff_acting(f->s, &f->a, NULL, 1000, &by, &f->e));
    assert_string_equal(by, other.staff);
    struct list rows;
    assert_ok(f, staff_list(f->s, &f->a, false, &rows, &f->e));
    assert_int_equal(rows.n, 1);
    assert_ok(f, staff_list(f->s, &f->a, true, &rows, &f->e));
    assert_int_equal(rows.n, 2);
    const struct staff *staff = rows.items;
    assert_int_equal(staff[0].retired_at.ms, f->now);
    assert_int_equal(staff[0].jobs.n, 1);
}

static void events_are_listed_by_pages_and_by_type(void **state)
{
    struct fixture *f = *state;
    struct staff_made person;
    for (int i = 0; i < 5; i++)
        assert_ok(f, do_staff_add(f, "Somebody", i, &person));
    f->by = person.staff;
    some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct event_filter filter = {.from = 1, .limit = 3};
    struct list rows;
    int64_t next, seq = 0;
    do {
        assert_ok(f, event_list(f->s, &f->a, &filter, &rows, &next, &f->e));
        for (size_t i = 0; i < rows.n; i++)
            assert_int_equal(((const struct event_row *)rows.items)[i].seq, ++seq);
        filter.from = next;
    } while (next != INT_ABSENT);
    assert_int_equal(seq, 7);
    filter = (struct event_filter){.from = 1, .type = "product.add", .limit = 3};
    assert_ok(f, event_list(f->s, &f->a, &filter, &rows, &next, &f->e));
    assert_int_equal(rows.n, 1);
    const struct event_row *event = rows.items;
    assert_string_equal(event->by_code, "S-05");
    assert_string_equal(event->by_name, "Somebody");
    assert_int_equal(strlen(event->hash), 64);
}

struct reading {
    struct readers *readers;
    int done;
};

static void *read_often(void *context)
{
    struct reading *reading = context;
    for (int i = 0; i < 50; i++) {
        struct store *s = readers_checkout(reading->readers);
        struct store_position position;
        struct arena a = {0};
        struct studio studio;
        if (store_snapshot(s, NULL) == STIPPLE_OK &&
            store_position(s, &position, NULL) == STIPPLE_OK &&
            studio_show(s, &a, &studio, NULL) == STIPPLE_OK)
            reading->done++;
        store_snapshot_end(s);
        arena_free(&a);
        readers_checkin(reading->readers, s);
    }
    return NULL;
}

static void more_threads_than_readers_wait_their_turn(void **state)
{
    struct fixture *f = *state;
    struct readers *readers;
    assert_ok(f, readers_open(f->dir, &f->sources, 2, &readers, &f->e));
    pthread_t threads[5];
    struct reading readings[5];
    for (int i = 0; i < 5; i++) {
        readings[i] = (struct reading){readers, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, &readings[i]), 0);
    }
    for (int i = 0; i < 20; i++) {
        struct staff_made person;
        assert_ok(f, do_staff_add(f, "Meanwhile", i, &person));
    }
    for (int i = 0; i < 5; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readings[i].done, 50);
    }
    readers_close(readers);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(settings_change_one_by_one),
        TEST(who_acts_is_asked_of_the_staff),
        TEST(events_are_listed_by_pages_and_by_type),
        TEST(more_threads_than_readers_wait_their_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
