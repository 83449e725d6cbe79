#include "unit.h"

#include "sample.h"

#include "json/parse.h"
#include "rpc/decode.h"
#include "stipple/protocol.h"

#include <string.h>

static struct arena arena;
static struct error error;

static enum stipple_error decode(const struct schema *schema, const char *text, void *into)
{
    struct json_fault fault = {.why = NULL};
    cJSON *json = json_parse(&arena, text, strlen(text), STIPPLE_DEPTH_MAX, &fault);
    if (!json)
        fail_msg("%s: %s", text, fault.why);
    error = (struct error){.code = STIPPLE_OK};
    return schema_decode(schema, json, &arena, into, &error);
}

/* An order that has what is required, and `more`. */
static enum stipple_error order(const char *more, struct order *into)
{
    char *text = arena_print(&arena, "{\"op_id\":\"%s\",\"lot\":\"L-7\"%s%s}", SAMPLE_UUID,
                             *more ? "," : "", more);
    assert_non_null(text);
    return decode(&order_schema, text, into);
}

static void assert_refused(const char *more, enum stipple_error code, const char *field,
                           const char *message)
{
    struct order o;
    if (order(more, &o) != code)
        fail_msg("%s: %s", more, stipple_error_info(error.code)->name);
    assert_int_equal(error.code, code);
    assert_string_equal(error.field, field);
    assert_string_equal(error.message, message);
}

static void every_type_of_field_reaches_its_place(void **state)
{
    (void)state;
    struct order o;
    assert_int_equal(
        order("\"by\":\"018F3E5C-9A4B-7C1D-8E2F-0A1B2C3D4E5F\","
              "\"occurred_at\":\"2026-01-15T11:30:00+01:00\",\"day\":\"2026-02-28\","
              "\"words\":\"\\u00e9\\u00e9\\n\\ud834\\udd1e!\",\"call\":17,\"total_ul\":3e2,"
              "\"contrast\":0.5,\"urgent\":true,\"swatch\":" SAMPLE_READING
              ",\"stubble\":[{\"value\":[1,2,3],\"light\":\"A\",\"observer\":2,\"spectrum\":[]},"
              "{\"value\":[4,5,6],\"light\":\"D50\",\"spectrum\":[0.25,0.5]}],\"also\":[\"x\"]",
              &o),
        STIPPLE_OK);
    assert_string_equal(o.head.op_id, SAMPLE_UUID);
    assert_string_equal(o.head.by, SAMPLE_UUID);
    assert_int_equal(o.head.occurred_at.offset_min, 60);
    assert_string_equal(o.lot, "L-7");
    assert_string_equal(o.day, "2026-02-28");
    assert_string_equal(o.words, "\xC3\xA9\xC3\xA9\n\xF0\x9D\x84\x9E!");
    assert_string_equal(o.call, "17");
    assert_int_equal(o.total_ul, 300);
    assert_near(o.contrast, 0.5, 0);
    assert_int_equal(o.urgent, 1);
    assert_near(o.swatch->value[2], 15.1, 0);
    assert_int_equal(o.swatch->observer, 1);
    assert_int_equal(o.stubble.n, 2);
    const struct reading *stubble = o.stubble.items;
    assert_int_equal(stubble[0].light, 2);
    assert_int_equal(stubble[0].observer, 0);
    assert_int_equal(stubble[1].spectrum.n, 2);
    assert_near(((const double *)stubble[1].spectrum.items)[1], 0.5, 0);
    assert_string_equal(((const char *const *)o.also.items)[0], "x");
}

static void assert_order_empty(const struct order *o)
{
    assert_int_equal(o->head.occurred_at.ms, INT_ABSENT);
    assert_null(o->head.by);
    assert_null(o->day);
    assert_null(o->swatch);
    assert_true(isnan(o->contrast));
    assert_null(o->stubble.items);
    assert_null(o->also.items);
    assert_string_equal(o->words, "none");
    assert_int_equal(o->total_ul, 1000);
    assert_int_equal(o->urgent, 0);
}

static void what_is_not_given_is_absent_or_its_fallback(void **state)
{
    (void)state;
    struct order o;
    memset(&o, 0x55, sizeof o);
    assert_int_equal(order("", &o), STIPPLE_OK);
    assert_order_empty(&o);
    memset(&o, 0x55, sizeof o);
    assert_int_equal(schema_default(&order_schema, &arena, &o), STIPPLE_OK);
    assert_order_empty(&o);
    assert_null(o.lot);
}

static void a_list_given_empty_is_not_absent(void **state)
{
    (void)state;
    struct order o;
    assert_int_equal(order("\"also\":[]", &o), STIPPLE_OK);
    assert_non_null(o.also.items);
    assert_int_equal(o.also.n, 0);
}

