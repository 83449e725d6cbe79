#include "unit.h"

#include "fake.h"
#include "ran.h"

#include <stdio.h>

static const struct terminal colours = {
    .width = 80, .tty = true, .bold = true, .true_colour = true};
#define SKIN  "--skin", "61.2,9.8,15.1", "--light", "D65/10"
#define MATCH "match", SKIN, "--stubble", "57.0,8.3,12.2"

static char *file_read(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/client/%s", TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 16384);
    assert_non_null(file);
    assert_non_null(text);
    assert_true(fread(text, 1, 16383, file) > 0);
    fclose(file);
    return text;
}

static void run_against(struct ran *r, const struct terminal *t, const char *const *answers,
                        char **argv, int argc)
{
    struct fake fake = {0};
    int log[2];
    *r = (struct ran){0};
    assert_int_equal(pipe(log), 0);
    fake_start(&fake, answers, log[1]);
    close(log[1]);
    argv[1] = fake.path;
    r->status = stipple_run(argc, argv, t, &r->out, &r->talk);
    ssize_t n = read(log[0], r->sent, sizeof r->sent - 1);
    assert_true(n >= 0);
    close(log[0]);
    fake_stop(&fake);
    buffer_string(&r->out);
    buffer_string(&r->talk);
}

static void run_with(struct ran *r, const struct terminal *t, const char *json, char **argv,
                     int argc)
{
    char *text = file_read(json);
    size_t size = strlen(text) + 32;
    char *answer = malloc(size);
    assert_non_null(answer);
    snprintf(answer, size, "\"result\":%s", text);
    run_against(r, t, (const char *const[]){answer, NULL}, argv, argc);
    free(answer);
    free(text);
}

/* Standard output, then standard error, as a terminal shows them. */
static void assert_golden(struct ran *r, const char *name)
{
    char *wanted = file_read(name);
    struct buffer got = {0};
    buffer_text(&got, r->out.data);
    buffer_text(&got, r->talk.data);
    assert_string_equal(buffer_string(&got), wanted);
    buffer_free(&got);
    free(wanted);
}

static void assert_shown(const char *json, const char *golden, enum stipple_exit status,
                         char **argv, int argc)
{
    struct ran r;
    run_with(&r, &plain, json, argv, argc);
    assert_golden(&r, golden);
    assert_int_equal(r.status, status);
    done(&r);
}

static void a_match_is_shown_recipe_first(void **state)
{
    (void)state;
    assert_shown("match.json", "match.txt", STIPPLE_EXIT_DONE, LINE(MATCH));
}

static void a_step_that_is_not_the_products_drop_is_called_a_step(void **state)
{
    (void)state;
    struct ran r;
    run_with(&r, &plain, "match.json", LINE(MATCH, "--step", "50ul"));
    const char *without_product = strstr(r.out.data, "3. auburn");
    assert_non_null(without_product);
    assert_non_null(strstr(without_product, "1 step + 9 steps"));
    assert_null(strstr(without_product, "drop"));
    assert_non_null(strstr(r.sent, "\"step_ul\":50"));
    done(&r);
}

static void nothing_to_offer_is_an_answer_with_its_reason(void **state)
{
    (void)state;
    assert_shown("match_empty.json", "match_empty.txt", STIPPLE_EXIT_DONE, LINE(MATCH));
}

static void hostile_text_reaches_neither_the_terminal_nor_a_suggested_command(void **state)
{
    (void)state;
    struct ran r;
    run_with(&r, &plain, "match_hostile.json", LINE(MATCH));
    assert_int_equal(r.status, STIPPLE_EXIT_DONE);
    assert_null(strchr(r.out.data, '\x1b'));
    assert_null(strstr(r.out.data, "\xc2\x9b"));
    assert_null(strstr(r.out.data, "\xe2\x80\xae"));
    assert_null(strstr(r.out.data, "owned"));
    assert_non_null(strstr(r.out.data, "test first"));
    assert_null(strstr(r.talk.data, "rm -rf"));
    assert_null(strstr(r.talk.data, "`id`"));
    done(&r);
    run_with(&r, &colours, "match_hostile.json", LINE(MATCH, "--json"));
    assert_null(strstr(r.out.data, "\xc2\x9b"));
    assert_non_null(strstr(r.out.data, "\\u009b"));
    done(&r);
}

