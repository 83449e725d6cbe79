#include "unit.h"

#include "base/value.h"
#include "client/readings.h"

#include <string.h>
#include <unistd.h>

struct taken {
    struct spots spots;
    struct buffer ignored, text;
    struct error e;
};
static const struct reading_defaults none = {.aperture_mm = NUMBER_ABSENT};
static const struct reading_defaults d65 = {.light = "D65/10", .aperture_mm = NUMBER_ABSENT};
#define LAB(values)                                                                                \
    "{\"kind\":\"lab\",\"value\":[" values "],\"illuminant\":\"D65\",\"observer\":10}"

static enum stipple_error take(struct taken *t, const char *text,
                               const struct reading_defaults *defaults)
{
    *t = (struct taken){0};
    return readings_text(&t->spots, -1, text, strlen(text), "today.csv", defaults, &t->ignored,
                         &t->e);
}

static const char *spot(struct taken *t, const char *name)
{
    buffer_cut(&t->text, 0);
    spot_write(&t->spots, spot_index(name), &t->text);
    return buffer_string(&t->text);
}

static void done(struct taken *t)
{
    spots_free(&t->spots);
    buffer_free(&t->ignored);
    buffer_free(&t->text);
}

static void assert_flag(const char *text, const char *wanted)
{
    struct taken t = {0};
    assert_int_equal(readings_flag(&t.spots, 0, text, &d65, &t.e), STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), wanted);
    done(&t);
}

static void assert_flag_refused(const char *text, const char *said)
{
    struct taken t = {0};
    assert_int_equal(readings_flag(&t.spots, 0, text, &d65, &t.e), STIPPLE_CLIENT_INPUT);
    assert_string_equal(t.e.field, "skin");
    if (!strstr(t.e.message, said) && !strstr(t.e.hint, said))
        fail_msg("\"%s\" / \"%s\" does not say \"%s\"", t.e.message, t.e.hint, said);
    done(&t);
}

static void assert_refused(const char *text, const struct reading_defaults *defaults,
                           enum stipple_error code, const char *said)
{
    struct taken t;
    assert_int_equal(take(&t, text, defaults), code);
    if (!strstr(t.e.message, said) && !strstr(t.e.hint, said))
        fail_msg("\"%s\" / \"%s\" does not say \"%s\"", t.e.message, t.e.hint, said);
    done(&t);
}

static void values_on_the_command_line_become_readings(void **state)
{
    (void)state;
    assert_flag("61.2,9.8,15.1", "[" LAB("61.2,9.8,15.1") "]");
    assert_flag("61.2, 9.8, 15.1;61,10,15", "[" LAB("61.2,9.8,15.1") "," LAB("61,10,15") "]");
    assert_flag("61.2 9.8 15.1;", "[" LAB("61.2,9.8,15.1") "]");
}

static void a_decimal_comma_is_named_and_shown_rewritten(void **state)
{
    (void)state;
    assert_flag_refused("61,2;9,8;15,1", "61.2,9.8,15.1");
    assert_flag_refused("61,2 9,8 15,1", "61.2,9.8,15.1");
    assert_flag_refused("61,2,9,8,15,1", "61.2,9.8,15.1");
    assert_flag_refused("61,2;-9,8;15,1", "61.2,-9.8,15.1");
    assert_flag("61,9,15;60,9,15", "[" LAB("61,9,15") "," LAB("60,9,15") "]");
}

static void a_wrong_number_of_values_is_counted(void **state)
{
    (void)state;
    assert_flag_refused("61.2,9.8", "2 values");
    assert_flag_refused("61.2", "1 value,");
    assert_flag_refused("", "0 values");
    assert_flag_refused("61.2,9.8,15.1,4", "4 values");
    assert_flag_refused("61.2,9.8,x", "not a number");
    assert_flag_refused("61.2,9.8,nan", "not a number");
}

static void without_its_light_a_number_is_no_colour(void **state)
{
    (void)state;
    struct taken t = {0};
    assert_int_equal(readings_flag(&t.spots, 0, "61.2,9.8,15.1", &none, &t.e),
                     STIPPLE_READING_LIGHT);
    assert_non_null(strstr(t.e.hint, "D65/10"));
    done(&t);
    static const struct reading_defaults odd = {.light = "F11/10", .aperture_mm = NUMBER_ABSENT};
    t = (struct taken){0};
    assert_int_equal(readings_flag(&t.spots, 0, "61.2,9.8,15.1", &odd, &t.e),
                     STIPPLE_READING_LIGHT);
    assert_non_null(strstr(t.e.message, "F11/10"));
    done(&t);
}