static void a_missing_parameter_is_named_with_its_meaning(void **state)
{
    (void)state;
    struct order o;
    assert_int_equal(decode(&order_schema, "{\"op_id\":\"" SAMPLE_UUID "\"}", &o),
                     STIPPLE_PARAM_MISSING);
    assert_string_equal(error.field, "lot");
    assert_string_equal(error.message, "`lot` is missing: The lot.");
    assert_int_equal(schema_decode(&order_schema, NULL, &arena, &o, &error), STIPPLE_PARAM_MISSING);
    assert_refused("\"swatch\":{\"light\":\"A\"}", STIPPLE_PARAM_MISSING, "swatch.value",
                   "`swatch.value` is missing: L*, a*, b*.");
}

static void an_unknown_name_is_refused_with_the_nearest_known_one(void **state)
{
    (void)state;
    assert_refused("\"stuble\":[]", STIPPLE_PARAM_UNKNOWN, "stuble",
                   "There is no parameter `stuble` here.");
    assert_string_equal(error.hint, "Did you mean stubble?");
    assert_refused("\"Contrast\":1", STIPPLE_PARAM_UNKNOWN, "Contrast",
                   "There is no parameter `Contrast` here.");
    assert_string_equal(error.hint, "Did you mean contrast?");
    assert_refused("\"zzzzzz\":1", STIPPLE_PARAM_UNKNOWN, "zzzzzz",
                   "There is no parameter `zzzzzz` here.");
    assert_string_equal(error.hint, "");
    assert_refused("\"swatch\":{\"ligth\":\"A\"}", STIPPLE_PARAM_UNKNOWN, "swatch.ligth",
                   "There is no parameter `swatch.ligth` here.");
    assert_string_equal(error.hint, "Did you mean light?");
    assert_refused("\"swatch\":{\"\":1}", STIPPLE_PARAM_UNKNOWN, "swatch.\"\"",
                   "There is no parameter `swatch.\"\"` here.");
}

static void a_wrong_type_is_told_with_the_path(void **state)
{
    (void)state;
    assert_refused("\"stubble\":[" SAMPLE_READING ",{\"value\":[\"x\",1,2],\"light\":\"A\"}]",
                   STIPPLE_PARAM_TYPE, "stubble[1].value[0]",
                   "`stubble[1].value[0]` must be a number, not a text.");
    assert_refused("\"total_ul\":60.5", STIPPLE_PARAM_TYPE, "total_ul",
                   "`total_ul` must be a whole number; it is 60.5.");
    assert_refused("\"day\":null", STIPPLE_PARAM_TYPE, "day",
                   "`day` must be a date in quotes, not null; leave it out instead.");
    assert_refused("\"urgent\":1", STIPPLE_PARAM_TYPE, "urgent",
                   "`urgent` must be true or false, not a number.");
    assert_refused("\"stubble\":{}", STIPPLE_PARAM_TYPE, "stubble",
                   "`stubble` must be a list, not an object.");
    assert_refused("\"swatch\":[]", STIPPLE_PARAM_TYPE, "swatch",
                   "`swatch` must be an object, not a list.");
    struct order o;
    assert_int_equal(decode(&order_schema, "[]", &o), STIPPLE_PARAM_TYPE);
}

static void bounds_are_told_with_their_unit(void **state)
{
    (void)state;
    assert_refused("\"total_ul\":49", STIPPLE_PARAM_RANGE, "total_ul",
                   "`total_ul` must be 50 to 5000 µL; it is 49.");
    assert_refused("\"contrast\":1.5", STIPPLE_PARAM_RANGE, "contrast",
                   "`contrast` must be 0 to 1; it is 1.5.");
    assert_refused("\"words\":\"\"", STIPPLE_PARAM_RANGE, "words",
                   "`words` must have 1 to 5 characters; it has 0.");
    assert_refused("\"words\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"", STIPPLE_PARAM_RANGE,
                   "words", "`words` must have 1 to 5 characters; it has 6.");
    assert_refused("\"stubble\":[]", STIPPLE_PARAM_RANGE, "stubble",
                   "`stubble` must have 1 to 3 items; it has 0.");
    assert_refused("\"swatch\":{\"value\":[1,2],\"light\":\"A\"}", STIPPLE_PARAM_RANGE,
                   "swatch.value", "`swatch.value` must have 3 items; it has 2.");
    assert_refused("\"swatch\":{\"value\":[1,2,3,4],\"light\":\"A\"}", STIPPLE_PARAM_RANGE,
                   "swatch.value", "`swatch.value` must have 3 items; it has 4.");
}

