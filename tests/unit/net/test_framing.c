#include "unit.h"
#undef fail /* base/error.h has a function of that name */

#include "net/framing.h"

#include <stdlib.h>
#include <string.h>

#define LINE_MAX_HERE 12

/* Feeds pieces of `step` bytes, each from memory of its own exact size, and joins what comes out
 * with '|'. */
static enum frame feed(struct framing *f, const char *text, size_t step, struct buffer *out)
{
    enum frame frame = FRAME_MORE;
    for (size_t at = 0, length = strlen(text); at < length && frame == FRAME_MORE; at += step) {
        size_t n = step < length - at ? step : length - at;
        char *piece = malloc(n);
        assert_non_null(piece);
        memcpy(piece, text + at, n);
        struct span in = {piece, n}, line;
        while ((frame = framing_next(f, &in, LINE_MAX_HERE, &line)) == FRAME_LINE) {
            buffer_add(out, line.data, line.length);
            buffer_byte(out, '|');
            memset(line.data, 'x', line.length);
        }
        free(piece);
    }
    return frame;
}

static void assert_feeds(const char *text, enum frame last, const char *lines)
{
    for (size_t step = 1; step <= strlen(text); step++) {
        struct framing f = {0};
        struct buffer out = {0};
        assert_int_equal(feed(&f, text, step, &out), last);
        assert_string_equal(buffer_string(&out), lines);
        buffer_free(&out);
        framing_free(&f);
    }
}

static void lines_come_out_whole_however_they_were_split(void **state)
{
    (void)state;
    assert_feeds("one\ntwo\nthree\nrest", FRAME_MORE, "one|two|three|");
}

static void a_carriage_return_belongs_to_the_end_only_there(void **state)
{
    (void)state;
    assert_feeds("one\r\nt\rwo\nthree\r\r\n", FRAME_MORE, "one|t\rwo|three\r|");
}

static void empty_lines_are_ignored_and_spaces_are_not(void **state)
{
    (void)state;
    assert_feeds("\n\r\n\none\n\r\n \n\n", FRAME_MORE, "one| |");
}

static void a_line_may_have_line_max_bytes_and_not_one_more(void **state)
{
    (void)state;
    assert_feeds("123456789abc\n", FRAME_MORE, "123456789abc|");
    assert_feeds("123456789abc\r\nx\n", FRAME_MORE, "123456789abc|x|");
    assert_feeds("x\n123456789abcd\n", FRAME_TOO_LONG, "x|");
    assert_feeds("x\n123456789abc\r\r\n", FRAME_TOO_LONG, "x|");
    assert_feeds("123456789abcd", FRAME_TOO_LONG, "");
    assert_feeds("123456789abc\r", FRAME_MORE, "");
}

static void memory_is_held_only_while_a_line_is_half_way(void **state)
{
    (void)state;
    struct framing f = {0};
    struct buffer out = {0};
    assert_int_equal(feed(&f, "one\n", 64, &out), FRAME_MORE);
    assert_null(f.carry.data);
    assert_false(framing_half(&f));
    assert_int_equal(feed(&f, "tw", 64, &out), FRAME_MORE);
    assert_true(framing_half(&f));
    assert_int_equal(feed(&f, "o\n", 64, &out), FRAME_MORE);
    assert_false(framing_half(&f));
    assert_null(f.carry.data);
    assert_int_equal(feed(&f, "\r", 64, &out), FRAME_MORE);
    assert_int_equal(feed(&f, "\n", 64, &out), FRAME_MORE);
    assert_null(f.carry.data);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_out_whole_however_they_were_split),
        cmocka_unit_test(a_carriage_return_belongs_to_the_end_only_there),
        cmocka_unit_test(empty_lines_are_ignored_and_spaces_are_not),
        cmocka_unit_test(a_line_may_have_line_max_bytes_and_not_one_more),
        cmocka_unit_test(memory_is_held_only_while_a_line_is_half_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
