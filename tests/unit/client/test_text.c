#include "unit.h"

#include "client/text.h"

#include <string.h>

static void assert_clean(const char *text, const char *wanted)
{
    struct buffer out = {0};
    text_clean(&out, text);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void nothing_that_steers_a_terminal_gets_through(void **state)
{
    (void)state;
    assert_clean("Noir 15 µl é 墨", "Noir 15 µl é 墨");
    assert_clean("a\x1b[31mb\x1b[0m", "ab");
    assert_clean("a\x1b]0;title\x07"
                 "b",
                 "ab");
    assert_clean("a\x1b]8;;x\x1b\\b", "ab");
    assert_clean("a\x1bP never ended", "a");
    assert_clean("a\x1b[", "a");
    assert_clean("a\x1b", "a");
    assert_clean("a\nb\r\tc\x7f", "a b  c ");
    assert_clean("a\xc2\x9b"
                 "31mb",
                 "a 31mb");
    assert_clean("1\xe2\x80\xae"
                 "91",
                 "191");
    assert_clean("\xff\xc3(", "\xEF\xBF\xBD\xEF\xBF\xBD(");
    assert_clean("\xed\xa0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_clean(NULL, "");
}

static void widths_are_columns_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_width("abc", 3), 3);
    assert_int_equal(text_width("é", 2), 1);
    assert_int_equal(text_width("e\xcc\x81", 3), 1);
    assert_int_equal(text_width("墨", 3), 2);
    assert_int_equal(text_width("ΔE00", 5), 4);
}

static void text_wraps_at_the_width_and_keeps_its_indent(void **state)
{
    (void)state;
    struct buffer out = {0};
    text_wrap(&out, "ab", 4, 10, "one  two three fourteenletters é");
    assert_string_equal(buffer_string(&out),
                        "ab  one\n    two\n    three\n    fourteenletters\n    é\n");
    buffer_free(&out);
    text_wrap(&out, "a longer lead", 4, 20, "one two");
    assert_string_equal(buffer_string(&out), "a longer lead one\n    two\n");
    buffer_free(&out);
    text_wrap(&out, "", 0, 10, "");
    assert_string_equal(buffer_string(&out), "\n");
    buffer_free(&out);
}

static void distances_count_single_edits_without_case(void **state)
{
    (void)state;
    assert_int_equal(text_distance("skin", "SKIN"), 0);
    assert_int_equal(text_distance("skin", "skni"), 2);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("lot", "lots"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_steers_a_terminal_gets_through),
        cmocka_unit_test(widths_are_columns_not_bytes),
        cmocka_unit_test(text_wraps_at_the_width_and_keeps_its_indent),
        cmocka_unit_test(distances_count_single_edits_without_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
