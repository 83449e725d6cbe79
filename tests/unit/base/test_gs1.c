#include "unit.h"

#include "base/gs1.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GTIN "09506000134352"

static struct gs1 label;
static struct error error;

static enum stipple_error parse(const char *text)
{
    error = (struct error){0};
    return gs1_parse(text, "gs1", 2026, &label, &error);
}

static void assert_value(enum gs1_ai ai, const char *value)
{
    assert_string_equal(label.value[ai], value);
}

static void assert_fault(const char *text, size_t character, const char *why)
{
    char place[48];
    snprintf(place, sizeof place, "Character %zu of the scan: ", character);
    if (parse(text) != STIPPLE_GS1_INVALID)
        fail_msg("\"%s\" was read", text);
    if (strncmp(error.message, place, strlen(place)) != 0 || !strstr(error.message, why))
        fail_msg("\"%s\": %s", text, error.message);
    assert_string_equal(error.field, "gs1");
}

static void brackets_and_separators_say_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "(01)" GTIN "(17)261231(10)AB-12(21)7",
        "(01) " GTIN " (17) 261231 (10) AB-12 (21) 7",
        "01" GTIN "1726123110AB-12\x1d"
        "217",
        "]C101" GTIN "1726123110AB-12\x1d"
        "217",
        "]d2\x1d"
        "01" GTIN "1726123110AB-12\x1d"
        "217\x1d",
        "]Q301" GTIN "\x1d"
        "17261231\x1d"
        "217\x1d"
        "10AB-12",
        "]e0217\x1d"
        "10AB-12\x1d"
        "1726123101" GTIN,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (parse(texts[i]) != STIPPLE_OK)
            fail_msg("%zu: %s", i, error.message);
        assert_value(GS1_GTIN, GTIN);
        assert_value(GS1_EXPIRY, "2026-12-31");
        assert_value(GS1_LOT, "AB-12");
        assert_value(GS1_SERIAL, "7");
        assert_value(GS1_BEST_BEFORE, "");
    }
}

static void every_identifier_is_read(void **state)
{
    (void)state;
    assert_int_equal(parse("(10)L/1(11)250401(15)270500(30)0025(240)X_Y?(3103)001250"), STIPPLE_OK);
    assert_value(GS1_LOT, "L/1");
    assert_value(GS1_PRODUCED, "2025-04-01");
    assert_value(GS1_BEST_BEFORE, "2027-05-31");
    assert_value(GS1_COUNT, "0025");
    assert_value(GS1_PRODUCT_ID, "X_Y?");
    assert_value(GS1_WEIGHT, "001.250");
    assert_int_equal(parse("3100000012"), STIPPLE_OK);
    assert_value(GS1_WEIGHT, "000012");
    assert_int_equal(parse("3105123456"), STIPPLE_OK);
    assert_value(GS1_WEIGHT, "1.23456");
}

static void a_lot_number_may_hold_brackets(void **state)
{
    (void)state;
    assert_int_equal(parse("(10)A(1)B)(C(17)261231"), STIPPLE_OK);
    assert_value(GS1_LOT, "A(1)B)(C");
    assert_value(GS1_EXPIRY, "2026-12-31");
    assert_int_equal(parse("10A(17)B"), STIPPLE_OK);
    assert_value(GS1_LOT, "A(17)B");
}

static void day_00_is_the_last_of_the_month(void **state)
{
    (void)state;
    static const struct {
        const char *text, *date;
    } days[] = {{"17260200", "2026-02-28"}, {"17280200", "2028-02-29"}, {"17260400", "2026-04-30"},
                {"17261200", "2026-12-31"}, {"17260101", "2026-01-01"}, {"17280229", "2028-02-29"}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_int_equal(parse(days[i].text), STIPPLE_OK);
        assert_value(GS1_EXPIRY, days[i].date);
    }
}

static void two_digits_of_a_year_lie_within_fifty_years(void **state)
{
    (void)state;
    static const struct {
        int now;
        const char *text, *date;
    } years[] = {
        {2026, "17760101", "2076-01-01"}, {2026, "17770101", "1977-01-01"},
        {2026, "17000101", "2000-01-01"}, {2026, "17990101", "1999-01-01"},
        {2060, "17100101", "2110-01-01"}, {2060, "17110101", "2011-01-01"},
        {2060, "17990101", "2099-01-01"}, {1999, "17490101", "2049-01-01"},
        {1999, "17500101", "1950-01-01"},
    };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        assert_int_equal(gs1_parse(years[i].text, "gs1", years[i].now, &label, &error), STIPPLE_OK);
        assert_value(GS1_EXPIRY, years[i].date);
    }
}

static void a_check_digit_checks_the_others(void **state)
{
    (void)state;
    assert_true(gs1_check_digit("96385074", 8));
    assert_true(gs1_check_digit("614141999996", 12));
    assert_true(gs1_check_digit("9506000134352", 13));
    assert_true(gs1_check_digit(GTIN, 14));
    char gtin[] = GTIN;
    for (size_t i = 0; i < 14; i++)
        for (int digit = '0'; digit <= '9'; digit++) {
            memcpy(gtin, GTIN, sizeof gtin);
            gtin[i] = (char)digit;
            assert_int_equal(gs1_check_digit(gtin, 14), digit == GTIN[i]);
        }
}