static void colours_are_shown_where_the_terminal_has_them(void **state)
{
    (void)state;
    struct ran r;
    run_with(&r, &colours, "match.json", LINE(MATCH));
    assert_non_null(strstr(r.out.data, "\x1b[48;2;184;146;121m      \x1b[0m #b89279"));
    done(&r);
    run_with(&r, &colours, "match.json", LINE(MATCH, "--no-colour"));
    assert_null(strchr(r.out.data, '\x1b'));
    assert_non_null(strstr(r.out.data, "#b89279"));
    done(&r);
}

static void json_is_printed_exactly_as_it_was_sent(void **state)
{
    (void)state;
    struct ran r;
    char *wanted = file_read("match.json");
    run_with(&r, &plain, "match.json", LINE("--json", MATCH));
    assert_memory_equal(r.out.data, wanted, strlen(wanted));
    assert_string_equal(r.out.data + strlen(wanted), "\n");
    assert_string_equal(r.talk.data, "");
    assert_non_null(strstr(r.sent,
                           "\"method\":\"match.find\",\"params\":{\"skin\":[{\"kind\":\"lab\","
                           "\"value\":[61.2,9.8,15.1],\"illuminant\":\"D65\",\"observer\":10}],"
                           "\"stubble\":[{\"kind\":\"lab\",\"value\":[57,8.3,12.2],"
                           "\"illuminant\":\"D65\",\"observer\":10}]}}"));
    free(wanted);
    done(&r);
}

static void a_layout_goes_out_as_one_object(void **state)
{
    (void)state;
    struct ran r;
    run_with(&r, &plain, "match.json",
             LINE(MATCH, "--zone", "crown", "--total=2ml", "--sessions", "2"));
    assert_non_null(
        strstr(r.sent, ",\"layout\":{\"zone\":\"crown\",\"sessions\":2},\"total_ul\":2000}"));
    done(&r);
}

static void readings_tables_and_cards_line_up(void **state)
{
    (void)state;
    assert_shown("reading.json", "reading.txt", STIPPLE_EXIT_DONE,
                 LINE("reading", "61.2,9.8,15.1", "61.6,9.5,15.3", "--light", "D65/10"));
    assert_shown("stock.json", "stock.txt", STIPPLE_EXIT_DONE, LINE("stock"));
    assert_shown("events.json", "events.txt", STIPPLE_EXIT_DONE, LINE("events", "--limit", "2"));
}

static void a_history_that_is_not_whole_is_a_failure(void **state)
{
    (void)state;
    struct ran r;
    assert_shown("audit.json", "audit.txt", STIPPLE_EXIT_FAILED, LINE("audit"));
    run_with(&r, &plain, "audit.json", LINE("audit", "verify", "--json"));
    assert_int_equal(r.status, STIPPLE_EXIT_FAILED);
    done(&r);
}

