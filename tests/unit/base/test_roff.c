#include "unit.h"

#include "base/roff.h"

#include <string.h>

static void assert_roff(const char *text, const char *wanted)
{
    struct buffer out = {0};
    roff_text(&out, text, strlen(text));
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void nothing_in_a_text_is_a_request_or_an_escape(void **state)
{
    (void)state;
    assert_roff("plain", "plain");
    assert_roff("a-b", "a\\-b");
    assert_roff("a\\fB", "a\\efB");
    assert_roff(".SH x\n.\n'br", "\\&.SH x\n\\&.\n\\&\\(aqbr");
    assert_roff("1.5 ml, it's", "1.5 ml, it\\(aqs");
}

static void an_option_stands_over_what_it_does(void **state)
{
    (void)state;
    struct buffer out = {0};
    roff_option(&out, "op-id", "UUID", "Once.");
    roff_option(&out, "json", NULL, ".So.");
    assert_string_equal(buffer_string(&out), ".TP\n\\fB\\-\\-op\\-id\\fR \\fIUUID\\fR\nOnce.\n"
                                             ".TP\n\\fB\\-\\-json\\fR\n\\&.So.\n");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_a_text_is_a_request_or_an_escape),
        cmocka_unit_test(an_option_stands_over_what_it_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
