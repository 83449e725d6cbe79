#include "unit.h"

#include "base/buffer.h"

#include <stdbool.h>
#include <string.h>

static void assert_holds(const struct buffer *b, const char *text)
{
    assert_int_equal(b->length, strlen(text));
    assert_memory_equal(b->data, text, b->length);
}

static void what_is_appended_stands_in_order(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_text(&b, "lot");
    buffer_byte(&b, ' ');
    buffer_add(&b, "A-17xxx", 4);
    buffer_add(&b, NULL, 0);
    buffer_text(&b, "");
    buffer_print(&b, ", %d of %s", 3, "9");
    assert_false(b.failed);
    assert_holds(&b, "lot A-17, 3 of 9");
    buffer_free(&b);
}

static void content_survives_growth(void **state)
{
    (void)state;
    struct buffer b = {0};
    for (int i = 0; i < 20000; i++)
        buffer_byte(&b, (char)(i % 101));
    assert_false(b.failed);
    assert_int_equal(b.length, 20000);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(b.data[i], i % 101);
    buffer_print(&b, "%5000d", 7);
    assert_int_equal(b.length, 25000);
    assert_int_equal(b.data[24999], '7');
    buffer_free(&b);
}

static void the_cap_lets_in_what_fits_and_not_a_byte_more(void **state)
{
    (void)state;
    struct buffer b = {.max = 8};
    buffer_text(&b, "12345678");
    assert_false(b.failed);
    buffer_byte(&b, '9');
    assert_true(b.failed);
    assert_holds(&b, "12345678");
    buffer_free(&b);
}

static void the_terminating_nul_counts_against_the_cap(void **state)
{
    (void)state;
    struct buffer b = {.max = 8};
    buffer_print(&b, "%d", 1234567);
    assert_false(b.failed);
    assert_string_equal(buffer_string(&b), "1234567");
    buffer_byte(&b, '8');
    assert_false(b.failed);
    assert_null(buffer_string(&b));
    assert_true(b.failed);
    buffer_free(&b);
    b.max = 7;
    buffer_print(&b, "%d", 1234567);
    assert_true(b.failed);
    assert_int_equal(b.length, 0);
    buffer_free(&b);
}

static void the_first_failure_sticks(void **state)
{
    (void)state;
    struct buffer b = {.max = 8};
    buffer_text(&b, "1234");
    buffer_text(&b, "56789");
    assert_true(b.failed);
    buffer_byte(&b, '5');
    buffer_print(&b, "%d", 6);
    buffer_text(&b, "7");
    assert_null(buffer_reserve(&b, 1));
    assert_null(buffer_string(&b));
    buffer_cut(&b, 2);
    buffer_byte(&b, '3');
    assert_true(b.failed);
    assert_holds(&b, "12");
    buffer_free(&b);
}

static void a_length_that_overflows_is_refused(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_byte(&b, 'x');
    assert_null(buffer_reserve(&b, SIZE_MAX));
    assert_true(b.failed);
    assert_holds(&b, "x");
    buffer_free(&b);
}

static void reserving_gives_room_and_moves_nothing(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_text(&b, "ab");
    char *room = buffer_reserve(&b, 1000);
    assert_ptr_equal(room, b.data + 2);
    assert_true(b.capacity >= 1002);
    memset(room, 'c', 1000);
    assert_int_equal(b.length, 2);
    buffer_free(&b);
}

static void cutting_only_shortens(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_text(&b, "[1,2,");
    buffer_cut(&b, 4);
    assert_holds(&b, "[1,2");
    buffer_cut(&b, 9);
    assert_holds(&b, "[1,2");
    buffer_byte(&b, ']');
    assert_holds(&b, "[1,2]");
    buffer_free(&b);
}

static void a_string_is_ended_without_being_longer(void **state)
{
    (void)state;
    struct buffer b = {0};
    assert_string_equal(buffer_string(&b), "");
    buffer_text(&b, "tone");
    assert_string_equal(buffer_string(&b), "tone");
    assert_int_equal(b.length, 4);
    buffer_text(&b, "s");
    assert_string_equal(buffer_string(&b), "tones");
    buffer_free(&b);
}

static void a_freed_buffer_is_empty_keeps_its_cap_and_has_not_failed(void **state)
{
    (void)state;
    struct buffer b = {.max = 4};
    buffer_text(&b, "12345");
    buffer_free(&b);
    assert_false(b.failed);
    assert_null(b.data);
    assert_int_equal(b.max, 4);
    buffer_text(&b, "1234");
    assert_holds(&b, "1234");
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_stands_in_order),
        cmocka_unit_test(content_survives_growth),
        cmocka_unit_test(the_cap_lets_in_what_fits_and_not_a_byte_more),
        cmocka_unit_test(the_terminating_nul_counts_against_the_cap),
        cmocka_unit_test(the_first_failure_sticks),
        cmocka_unit_test(a_length_that_overflows_is_refused),
        cmocka_unit_test(reserving_gives_room_and_moves_nothing),
        cmocka_unit_test(cutting_only_shortens),
        cmocka_unit_test(a_string_is_ended_without_being_longer),
        cmocka_unit_test(a_freed_buffer_is_empty_keeps_its_cap_and_has_not_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
