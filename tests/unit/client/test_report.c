#include "unit.h"

#include "client/report.h"
#include "client/report_pdf.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "stipple/protocol.h"

#include <sodium.h>
#include <string.h>

static void cell(const char *text, const char *wanted)
{
    struct buffer out = {0};
    csv_text(&out, text);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void no_text_is_a_formula(void **state)
{
    (void)state;
    cell("=1+1", "'=1+1");
    cell("+45 12", "'+45 12");
    cell("-2+3", "'-2+3");
    cell("@SUM(A1)", "'@SUM(A1)");
    cell("\t=1", "\"'\t'=1\"");
    cell("\r=1", "\"'\r'=1\"");
    cell("\xEF\xBC\x9D"
         "1",
         "'\xEF\xBC\x9D"
         "1");
    cell("a;=1+1", "\"a;'=1+1\"");
    cell("two\n-lines", "\"two\n'-lines\"");
    cell("  =1+1", "'  =1+1");
    cell("\"=1+1\"", "\"'\"\"=1+1\"\"\"");
    cell("'=1", "''=1");
    cell("\xC2\xA0@a", "'\xC2\xA0@a");
    cell("a; +1", "\"a;' +1\"");
    cell("-5", "'-5");
}

/* A spreadsheet would make 12, 100000, a day in March, half past ten and 1.1 of them. */
static void no_text_becomes_a_number(void **state)
{
    (void)state;
    cell("0012", "'0012");
    cell("1E5", "'1E5");
    cell("3-12", "'3-12");
    cell("1/2", "'1/2");
    cell("10:30", "'10:30");
    cell("1.10", "'1.10");
    cell("1234567890123456", "'1234567890123456");
    cell("0", "0");
    cell("12", "12");
    cell("123456789012345", "123456789012345");
    cell("2026-03-02", "2026-03-02");
    cell("12A", "12A");
    cell("-", "'-");
}

static void a_text_that_is_none_stays_as_it_is(void **state)
{
    (void)state;
    cell("NB-2207", "NB-2207");
    cell("a = b", "a = b");
    cell("", "");
    cell("Schwarz, tief", "\"Schwarz, tief\"");
    cell("3\" needle", "\"3\"\" needle\"");
}

static const char rows[] = "{\"digest\":\"ab\",\"report\":{\"title\":\"Stock\",\"asked\":{\"to\":"
                           "\"2026-03-02\"},\"sections\":["
                           "{\"title\":\"Gaps\",\"columns\":[{\"label\":\"Of\",\"type\":\"text\"},"
                           "{\"label\":\"Left\",\"type\":\"number\"},"
                           "{\"label\":\"Unit\",\"type\":\"text\"}],"
                           "\"rows\":[[\"=a\",-1.5,\"ml\"],[null,20,\"-\"]]}]}}";

static void numbers_stay_numbers_and_records_are_of_one_length(void **state)
{
    (void)state;
    struct arena a = {0};
    struct json_fault fault;
    struct buffer out = {0};
    const cJSON *report = json_parse(&a, rows, strlen(rows), STIPPLE_DEPTH_MAX, &fault);
    assert_non_null(report);
    report_csv(&out, report);
    const char *text = buffer_string(&out);
    assert_memory_equal(text, "\xEF\xBB\xBFReport,Title,Stock,\r\n", 24);
    assert_non_null(strstr(text, "\r\nReport,To,2026-03-02,\r\n"));
    assert_non_null(strstr(text, "\r\nReport,Digest,ab,\r\n"));
    assert_non_null(strstr(text, "\r\nReport,Drill,no,\r\n"
                                 "Gaps,Of,Left,Unit\r\n"
                                 "Gaps,'=a,-1.5,ml\r\n"
                                 "Gaps,,20,'-\r\n"));
    buffer_free(&out);
    arena_free(&a);
}

/* A signed report, written without anything of what checks it. */

static void hex_add(struct buffer *out, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buffer_print(out, "%02x", bytes[i]);
}

static void signature_add(struct buffer *out, const unsigned char *secret, const char *text,
                          size_t length)
{
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, NULL, (const unsigned char *)text, length, secret);
    hex_add(out, signature, sizeof signature);
}

struct studio {
    unsigned char key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    struct buffer fingerprint, key_hex;
};

static void studio_make(struct studio *s, unsigned char seed)
{
    unsigned char seeds[crypto_sign_SEEDBYTES] = {seed}, hash[crypto_hash_sha256_BYTES];
    *s = (struct studio){0};
    assert_int_not_equal(sodium_init(), -1);
    crypto_sign_seed_keypair(s->key, s->secret, seeds);
    hex_add(&s->key_hex, s->key, sizeof s->key);
    crypto_hash_sha256(hash, s->key, sizeof s->key);
    for (size_t i = 0; i < 16; i += 2) {
        buffer_text(&s->fingerprint, i ? "-" : "");
        hex_add(&s->fingerprint, hash + i, 2);
    }
    assert_non_null(buffer_string(&s->key_hex));
    assert_non_null(buffer_string(&s->fingerprint));
}