static void csv_rows_become_readings_of_their_spot(void **state)
{
    (void)state;
    struct taken t;
    assert_int_equal(take(&t,
                          "\xEF\xBB\xBF# taken today\r\n"
                          "spot,L*,a*,b*,light,aperture_mm,instrument,note\r\n"
                          "skin,61.2,9.8,15.1,D65/10°,8,\"CM, 700\",x\r\n"
                          "\r\n"
                          "Stubble,57.0,8.3,12.2,d65/10,,,\r\n",
                          &none),
                     STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"),
                        "[{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1],\"illuminant\":\"D65\","
                        "\"observer\":10,\"aperture_mm\":8,\"instrument\":\"CM, 700\"}]");
    assert_string_equal(spot(&t, "stubble"), "[" LAB("57,8.3,12.2") "]");
    assert_string_equal(buffer_string(&t.ignored), "note");
    done(&t);
}

static void decimal_commas_are_read_where_they_cannot_be_separators(void **state)
{
    (void)state;
    struct taken t;
    assert_int_equal(take(&t, "spot;L;a;b\nskin;61,2;9,8;15,1\n", &d65), STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[" LAB("61.2,9.8,15.1") "]");
    done(&t);
    assert_int_equal(
        take(&t, "\xEF\xBB\xBFspot;L;a;b\r\n;;;\r\nskin;61,2;9,8;15,1\r\n ; ;;\r\n", &d65),
        STIPPLE_OK); /* a spreadsheet with cleared rows */
    assert_string_equal(spot(&t, "skin"), "[" LAB("61.2,9.8,15.1") "]");
    done(&t);
    assert_int_equal(take(&t, "spot\tL\ta\tb\nskin\t61,2\t9,8\t15.1", &d65), STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[" LAB("61.2,9.8,15.1") "]");
    done(&t);
    assert_int_equal(take(&t, "spot,L,a,b\nskin,\"61,2\",\"9,8\",\"15,1\"\n", &d65), STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[" LAB("61.2,9.8,15.1") "]");
    done(&t);
    assert_refused("spot,L,a,b\nskin,61,2,9,8,15,1\n", &d65, STIPPLE_CLIENT_INPUT,
                   "Decimal commas?");
}

static void spectra_xyz_and_rgb_are_told_by_their_columns(void **state)
{
    (void)state;
    struct taken t;
    assert_int_equal(take(&t, "spot,R400,R500 nm,600,L,a,b\nskin,0.1,0.2,0.3,1,2,3\n", &none),
                     STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[{\"kind\":\"spectrum\",\"value\":[0.1,0.2,0.3],"
                                          "\"start_nm\":400,\"step_nm\":100}]");
    done(&t);
    assert_int_equal(take(&t, "spot,X,Y,Z,light\nhair,1,2,3,A/2\n", &none), STIPPLE_OK);
    assert_string_equal(
        spot(&t, "hair"),
        "[{\"kind\":\"xyz\",\"value\":[1,2,3],\"illuminant\":\"A\",\"observer\":2}]");
    done(&t);
    assert_int_equal(take(&t, "spot,R,G,B,space\nswatch,0.4,0.3,0.2,Display P3\n", &none),
                     STIPPLE_OK);
    assert_string_equal(spot(&t, "swatch"),
                        "[{\"kind\":\"rgb\",\"value\":[0.4,0.3,0.2],\"space\":\"Display P3\"}]");
    done(&t);
    assert_refused("spot,R400,R410,R430\nskin,1,1,1\n", &none, STIPPLE_CLIENT_INPUT,
                   "one step apart");
    assert_refused("spot,R,G,B,space\nskin,128,90,80,sRGB\n", &none, STIPPLE_CLIENT_INPUT, "255");
    assert_refused("spot,R,G,B\nskin,1,1,1\n", &none, STIPPLE_READING_LIGHT, "--space");
}

static void what_is_wrong_with_a_file_is_said_with_its_line(void **state)
{
    (void)state;
    assert_refused("", &d65, STIPPLE_CLIENT_INPUT, "empty");
    assert_refused(" \r\n\n", &d65, STIPPLE_CLIENT_INPUT, "empty");
    assert_refused("# only\n", &d65, STIPPLE_CLIENT_INPUT, "no readings");
    assert_refused("spot,L,a,b\n", &d65, STIPPLE_CLIENT_INPUT, "no readings");
    assert_refused("61.2,9.8,15.1\n", &d65, STIPPLE_CLIENT_INPUT, "spot,L,a,b,light");
    assert_refused("L,a,b\n61.2,9.8,15.1\n", &d65, STIPPLE_CLIENT_INPUT, "spot");
    assert_refused("spot,L,a,b\n\nelbow,1,2,3\n", &d65, STIPPLE_CLIENT_INPUT, "line 3");
    assert_refused("spot,L,a,b\nskin,1,2,x\n", &d65, STIPPLE_CLIENT_INPUT, "\"x\"");
    assert_refused("spot,L,a,b\nskin,1,,3\n", &d65, STIPPLE_CLIENT_INPUT, "missing");
    assert_refused("spot,L,a,b\nskin,1,2\n", &d65, STIPPLE_CLIENT_INPUT, "3 fields");
    assert_refused("spot,L,a,b\nskin,1,2,\"3\n", &d65, STIPPLE_CLIENT_INPUT, "quote");
    assert_refused("spot,L,a,b\nskin,1,2,3\n", &none, STIPPLE_READING_LIGHT, "D50/2");
    assert_refused("\xFF\xFEs\1", &d65, STIPPLE_CLIENT_INPUT, "UTF-16");
    assert_refused("spot,L\xB0,a,b\n", &d65, STIPPLE_CLIENT_INPUT, "UTF-8");
}

static void too_many_fields_are_refused_not_overrun(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (int i = 0; i < 5000; i++)
        buffer_text(&text, "400,");
    assert_refused(buffer_string(&text), &d65, STIPPLE_CLIENT_INPUT, "fields");
    buffer_free(&text);
}

static void json_readings_are_handed_on_as_they_are_written(void **state)
{
    (void)state;
    struct taken t;
    assert_int_equal(take(&t,
                          " {\"skin\": [ {\"kind\":\"lab\", \"value\":[61.20,1,2]} "
                          "],\"x\":1,\"stubble\":[{},{}]}\n",
                          &none),
                     STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[{\"kind\":\"lab\", \"value\":[61.20,1,2]}]");
    assert_string_equal(spot(&t, "stubble"), "[{},{}]");
    done(&t);
    assert_refused("[{}]", &none, STIPPLE_CLIENT_INPUT, "which spot");
    assert_refused("{\"hair\" : 8}", &none, STIPPLE_CLIENT_INPUT, "no list of readings");
    assert_refused("{\"skin\":[{}]", &none, STIPPLE_CLIENT_INPUT, "strict JSON");
    assert_refused("{\"skin\":[]}", &none, STIPPLE_CLIENT_INPUT, "no list of readings");
    assert_refused("{\"skin\":[1]}", &none, STIPPLE_CLIENT_INPUT, "no list of readings");
    assert_refused("{\"skin\":7}", &none, STIPPLE_CLIENT_INPUT, "no list of readings");
    assert_refused("{\"skn\":[{}]}", &none, STIPPLE_CLIENT_INPUT, "none of the members");
}

static void a_file_of_one_spot_needs_no_spot_column(void **state)
{
    (void)state;
    struct taken t = {0};
    static const char csv[] = "L,a,b\n61.2,9.8,15.1\n", json[] = "[{\"kind\":\"lab\"}]";
    assert_int_equal(readings_text(&t.spots, 0, csv, strlen(csv), "x", &d65, &t.ignored, &t.e),
                     STIPPLE_OK);
    assert_int_equal(readings_text(&t.spots, 0, json, strlen(json), "x", &d65, &t.ignored, &t.e),
                     STIPPLE_OK);
    assert_string_equal(spot(&t, "skin"), "[" LAB("61.2,9.8,15.1") ",{\"kind\":\"lab\"}]");
    done(&t);
}

static void a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct taken t = {0};
    assert_int_equal(readings_file(&t.spots, -1, "/nonexistent/a.csv", &d65, &t.ignored, &t.e),
                     STIPPLE_CLIENT_INPUT);
    assert_non_null(strstr(t.e.message, "/nonexistent/a.csv"));
    assert_int_equal(readings_file(&t.spots, -1, "/", &d65, &t.ignored, &t.e),
                     STIPPLE_CLIENT_INPUT);
    assert_int_equal(readings_file(&t.spots, -1, "/dev/null", &d65, &t.ignored, &t.e),
                     STIPPLE_CLIENT_INPUT);
    assert_non_null(strstr(t.e.message, "empty"));
    done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_on_the_command_line_become_readings),
        cmocka_unit_test(a_decimal_comma_is_named_and_shown_rewritten),
        cmocka_unit_test(a_wrong_number_of_values_is_counted),
        cmocka_unit_test(without_its_light_a_number_is_no_colour),
        cmocka_unit_test(csv_rows_become_readings_of_their_spot),
        cmocka_unit_test(decimal_commas_are_read_where_they_cannot_be_separators),
        cmocka_unit_test(spectra_xyz_and_rgb_are_told_by_their_columns),
        cmocka_unit_test(what_is_wrong_with_a_file_is_said_with_its_line),
        cmocka_unit_test(too_many_fields_are_refused_not_overrun),
        cmocka_unit_test(json_readings_are_handed_on_as_they_are_written),
        cmocka_unit_test(a_file_of_one_spot_needs_no_spot_column),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