static void formats_are_shown_by_an_example(void **state)
{
    (void)state;
    assert_refused("\"day\":\"2026-02-30\"", STIPPLE_PARAM_FORMAT, "day",
                   "`day` must be a day that exists, written YYYY-MM-DD.");
    assert_refused("\"occurred_at\":\"2026-01-15T11:30:00\"", STIPPLE_PARAM_FORMAT, "occurred_at",
                   "`occurred_at` must be a time with its offset from UTC, like "
                   "2026-01-15T11:30:00+01:00.");
    assert_refused(
        "\"words\":\"a\\u001b[\"", STIPPLE_PARAM_FORMAT, "words",
        "`words` must be a text without control characters (new lines and tabs may be).");
    assert_refused(
        "\"words\":\"\\u009b\"", STIPPLE_PARAM_FORMAT, "words",
        "`words` must be a text without control characters (new lines and tabs may be).");
    assert_refused("\"by\":\"\"", STIPPLE_PARAM_FORMAT, "by", "`by` must be an id or a code.");
    assert_refused("\"call\":1.5", STIPPLE_PARAM_FORMAT, "call",
                   "`call` must be an id that a call can have.");
    struct order o;
    assert_int_equal(decode(&order_schema, "{\"op_id\":\"7\",\"lot\":\"x\"}", &o),
                     STIPPLE_PARAM_FORMAT);
}

static void a_choice_lists_what_it_may_be(void **state)
{
    (void)state;
    assert_refused("\"swatch\":{\"value\":[1,2,3],\"light\":\"D56\"}", STIPPLE_PARAM_CHOICE,
                   "swatch.light", "`swatch.light` must be one of: D65, D50, A; it is D56.");
    assert_string_equal(error.hint, "Did you mean D50?");
    assert_refused("\"swatch\":{\"value\":[1,2,3],\"light\":\"A\",\"observer\":5}",
                   STIPPLE_PARAM_CHOICE, "swatch.observer",
                   "`swatch.observer` must be one of: 2, 10; it is 5.");
    assert_refused("\"swatch\":{\"value\":[1,2,3],\"light\":\"A\",\"observer\":\"10\"}",
                   STIPPLE_PARAM_TYPE, "swatch.observer",
                   "`swatch.observer` must be a whole number, not a text.");
}

static void a_hostile_name_is_cut_between_characters(void **state)
{
    (void)state;
    char more[400];
    int length = snprintf(more, sizeof more, "\"");
    for (int i = 0; i < 100; i++)
        length += snprintf(more + length, sizeof more - (size_t)length, "\u20ac");
    snprintf(more + length, sizeof more - (size_t)length, "\":1");
    struct order o;
    assert_int_equal(order(more, &o), STIPPLE_PARAM_UNKNOWN);
    assert_int_equal(strlen(error.field), 126);
}

enum { SEEN_MAX = 200 };

static enum stipple_error resolve(void *context, const char *of, const char *path,
                                  const char **text, struct error *e)
{
    char *seen = context;
    if (strcmp(*text, "bad") == 0)
        return fail(e, STIPPLE_LOT_NOT_FOUND, path, "No such lot.");
    size_t length = strlen(seen);
    snprintf(seen + length, SEEN_MAX - length, "%s:%s ", of, path);
    *text = SAMPLE_UUID;
    return STIPPLE_OK;
}

static void references_are_visited_and_replaced(void **state)
{
    (void)state;
    struct order o;
    char seen[SEEN_MAX] = "";
    assert_int_equal(order("\"by\":\"me\",\"also\":[\"a\",\"b\"],\"swatch\":" SAMPLE_READING, &o),
                     STIPPLE_OK);
    assert_int_equal(schema_refs(&order_schema, &o, resolve, seen, &error), STIPPLE_OK);
    assert_string_equal(seen, "lot:lot lot:also[0] lot:also[1] staff:by ");
    assert_string_equal(o.lot, SAMPLE_UUID);
    assert_string_equal(((const char *const *)o.also.items)[1], SAMPLE_UUID);
    assert_int_equal(order("\"also\":[\"a\",\"bad\"]", &o), STIPPLE_OK);
    assert_int_equal(schema_refs(&order_schema, &o, resolve, seen, &error), STIPPLE_LOT_NOT_FOUND);
    assert_string_equal(error.field, "also[1]");
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

#define TEST(name) cmocka_unit_test_teardown(name, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_of_field_reaches_its_place),
        TEST(what_is_not_given_is_absent_or_its_fallback),
        TEST(a_list_given_empty_is_not_absent),
        TEST(a_missing_parameter_is_named_with_its_meaning),
        TEST(an_unknown_name_is_refused_with_the_nearest_known_one),
        TEST(a_wrong_type_is_told_with_the_path),
        TEST(bounds_are_told_with_their_unit),
        TEST(formats_are_shown_by_an_example),
        TEST(a_choice_lists_what_it_may_be),
        TEST(a_hostile_name_is_cut_between_characters),
        TEST(references_are_visited_and_replaced),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
