#include "unit.h"

#include "base/error.h"

#include <stdbool.h>
#include <string.h>

static const struct stipple_error_info *info_at(int i)
{
    return stipple_error_info((enum stipple_error)i);
}

static void a_refusal_is_one_statement(void **state)
{
    (void)state;
    struct error e;
    memset(&e, 'x', sizeof e);
    assert_int_equal(fail(&e, STIPPLE_LOT_EXPIRED, "lot", "%s expired %d days ago.", "L-7", 3),
                     STIPPLE_LOT_EXPIRED);
    assert_int_equal(e.code, STIPPLE_LOT_EXPIRED);
    assert_string_equal(e.field, "lot");
    assert_string_equal(e.message, "L-7 expired 3 days ago.");
    assert_string_equal(e.hint, "");
    assert_int_equal(fail_hint(&e, "Use %s.", "L-8"), STIPPLE_LOT_EXPIRED);
    assert_string_equal(e.hint, "Use L-8.");
    assert_string_equal(e.message, "L-7 expired 3 days ago.");
}

static void a_new_refusal_leaves_nothing_of_the_old(void **state)
{
    (void)state;
    struct error e;
    fail(&e, STIPPLE_LOT_HELD, "lot", "A long sentence about a lot.");
    fail_hint(&e, "A hint.");
    assert_int_equal(fail(&e, STIPPLE_STOCK_SHORT, NULL, "Short."), STIPPLE_STOCK_SHORT);
    assert_string_equal(e.field, "");
    assert_string_equal(e.message, "Short.");
    assert_string_equal(e.hint, "");
    assert_int_equal(fail_memory(&e), STIPPLE_DAEMON_MEMORY);
    assert_int_equal(e.code, STIPPLE_DAEMON_MEMORY);
}

static void nobody_need_listen(void **state)
{
    (void)state;
    assert_int_equal(fail(NULL, STIPPLE_LOT_HELD, "lot", "%s", "unheard"), STIPPLE_LOT_HELD);
    assert_int_equal(fail_memory(NULL), STIPPLE_DAEMON_MEMORY);
    assert_int_not_equal(fail_hint(NULL, "%s", "unheard"), STIPPLE_OK);
}

/* `text` is the head of `pad` letters followed by whole characters `character`, and as much of it
 * as fits into `size` bytes, save at most one character. */
static void assert_cut_whole(const char *text, size_t size, size_t pad, const char *character)
{
    size_t length = strnlen(text, size), width = strlen(character);
    assert_true(length < size);
    assert_true(length + width + 1 > size - 1);
    assert_int_equal((length - pad) % width, 0);
    assert_int_equal(strspn(text, "x"), pad);
    for (size_t at = pad; at < length; at += width)
        assert_memory_equal(text + at, character, width);
}

static void what_does_not_fit_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"e", "µ", "€", "\xF0\x9F\x8E\xA8"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t pad = 0; pad < 5; pad++) {
            char text[1024] = "xxxxx";
            for (size_t at = pad; at + 5 < sizeof text; at += strlen(characters[i]))
                memcpy(text + at, characters[i], strlen(characters[i]));
            struct error e;
            fail(&e, STIPPLE_PARAM_RANGE, text, "%s", text);
            fail_hint(&e, "%s", text);
            assert_cut_whole(e.field, sizeof e.field, pad, characters[i]);
            assert_cut_whole(e.message, sizeof e.message, pad, characters[i]);
            assert_cut_whole(e.hint, sizeof e.hint, pad, characters[i]);
        }
}

static void what_just_fits_is_not_cut(void **state)
{
    (void)state;
    struct error e;
    char text[sizeof e.message];
    memset(text, 'm', sizeof text);
    memcpy(text + sizeof text - 3, "µ", 3);
    fail(&e, STIPPLE_PARAM_RANGE, text + sizeof text - sizeof e.field, "%s", text);
    fail_hint(&e, "%s", text + sizeof text - sizeof e.hint);
    assert_string_equal(e.message, text);
    assert_string_equal(e.field, text + sizeof text - sizeof e.field);
    assert_string_equal(e.hint, text + sizeof text - sizeof e.hint);
}

