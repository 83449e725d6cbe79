#include "unit.h"

#include "app/schemas.h"
#include "app/table.h"
#include "json/strict.h"
#include "rpc/errors.h"
#include "rpc/lint.h"
#include "stipple/protocol.h"

#include <stdbool.h>
#include <string.h>

#define EACH_METHOD(method)                                                                        \
    for (const struct method *const *domain = method_domains; *domain; domain++)                   \
        for (const struct method *method = *domain; method->name; method++)

static void the_table_passes_its_lint(void **state)
{
    (void)state;
    struct error e = {0};
    if (methods_lint(method_domains, &e) != STIPPLE_OK)
        fail_msg("%s", e.message);
}

static void names_are_a_noun_and_a_verb(void **state)
{
    (void)state;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    EACH_METHOD(method)
    {
        size_t noun = strspn(method->name, letters);
        size_t verb = method->name[noun] == '.' ? strspn(method->name + noun + 1, letters) : 0;
        if (noun == 0 || verb == 0 || method->name[noun + 1 + verb] != '\0')
            fail_msg("`%s` is not noun.verb", method->name);
    }
}

static void every_method_is_found_by_its_name_and_by_no_other(void **state)
{
    (void)state;
    size_t n = 0;
    EACH_METHOD(method)
    {
        assert_ptr_equal(method_find(method->name), method); /* the first of that name: unique */
        n++;
    }
    assert_true(n > 0);
    static const char *const unknown[] = {"", "lot", "lot.", "lot.receive ", "Lot.receive"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null(method_find(unknown[i]));
}

static void every_method_shows_a_call_that_succeeds(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        bool shown = false;
        for (const struct example *example = method->examples; example->name; example++)
            shown |= example->result != NULL;
        if (!shown)
            fail_msg("%s has no example with a result", method->name);
    }
}

static void every_write_and_no_read_takes_the_head_of_writes(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        const struct schema *schema = method->params;
        while (schema && schema != &write_head_schema)
            schema = schema->base;
        if ((schema != NULL) != (method->kind == METHOD_WRITE))
            fail_msg("%s is a write without the head, or has it and is none", method->name);
    }
}

/* Whether the entry lists it, or it follows from what the method takes and is. */
static bool may_refuse(const struct method *method, enum stipple_error error)
{
    enum stipple_error errors[STIPPLE_ERROR_COUNT];
    errors_of_method(method, errors);
    return errors_hold(errors, error) || errors_hold(errors_of_calls, error) ||
           (method->kind == METHOD_WRITE && errors_hold(errors_of_writes, error));
}

/* There is none that refuses nothing: one that takes no parameter is not given one. */
static void every_method_shows_a_call_that_is_refused_and_at_which_field(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        bool shown = false;
        for (const struct example *example = method->examples; example->name; example++)
            shown |= example->error != STIPPLE_OK && example->field && *example->field;
        if (!shown)
            fail_msg("%s has no example that is refused at a field", method->name);
    }
}

static void every_refusal_shown_is_listed(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        for (const struct example *example = method->examples; example->name; example++) {
            if (example->error == STIPPLE_OK)
                continue;
            const struct stipple_error_info *info = stipple_error_info(example->error);
            if (info->code > 0 && !may_refuse(method, example->error))
                fail_msg("%s does not list %s, which \"%s\" shows", method->name, info->name,
                         example->name);
        }
    }
}

static void no_error_is_listed_twice(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        for (const enum stipple_error *at = method->errors; at && *at != STIPPLE_OK; at++) {
            assert_in_range(*at, STIPPLE_OK + 1, STIPPLE_ERROR_COUNT - 1);
            if (errors_hold(at + 1, *at))
                fail_msg("%s lists %s twice", method->name, stipple_error_info(*at)->name);
        }
    }
}

static void every_example_is_an_object_of_strict_json(void **state)
{
    (void)state;
    EACH_METHOD(method)
    {
        for (const struct example *example = method->examples; example->name; example++) {
            struct json_fault fault;
            const char *params = example->params;
            assert_non_null(params);
            if (*params != '{' || json_check(params, strlen(params), STIPPLE_DEPTH_MAX, &fault) < 0)
                fail_msg("%s, \"%s\": %s", method->name, example->name, params);
            if (example->result)
                assert_int_equal(
                    json_check(example->result, strlen(example->result), STIPPLE_DEPTH_MAX, &fault),
                    0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_passes_its_lint),
        cmocka_unit_test(names_are_a_noun_and_a_verb),
        cmocka_unit_test(every_method_is_found_by_its_name_and_by_no_other),
        cmocka_unit_test(every_method_shows_a_call_that_succeeds),
        cmocka_unit_test(every_method_shows_a_call_that_is_refused_and_at_which_field),
        cmocka_unit_test(every_write_and_no_read_takes_the_head_of_writes),
        cmocka_unit_test(every_refusal_shown_is_listed),
        cmocka_unit_test(no_error_is_listed_twice),
        cmocka_unit_test(every_example_is_an_object_of_strict_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
