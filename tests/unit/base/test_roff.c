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

static void a_paragraph_keeps_to_short_lines_and_all_its_words(void **state)
{
    (void)state;
    static const char text[] =
        "It was 1.5 ml, of which .5 ml stayed; and so on -- for a line that is "
        "long, as they are, without an end, until there is one.";
    struct buffer out = {0};
    roff_paragraph(&out, text, strlen(text));
    assert_string_equal(
        buffer_string(&out),
        "It was 1.5 ml, of which .5 ml stayed; and so on \\-\\- for a line that is\n"
        "long, as they are, without an end, until there is one.\n");
    buffer_cut(&out, 0);
    roff_paragraph(&out, "two\nwords\n", 10);
    assert_string_equal(buffer_string(&out), "two words\n");
    buffer_free(&out);
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
        cmocka_unit_test(a_paragraph_keeps_to_short_lines_and_all_its_words),
        cmocka_unit_test(an_option_stands_over_what_it_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
