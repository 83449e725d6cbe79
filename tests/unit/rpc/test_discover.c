#include "unit.h"

#include "sample.h"

#include "json/parse.h"
#include "rpc/discover.h"
#include "rpc/lint.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

static enum stipple_error handle(struct call *call, void *params, void *result)
{
    (void)call;
    (void)params;
    (void)result;
    return STIPPLE_OK;
}

static const enum stipple_error errors[] = {STIPPLE_LOT_EXPIRED, STIPPLE_PARAM_COMBINATION,
                                            STIPPLE_PARAM_MISSING, STIPPLE_OK};
static const struct example order_examples[] = {{.name = "an order",
                                                 .params = "{ \"op_id\": \"" SAMPLE_UUID
                                                           "\", \"lot\": \"L,{\\\"7\", \"call\": 1,"
                                                           " \"stubble\": [" SAMPLE_READING "] }",
                                                 .result = "{\"rows\":[]}"},
                                                {.name = "without a lot",
                                                 .params = "{\"op_id\":\"" SAMPLE_UUID "\"}",
                                                 .error = STIPPLE_PARAM_MISSING,
                                                 .field = "lot"},
                                                {.name = NULL}};
static const struct example no_examples[] = {{.name = NULL}};
static const struct example whole_examples[] = {{.name = "all", .params = "{}", .result = "[]"},
                                                {.name = NULL}};

static const struct method orders[] = {{"order.place", "Places an order.",
                                        ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &order_schema,
                                        &answer_schema, errors, order_examples, handle},
                                       {.name = NULL}};
static const struct method others[] = {{"order.all", "Everything.", ROLE_ANY, METHOD_INLINE,
                                        &nothing_schema, &whole_schema, NULL, whole_examples,
                                        handle},
                                       {.name = NULL}};
static const struct method *const domains[] = {orders, others, NULL};

static const cJSON *member(const cJSON *json, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(json, name);
    if (!found)
        fail_msg("%s is not there", name);
    return found;
}

static cJSON *document(struct arena *a)
{
    struct buffer out = {0};
    discover_openrpc(domains, "1.2.3", &out);
    assert_false(out.failed);
    struct json_fault fault = {.why = NULL};
    cJSON *json = json_parse(a, out.data, out.length, STIPPLE_DEPTH_MAX, &fault);
    if (!json)
        fail_msg("%s at %zu", fault.why, fault.at);
    buffer_free(&out);
    return json;
}

static void the_published_meta_schema_accepts_the_document(void **state)
{
    (void)state;
    struct buffer out = {0};
    discover_openrpc(domains, "1.2.3", &out);
    /* A fixed command of this repository. NOLINTNEXTLINE(cert-env33-c) */
    FILE *validator = popen(PROJECT_SOURCE "/tests/support/validate_openrpc.py", "w");
    assert_non_null(validator);
    assert_int_equal(fwrite(out.data, 1, out.length, validator), out.length);
    assert_int_equal(pclose(validator), 0);
    buffer_free(&out);
}

static void required_parameters_stand_first(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *method = member(document(&a), "methods")->child;
    assert_string_equal(member(method, "name")->valuestring, "order.place");
    const cJSON *param = member(method, "params")->child;
    assert_string_equal(member(param, "name")->valuestring, "op_id");
    assert_string_equal(member(param->next, "name")->valuestring, "lot");
    assert_string_equal(member(param->next->next, "name")->valuestring, "by");
    assert_true(cJSON_IsFalse(member(param->next->next, "required")));
    arena_free(&a);
}

static void each_error_code_stands_once(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *list = member(member(document(&a), "methods")->child, "errors");
    assert_int_equal(cJSON_GetArraySize(list), 4);
    assert_string_equal(member(member(list->child, "data"), "name")->valuestring, "lot.expired");
    arena_free(&a);
}

static void what_a_reference_is_refused_for_is_listed_by_itself(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *list = member(member(document(&a), "methods")->child, "errors");
    static const char *const names[] = {"lot.not_found", "staff.not_found"};
    for (int i = 0; i < 2; i++) {
        const cJSON *data = member(cJSON_GetArrayItem(list, 2 + i), "data");
        assert_string_equal(member(data, "name")->valuestring, names[i]);
    }
    arena_free(&a);
}

