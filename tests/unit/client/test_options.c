#include "unit.h"

#include "client/number.h"
#include "client/options.h"

#include <stdlib.h>
#include <string.h>

static const struct option table[] = {{"lot", OPTION_TEXT, "NUMBER", "lot_no", ""},
                                      {"claim", OPTION_TEXTS, "CLAIM", "claims", ""},
                                      {"each", OPTION_VOLUME, "VOLUME", "each_ul", ""},
                                      {"n", OPTION_INT, "N", "n", ""},
                                      {"ratio", OPTION_RANGE, "R", "ratio_range", ""},
                                      {"expiry", OPTION_EXPIRY, "DATE", "expiry", ""},
                                      {"at", OPTION_TIME, "TIME", "occurred_at", ""},
                                      {"zone", OPTION_TEXT, "T", "layout.zone", ""},
                                      {"dot", OPTION_NUMBER, "MM", "layout.dot_mm", ""},
                                      {"usable", OPTION_FLAG, NULL, "usable", ""},
                                      {"quiet", OPTION_FLAG, NULL, NULL, ""},
                                      {0}};
static const struct option help[] = {{"help", OPTION_FLAG, NULL, NULL, ""}, {0}};
static const struct option *const tables[] = {table, help, NULL};
#define LINE(...) (char *[]){__VA_ARGS__}, (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *))

struct parsed {
    struct arena arena;
    struct options options;
    struct error e;
    struct buffer out;
};

static enum stipple_error parse(struct parsed *p, char **argv, int argc)
{
    *p = (struct parsed){0};
    return options_parse(argc, argv, tables, &p->arena, &p->options, &p->e);
}

static void done(struct parsed *p)
{
    arena_free(&p->arena);
    buffer_free(&p->out);
}

static void assert_params(char **argv, int argc, const char *wanted)
{
    struct parsed p;
    bool comma = false;
    assert_int_equal(parse(&p, argv, argc), STIPPLE_OK);
    assert_int_equal(options_write(&p.options, &p.out, &comma, &p.e), STIPPLE_OK);
    assert_string_equal(buffer_string(&p.out), wanted);
    done(&p);
}

static void assert_refused(char **argv, int argc, const char *said)
{
    struct parsed p;
    bool comma = false;
    enum stipple_error code = parse(&p, argv, argc);
    if (code == STIPPLE_OK)
        code = options_write(&p.options, &p.out, &comma, &p.e);
    assert_int_equal(code, STIPPLE_CLIENT_USAGE);
    if (!strstr(p.e.message, said) && !strstr(p.e.hint, said))
        fail_msg("\"%s\" / \"%s\" does not say \"%s\"", p.e.message, p.e.hint, said);
    done(&p);
}

static void options_become_the_parameters_they_stand_for(void **state)
{
    (void)state;
    assert_params(LINE("--lot", "A\"1", "--n=-7", "--usable", "--quiet"),
                  "\"lot_no\":\"A\\\"1\",\"n\":-7,\"usable\":true");
    assert_params(LINE("--claim=sterile", "--each", "0.5ml", "--claim", "batch"),
                  "\"claims\":[\"sterile\",\"batch\"],\"each_ul\":500");
    assert_params(LINE("--claim", "none"), "\"claims\":[]");
    assert_params(LINE("--usable=no"), "\"usable\":false");
    assert_params(LINE("--usable=yes"), "\"usable\":true");
    assert_params(LINE("--at", "2026-11-20 14:30Z"), "\"occurred_at\":\"2026-11-20T14:30:00Z\"");
    assert_params(LINE("--zone=crown", "--ratio", "10..30.5", "--dot", "0.4"),
                  "\"layout\":{\"zone\":\"crown\",\"dot_mm\":0.4},\"ratio_range\":[10,30.5]");
    assert_params(LINE("--lot=", "--"), "\"lot_no\":\"\"");
}

static void an_expiry_may_be_a_month_and_is_then_its_last_day(void **state)
{
    (void)state;
    assert_params(LINE("--expiry", "2027-06-30"), "\"expiry\":\"2027-06-30\"");
    assert_params(LINE("--expiry", "2027-06"), "\"expiry\":\"2027-06-30\"");
    assert_params(LINE("--expiry", "2028-02"), "\"expiry\":\"2028-02-29\"");
    assert_params(LINE("--expiry", "2027-02"), "\"expiry\":\"2027-02-28\"");
    assert_refused(LINE("--expiry", "2027-13"), "2027-06");
    assert_refused(LINE("--expiry", "2027-02-30"), "2027-06");
    assert_refused(LINE("--expiry", "06/2027"), "2027-06");
    assert_refused(LINE("--expiry", ""), "2027-06");
}