static bool is_dotted(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    size_t head = strspn(name, letters);
    size_t tail = name[head] == '.' ? strspn(name + head + 1, letters) : 0;
    return head > 0 && tail > 0 && name[head + 1 + tail] == '\0';
}

static void every_error_has_a_dotted_name_a_status_and_a_text(void **state)
{
    (void)state;
    for (int i = STIPPLE_OK + 1; i < STIPPLE_ERROR_COUNT; i++) {
        const struct stipple_error_info *info = info_at(i);
        if (!is_dotted(info->name))
            fail_msg("`%s` is not two lower-case words with a dot", info->name);
        size_t length = strlen(info->text);
        if (length < 10 || info->text[length - 1] != '.')
            fail_msg("%s says no sentence: `%s`", info->name, info->text);
        assert_in_range(info->status, STIPPLE_EXIT_FAILED, STIPPLE_EXIT_UNKNOWN);
    }
}

static void names_are_unique_and_no_code_is_shared_but_that_of_parameters(void **state)
{
    (void)state;
    for (int i = STIPPLE_OK + 1; i < STIPPLE_ERROR_COUNT; i++)
        for (int j = STIPPLE_OK + 1; j < i; j++) {
            const struct stipple_error_info *a = info_at(i), *b = info_at(j);
            if (strcmp(a->name, b->name) == 0)
                fail_msg("%s stands twice", a->name);
            if (a->code == b->code && a->code != -32602)
                fail_msg("%s and %s share %d", a->name, b->name, a->code);
        }
}

static void codes_are_positive_or_of_json_rpc(void **state)
{
    (void)state;
    for (int i = STIPPLE_OK + 1; i < STIPPLE_ERROR_COUNT; i++) {
        const struct stipple_error_info *info = info_at(i);
        bool parameter = strncmp(info->name, "param.", 6) == 0;
        assert_int_equal(parameter, info->code == -32602);
        if (info->code <= 0)
            assert_true(info->code >= -32768 && info->code <= -32000);
    }
    assert_int_equal(info_at(STIPPLE_RPC_PARSE)->code, -32700);
    assert_int_equal(info_at(STIPPLE_RPC_INVALID)->code, -32600);
    assert_int_equal(info_at(STIPPLE_RPC_METHOD)->code, -32601);
    assert_int_equal(info_at(STIPPLE_INTERNAL)->code, -32603);
}

static void every_error_is_found_by_its_name(void **state)
{
    (void)state;
    for (int i = STIPPLE_OK + 1; i < STIPPLE_ERROR_COUNT; i++)
        assert_int_equal(stipple_error_find(info_at(i)->name), i);
    static const char *const unknown[] = {"", "lot", "lot.", "lot.expired ", "LOT.EXPIRED"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_int_equal(stipple_error_find(unknown[i]), STIPPLE_OK);
}

static void what_is_no_error_is_an_internal_one(void **state)
{
    (void)state;
    const struct stipple_error_info *internal = info_at(STIPPLE_INTERNAL);
    assert_string_equal(internal->name, "daemon.internal");
    assert_ptr_equal(info_at(STIPPLE_OK), internal);
    assert_ptr_equal(info_at(STIPPLE_ERROR_COUNT), internal);
    assert_ptr_equal(info_at(-1), internal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_is_one_statement),
        cmocka_unit_test(a_new_refusal_leaves_nothing_of_the_old),
        cmocka_unit_test(nobody_need_listen),
        cmocka_unit_test(what_does_not_fit_is_cut_between_characters),
        cmocka_unit_test(what_just_fits_is_not_cut),
        cmocka_unit_test(every_error_has_a_dotted_name_a_status_and_a_text),
        cmocka_unit_test(names_are_unique_and_no_code_is_shared_but_that_of_parameters),
        cmocka_unit_test(codes_are_positive_or_of_json_rpc),
        cmocka_unit_test(every_error_is_found_by_its_name),
        cmocka_unit_test(what_is_no_error_is_an_internal_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