static void what_any_call_and_any_write_may_meet_stands_once_for_all(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *common = member(member(document(&a), "components"), "errors");
    static const char *const names[] = {"param.unknown", "role.denied", "op.reused", "store.full"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(member(common, names[i]));
    arena_free(&a);
}

static void examples_are_taken_apart_by_name(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *examples = member(member(document(&a), "methods")->child, "examples");
    const cJSON *params = member(examples->child, "params");
    assert_int_equal(cJSON_GetArraySize(params), 4);
    const cJSON *lot = params->child->next;
    assert_string_equal(member(lot, "name")->valuestring, "lot");
    assert_string_equal(member(lot, "value")->valuestring, "L,{\"7");
    const cJSON *refused = member(member(examples->child->next, "error"), "value");
    assert_int_equal(member(refused, "code")->valueint, -32602);
    assert_string_equal(member(member(refused, "data"), "field")->valuestring, "lot");
    arena_free(&a);
}

static void units_offsets_and_nulls_are_described(void **state)
{
    (void)state;
    struct arena a = {0};
    const cJSON *schemas = member(member(document(&a), "components"), "schemas");
    assert_int_equal(cJSON_GetArraySize(schemas), 3);
    const cJSON *answer = member(member(schemas, "Answer"), "properties");
    assert_string_equal(member(member(answer, "delta_e00"), "x-unit")->valuestring, "ΔE00");
    assert_string_equal(member(member(answer, "at_offset_min"), "type")->valuestring, "integer");
    assert_int_equal(cJSON_GetArraySize(member(member(answer, "mcdm"), "anyOf")), 2);
    const cJSON *observer = member(member(schemas, "Reading"), "properties");
    observer = member(observer, "observer");
    assert_string_equal(member(observer, "type")->valuestring, "integer");
    assert_int_equal(member(observer, "default")->valueint, 10);
    arena_free(&a);
}

static void the_reference_names_every_method_parameter_and_object(void **state)
{
    (void)state;
    struct buffer out = {0};
    discover_markdown(domains, &out);
    const char *text = buffer_string(&out);
    assert_non_null(text);
    static const char *const wanted[] = {
        "## order.place\n",
        "## order.all\n",
        "| **lot** | id or code of a lot",
        "| total_ul | whole number, 50 to 5000, µL | Volume. Default: 1000. |",
        "Writes. For: artist, manager.",
        "A\\|B in a cell.",
        "`lot.expired` | 117",
        "## Reading\n",
        "list of 1 to 3 × [Reading](#reading)",
        "list of 3 × number",
        "No parameters.",
        "is refused: `param.missing` at `lot`."};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strstr(text, wanted[i]))
            fail_msg("not there: %s", wanted[i]);
    buffer_free(&out);
}

static void the_lint_finds_nothing_in_a_sound_table(void **state)
{
    (void)state;
    struct error e = {.message = ""};
    if (methods_lint(domains, &e) != STIPPLE_OK)
        fail_msg("%s", e.message);
}

static void assert_lint(struct field field, const char *wanted)
{
    struct error e = {.message = ""};
    struct schema schema = {"Odd", sizeof(struct order), NULL, &field, 1};
    schema_lint(&schema, true, &e);
    assert_string_equal(e.message, wanted);
}

static void the_lint_finds_what_the_compiler_cannot(void **state)
{
    (void)state;
    assert_lint((struct field){FIELD(struct order, day, INT), .fixed = 2, .doc = "x"},
                "Odd.day: the C member is not of the field's type.");
    assert_lint((struct field){FIELD(struct order, day, DATE)}, "Odd.day: is not documented.");
    assert_lint((struct field){FIELD_AS("Day", struct order, day, DATE), .doc = "x"},
                "Odd.Day: names are lower case letters, digits and _.");
    assert_lint((struct field){FIELD(struct order, total_ul, INT), .min = 2, .max = 1, .doc = "x"},
                "Odd.total_ul: min is beyond max.");
    assert_lint((struct field){FIELD(struct order, words, TEXT), .doc = "x"},
                "Odd.words: a text from outside needs a greatest length.");
    assert_lint((struct field){FIELD(struct order, words, JSON), .doc = "x"},
                "Odd.words: is for results only.");
    assert_lint((struct field){FIELD(struct order, total_ul, INT), .min = 1, .max = 2,
                               .fallback = "3", .doc = "x"},
                "Odd: a fallback does not pass its own field's check.");
    assert_lint((struct field){FIELD(struct order, stubble, OBJECT), .doc = "x", .list = true,
                               .max_items = 1},
                "Odd.stubble: has no schema.");
    struct field twice[] = {{FIELD(struct order, day, DATE), .doc = "x"},
                            {FIELD(struct order, day, DATE), .doc = "x"}};
    struct schema schema = SCHEMA("Odd", struct order, twice);
    struct error e;
    assert_int_not_equal(schema_lint(&schema, true, &e), STIPPLE_OK);
    assert_string_equal(e.message, "Odd.day: the name stands twice.");
}

static enum stipple_error lint_alone(struct method method)
{
    const struct method domain[] = {method, {.name = NULL}};
    const struct method *const alone[] = {domain, NULL};
    struct error e;
    return methods_lint(alone, &e);
}

static struct method order_with(const char *name, unsigned roles, const struct example *examples)
{
    struct method method = orders[0];
    method.name = name;
    method.roles = roles;
    method.examples = examples;
    return method;
}

static void the_lint_wants_methods_whole(void **state)
{
    (void)state;
    assert_int_equal(lint_alone(order_with("order.x", ROLE_ANY, no_examples)), STIPPLE_OK);
    assert_int_not_equal(lint_alone(order_with("order", ROLE_ANY, no_examples)), STIPPLE_OK);
    assert_int_not_equal(lint_alone(order_with("order.x", 0, no_examples)), STIPPLE_OK);
    assert_int_equal(lint_alone(order_with("order.x", ROLE_ANY, whole_examples)),
                     STIPPLE_PARAM_MISSING);
}

static int begin(void **state)
{
    (void)state;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_meta_schema_accepts_the_document),
        cmocka_unit_test(required_parameters_stand_first),
        cmocka_unit_test(each_error_code_stands_once),
        cmocka_unit_test(what_a_reference_is_refused_for_is_listed_by_itself),
        cmocka_unit_test(what_any_call_and_any_write_may_meet_stands_once_for_all),
        cmocka_unit_test(examples_are_taken_apart_by_name),
        cmocka_unit_test(units_offsets_and_nulls_are_described),
        cmocka_unit_test(the_reference_names_every_method_parameter_and_object),
        cmocka_unit_test(the_lint_finds_nothing_in_a_sound_table),
        cmocka_unit_test(the_lint_finds_what_the_compiler_cannot),
        cmocka_unit_test(the_lint_wants_methods_whole),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
