#include "unit.h"

#include "base/arena.h"
#include "base/value.h"

#include <string.h>

static void a_growing_list_keeps_its_content(void **state)
{
    (void)state;
    struct arena a = {0};
    struct list list = {0};
    for (int64_t i = 0; i < 1000; i++) {
        int64_t *item = list_add(&a, &list, sizeof *item);
        assert_non_null(item);
        assert_int_equal(*item, 0);
        *item = 3 * i;
        assert_int_equal(list.n, i + 1);
        assert_ptr_equal(item, (int64_t *)list.items + i);
    }
    for (int64_t i = 0; i < 1000; i++)
        assert_int_equal(((int64_t *)list.items)[i], 3 * i);
    arena_free(&a);
}

static void two_lists_in_one_arena_do_not_mix(void **state)
{
    (void)state;
    struct arena a = {0};
    struct list odd = {0}, even = {0};
    for (char i = 0; i < 100; i++)
        *(char *)list_add(&a, i % 2 ? &odd : &even, 1) = i;
    assert_int_equal(odd.n, 50);
    assert_int_equal(even.n, 50);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(((char *)even.items)[i], 2 * i);
        assert_int_equal(((char *)odd.items)[i], 2 * i + 1);
    }
    arena_free(&a);
}

static void a_list_that_cannot_grow_stays_as_it_was(void **state)
{
    (void)state;
    struct arena a = {0};
    struct list list = {0};
    assert_null(list_add(&a, &list, SIZE_MAX));
    assert_int_equal(list.n, 0);
    char item = 'x';
    list = (struct list){&item, 1};
    assert_null(list_add(&a, &list, SIZE_MAX / 2 + 1));
    assert_int_equal(list.n, 1);
    assert_ptr_equal(list.items, &item);
    arena_free(&a);
}

static void a_warning_is_copied_whole(void **state)
{
    (void)state;
    struct arena a = {0};
    struct list warnings = {0};
    char name[] = "reading.scatter", field[] = "skin[0]", word[] = "far";
    warn(&a, &warnings, name, field, "%s apart by %d", word, 5);
    warn(&a, &warnings, "stock.low", NULL, "Low.");
    memset(name, '?', sizeof name);
    memset(field, '?', sizeof field);
    memset(word, '?', sizeof word);
    const struct warning *w = warnings.items;
    assert_int_equal(warnings.n, 2);
    assert_string_equal(w[0].name, "reading.scatter");
    assert_string_equal(w[0].field, "skin[0]");
    assert_string_equal(w[0].text, "far apart by 5");
    assert_string_equal(w[1].name, "stock.low");
    assert_null(w[1].field);
    assert_string_equal(w[1].text, "Low.");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_growing_list_keeps_its_content),
        cmocka_unit_test(two_lists_in_one_arena_do_not_mix),
        cmocka_unit_test(a_list_that_cannot_grow_stays_as_it_was),
        cmocka_unit_test(a_warning_is_copied_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
