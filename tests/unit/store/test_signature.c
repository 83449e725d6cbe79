#include "unit.h"

#include "store_commands.h"

#include "store/signature.h"

#include <sys/stat.h>

struct case_ {
    struct fixture f;
    struct signing_key *key;
};

static int setup(void **state)
{
    static struct case_ c;
    c = (struct case_){0};
    fixture_open(&c.f);
    enum key_named named;
    assert_ok(&c.f, signing_key_open(c.f.dir, &c.f.sources, &c.key, &c.f.e));
    assert_ok(&c.f, signing_key_record(c.f.s, c.key, &named, &c.f.e));
    assert_int_equal(named, KEY_FIRST);
    *state = &c;
    return 0;
}

static void key_path(const struct fixture *f, char *ret, size_t size)
{
    fixture_path(f, SEAL_KEY_FILE, ret, size);
}

static int teardown(void **state)
{
    struct case_ *c = *state;
    char path[128];
    signing_key_free(c->key);
    key_path(&c->f, path, sizeof path);
    unlink(path);
    fixture_close(&c->f);
    return 0;
}

static void key_write(const struct fixture *f, const char *text, mode_t mode)
{
    char path[128];
    key_path(f, path, sizeof path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static struct audit verify(struct fixture *f, const char *seal, const char *key)
{
    struct audit audit = {0};
    struct audit_ask ask = {seal, key};
    assert_ok(f, audit_verify_against(f->s, &f->a, &ask, &audit, &f->e));
    return audit;
}

static struct seal seal_now(struct case_ *c)
{
    struct seal seal;
    assert_ok(&c->f, seal_make(c->f.s, &c->f.a, c->key, &seal, &c->f.e));
    return seal;
}

static void the_secret_key_is_for_its_owner_and_stays_the_same(void **state)
{
    struct case_ *c = *state;
    struct stat st;
    struct signing_key *again;
    char path[128];
    key_path(&c->f, path, sizeof path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_ok(&c->f, signing_key_open(c->f.dir, &c->f.sources, &again, &c->f.e));
    assert_string_equal(signing_key_public(again), signing_key_public(c->key));
    assert_int_equal(strlen(signing_key_fingerprint(again)), SEAL_FINGERPRINT_SIZE - 1);
    signing_key_free(again);
}

/* RFC 8032 section 7.1, test 2. */
static void signatures_are_those_of_the_standard(void **state)
{
    struct case_ *c = *state;
    struct signing_key *key;
    char signature[SEAL_SIGNATURE_HEX];
    key_write(&c->f, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb\n", 0600);
    assert_ok(&c->f, signing_key_open(c->f.dir, &c->f.sources, &key, &c->f.e));
    assert_string_equal(signing_key_public(key),
                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    seal_sign(key, "\x72", 1, signature);
    assert_string_equal(signature,
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assert_true(seal_signed(signing_key_public(key), "\x72", 1, signature));
    assert_false(seal_signed(signing_key_public(key), "\x73", 1, signature));
    signature[5] ^= 1;
    assert_false(seal_signed(signing_key_public(key), "\x72", 1, signature));
    assert_false(seal_signed("12", "\x72", 1, signature));
    signing_key_free(key);
}

static void a_key_that_others_may_read_or_that_is_none_is_refused(void **state)
{
    struct case_ *c = *state;
    struct signing_key *key = NULL;
    static const char good[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    key_write(&c->f, good, 0640);
    assert_refused(signing_key_open(c->f.dir, &c->f.sources, &key, &c->f.e),
                   STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(c->f.e.hint, "chmod 600"));
    const char *const bad[] = {"", "\n", "4ccd", "zz", arena_print(&c->f.a, "%s00", good)};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        key_write(&c->f, bad[i], 0600);
        assert_refused(signing_key_open(c->f.dir, &c->f.sources, &key, &c->f.e),
                       STIPPLE_CONFIG_INVALID);
    }
    assert_null(key);
}

static void the_history_names_each_key_once_by_a_seal_of_its_own(void **state)
{
    struct case_ *c = *state;
    struct store_position before, after;
    struct signing_key *other;
    enum key_named named = KEY_REPLACED;
    char path[128];
    assert_ok(&c->f, store_position(c->f.s, &before, &c->f.e));
    assert_int_equal(before.events, 2);
    assert_ok(&c->f, signing_key_record(c->f.s, c->key, &named, &c->f.e));
    assert_int_equal(named, KEY_NAMED);
    assert_string_equal(verify(&c->f, NULL, NULL).key, signing_key_fingerprint(c->key));
    key_path(&c->f, path, sizeof path);
    assert_int_equal(unlink(path), 0);
    assert_ok(&c->f, signing_key_open(c->f.dir, &c->f.sources, &other, &c->f.e));
    assert_ok(&c->f, signing_key_record(c->f.s, other, &named, &c->f.e));
    assert_int_equal(named, KEY_REPLACED);
    assert_ok(&c->f, store_position(c->f.s, &after, &c->f.e));
    assert_int_equal(after.events, 3);
    struct audit audit = verify(&c->f, NULL, NULL);
    assert_true(audit.whole);
    assert_string_equal(audit.key, signing_key_fingerprint(other));
    assert_true(verify(&c->f, NULL, signing_key_public(other)).whole);
    assert_false(verify(&c->f, NULL, signing_key_public(c->key)).whole);
    signing_key_free(other);
}

static void a_seal_is_valid_as_it_is_and_in_no_part_otherwise(void **state)
{
    struct case_ *c = *state;
    struct seal seal = seal_now(c);
    assert_int_equal(seal.seq, 2);
    assert_true(seal_valid(&seal));
    struct seal other = seal;
    other.seq++;
    assert_false(seal_valid(&other));
    other = seal;
    other.time.ms++;
    assert_false(seal_valid(&other));
    other = seal;
    other.hash = "00";
    assert_false(seal_valid(&other));
    other = seal;
    other.fingerprint = "0123-4567-89ab-cdef-0123-4567-89ab-cdef";
    assert_false(seal_valid(&other));
}

/* The seal in people's hands: groups, capitals, O for 0, l for 1. */
static const char *as_typed(struct case_ *c, const struct seal *seal)
{
    struct buffer text = {0};
    buffer_print(&text, "# %lld:", (long long)seal->seq);
    for (size_t i = 0; seal->hash[i]; i++) {
        char digit = seal->hash[i];
        buffer_text(&text, i % 32 == 0 ? "\n  " : i % 4 == 0 ? " - " : "");
        buffer_byte(&text, digit == '0' ? 'O' : digit == '1' ? 'l' : digit == 'a' ? 'A' : digit);
    }
    const char *typed = arena_copy(&c->f.a, text.data, text.length);
    buffer_free(&text);
    return typed;
}

static void a_seal_from_paper_is_found_however_it_is_typed(void **state)
{
    struct case_ *c = *state;
    struct seal seal = seal_now(c);
    some_product(&c->f, PRODUCT_PIGMENT, "Added later", INT_ABSENT);
    struct audit audit = verify(&c->f, as_typed(c, &seal), NULL);
    assert_true(audit.whole);
    assert_int_equal(audit.seal_contained, 1);
    assert_int_equal(verify(&c->f, seal.hash, NULL).seal_contained, 1);
    const char *dashes = arena_print(&c->f.a, "%lld\xE2\x80\x93%.4s\xC2\xA0%s", (long long)seal.seq,
                                     seal.hash, seal.hash + 4);
    assert_int_equal(verify(&c->f, dashes, NULL).seal_contained, 1);
    const char *together = arena_print(&c->f.a, "%lld%s", (long long)seal.seq, seal.hash);
    assert_int_equal(verify(&c->f, together, NULL).seal_contained, 1);
    assert_int_equal(verify(&c->f, NULL, NULL).seal_contained, BOOL_ABSENT);
}

static const char *seal_finding(struct case_ *c, const char *typed)
{
    struct audit audit = verify(&c->f, typed, NULL);
    assert_false(audit.whole);
    assert_int_equal(audit.seal_contained, 0);
    assert_int_equal(audit.findings.n, 1);
    const struct audit_finding *found = audit.findings.items;
    assert_string_equal(found->what, "seal");
    return found->text;
}

static void a_seal_that_does_not_fit_says_whether_it_is_a_slip(void **state)
{
    struct case_ *c = *state;
    struct seal seal = seal_now(c);
    char hash[65];
    memcpy(hash, seal.hash, sizeof hash);
    hash[9] = hash[9] == 'a' ? 'b' : 'a';
    const char *slip = arena_print(&c->f.a, "2 %s", hash);
    assert_non_null(strstr(seal_finding(c, slip), "only 3 differs."));
    hash[40] = hash[40] == 'a' ? 'b' : 'a';
    slip = arena_print(&c->f.a, "2 %s", hash);
    assert_non_null(strstr(seal_finding(c, slip), "only 3, 11 differ."));
    const char *elsewhere = arena_print(&c->f.a, "1 %s", seal.hash);
    assert_non_null(strstr(seal_finding(c, elsewhere), "event 2"));
    memset(hash, '5', 64);
    assert_non_null(strstr(seal_finding(c, arena_print(&c->f.a, "2 %s", hash)), "not the history"));
    assert_non_null(strstr(seal_finding(c, arena_print(&c->f.a, "9 %s", hash)), "ends at event 2"));
    assert_non_null(strstr(seal_finding(c, hash), "No event"));
}

static void what_is_no_seal_and_no_key_is_refused(void **state)
{
    struct case_ *c = *state;
    static const char hash[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    const char *const seals[] = {"",
                                 "42",
                                 hash + 1,
                                 "g",
                                 "{",
                                 "{}",
                                 "{\"seq\":1,\"hash\":\"00\"}",
                                 arena_print(&c->f.a, "4a %s", hash),
                                 arena_print(&c->f.a, "2 %s", hash + 1),
                                 arena_print(&c->f.a, "1234: %s", hash + 1),
                                 arena_print(&c->f.a, "11111111111111111 %s", hash)};
    for (size_t i = 0; i < sizeof seals / sizeof *seals; i++) {
        struct audit audit;
        struct audit_ask ask = {seals[i], NULL};
        assert_refused(audit_verify_against(c->f.s, &c->f.a, &ask, &audit, &c->f.e),
                       STIPPLE_SEAL_FORMAT);
        assert_string_equal(c->f.e.field, "seal");
    }
    static const struct {
        const char *typed, *told, *hint;
    } slips[] = {
        {"2 4ccd 089b 28ff 96da 9db6 c346 ec114 4e0f 5b8a 319f 35ab a624 da8c f6ed 4fb8 a6fb",
         "Group 7 of the hash has 5 digits", ""},
        {"4ccd 089b 28ff 96da 9db6 c346 ec11 4e0f 5b8a 319f 35ab a624 da8c f6ed 4fb8 a6f",
         "Group 16 of the hash has 3 digits", ""},
        {"2 4ccd O89b 28Sf", "Character 15 of the seal, `S`,", "may be a 5"},
        {"2 4ccd\xE2\x80\x93g", "Character 8 of the seal, `g`,", "a 6 or a 9"},
        {"\xD0\xB0", "Character 1 of the seal, `\xD0\xB0`,", ""},
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        struct audit audit;
        struct audit_ask ask = {slips[i].typed, NULL};
        assert_refused(audit_verify_against(c->f.s, &c->f.a, &ask, &audit, &c->f.e),
                       STIPPLE_SEAL_FORMAT);
        assert_non_null(strstr(c->f.e.message, slips[i].told));
        assert_non_null(strstr(c->f.e.hint, slips[i].hint));
    }
    static const char *const keys[] = {"", "12", "{}", &hash[1],
                                       "0123-4567-89ab-cdef-0123-4567-89ab-cdeg"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct audit audit;
        struct audit_ask ask = {NULL, keys[i]};
        assert_refused(audit_verify_against(c->f.s, &c->f.a, &ask, &audit, &c->f.e),
                       STIPPLE_SEAL_FORMAT);
        assert_string_equal(c->f.e.field, "key");
    }
}

static const char *as_json(struct case_ *c, const struct seal *seal)
{
    char time[TIME_LENGTH + 1];
    time_format(seal->time.ms, time);
    return arena_print(&c->f.a,
                       " {\"seq\":%lld,\"hash\":\"%s\",\"time\":\"%s\",\"public_key\":\"%s\","
                       "\"fingerprint\":\"%s\",\"signature\":\"%s\"}",
                       (long long)seal->seq, seal->hash, time, seal->public_key, seal->fingerprint,
                       seal->signature);
}

static void a_signed_seal_is_checked_with_its_signature_and_its_key(void **state)
{
    struct case_ *c = *state;
    struct seal seal = seal_now(c), forged = seal;
    assert_true(verify(&c->f, as_json(c, &seal), NULL).whole);
    forged.time.ms += 1000;
    struct audit audit = verify(&c->f, as_json(c, &forged), NULL);
    assert_false(audit.whole);
    assert_int_equal(audit.seal_contained, 1);
    struct signing_key *stranger;
    key_write(&c->f, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", 0600);
    assert_ok(&c->f, signing_key_open(c->f.dir, &c->f.sources, &stranger, &c->f.e));
    assert_ok(&c->f, seal_make(c->f.s, &c->f.a, stranger, &seal, &c->f.e));
    audit = verify(&c->f, as_json(c, &seal), NULL);
    assert_false(audit.whole);
    assert_non_null(
        strstr(((const struct audit_finding *)audit.findings.items)->text, "never had"));
    signing_key_free(stranger);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_secret_key_is_for_its_owner_and_stays_the_same),
        TEST(signatures_are_those_of_the_standard),
        TEST(a_key_that_others_may_read_or_that_is_none_is_refused),
        TEST(the_history_names_each_key_once_by_a_seal_of_its_own),
        TEST(a_seal_is_valid_as_it_is_and_in_no_part_otherwise),
        TEST(a_seal_from_paper_is_found_however_it_is_typed),
        TEST(a_seal_that_does_not_fit_says_whether_it_is_a_slip),
        TEST(what_is_no_seal_and_no_key_is_refused),
        TEST(a_signed_seal_is_checked_with_its_signature_and_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
