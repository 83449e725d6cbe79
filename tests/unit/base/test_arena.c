#include "unit.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 7, 16, 33, 4000, 5000, 300000, 3};
    enum { N = sizeof sizes / sizeof *sizes };
    struct arena a = {0};
    unsigned char *taken[N];
    for (size_t i = 0; i < N; i++) {
        taken[i] = arena_take(&a, sizes[i]);
        assert_non_null(taken[i]);
        assert_int_equal((uintptr_t)taken[i] % alignof(max_align_t), 0);
        assert_true(is_zero(taken[i], sizes[i]));
        memset(taken[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t at = 0; at < sizes[i]; at++)
            assert_int_equal(taken[i][at], i + 1);
    arena_free(&a);
}

static void sizes_beyond_memory_are_refused_and_leave_the_arena_usable(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t less = 0; less < 32; less++)
        assert_null(arena_take(&a, SIZE_MAX - less));
    assert_null(arena_copy(&a, "x", SIZE_MAX));
    assert_null(arena_copy(&a, "x", SIZE_MAX - 1));
    assert_null(a.blocks);
    assert_non_null(arena_take(&a, 8));
    assert_null(arena_take(&a, SIZE_MAX));
    assert_non_null(arena_take(&a, 8));
    arena_free(&a);
}

static void an_array_whose_size_overflows_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_null(arena_array(&a, SIZE_MAX, 2));
    assert_null(arena_array(&a, 2, SIZE_MAX));
    assert_null(arena_array(&a, SIZE_MAX / 2 + 1, 2));   /* wraps to 0 */
    assert_null(arena_array(&a, SIZE_MAX / 16 + 2, 16)); /* wraps to 16 */
    assert_null(a.blocks);
    unsigned char *items = arena_array(&a, 100, 24);
    assert_non_null(items);
    assert_true(is_zero(items, 2400));
    assert_non_null(arena_array(&a, 0, SIZE_MAX));
    arena_free(&a);
}

static void a_copy_ends_where_it_was_told_to(void **state)
{
    (void)state;
    struct arena a = {0};
    char text[] = "pigment";
    char *copy = arena_copy(&a, text, 3);
    char *empty = arena_copy(&a, NULL, 0);
    text[0] = 'P';
    assert_string_equal(copy, "pig");
    assert_string_equal(empty, "");
    arena_free(&a);
}

static void printed_text_of_any_length_is_whole(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_string_equal(arena_print(&a, "%s-%04d", "P", 7), "P-0007");
    char *wide = arena_print(&a, "%6000d|", 1);
    assert_int_equal(strlen(wide), 6001);
    assert_string_equal(wide + 5998, " 1|");
    arena_free(&a);
}

static void a_freed_arena_is_empty_and_ready_again(void **state)
{
    (void)state;
    struct arena a = {0};
    arena_free(&a);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(arena_take(&a, 1000));
        arena_free(&a);
        assert_null(a.blocks);
    }
}

static void a_reset_arena_keeps_its_first_block(void **state)
{
    (void)state;
    struct arena a = {0};
    arena_reset(&a);
    assert_null(a.blocks);
    char *first = arena_take(&a, 100);
    assert_non_null(first);
    memset(first, 'x', 100);
    assert_non_null(arena_take(&a, 100000));
    arena_reset(&a);
    char *again = arena_take(&a, 100);
    assert_ptr_equal(again, first);
    for (int i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(sizes_beyond_memory_are_refused_and_leave_the_arena_usable),
        cmocka_unit_test(an_array_whose_size_overflows_is_refused),
        cmocka_unit_test(a_copy_ends_where_it_was_told_to),
        cmocka_unit_test(printed_text_of_any_length_is_whole),
        cmocka_unit_test(a_freed_arena_is_empty_and_ready_again),
        cmocka_unit_test(a_reset_arena_keeps_its_first_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
