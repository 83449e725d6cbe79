#include "unit.h"

#include "base/uuid.h"

#include <stdlib.h>
#include <string.h>

struct fixed {
    int64_t now_ms;
    unsigned char byte;
};

static int64_t fixed_now(void *context)
{
    return ((const struct fixed *)context)->now_ms;
}

static void fixed_random(void *context, void *bytes, size_t length)
{
    memset(bytes, ((const struct fixed *)context)->byte, length);
}

static void made(void (*make)(const struct sources *, char *), int64_t ms, unsigned char byte,
                 char *ret)
{
    struct fixed fixed = {ms, byte};
    make(&(struct sources){fixed_now, fixed_now, fixed_random, &fixed}, ret);
    assert_true(uuid_valid(ret));
}

static void version_4_is_random_but_for_version_and_variant(void **state)
{
    (void)state;
    char uuid[UUID_LENGTH + 1];
    made(uuid_v4, 7, 0x00, uuid);
    assert_string_equal(uuid, "00000000-0000-4000-8000-000000000000");
    made(uuid_v4, 7, 0xFF, uuid);
    assert_string_equal(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    made(uuid_v4, 7, 0xC5, uuid);
    assert_string_equal(uuid, "c5c5c5c5-c5c5-45c5-85c5-c5c5c5c5c5c5");
}

static void version_7_begins_with_the_milliseconds(void **state)
{
    (void)state;
    char uuid[UUID_LENGTH + 1];
    made(uuid_v7, 0x017F22E279B0, 0x00, uuid); /* the moment of RFC 9562, appendix A.6 */
    assert_string_equal(uuid, "017f22e2-79b0-7000-8000-000000000000");
    made(uuid_v7, 0, 0xFF, uuid);
    assert_string_equal(uuid, "00000000-0000-7fff-bfff-ffffffffffff");
    made(uuid_v7, 0xFFFFFFFFFFFF, 0x00, uuid);
    assert_string_equal(uuid, "ffffffff-ffff-7000-8000-000000000000");
}

static void version_7_sorts_as_time_goes(void **state)
{
    (void)state;
    static const int64_t moments[] = {
        0, 1, 255, 256, 65535, 65536, 1736935800000, 1736935800001, 4102444800000};
    char before[UUID_LENGTH + 1], after[UUID_LENGTH + 1];
    for (size_t i = 1; i < sizeof moments / sizeof *moments; i++) {
        made(uuid_v7, moments[i - 1], 0xFF, before);
        made(uuid_v7, moments[i], 0x00, after);
        assert_true(strcmp(before, after) < 0);
    }
}

static void a_uuid_is_36_characters_in_their_places(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "00000000-0000-0000-0000-000000000000",
    };
    static const char *const invalid[] = {
        "",
        "017f22e2",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
        " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
        "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xC3\xA9",
    };
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_true(uuid_valid(valid[i]));
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
        if (uuid_valid(invalid[i]))
            fail_msg("`%s` passed for a UUID", invalid[i]);
}

/* Each text ends with its memory, so that a sanitizer sees a read behind the NUL. */
static void a_short_text_is_not_read_beyond_its_end(void **state)
{
    (void)state;
    static const char whole[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    for (size_t length = 0; length < UUID_LENGTH; length++) {
        char *text = calloc(length + 1, 1);
        assert_non_null(text);
        memcpy(text, whole, length);
        assert_false(uuid_valid(text));
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_4_is_random_but_for_version_and_variant),
        cmocka_unit_test(version_7_begins_with_the_milliseconds),
        cmocka_unit_test(version_7_sorts_as_time_goes),
        cmocka_unit_test(a_uuid_is_36_characters_in_their_places),
        cmocka_unit_test(a_short_text_is_not_read_beyond_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