static void an_empty_list_says_so_and_what_to_do(void **state)
{
    (void)state;
    static const struct {
        char *words[2];
        const char *answer, *said;
    } cases[] = {{{"product", "list"}, "\"result\":{\"products\":[]}", "No products.\n"},
                 {{"lot", "list"}, "\"result\":{\"lots\":[]}", "No lots.\n"},
                 {{"stock", "list"}, "\"result\":{\"containers\":[]}", "No bottles or boxes.\n"},
                 {{"staff", "list"}, "\"result\":{\"staff\":[]}", "Nobody is on the staff.\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r;
        run_against(&r, &plain, (const char *const[]){cases[i].answer, NULL},
                    LINE(cases[i].words[0], cases[i].words[1]));
        assert_string_equal(r.out.data, cases[i].said);
        assert_non_null(strstr(r.talk.data, "Next: stipple "));
        assert_int_equal(r.status, STIPPLE_EXIT_DONE);
        done(&r);
    }
}

static void a_write_carries_op_id_person_and_time(void **state)
{
    (void)state;
    struct ran r;
    static const char *const answers[] = {"\"result\":{\"container_code\":\"B-0001\",\"delta_ul\":-"
                                          "500,\"left_ul\":500,\"warnings\":[]}",
                                          NULL};
    run_against(&r, &plain, answers,
                LINE("--by", "S-01", "stock", "adjust", "B-0001", "--delta", "-0.5ml",
                     "--reason=spill", "--at", "2026-11-20T10:00Z"));
    assert_int_equal(r.status, STIPPLE_EXIT_DONE);
    assert_non_null(strstr(r.sent, "{\"container\":\"B-0001\",\"op_id\":\""));
    assert_non_null(strstr(r.sent, "\"by\":\"S-01\",\"delta_ul\":-500,\"reason\":\"spill\","
                                   "\"occurred_at\":\"2026-11-20T10:00:00Z\"}"));
    assert_string_equal(
        r.out.data,
        "Bottle or box     B-0001\nBooked            -0.5 ml\nLeft              0.5 ml\n");
    done(&r);
    run_against(&r, &plain, answers,
                LINE("stock", "open", "B-0001", "--op-id", "0190a0b0-0000-7000-8000-000000000001"));
    assert_non_null(strstr(
        r.sent, "{\"container\":\"B-0001\",\"op_id\":\"0190a0b0-0000-7000-8000-000000000001\"}"));
    done(&r);
}

static void a_refusal_is_told_with_name_and_hint(void **state)
{
    (void)state;
    struct ran r;
    run_against(
        &r, &plain,
        (const char *const[]){"\"error\":{\"code\":101,\"message\":\"No lot "
                              "\\u001b[1mL-9.\",\"data\":{\"name\":\"lot.not_found\",\"field\":"
                              "\"lot\",\"hint\":\"See the list.\",\"retry\":false}}",
                              NULL},
        LINE("lot", "show", "L-9"));
    assert_int_equal(r.status, STIPPLE_EXIT_NOT_FOUND);
    assert_string_equal(r.out.data, "");
    assert_string_equal(r.talk.data, "stipple: No lot L-9. [lot.not_found]\n  See the list.\n");
    done(&r);
}

static void a_lost_write_says_how_to_ask_again(void **state)
{
    (void)state;
    struct ran r;
    run_against(&r, &plain, (const char *const[]){"\"nonsense\":1", NULL},
                LINE("stock", "open", "B-0001"));
    assert_int_equal(r.status, STIPPLE_EXIT_FAILED);
    done(&r);
    run_against(&r, &plain, (const char *const[]){NULL},
                LINE("stock", "open", "B-0001", "--timeout", "1"));
    assert_int_equal(r.status, STIPPLE_EXIT_UNKNOWN);
    assert_non_null(strstr(r.talk.data, "--op-id 0"));
    done(&r);
}

static void command_lines_that_are_not_understood_are_answered_in_words(void **state)
{
    (void)state;
    assert_said(LINE("frobnicate"), STIPPLE_EXIT_USAGE, "no command");
    assert_said(LINE("product"), STIPPLE_EXIT_USAGE, "product add, product amend");
    assert_said(LINE("stock", "burn"), STIPPLE_EXIT_USAGE, "stock open");
    assert_said(LINE("lot", "show"), STIPPLE_EXIT_USAGE, "lot show LOT");
    assert_said(LINE("lot", "show", "a", "b"), STIPPLE_EXIT_USAGE, "too much");
    assert_said(LINE("match", "--stubble", "1,2,3", "--light", "D65/10"), STIPPLE_EXIT_USAGE,
                "skin");
    assert_said(LINE("match", SKIN), STIPPLE_EXIT_USAGE, "--stubble");
    assert_said(LINE(MATCH, "--swatch", "1,2,3"), STIPPLE_EXIT_USAGE, "more than one");
    assert_said(LINE("match", "--skin", "61,2;9,8;15,1"), STIPPLE_EXIT_USAGE, "61.2,9.8,15.1");
    assert_said(LINE("match", "--skin", "61.2,9.8,15.1"), STIPPLE_EXIT_USAGE, "--light");
    assert_said(LINE("reading"), STIPPLE_EXIT_USAGE, "no reading");
    assert_said(LINE("events", "--by", "S-01"), STIPPLE_EXIT_USAGE, "no option --by");
    assert_said(LINE("events", "--timeout", "0"), STIPPLE_EXIT_USAGE, "--timeout");
    assert_said(LINE("call", "x", "{"), STIPPLE_EXIT_UNREACHABLE, "not running");
    assert_said(LINE(MATCH), STIPPLE_EXIT_UNREACHABLE, "stippled");
    assert_said(LINE("explain", "fef"), STIPPLE_EXIT_NOT_FOUND, "FEFO");
    assert_said(LINE("help", "frobnicate"), STIPPLE_EXIT_NOT_FOUND, "stipple help lists");
    assert_said(LINE("help", "lot", "recieve"), STIPPLE_EXIT_NOT_FOUND, "help lot receive?");
    assert_said(LINE("lot", "recieve", "P-0001"), STIPPLE_EXIT_USAGE, "stipple lot receive?");
    assert_said(LINE("stok", "open"), STIPPLE_EXIT_USAGE, "stipple stock open?");
    assert_said(LINE("stok"), STIPPLE_EXIT_USAGE, "stipple stock?");
    assert_said(LINE("client", "lst"), STIPPLE_EXIT_USAGE, "stipple client list?");
    assert_said(LINE("client", "demo"), STIPPLE_EXIT_UNREACHABLE, "not running"); /* a code? */
}

static void words_are_explained_however_they_are_written(void **state)
{
    (void)state;
    static char *const asked[] = {"de00",   "ΔE00",         "fefo", "Ita",  "l*",
                                  "D65/10", "yule-nielsen", "PAO",  "MCDM", "PCS"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct ran r = {0};
        r.status = stipple_run(2, (char *[]){"explain", asked[i]}, &plain, &r.out, &r.talk);
        assert_int_equal(r.status, STIPPLE_EXIT_DONE);
        assert_true(r.out.length > 40);
        done(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_is_shown_recipe_first),
        cmocka_unit_test(a_step_that_is_not_the_products_drop_is_called_a_step),
        cmocka_unit_test(nothing_to_offer_is_an_answer_with_its_reason),
        cmocka_unit_test(hostile_text_reaches_neither_the_terminal_nor_a_suggested_command),
        cmocka_unit_test(colours_are_shown_where_the_terminal_has_them),
        cmocka_unit_test(json_is_printed_exactly_as_it_was_sent),
        cmocka_unit_test(a_layout_goes_out_as_one_object),
        cmocka_unit_test(readings_tables_and_cards_line_up),
        cmocka_unit_test(a_history_that_is_not_whole_is_a_failure),
        cmocka_unit_test(an_empty_list_says_so_and_what_to_do),
        cmocka_unit_test(a_write_carries_op_id_person_and_time),
        cmocka_unit_test(a_refusal_is_told_with_name_and_hint),
        cmocka_unit_test(a_lost_write_says_how_to_ask_again),
        cmocka_unit_test(command_lines_that_are_not_understood_are_answered_in_words),
        cmocka_unit_test(words_are_explained_however_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
