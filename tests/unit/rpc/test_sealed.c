#include "unit.h"

#include "rpc/encode.h"
#include "rpc/jsonschema.h"
#include "rpc/lint.h"

#include "base/value.h"
#include <string.h>

struct person {
    const char *code, *name;
    struct list scars; /* const char * */
    int known;
};
static const struct field person_fields[] = {
    {FIELD(struct person, name, TEXT), .sealed = true, .max = 40, .doc = "Name."},
    {FIELD(struct person, code, TEXT), .max = 40, .doc = "Code."},
    {FIELD(struct person, scars, TEXT), .sealed = true, .list = true, .max = 40, .max_items = 3,
     .doc = "Scars."},
    {FIELD(struct person, known, BOOL), .sealed = true, .doc = "Known."},
};
static const struct schema person_schema = SCHEMA("Person", struct person, person_fields);

struct made {
    const char *client;
};
static const struct field made_fields[] = {
    {FIELD(struct made, client, UUID), .required = true, .doc = "Whose."},
};
static const struct schema made_schema = SCHEMA("Made", struct made, made_fields);
static const struct field other_fields[] = {
    {FIELD_AS("person", struct made, client, UUID), .required = true, .doc = "Whose."},
};
static const struct schema other_schema = SCHEMA("Other", struct made, other_fields);

static void what_is_sealed_stands_in_one_object_and_the_rest_in_the_other(void **state)
{
    (void)state;
    const char *scars[] = {"one"};
    struct person person = {"C-1", "Anna", {scars, 1}, BOOL_ABSENT};
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    json_object(&w);
    schema_encode_own(&person_schema, &person, &w);
    json_object_end(&w);
    assert_string_equal(buffer_string(&out), "{\"code\":\"C-1\"}");
    buffer_cut(&out, 0);
    w.comma = false;
    assert_true(schema_encode_sealed(&person_schema, &person, &w));
    assert_string_equal(buffer_string(&out), "{\"name\":\"Anna\",\"scars\":[\"one\"]}");
    buffer_cut(&out, 0);
    w.comma = false;
    schema_encode(&person_schema, &person, &w); /* a request, whole */
    assert_string_equal(buffer_string(&out),
                        "{\"code\":\"C-1\",\"name\":\"Anna\",\"scars\":[\"one\"]}");
    buffer_free(&out);
}

static void nothing_is_sealed_where_nothing_is_said(void **state)
{
    (void)state;
    struct person person = {"C-1", NULL, {0}, BOOL_ABSENT};
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    assert_false(schema_encode_sealed(&person_schema, &person, &w));
    assert_int_equal(out.length, 0);
    buffer_free(&out);
}

static void the_document_says_what_is_sealed(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct json_writer w = {.out = &out};
    field_schema_write(&person_fields[0], &w);
    assert_non_null(strstr(buffer_string(&out), "\"x-sealed\":true"));
    buffer_cut(&out, 0);
    w.comma = false;
    field_schema_write(&person_fields[1], &w);
    assert_null(strstr(buffer_string(&out), "x-sealed"));
    buffer_free(&out);
}

static enum stipple_error handle(struct call *call, void *params, void *result)
{
    (void)call, (void)params, (void)result;
    return STIPPLE_OK;
}

static enum stipple_error lint(const struct schema *params, const struct schema *result,
                               enum method_kind kind)
{
    static const struct example none[] = {{0}};
    struct error e;
    const struct method methods[] = {
        {"client.add", "Adds.", ROLE_ANY, kind, params, result, NULL, none, handle}, {0}};
    return methods_lint((const struct method *const[]){methods, NULL}, &e);
}

static void sealing_needs_a_write_a_client_and_parameters_that_are_not_nested(void **state)
{
    (void)state;
    static const struct field nesting_fields[] = {
        {FIELD(struct made, client, OBJECT), .object = &person_schema, .doc = "Nested."},
    };
    static const struct schema nesting_schema = SCHEMA("Nesting", struct made, nesting_fields);
    assert_int_equal(lint(&person_schema, &made_schema, METHOD_WRITE), STIPPLE_OK);
    assert_int_not_equal(lint(&person_schema, &made_schema, METHOD_READ), STIPPLE_OK);
    assert_int_not_equal(lint(&person_schema, &other_schema, METHOD_WRITE), STIPPLE_OK);
    assert_int_not_equal(lint(&nesting_schema, &made_schema, METHOD_WRITE), STIPPLE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_stands_in_one_object_and_the_rest_in_the_other),
        cmocka_unit_test(nothing_is_sealed_where_nothing_is_said),
        cmocka_unit_test(the_document_says_what_is_sealed),
        cmocka_unit_test(sealing_needs_a_write_a_client_and_parameters_that_are_not_nested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