static void a_moment_is_told_by_the_clocks_of_a_zone_unless_it_says_otherwise(void **state)
{
    (void)state;
    static const struct {
        const char *text, *moment; /* NULL: none */
    } cases[] = {
        {"2026-11-20T14:30", "2026-11-20T14:30:00+01:00"},
        {"2026-07-20 14:30", "2026-07-20T14:30:00+02:00"},
        {"2026-03-29 03:30", "2026-03-29T03:30:00+02:00"}, /* in the first hour of summer */
        {"2026-11-20 14:30:09", "2026-11-20T14:30:09+01:00"},
        {"2026-11-20T14:30-05:30", "2026-11-20T14:30:00-05:30"},
        {"2026-11-20T14:30:09Z", "2026-11-20T14:30:09Z"},
        {"2026-11-20T14:30:09.5Z", "2026-11-20T14:30:09.5Z"},
        {"2026-11-20", NULL},
        {"2026-11-20T14", NULL},
        {"2026-11-31T14:30", NULL},
        {"2026-11-20T25:30", NULL},
        {"2026-11-20T14:30+1", NULL},
        {"2026-11-20T14:30:", NULL},
        {"2026-11-20T14:30 in the afternoon", NULL},
        {"", NULL},
    };
    char moment[MOMENT_LENGTH + 1];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool valid = moment_parse(cases[i].text, "Europe/Copenhagen", moment);
        if (valid != (cases[i].moment != NULL))
            fail_msg("\"%s\"", cases[i].text);
        if (valid)
            assert_string_equal(moment, cases[i].moment);
    }
}

static void operands_are_what_is_no_option(void **state)
{
    (void)state;
    struct parsed p;
    assert_int_equal(parse(&p, LINE("a", "-", "--lot", "--usable", "--", "--lot")), STIPPLE_OK);
    assert_int_equal(p.options.n_operands, 3);
    assert_string_equal(p.options.operands[1], "-");
    assert_string_equal(p.options.operands[2], "--lot");
    assert_string_equal(option_text(&p.options, "lot"), "--usable");
    assert_false(option_given(&p.options, "usable"));
    done(&p);
    assert_int_equal(parse(&p, LINE("-h")), STIPPLE_OK);
    assert_true(option_given(&p.options, "help"));
    done(&p);
}

static void what_is_not_understood_is_said_and_how_to_write_it(void **state)
{
    (void)state;
    assert_refused(LINE("--lto", "1"), "--lot");
    assert_refused(LINE("--completely-other"), "--help");
    assert_refused(LINE("--lot"), "wants a value");
    assert_refused(LINE("--usable=1"), "takes no value but yes or no");
    assert_refused(LINE("--quiet=no"), "takes no value.");
    assert_refused(LINE("--at", "yesterday"), "2026-11-20T14:30");
    assert_refused(LINE("--lot=1", "--lot=2"), "twice");
    assert_refused(LINE("-x"), "two dashes");
    assert_refused(LINE("--each", "5"), "2ml");
    assert_refused(LINE("--each", "0,5ml"), "0.5ml");
    assert_refused(LINE("--each", "0.0005ml"), "microlitres");
    assert_refused(LINE("--each", "9999999999999999999999ml"), "not a number");
    assert_refused(LINE("--n", "1.5"), "whole");
    assert_refused(LINE("--n", "99999999999999999999"), "whole");
    assert_refused(LINE("--dot", "0,4"), "point");
    assert_refused(LINE("--dot", "nan"), "not a number");
    assert_refused(LINE("--ratio", "10"), "10..30");
    assert_refused(LINE("--lot", "\xff"), "UTF-8");
}

static void volumes_come_in_the_units_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ul;
    } cases[] = {{"2ml", 2000},    {"0.05 ml", 50},  {"1000ul", 1000}, {"50µl", 50},
                 {"-0.5mL", -500}, {"15 ML", 15000}, {".5ml", 500},    {"+1ml", 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ul = 0;
        assert_int_equal(volume_parse(cases[i].text, "x", &ul, NULL), STIPPLE_OK);
        assert_int_equal(ul, cases[i].ul);
    }
}

static void days_may_be_weeks(void **state)
{
    (void)state;
    static const char *const refused[] = {"", "d", "w", "-1", "60x", "1.5w", "60 d", "99999999d"};
    struct error e;
    int64_t days = 0;
    assert_int_equal(days_parse("60d", "x", &days, &e), STIPPLE_OK);
    assert_int_equal(days, 60);
    assert_int_equal(days_parse("8w", "x", &days, &e), STIPPLE_OK);
    assert_int_equal(days, 56);
    assert_int_equal(days_parse("0", "x", &days, &e), STIPPLE_OK);
    assert_int_equal(days, 0);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(days_parse(refused[i], "days", &days, &e), STIPPLE_CLIENT_USAGE);
        assert_string_equal(e.message, "--days takes days or weeks: 60d, 8w.");
    }
}

static void numbers_are_numbers_to_their_last_character(void **state)
{
    (void)state;
    static const char *const refused[] = {"",    "nan", "inf", "0x10", "1e999", "1.2.3",
                                          "12a", " 1",  "1,5", "--1",  "e5"};
    double value = 7;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(number_parse(refused[i], false, &value));
    assert_near(value, 7, 0);
    assert_true(number_parse("-1.5e2", false, &value));
    assert_near(value, -150, 0);
    assert_true(number_parse("61,2", true, &value));
    assert_near(value, 61.2, 1e-12);
    assert_false(number_parse("1.061,2", true, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_become_the_parameters_they_stand_for),
        cmocka_unit_test(an_expiry_may_be_a_month_and_is_then_its_last_day),
        cmocka_unit_test(a_moment_is_told_by_the_clocks_of_a_zone_unless_it_says_otherwise),
        cmocka_unit_test(operands_are_what_is_no_option),
        cmocka_unit_test(what_is_not_understood_is_said_and_how_to_write_it),
        cmocka_unit_test(volumes_come_in_the_units_people_write),
        cmocka_unit_test(days_may_be_weeks),
        cmocka_unit_test(numbers_are_numbers_to_their_last_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