static void studio_free(struct studio *s)
{
    buffer_free(&s->fingerprint);
    buffer_free(&s->key_hex);
}

static void seal_add(struct buffer *out, struct studio *s, bool with_signature)
{
    struct buffer text = {0};
    if (with_signature)
        seal_add(&text, s, false);
    buffer_print(out, "{\"fingerprint\":\"%s\",\"hash\":\"00\",\"public_key\":\"%s\",\"seq\":12",
                 s->fingerprint.data, s->key_hex.data);
    if (with_signature) {
        buffer_text(out, ",\"signature\":\"");
        signature_add(out, s->secret, text.data, text.length);
        buffer_byte(out, '"');
    }
    buffer_text(out, ",\"time\":\"2026-03-02T09:00:00.000Z\"}");
    buffer_free(&text);
}

/* `more`: members of the report besides its seal. */
static void report_sign(struct buffer *out, struct studio *s, const char *more)
{
    struct buffer report = {0}, canonical = {0}, line = {0};
    unsigned char hash[crypto_hash_sha256_BYTES];
    buffer_print(&report, "{%s,\"seal\":", more);
    seal_add(&report, s, true);
    buffer_byte(&report, '}');
    assert_true(json_canonical(report.data, report.length, &canonical));
    crypto_hash_sha256(hash, (const unsigned char *)canonical.data, canonical.length);
    buffer_text(&line, "stipple report ");
    hex_add(&line, hash, sizeof hash);
    buffer_print(out, "{\"report\":%s,\"digest\":\"%s\",\"signature\":\"", buffer_string(&report),
                 buffer_string(&line) + strlen("stipple report "));
    signature_add(out, s->secret, line.data, line.length);
    buffer_text(out, "\"}");
    assert_non_null(buffer_string(out));
    buffer_free(&report);
    buffer_free(&canonical);
    buffer_free(&line);
}

/* A cell of times, in a report that states UTC+1:00. */
static void time_check(const char *cell, const char *shown)
{
    struct arena a = {0};
    struct json_fault fault;
    struct buffer text = {0}, out = {0};
    buffer_print(&text, "{\"type\":\"time\",\"cell\":\"%s\"}", cell);
    const cJSON *column = json_parse(&a, buffer_string(&text), text.length, 4, &fault);
    report_cell(&out, cJSON_GetObjectItem(column, "cell"), column, 60);
    assert_string_equal(buffer_string(&out), shown);
    buffer_free(&out);
    buffer_free(&text);
    arena_free(&a);
}

static void a_time_says_what_is_not_by_the_clock_of_the_report(void **state)
{
    (void)state;
    time_check("2026-03-02T10:00:07+01:00", "2026-03-02 10:00");
    time_check("2026-07-02T10:00:07+02:00", "2026-07-02 10:00 UTC+2:00");
    time_check("2026-03-02T10:00:07+01:00 (2026-03-02T09:00:07+00:00)",
               "2026-03-02 10:00 (09:00 UTC+0:00)");
    time_check("2026-03-02T01:00:07+01:00 (2026-03-01T20:30:07-03:30)",
               "2026-03-02 01:00 (2026-03-01 20:30 UTC-3:30)");
    time_check("2026-03-02T10:00:07+01:00 (", "2026-03-02 10:00");
    time_check("2026-03-02", "2026-03-02");
}

static const char members[] =
    "\"title\":\"Stock\",\"time\":\"2026-03-02T09:00:00.000Z\",\"drill\":false,\"by\":"
    "{\"by\":\"uid:7\"},\"asked\":{\"to\":\"2026-03-02\"},\"studio\":{},\"sections\":"
    "[{\"subject\":\"gap\",\"title\":\"Gaps\",\"text\":\"What is missing.\",\"columns\":"
    "[{\"name\":\"lot\",\"label\":\"Lot\",\"type\":\"text\"}],\"rows\":[[\"NB-2207\"]]}]";

static enum stipple_error check(const struct buffer *text, const char *key)
{
    struct arena a = {0};
    struct error e;
    const cJSON *answer = NULL;
    enum stipple_error code = report_check(&a, text->data, text->length, key, &answer, &e);
    assert_int_equal(code == STIPPLE_OK, answer != NULL);
    arena_free(&a);
    return code;
}

static void a_report_as_it_was_signed_is_told_so_in_any_layout(void **state)
{
    (void)state;
    struct studio s, other;
    struct buffer text = {0};
    studio_make(&s, 1);
    studio_make(&other, 2);
    report_sign(&text, &s, members);
    assert_int_equal(check(&text, NULL), STIPPLE_OK);
    assert_int_equal(check(&text, s.fingerprint.data), STIPPLE_OK);
    assert_int_equal(check(&text, s.key_hex.data), STIPPLE_OK);
    assert_int_equal(check(&text, other.fingerprint.data), STIPPLE_CLIENT_REPORT);
    assert_int_equal(check(&text, other.key_hex.data), STIPPLE_CLIENT_REPORT);
    assert_int_equal(check(&text, "de5c"), STIPPLE_CLIENT_REPORT);

    struct buffer spaced = {0};
    for (size_t i = 0; i < text.length; i++) {
        buffer_byte(&spaced, text.data[i]);
        buffer_text(&spaced, text.data[i] == ',' || text.data[i] == '{' ? "\n  " : "");
    }
    assert_int_equal(check(&spaced, NULL), STIPPLE_OK);
    buffer_free(&spaced);
    buffer_free(&text);
    studio_free(&s);
    studio_free(&other);
}

