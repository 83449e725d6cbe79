#include "unit.h"

#include "client/report_page.h"

#include <math.h>
#include <stdbool.h>

enum { COLUMNS = 3 };

static double total(const double *widths)
{
    return widths[0] + widths[1] + widths[2];
}

/* As if the column had one cell. */
static struct column_need need(double least, double natural)
{
    return (struct column_need){least, natural, natural * natural};
}

static void columns_that_fit_get_their_width_and_share_the_rest(void **state)
{
    (void)state;
    const struct column_need columns[COLUMNS] = {need(10, 110), need(20, 150), need(30, 110)};
    double width[COLUMNS];
    assert_true(columns_fit(columns, COLUMNS, 400, width));
    assert_true(fabs(total(width) - (400)) <= 1e-6);
    for (int i = 0; i < COLUMNS; i++)
        assert_true(fabs(width[i] - columns[i].natural - 10) <= 1e-6);
}

static void a_narrow_table_stays_together(void **state)
{
    (void)state;
    const struct column_need columns[COLUMNS] = {need(10, 10), need(20, 50), need(30, 40)};
    double width[COLUMNS];
    assert_true(columns_fit(columns, COLUMNS, 400, width));
    for (int i = 0; i < COLUMNS; i++)
        assert_true(fabs(width[i] - columns[i].natural - 20) <= 1e-6);
}

static void columns_that_wrap_keep_their_words_whole(void **state)
{
    (void)state;
    const struct column_need columns[COLUMNS] = {need(40, 40), need(60, 900), need(50, 500)};
    double width[COLUMNS];
    assert_true(columns_fit(columns, COLUMNS, 400, width));
    assert_true(fabs(total(width) - (400)) <= 1e-6);
    for (int i = 0; i < COLUMNS; i++)
        assert_true(width[i] >= columns[i].least - 1e-9);
    assert_true(fabs(width[0] - (40)) <= 1e-6);
    assert_true(width[1] > width[2]);
}

/* One endless cell in forty rows against forty short ones: those do not wrap. */
static void a_single_long_cell_does_not_make_all_rows_wrap(void **state)
{
    (void)state;
    const struct column_need columns[] = {{40, 900, 900.0 * 900 + 39 * 100.0 * 100},
                                          {40, 140, 40 * 140.0 * 140}};
    double width[2];
    assert_true(columns_fit(columns, 2, 400, width));
    assert_true(fabs(width[0] - 260) <= 1e-6);
    assert_true(fabs(width[1] - 140) <= 1e-6);
}

static void one_endless_word_does_not_starve_the_others(void **state)
{
    (void)state;
    const struct column_need columns[COLUMNS] = {need(40, 60), need(380, 380), need(50, 500)};
    double width[COLUMNS];
    assert_true(columns_fit(columns, COLUMNS, 400, width));
    assert_true(fabs(total(width) - (400)) <= 1e-6);
    assert_true(width[0] >= 40 && width[2] >= 50);
    assert_true(width[1] >= 80 && width[1] < 380);
}

static void more_words_than_paper_break_the_long_ones_first(void **state)
{
    (void)state;
    enum { MANY = 12 };
    struct column_need columns[MANY];
    double width[MANY], all = 0;
    for (int i = 0; i < MANY; i++)
        columns[i] = need(i == 0 ? 10 : 60, i == 0 ? 10 : 60);
    assert_false(columns_fit(columns, MANY, 400, width));
    for (int i = 0; i < MANY; i++)
        all += width[i];
    assert_true(fabs(all - (400)) <= 1e-6);
    assert_true(fabs(width[0] - (10)) <= 1e-6);
    for (int i = 1; i < MANY; i++)
        assert_true(width[i] > 0 && width[i] < 60);
}

static void what_fits_stays_on_the_page(void **state)
{
    (void)state;
    struct flow f = {.top = 50, .bottom = 150, .y = 50, .page = 1};
    for (int i = 0; i < 10; i++) {
        assert_false(flow_room(&f, 10));
        f.y += 10;
    }
    assert_true(flow_room(&f, 10));
    assert_int_equal(f.page, 2);
    assert_true(fabs(f.y - (50)) <= 0);
}

static void what_is_higher_than_a_page_turns_no_pages_in_vain(void **state)
{
    (void)state;
    struct flow f = {.top = 50, .bottom = 150, .y = 50, .page = 1};
    assert_false(flow_room(&f, 1000));
    assert_int_equal(f.page, 1);
    f.y = 60;
    assert_true(flow_room(&f, 1000));
    assert_false(flow_room(&f, 1000));
    assert_int_equal(f.page, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_that_fit_get_their_width_and_share_the_rest),
        cmocka_unit_test(a_narrow_table_stays_together),
        cmocka_unit_test(columns_that_wrap_keep_their_words_whole),
        cmocka_unit_test(a_single_long_cell_does_not_make_all_rows_wrap),
        cmocka_unit_test(one_endless_word_does_not_starve_the_others),
        cmocka_unit_test(more_words_than_paper_break_the_long_ones_first),
        cmocka_unit_test(what_fits_stays_on_the_page),
        cmocka_unit_test(what_is_higher_than_a_page_turns_no_pages_in_vain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
