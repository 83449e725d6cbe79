#include "unit.h"

#include "json/strict.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stipple/protocol.h"

static const char *fault_of(const char *text, size_t length)
{
    /* A copy without a byte to spare, so that a sanitizer sees a read beyond the end. */
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, text, length);
    struct json_fault fault = {.why = NULL};
    int refused = json_check(exact, length, STIPPLE_DEPTH_MAX, &fault);
    free(exact);
    if (!refused)
        return NULL;
    assert_non_null(fault.why);
    assert_true(fault.at <= length);
    return fault.why;
}

static const char *fault_in(const char *text)
{
    return fault_of(text, strlen(text));
}

/* The suite, decided: what tests/data/README.md explains. */
static const char *const y_refused[] = {
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json", "y_string_null_escape.json", NULL};
static const char *const i_accepted[] = {"i_number_double_huge_neg_exp.json",
                                         "i_number_real_underflow.json",
                                         "i_number_too_big_pos_int.json", NULL};
static const char *const i_refused[] = {"i_number_huge_exp.json",
                                        "i_number_neg_int_huge_exp.json",
                                        "i_number_pos_double_huge_exp.json",
                                        "i_number_real_neg_overflow.json",
                                        "i_number_real_pos_overflow.json",
                                        "i_number_too_big_neg_int.json",
                                        "i_number_very_big_negative_int.json",
                                        "i_object_key_lone_2nd_surrogate.json",
                                        "i_string_1st_surrogate_but_2nd_missing.json",
                                        "i_string_1st_valid_surrogate_2nd_invalid.json",
                                        "i_string_UTF-16LE_with_BOM.json",
                                        "i_string_UTF-8_invalid_sequence.json",
                                        "i_string_UTF8_surrogate_U+D800.json",
                                        "i_string_incomplete_surrogate_and_escape_valid.json",
                                        "i_string_incomplete_surrogate_pair.json",
                                        "i_string_incomplete_surrogates_escape_valid.json",
                                        "i_string_invalid_lonely_surrogate.json",
                                        "i_string_invalid_surrogate.json",
                                        "i_string_invalid_utf-8.json",
                                        "i_string_inverted_surrogates_U+1D11E.json",
                                        "i_string_iso_latin_1.json",
                                        "i_string_lone_second_surrogate.json",
                                        "i_string_lone_utf8_continuation_byte.json",
                                        "i_string_not_in_unicode_range.json",
                                        "i_string_overlong_sequence_2_bytes.json",
                                        "i_string_overlong_sequence_6_bytes.json",
                                        "i_string_overlong_sequence_6_bytes_null.json",
                                        "i_string_truncated-utf-8.json",
                                        "i_string_utf16BE_no_BOM.json",
                                        "i_string_utf16LE_no_BOM.json",
                                        "i_structure_500_nested_arrays.json",
                                        "i_structure_UTF-8_BOM_empty_object.json",
                                        NULL};

static bool listed(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool suite_accepts(const char *name)
{
    if (name[0] == 'i') {
        if (listed(i_accepted, name) == listed(i_refused, name))
            fail_msg("%s is not decided, or twice", name);
        return listed(i_accepted, name);
    }
    return name[0] == 'y' && !listed(y_refused, name);
}

static const char *suite_fault(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/jsontestsuite/test_parsing/%s", TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static char text[STIPPLE_LINE_MAX];
    size_t length = fread(text, 1, sizeof text, file);
    assert_true(length < sizeof text);
    fclose(file);
    return fault_of(text, length);
}

static void the_suite_is_decided_file_by_file(void **state)
{
    (void)state;
    DIR *folder = opendir(TEST_DATA "/jsontestsuite/test_parsing");
    assert_non_null(folder);
    int y = 0, n = 0, i = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (name[0] == '.')
            continue;
        y += name[0] == 'y';
        n += name[0] == 'n';
        i += name[0] == 'i';
        const char *fault = suite_fault(name);
        if (suite_accepts(name) != !fault)
            fail_msg("%s: %s", name, fault ? fault : "accepted");
    }
    closedir(folder);
    assert_int_equal(y, 95);
    assert_int_equal(n, 188);
    assert_int_equal(i, 35);
}

static void names_are_compared_as_they_are_meant(void **state)
{
    (void)state;
    assert_non_null(fault_in("{\"a\":1,\"\\u0061\":2}"));
    assert_non_null(fault_in("{\"\\u00e9\":1,\"\xC3\xA9\":2}"));
    assert_non_null(fault_in("{\"\\ud834\\udd1e\":1,\"\xF0\x9D\x84\x9E\":2}"));
    assert_non_null(fault_in("{\"\\/\":1,\"/\":2}"));
    assert_non_null(fault_in("{\"x\":{\"a\":1,\"a\":2}}"));
    assert_null(fault_in("{\"a\":1,\"A\":2}"));
    assert_null(fault_in("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}"));
}

static void a_name_that_stands_twice_among_thousands_is_found(void **state)
{
    (void)state;
    enum { N = 20000 };
    char *text = malloc((size_t)N * 12), *at = text;
    assert_non_null(text);
    *at++ = '{';
    for (int i = 0; i < N; i++)
        at += snprintf(at, 12, "\"%05d\":1,", i);
    at[-1] = '}';
    assert_null(fault_of(text, (size_t)(at - text)));
    char *name = strstr(text, "19998");
    for (size_t i = 0; i < 5; i++)
        name[i] = "00017"[i];
    assert_string_equal(fault_of(text, (size_t)(at - text)), "a name stands twice in one object");
    free(text);
}

static void numbers_that_would_lose_digits_are_refused(void **state)
{
    (void)state;
    assert_null(fault_in("9007199254740991"));
    assert_null(fault_in("-9007199254740991"));
    assert_null(fault_in("-9007199254740992"));
    assert_non_null(fault_in("9007199254740993"));
    assert_non_null(fault_in("-9007199254740993"));
    assert_null(fault_in("10000000000000000"));
    assert_non_null(fault_in("10000000000000001"));
    assert_non_null(fault_in("1000000000000000000000000"));
    assert_non_null(fault_in("12345678901234567"));
    assert_null(fault_in("1.7976931348623157e308"));
    assert_non_null(fault_in("1.7976931348623159e308"));
    assert_non_null(fault_in("[1e400]"));
    assert_null(fault_in("0e99999"));
    assert_null(fault_in("-0"));
    assert_non_null(fault_in("01"));
    assert_non_null(fault_in("-"));
    assert_non_null(fault_in("1."));
    char whole[400];
    memset(whole, '9', sizeof whole);
    whole[sizeof whole - 2] = '.';
    assert_non_null(fault_of(whole, sizeof whole));
}

static void nesting_ends_where_it_is_told(void **state)
{
    (void)state;
    struct json_fault fault;
    assert_int_equal(json_check("[[{\"a\":[]}]]", 12, 4, &fault), 0);
    assert_int_equal(json_check("[[{\"a\":[]}]]", 12, 3, &fault), -1);
    assert_int_equal(fault.at, 7);
    assert_string_equal(fault.why, "lists and objects are nested too deep");
    assert_int_equal(json_check("1", 1, 0, &fault), 0);
}

static void a_fault_says_where_and_why(void **state)
{
    (void)state;
    struct json_fault fault;
    assert_int_equal(json_check("{\"a\":tru}", 9, 32, &fault), -1);
    assert_int_equal(fault.at, 5);
    assert_string_equal(fault.why, "only true, false and null stand without quotes");
    assert_int_equal(json_check("[1] x", 5, 32, &fault), -1);
    assert_int_equal(fault.at, 4);
    assert_int_equal(json_check("\"a\x01\"", 4, 32, &fault), -1);
    assert_int_equal(fault.at, 2);
}

static void a_nul_is_refused_raw_and_escaped(void **state)
{
    (void)state;
    assert_non_null(fault_of("\"a\0b\"", 5));
    assert_non_null(fault_of("[1]\0", 4));
    assert_non_null(fault_in("\"\\u0000\""));
    assert_null(fault_in("\"\\\\u0000\""));
}

static void every_start_of_a_text_is_refused_without_reading_on(void **state)
{
    (void)state;
    static const char text[] = "{\"a\\ud834\\udd1e\":[true,false,null,-1.5e+3,\"\xE2\x82\xAC\"]}";
    for (size_t n = 0; n < sizeof text - 1; n++)
        assert_non_null(fault_of(text, n));
    assert_null(fault_of(text, sizeof text - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_suite_is_decided_file_by_file),
        cmocka_unit_test(names_are_compared_as_they_are_meant),
        cmocka_unit_test(a_name_that_stands_twice_among_thousands_is_found),
        cmocka_unit_test(numbers_that_would_lose_digits_are_refused),
        cmocka_unit_test(nesting_ends_where_it_is_told),
        cmocka_unit_test(a_fault_says_where_and_why),
        cmocka_unit_test(a_nul_is_refused_raw_and_escaped),
        cmocka_unit_test(every_start_of_a_text_is_refused_without_reading_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