static void every_changed_byte_is_found(void **state)
{
    (void)state;
    struct studio s;
    struct buffer text = {0};
    studio_make(&s, 1);
    report_sign(&text, &s, members);
    for (size_t i = 0; i < text.length; i++) {
        text.data[i] ^= 1;
        if (check(&text, NULL) == STIPPLE_OK)
            fail_msg("byte %zu was changed and nobody saw it", i);
        text.data[i] ^= 1;
    }
    assert_int_equal(check(&text, NULL), STIPPLE_OK);
    buffer_free(&text);
    studio_free(&s);
}

static void what_is_no_report_is_told_so(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "{}",
                                        "[]",
                                        "{\"report\":{}}",
                                        "{\"report\":1,",
                                        "{\"report\":{\"sections\":[],\"seal\":{}}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer text = {0};
        buffer_text(&text, texts[i]);
        assert_non_null(buffer_string(&text));
        assert_int_not_equal(check(&text, NULL), STIPPLE_OK);
        buffer_free(&text);
    }
}

/* What fonts and drawing keep for the next page, and nobody frees at the end. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

static void pages_make(struct buffer *out, const char *more, struct glyphs *missing)
{
    struct paper_size paper;
    struct arena a = {0};
    struct studio s;
    struct json_fault fault;
    struct buffer text = {0};
    struct error e;
    studio_make(&s, 1);
    report_sign(&text, &s, more);
    const cJSON *answer = json_parse(&a, text.data, text.length, STIPPLE_DEPTH_MAX, &fault);
    assert_non_null(answer);
    assert_int_equal(paper_size_parse(NULL, &paper, &e), STIPPLE_OK);
    assert_int_equal(report_pdf(out, answer, paper, missing, &e), STIPPLE_OK);
    buffer_free(&text);
    arena_free(&a);
    studio_free(&s);
}

static void the_same_report_gives_the_same_bytes(void **state)
{
    (void)state;
    struct error e;
    struct buffer one = {0}, other = {0};
    struct glyphs missing = {0};
    if (report_pdf_possible(&e) != STIPPLE_OK) {
        assert_int_equal(e.code, STIPPLE_CLIENT_USAGE);
        return; /* a build without pages */
    }
    pages_make(&one, members, &missing);
    pages_make(&other, members, &missing);
    assert_true(one.length > 1000);
    assert_memory_equal(one.data, "%PDF-", 5);
    assert_int_equal(one.length, other.length);
    assert_memory_equal(one.data, other.data, one.length);
    buffer_free(&one);
    buffer_free(&other);
}

static void a_row_higher_than_a_page_and_a_report_of_nothing_are_drawn(void **state)
{
    (void)state;
    struct error e;
    if (report_pdf_possible(&e) != STIPPLE_OK) {
        assert_int_equal(e.code, STIPPLE_CLIENT_USAGE);
        return; /* a build without pages */
    }
    struct buffer more = {0}, pages = {0}, bare = {0};
    struct glyphs missing = {0};
    buffer_text(&more, "\"drill\":true,\"sections\":[{\"title\":\"Long\",\"columns\":[{\"label\":"
                       "\"Words\"},{\"label\":\"One\"}],\"rows\":[[\"");
    for (int i = 0; i < 8000; i++)
        buffer_text(&more, "word ");
    buffer_text(&more, "\",1],[],[null,null,3]]},{\"columns\":[]},{}]");
    pages_make(&pages, buffer_string(&more), &missing);
    pages_make(&bare, "\"sections\":[]", &missing);
    assert_true(pages.length > bare.length);
    buffer_free(&more);
    buffer_free(&pages);
    buffer_free(&bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_a_formula),
        cmocka_unit_test(no_text_becomes_a_number),
        cmocka_unit_test(a_text_that_is_none_stays_as_it_is),
        cmocka_unit_test(numbers_stay_numbers_and_records_are_of_one_length),
        cmocka_unit_test(a_report_as_it_was_signed_is_told_so_in_any_layout),
        cmocka_unit_test(every_changed_byte_is_found),
        cmocka_unit_test(a_time_says_what_is_not_by_the_clock_of_the_report),
        cmocka_unit_test(what_is_no_report_is_told_so),
        cmocka_unit_test(the_same_report_gives_the_same_bytes),
        cmocka_unit_test(a_row_higher_than_a_page_and_a_report_of_nothing_are_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
