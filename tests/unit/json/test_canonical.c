#include "unit.h"

#include "json/canonical.h"

#include <stdlib.h>
#include <string.h>

static void assert_canonical(const char *text, const char *wanted)
{
    struct buffer out = {0};
    assert_true(json_canonical(text, strlen(text), &out));
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void assert_number(uint64_t bits, const char *wanted)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    struct buffer out = {0};
    json_number(&out, value);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

/* RFC 8785 appendix B. */
static void numbers_look_as_in_appendix_b(void **state)
{
    (void)state;
    assert_number(0x0000000000000000, "0");
    assert_number(0x8000000000000000, "0");
    assert_number(0x0000000000000001, "5e-324");
    assert_number(0x8000000000000001, "-5e-324");
    assert_number(0x7fefffffffffffff, "1.7976931348623157e+308");
    assert_number(0xffefffffffffffff, "-1.7976931348623157e+308");
    assert_number(0x4340000000000000, "9007199254740992");
    assert_number(0xc340000000000000, "-9007199254740992");
    assert_number(0x4430000000000000, "295147905179352830000");
    assert_number(0x44b52d02c7e14af5, "9.999999999999997e+22");
    assert_number(0x44b52d02c7e14af6, "1e+23");
    assert_number(0x44b52d02c7e14af7, "1.0000000000000001e+23");
    assert_number(0x444b1ae4d6e2ef4e, "999999999999999700000");
    assert_number(0x444b1ae4d6e2ef4f, "999999999999999900000");
    assert_number(0x444b1ae4d6e2ef50, "1e+21");
    assert_number(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7");
    assert_number(0x3eb0c6f7a0b5ed8d, "0.000001");
    assert_number(0x41b3de4355555553, "333333333.3333332");
    assert_number(0x41b3de4355555554, "333333333.33333325");
    assert_number(0x41b3de4355555555, "333333333.3333333");
    assert_number(0x41b3de4355555556, "333333333.3333334");
    assert_number(0x41b3de4355555557, "333333333.33333343");
    assert_number(0xbecbf647612f3696, "-0.0000033333333333333333");
    assert_number(0x43143ff3c1cb0959, "1424953923781206.2");
}

/* Below a power of two doubles lie closer than above it. */
static void the_shortest_form_of_a_power_of_two_may_lie_above_it(void **state)
{
    (void)state;
    assert_number(0x3d30000000000000, "5.684341886080802e-14");
    assert_number(0x0010000000000000, "2.2250738585072014e-308");
    assert_number(0x000fffffffffffff, "2.225073858507201e-308");
}

static void numbers_read_back_as_what_they_were(void **state)
{
    (void)state;
    uint64_t bits = 0x9E3779B97F4A7C15;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        struct buffer out = {0};
        json_number(&out, value);
        assert_true(strtod(buffer_string(&out), NULL) == value);
        buffer_free(&out);
    }
}

/* RFC 8785 section 3.2.2 and 3.2.3. */
static void the_rfc_s_samples_come_out_as_printed_there(void **state)
{
    (void)state;
    assert_canonical("{\n  \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, "
                     "0.000000000000000000000000001],\n"
                     "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                     "  \"literals\": [null, true, false]\n}",
                     "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,"
                     "0.002,1e-27],\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assert_canonical(
        "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew "
        "Letter Dalet With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning "
        "Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With "
        "Diaeresis\"}",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
        "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":\"Euro "
        "Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew "
        "Letter Dalet With Dagesh\"}");
}

static void objects_are_ordered_at_every_depth(void **state)
{
    (void)state;
    assert_canonical(" {\"b\" : {\"z\":1 , \"y\":[{\"d\":1,\"c\":2},{}]}, \"a\":[ ], \"\":0} ",
                     "{\"\":0,\"a\":[],\"b\":{\"y\":[{\"c\":2,\"d\":1},{}],\"z\":1}}");
    assert_canonical("{\"ab\":1,\"a\":2,\"B\":3}", "{\"B\":3,\"a\":2,\"ab\":1}");
    assert_canonical("-0.0", "0");
    assert_canonical("\"\"", "\"\"");
}

static void the_canonical_form_is_its_own_canonical_form(void **state)
{
    (void)state;
    static const char text[] = "{\"\\n\":[1.50,{\"y\":\"\\u001f\",\"x\":1e2}],\"A\":null}";
    struct buffer once = {0}, twice = {0};
    assert_true(json_canonical(text, sizeof text - 1, &once));
    assert_true(json_canonical(once.data, once.length, &twice));
    assert_int_equal(once.length, twice.length);
    assert_memory_equal(once.data, twice.data, once.length);
    buffer_free(&once);
    buffer_free(&twice);
}

static void what_is_not_strict_json_has_no_canonical_form(void **state)
{
    (void)state;
    static const char *const refused[] = {"", "{", "{\"a\":1,\"a\":1}", "[1,]", "nul", "\"\xFF\""};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct buffer out = {0};
        assert_false(json_canonical(refused[i], strlen(refused[i]), &out));
        buffer_free(&out);
    }
}

static void a_full_buffer_is_told(void **state)
{
    (void)state;
    static const char text[] = "{\"b\":[1,2,3],\"a\":{\"d\":1,\"c\":2}}";
    for (size_t cap = 1; cap < sizeof text - 1; cap++) {
        struct buffer out = {.max = cap};
        assert_false(json_canonical(text, sizeof text - 1, &out));
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_look_as_in_appendix_b),
        cmocka_unit_test(the_shortest_form_of_a_power_of_two_may_lie_above_it),
        cmocka_unit_test(numbers_read_back_as_what_they_were),
        cmocka_unit_test(the_rfc_s_samples_come_out_as_printed_there),
        cmocka_unit_test(objects_are_ordered_at_every_depth),
        cmocka_unit_test(the_canonical_form_is_its_own_canonical_form),
        cmocka_unit_test(what_is_not_strict_json_has_no_canonical_form),
        cmocka_unit_test(a_full_buffer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
