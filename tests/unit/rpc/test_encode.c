#include "unit.h"

#include "sample.h"

#include "json/parse.h"
#include "rpc/decode.h"
#include "rpc/encode.h"
#include "stipple/protocol.h"

#include <string.h>

static struct arena arena;

static void assert_encoded(const struct schema *schema, const void *from, const char *wanted)
{
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    schema_encode(schema, from, &w);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void absent_members_are_left_out_but_for_those_promised(void **state)
{
    (void)state;
    struct answer a;
    assert_int_equal(schema_default(&answer_schema, &arena, &a), STIPPLE_OK);
    assert_encoded(&answer_schema, &a, "{\"mcdm\":null,\"rows\":[]}");
}

static void every_type_is_written_as_the_table_says(void **state)
{
    (void)state;
    struct reading rows[] = {{.value = {1, 2.345, -0.001}, .light = 1, .observer = CHOICE_ABSENT}};
    const char *notes[] = {"a \"b\"", "c"};
    struct answer a = {.id = SAMPLE_UUID,
                       .body = "{\"x\":[1]}",
                       .mcdm = 0.12345,
                       .delta_e00 = 0.12345,
                       .at = {.ms = 1768473000250, .offset_min = -210},
                       .observer = 1,
                       .rows = {rows, 1},
                       .notes = {notes, 2}};
    assert_encoded(&answer_schema, &a,
                   "{\"id\":\"" SAMPLE_UUID "\",\"body\":{\"x\":[1]},\"mcdm\":0.123,"
                   "\"delta_e00\":0.12345,\"at\":\"2026-01-15T10:30:00.250Z\","
                   "\"at_offset_min\":-210,\"observer\":10,"
                   "\"rows\":[{\"value\":[1,2.35,0],\"light\":\"D50\"}],"
                   "\"notes\":[\"a \\\"b\\\"\",\"c\"]}");
}

static void a_whole_result_stands_without_a_member_around_it(void **state)
{
    (void)state;
    assert_encoded(&whole_schema, &(struct whole){"[1,2]"}, "[1,2]");
    assert_encoded(&nothing_schema, "", "{}");
}

static void order_read(const char *text, struct order *ret)
{
    struct json_fault fault;
    cJSON *json = json_parse(&arena, text, strlen(text), STIPPLE_DEPTH_MAX, &fault);
    assert_non_null(json);
    assert_int_equal(schema_decode(&order_schema, json, &arena, ret, NULL), STIPPLE_OK);
}

static const char order_text[] =
    "{\"op_id\":\"" SAMPLE_UUID "\",\"occurred_at\":\"2026-01-15T10:30:00.000Z\",\"lot\":\"L-7\","
    "\"day\":\"2026-02-28\",\"words\":\"none\",\"call\":\"x\",\"total_ul\":300,\"contrast\":0.5,"
    "\"urgent\":true,\"swatch\":{\"value\":[61.2,9.8,15.1],\"light\":\"D65\",\"observer\":10},"
    "\"stubble\":[{\"value\":[1,2,3],\"light\":\"A\",\"observer\":2,\"spectrum\":[0.25]}],"
    "\"also\":[\"x\",\"y\"]}";

static void what_was_decoded_is_encoded_the_same(void **state)
{
    (void)state;
    struct order o;
    order_read(order_text, &o);
    assert_encoded(&order_schema, &o, order_text);
}

static void a_list_given_empty_is_written_empty(void **state)
{
    (void)state;
    struct order o;
    order_read("{\"op_id\":\"" SAMPLE_UUID "\",\"lot\":\"L-7\",\"also\":[]}", &o);
    assert_encoded(&order_schema, &o,
                   "{\"op_id\":\"" SAMPLE_UUID "\",\"lot\":\"L-7\",\"words\":\"none\","
                   "\"total_ul\":1000,\"urgent\":false,\"also\":[]}");
}

static void an_event_s_body_leaves_the_base_out(void **state)
{
    (void)state;
    struct order o;
    order_read("{\"op_id\":\"" SAMPLE_UUID "\",\"lot\":\"L-7\",\"total_ul\":300}", &o);
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_object(&w);
    schema_encode_own(&order_schema, &o, &w);
    json_object_end(&w);
    assert_string_equal(buffer_string(&out),
                        "{\"lot\":\"L-7\",\"words\":\"none\",\"total_ul\":300,\"urgent\":false}");
    buffer_free(&out);
}

static int begin(void **state)
{
    (void)state;
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(absent_members_are_left_out_but_for_those_promised, end),
        cmocka_unit_test_teardown(every_type_is_written_as_the_table_says, end),
        cmocka_unit_test_teardown(a_whole_result_stands_without_a_member_around_it, end),
        cmocka_unit_test_teardown(what_was_decoded_is_encoded_the_same, end),
        cmocka_unit_test_teardown(a_list_given_empty_is_written_empty, end),
        cmocka_unit_test_teardown(an_event_s_body_leaves_the_base_out, end),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
