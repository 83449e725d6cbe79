/* Whoever holds the companion file checks it with nothing but this program: what is signed is the
 * digest of the canonical JSON, which is the same however the file was stored or formatted. */
#include "client/report.h"

#include "client/span.h"
#include "client/view.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/writer.h"
#include "stipple/protocol.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

enum { DIGEST_HEX = 2 * crypto_hash_sha256_BYTES + 1, KEY_HEX = 2 * crypto_sign_PUBLICKEYBYTES };
enum { FINGERPRINT_BYTES = 16 };

static const char signed_words[] = "stipple report ";

static void digest_make(const void *bytes, size_t length, char *ret)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes, length);
    sodium_bin2hex(ret, DIGEST_HEX, hash, sizeof hash);
}

static bool hex_read(const char *hex, unsigned char *ret, size_t size)
{
    size_t n = 0;
    return hex && strlen(hex) == 2 * size &&
           sodium_hex2bin(ret, size, hex, 2 * size, NULL, &n, NULL) == 0 && n == size;
}

static bool signature_holds(const char *key, const char *signature, const void *text, size_t length)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];
    return hex_read(key, public_key, sizeof public_key) &&
           hex_read(signature, bytes, sizeof bytes) &&
           crypto_sign_verify_detached(bytes, text, length, public_key) == 0;
}

/* Groups of four of the first half of the key's SHA-256, as the seal says it. */
static bool fingerprint_holds(const char *key, const char *fingerprint)
{
    unsigned char bytes[crypto_sign_PUBLICKEYBYTES];
    char digest[DIGEST_HEX], digits[DIGEST_HEX] = "";
    size_t n = 0;
    if (!hex_read(key, bytes, sizeof bytes) || !fingerprint)
        return false;
    digest_make(bytes, sizeof bytes, digest);
    for (const char *at = fingerprint; *at && n < sizeof digits - 1; at++)
        if (isxdigit((unsigned char)*at))
            digits[n++] = (char)tolower((unsigned char)*at);
    return n == (size_t)2 * FINGERPRINT_BYTES && strncmp(digits, digest, n) == 0;
}

/* The text that a seal's signature is over: its other members, names in order. */
static bool seal_holds(const cJSON *seal)
{
    static const char *const names[] = {"fingerprint", "hash", "public_key", "seq", "time"};
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_object(&w);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *member = member_at(seal, names[i]);
        json_key(&w, names[i]);
        if (cJSON_IsNumber(member))
            json_double(&w, member->valuedouble);
        else
            json_text(&w, cJSON_IsString(member) ? member->valuestring : NULL);
    }
    json_object_end(&w);
    const char *key = member_text(seal, "public_key");
    bool holds = !text.failed &&
                 signature_holds(key, member_text(seal, "signature"), text.data, text.length) &&
                 fingerprint_holds(key, member_text(seal, "fingerprint"));
    buffer_free(&text);
    return holds;
}

static enum stipple_error data_check(const char *text, size_t length, const cJSON *answer,
                                     struct error *e)
{
    char line[sizeof signed_words + DIGEST_HEX];
    struct buffer canonical = {0};
    struct span report;
    const char *digest = member_text(answer, "digest");
    const char *key = member_text(answer, "report.seal.public_key");
    bool whole = span_member(text, length, "report", &report) &&
                 json_canonical(report.at, report.length, &canonical) && !canonical.failed;
    memcpy(line, signed_words, sizeof signed_words - 1);
    if (whole)
        digest_make(canonical.data, canonical.length, line + sizeof signed_words - 1);
    buffer_free(&canonical);
    if (!whole)
        return fail_memory(e);
    if (!digest || strcmp(digest, line + sizeof signed_words - 1) != 0) {
        fail(e, STIPPLE_CLIENT_REPORT, NULL,
             "The report was changed: its digest is not the one "
             "that it says it has.");
        return fail_hint(e, "It is %s.", line + sizeof signed_words - 1);
    }
    if (!signature_holds(key, member_text(answer, "signature"), line, strlen(line)))
        return fail(e, STIPPLE_CLIENT_REPORT, NULL,
                    "The signature is not that of the key that the report names.");
    return STIPPLE_OK;
}

static bool key_is(const char *wanted, const char *key)
{
    unsigned char bytes[crypto_sign_PUBLICKEYBYTES];
    if (!hex_read(wanted, bytes, sizeof bytes))
        return fingerprint_holds(key, wanted);
    char lower[KEY_HEX + 1];
    sodium_bin2hex(lower, sizeof lower, bytes, sizeof bytes);
    return strcmp(lower, key) == 0;
}

enum stipple_error report_check(struct arena *a, const char *text, size_t length, const char *key,
                                const cJSON **ret_answer, struct error *e)
{
    struct json_fault fault;
    const cJSON *answer = json_parse(a, text, length, STIPPLE_DEPTH_MAX, &fault);
    if (!answer)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "This is not strict JSON: %s, at byte %zu.",
                    fault.why, fault.at + 1);
    const cJSON *seal = member_at(answer, "report.seal");
    if (!cJSON_IsArray(member_at(answer, "report.sections")) || !cJSON_IsObject(seal)) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "This is no report.");
        return fail_hint(e, "The companion file of a report ends in .json.");
    }
    if (sodium_init() < 0)
        return fail_memory(e);
    TRY(data_check(text, length, answer, e));
    if (!seal_holds(seal))
        return fail(e, STIPPLE_CLIENT_REPORT, NULL,
                    "The seal in the report is not as its key signed it.");
    if (key && !key_is(key, member_text(seal, "public_key")))
        return fail(e, STIPPLE_CLIENT_REPORT, NULL, "The report is signed, but by another key.");
    *ret_answer = answer;
    return STIPPLE_OK;
}

/* Without the spaces it was printed or typed with, in capitals. */
static void printed_take(struct buffer *out, const char *printed)
{
    for (const char *at = printed; *at; at++)
        if (!isspace((unsigned char)*at))
            buffer_byte(out, (char)toupper((unsigned char)*at));
}

enum stipple_error report_is_printed(const cJSON *answer, const char *printed, struct error *e)
{
    enum { DIGITS_LEAST = 16 };
    static const char lead[] = "STIPPLE:";
    struct buffer code = {0}, given = {0};
    report_code(&code, answer);
    printed_take(&given, printed);
    const char *whole = buffer_string(&code), *said = buffer_string(&given);
    enum stipple_error why = STIPPLE_OK;
    bool digits = given.length >= DIGITS_LEAST && given.length < DIGEST_HEX;
    if (!whole || !said)
        why = fail_memory(e);
    else if (strncmp(said, lead, sizeof lead - 1) != 0 &&
             !(digits && strspn(said, "0123456789ABCDEF") == given.length))
        why = fail(e, STIPPLE_CLIENT_USAGE, NULL,
                   "--printed takes what the QR code says, or 16 digits of the digest or more.");
    else if (strcmp(said, whole) != 0 &&
             !(digits && strncmp(whole + sizeof lead - 1, said, given.length) == 0))
        why = fail(e, STIPPLE_CLIENT_REPORT, NULL,
                   "The file is as it was signed, but it is not of the report on the paper.");
    buffer_free(&code);
    buffer_free(&given);
    return why;
}
