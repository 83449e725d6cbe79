#include "unit.h"

#include "json/writer.h"

#include "json/parse.h"
#include "stipple/protocol.h"

#include <string.h>

static void commas_and_levels_take_care_of_themselves(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_object(&w);
    json_key(&w, "empty");
    json_array(&w);
    json_array_end(&w);
    json_key(&w, "rows");
    json_array(&w);
    json_int(&w, -7);
    json_object(&w);
    json_object_end(&w);
    json_bool(&w, true);
    json_text(&w, NULL);
    json_array_end(&w);
    json_key(&w, "raw");
    json_raw(&w, "[1]", 3);
    json_object_end(&w);
    assert_string_equal(buffer_string(&out),
                        "{\"empty\":[],\"rows\":[-7,{},true,null],\"raw\":[1]}");
    buffer_free(&out);
}

static void assert_rounded(double value, int decimals, const char *wanted)
{
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_rounded(&w, value, decimals);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void rounded_numbers_have_no_needless_digit(void **state)
{
    (void)state;
    assert_rounded(61.2345, 2, "61.23");
    assert_rounded(61.2, 2, "61.2");
    assert_rounded(-61.0001, 2, "-61");
    assert_rounded(0.004, 2, "0");
    assert_rounded(-0.004, 2, "0");
    assert_rounded(0.0567, 3, "0.057");
    assert_rounded(-0.0567, 3, "-0.057");
    assert_rounded(1500, 1, "1500");
    assert_rounded(2.5, 0, "3");
    assert_rounded(1e20, 3, "100000000000000000000");
    assert_rounded(0.1, 12, "0.1");
    assert_rounded((double)NAN, 2, "null");
    assert_rounded((double)INFINITY, 2, "null");
}

static void texts_are_escaped_as_little_as_possible(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_text(&w, "\"\\/\b\f\n\r\t\x01\x0B\x1F\x7F\xC3\xA9");
    assert_string_equal(buffer_string(&out),
                        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u000b\\u001f\x7F\xC3\xA9\"");
    buffer_free(&out);
}

/* As damage may have left it: what goes out is JSON whatever comes in. */
static void what_is_no_character_is_replaced(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_text(&w, "Bl\xC3\xA9"
                  "u \xCE! \xE2\x82 \"\xFF");
    assert_string_equal(buffer_string(&out), "\"Bl\xC3\xA9"
                                             "u \xEF\xBF\xBD! \xEF\xBF\xBD\xEF\xBF\xBD "
                                             "\\\"\xEF\xBF\xBD\"");
    buffer_free(&out);
}

static void extreme_integers_are_written_whole(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_int(&w, INT64_MIN);
    json_int(&w, INT64_MAX);
    json_int(&w, 0);
    assert_string_equal(buffer_string(&out), "-9223372036854775808,9223372036854775807,0");
    buffer_free(&out);
}

static void a_parsed_tree_lives_in_its_arena(void **state)
{
    (void)state;
    struct arena a = {0};
    struct json_fault fault = {.why = NULL};
    static const char text[] = "{\"Name\":\"\\u00e9\",\"name\":[1,2.5]} and more";
    assert_null(json_parse(&a, text, sizeof text - 1, STIPPLE_DEPTH_MAX, &fault));
    assert_string_equal(fault.why, "something stands behind the end");
    cJSON *tree = json_parse(&a, text, sizeof text - 10, STIPPLE_DEPTH_MAX, &fault);
    assert_non_null(tree);
    assert_string_equal(cJSON_GetObjectItemCaseSensitive(tree, "Name")->valuestring, "\xC3\xA9");
    assert_near(cJSON_GetObjectItemCaseSensitive(tree, "name")->child->next->valuedouble, 2.5, 0);
    arena_free(&a);
    cJSON *outside = cJSON_CreateObject();
    assert_non_null(outside);
    cJSON_Delete(outside);
}

static int hooks_installed(void **state)
{
    (void)state;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_and_levels_take_care_of_themselves),
        cmocka_unit_test(rounded_numbers_have_no_needless_digit),
        cmocka_unit_test(texts_are_escaped_as_little_as_possible),
        cmocka_unit_test(what_is_no_character_is_replaced),
        cmocka_unit_test(extreme_integers_are_written_whole),
        cmocka_unit_test(a_parsed_tree_lives_in_its_arena),
    };
    return cmocka_run_group_tests(tests, hooks_installed, NULL);
}
