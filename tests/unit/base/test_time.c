#include "unit.h"

#include "base/time.h"

#include <string.h>

static void dates_exist_or_are_refused(void **state)
{
    (void)state;
    assert_true(date_valid("2024-02-29"));
    assert_false(date_valid("2023-02-29"));
    assert_false(date_valid("2024-13-01"));
    assert_false(date_valid("2024-1-01"));
    assert_false(date_valid("2024-01-01 "));
    assert_false(date_valid(""));
    char back[DATE_LENGTH + 1];
    for (int64_t day = -20000; day < 60000; day += 37) {
        date_from_days(day, back);
        assert_int_equal(date_to_days(back), day);
    }
}

static void times_round_trip_and_keep_their_offset(void **state)
{
    (void)state;
    struct instant t;
    assert_true(time_parse("2026-01-15T11:30:00.250+01:00", &t));
    assert_int_equal(t.offset_min, 60);
    char text[TIME_LENGTH + 1];
    time_format(t.ms, text);
    assert_string_equal(text, "2026-01-15T10:30:00.250Z");
    assert_true(time_parse("1969-12-31T23:59:59.999Z", &t));
    assert_int_equal(t.ms, -1);
    time_format(t.ms, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
}

static void times_without_offset_or_out_of_range_are_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {"2026-01-15T11:30:00",
                                          "2026-01-15",
                                          "2026-01-15T24:00:00Z",
                                          "2026-01-15T23:59:60Z",
                                          "2026-01-15T11:30:00+24:00",
                                          "2026-01-15T11:30:00.Z",
                                          "2026-02-30T11:30:00Z",
                                          "2026-01-15T11:30:00Zx",
                                          ""};
    struct instant t = {7, 7};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(time_parse(refused[i], &t));
    assert_int_equal(t.ms, 7);
}

static void a_zone_gives_the_offset_of_the_moment(void **state)
{
    (void)state;
    struct instant winter, summer;
    time_parse("2026-01-15T12:00:00Z", &winter);
    time_parse("2026-07-15T12:00:00Z", &summer);
    assert_int_equal(zone_offset("Europe/Copenhagen", winter.ms), 60);
    assert_int_equal(zone_offset("Europe/Copenhagen", summer.ms), 120);
    assert_int_equal(zone_offset("America/St_Johns", winter.ms), -210);
    assert_int_equal(zone_offset("UTC", summer.ms), 0);
    assert_true(zone_valid("Europe/Copenhagen"));
    assert_false(zone_valid("Europe/Atlantis"));
    assert_false(zone_valid("../../etc/passwd"));
    assert_false(zone_valid("Europe"));
}

static void the_day_is_that_of_the_offset(void **state)
{
    (void)state;
    struct instant t;
    char day[DATE_LENGTH + 1];
    time_parse("2026-01-15T23:30:00-05:00", &t);
    date_of(t, day);
    assert_string_equal(day, "2026-01-15");
    t.offset_min = 0;
    date_of(t, day);
    assert_string_equal(day, "2026-01-16");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_exist_or_are_refused),
        cmocka_unit_test(times_round_trip_and_keep_their_offset),
        cmocka_unit_test(times_without_offset_or_out_of_range_are_refused),
        cmocka_unit_test(a_zone_gives_the_offset_of_the_moment),
        cmocka_unit_test(the_day_is_that_of_the_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