static void an_ean_or_upc_code_is_a_gtin_alone(void **state)
{
    (void)state;
    static const char *const codes[][2] = {{"9506000134352", GTIN},
                                           {"]E09506000134352", GTIN},
                                           {"09506000134352", GTIN},
                                           {"614141999996", "00614141999996"},
                                           {"]E0614141999996", "00614141999996"},
                                           {"96385074", "00000096385074"},
                                           {"]E496385074", "00000096385074"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (parse(codes[i][0]) != STIPPLE_OK)
            fail_msg("%s: %s", codes[i][0], error.message);
        assert_value(GS1_GTIN, codes[i][1]);
        assert_value(GS1_LOT, "");
    }
    /* Its check digit fits too. */
    assert_true(gs1_check_digit("17260107", 8));
    assert_int_equal(parse("17260107"), STIPPLE_OK);
    assert_value(GS1_EXPIRY, "2026-01-07");
    assert_value(GS1_GTIN, "");
    assert_fault("17261232", 7, "no such day");
    assert_fault("9506000134353", 13, "check digit");
    assert_fault("]E09506000134353", 16, "check digit");
    assert_fault("]E095060001343", 4, "8, 12 or 13 digits");
    assert_fault("]E0(01)" GTIN, 4, "8, 12 or 13 digits");
}

static void a_fault_names_its_character(void **state)
{
    (void)state;
    assert_fault("", 1, "identifier");
    assert_fault("hello", 1, "identifier");
    assert_fault("]C1", 4, "identifier");
    assert_fault("]A0" GTIN, 1, "no GS1 code");
    assert_fault("(01)09506000134353", 18, "check digit");
    assert_fault("0109506000134353", 16, "check digit");
    assert_fault("(01)0950600013435", 18, "14 characters, here are 13");
    assert_fault("(01)" GTIN "1(10)A", 19, "more than 14");
    assert_fault("(01)095060001343X2", 17, "digit");
    assert_fault("(17)261331", 7, "month");
    assert_fault("(17)260031", 7, "month");
    assert_fault("(17)260230", 9, "no such day");
    assert_fault("(17)270229", 9, "no such day");
    assert_fault("(17)26123(10)A", 10, "6 characters, here are 5");
    assert_fault("1726123\x1d"
                 "10A",
                 8, "6 characters, here are 5");
    assert_fault("(10)(17)261231", 5, "here are 0");
    assert_fault("10123456789012345678901", 23, "more than 20");
    assert_fault("(10)A B", 6, "GS1 text");
    assert_fault("(10)A\x1d(17)261231", 6, "GS1 text");
    assert_fault("(10)caf\xc3\xa9", 8, "GS1 text");
    assert_fault("(10)A(10)B", 6, "twice");
    assert_fault("(30)123456789", 13, "more than 8");
    assert_fault("(3106)000001", 5, "0 to 5");
    assert_fault("310", 4, "0 to 5");
    assert_fault("(99)A", 1, "identifier");
    assert_fault("(010)" GTIN, 1, "identifier");
    assert_fault("(1)A", 1, "brackets");
    assert_fault("(10", 1, "brackets");
    assert_fault("(17)261231X", 11, "more than 6");
    assert_fault("17261231\x1d\x1d"
                 "10A",
                 10, "identifier");
}

static void nothing_is_given_out_of_a_faulty_label(void **state)
{
    (void)state;
    memset(&label, 'x', sizeof label);
    assert_fault("(10)A(99)B", 6, "identifier");
    assert_int_equal(label.value[GS1_LOT][0], 'x');
}

/* Every beginning of a label and every byte of it changed: read or refused within the text. */
static void hostile_texts_are_refused_within_their_length(void **state)
{
    (void)state;
    static const char whole[] = "]d201" GTIN "11250401172612313103001250240ABC\x1d"
                                "10AB-12\x1d"
                                "217";
    size_t length = strlen(whole);
    for (size_t cut = 0; cut <= length; cut++)
        for (int byte = 0; byte < 256; byte++) {
            char *text = malloc(cut + 1); /* its own, so that a sanitizer sees a byte too far */
            assert_non_null(text);
            memcpy(text, whole, cut);
            text[cut] = '\0';
            if (cut > 0)
                text[cut / 2] = (char)byte;
            if (parse(text) != STIPPLE_OK)
                assert_true(strtoul(error.message + strlen("Character "), NULL, 10) <= cut + 1);
            free(text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brackets_and_separators_say_the_same),
        cmocka_unit_test(every_identifier_is_read),
        cmocka_unit_test(a_lot_number_may_hold_brackets),
        cmocka_unit_test(day_00_is_the_last_of_the_month),
        cmocka_unit_test(two_digits_of_a_year_lie_within_fifty_years),
        cmocka_unit_test(a_check_digit_checks_the_others),
        cmocka_unit_test(an_ean_or_upc_code_is_a_gtin_alone),
        cmocka_unit_test(a_fault_names_its_character),
        cmocka_unit_test(nothing_is_given_out_of_a_faulty_label),
        cmocka_unit_test(hostile_texts_are_refused_within_their_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
