#include "unit.h"

#include "client/plain.h"

static void assert_plain(const char *command, const char *text, const char *wanted)
{
    struct buffer out = {0};
    plain_text(&out, command_find(command), text);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void assert_field(const char *command, const char *field, const char *wanted)
{
    struct buffer out = {0};
    plain_field(&out, command_find(command), field);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void parameters_are_told_as_options_and_methods_as_commands(void **state)
{
    (void)state;
    assert_plain("match", "`total_ul` must be 50.", "--total must be 50.");
    assert_plain("match", "`layout.sessions` is 9", "--sessions is 9");
    assert_plain("match", "`hair` and `contrast` go together.",
                 "--hair and --contrast go together.");
    assert_plain("match", "Take one in (lot.receive), or ask with `any_stock`.",
                 "Take one in (stipple lot receive), or ask with --any-stock.");
    assert_plain("lot receive", "By each_ul or each_pieces.", "By --each or --pieces.");
    assert_plain("mix make", "Say what goes in, by `inputs`.", "Say what goes in, by --input.");
    assert_plain("mix make", "`inputs[1].ul` must be 1.", "--input, number 2, must be 1.");
    assert_plain("lot receive", "`lots[0].each_pieces` is 0.", "--pieces is 0.");
    assert_plain("mix make", "`a[1].b` `inputs[x` stay.", "`a[1].b` `inputs[x` stay.");
    assert_plain("staff add", "Say `by`; staff.list shows them.",
                 "Say --by; stipple staff list shows them.");
}

static void what_is_english_or_unknown_stays_as_it_is(void **state)
{
    (void)state;
    assert_plain("match", "The light, the step and the limit. a.b c_d",
                 "The light, the step and the "
                 "limit. a.b c_d");
    assert_plain("product add", "There is no pigment profile `karbon`.",
                 "There is no pigment profile `karbon`.");
    assert_plain("match", "a ` b `` c `limit", "a ` b `` c `limit");
    assert_plain("match", "", "");
    assert_plain("match", "\x1b[1m`limit`\x1b[0m", "--limit");
}

static void a_call_is_answered_in_the_words_it_was_made_in(void **state)
{
    (void)state;
    assert_plain("call", "Say `by`; staff.list shows them.", "Say `by`; staff.list shows them.");
    assert_field("call", "colour_index[1]", "  at colour_index[1]\n");
    assert_plain("no such command", "`limit`", "`limit`");
}

static void a_field_is_the_option_the_reading_or_in_sight(void **state)
{
    (void)state;
    assert_field("stock discard", "route", "  --route ROUTE: sharps, biohazard or ordinary.\n");
    assert_field("match", "skin[0].value[0]", "  at skin, number 1\n");
    assert_field("match", "skin", "  at skin\n");
    assert_field("lot show", "lot", "");
    assert_field("mix make", "inputs[1].container",
                 "  --input BOTTLE=VOLUME, number 2: Or what goes in, one by one: B-0002=0.5ml.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_told_as_options_and_methods_as_commands),
        cmocka_unit_test(what_is_english_or_unknown_stays_as_it_is),
        cmocka_unit_test(a_call_is_answered_in_the_words_it_was_made_in),
        cmocka_unit_test(a_field_is_the_option_the_reading_or_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
