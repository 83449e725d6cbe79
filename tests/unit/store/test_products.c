#include "unit.h"

#include "store_commands.h"

static struct product_add pigment(struct fixture *f, const char *name)
{
    struct product_add c = {head_at(f, NULL), facts_none()};
    c.facts.maker = "Scalpworks";
    c.facts.name = name;
    c.facts.kind = PRODUCT_PIGMENT;
    return c;
}

static void every_fact_of_a_product_comes_back(void **state)
{
    struct fixture *f = *state;
    static const char *const index[] = {"CI 77266", "CI 77499"}, *const claims[] = {"nickel"};
    static const double range[] = {9.5, 30};
    struct product_add c = pigment(f, "Neutral black");
    c.facts.gtin = "4006381333931";
    c.facts.colour_index = (struct list){(void *)index, 2};
    c.facts.claims = (struct list){(void *)claims, 1};
    c.facts.pao_days = 365;
    c.facts.ratio_range = (struct list){(void *)range, 2};
    c.facts.drop_ul = 45;
    c.facts.pigment = "neutral carbon";
    struct product_made made;
    struct product product;
    assert_ok(f, do_product_add(f, &c, &made));
    assert_string_equal(made.product_code, "P-0001");
    assert_ok(f, product_show(f->s, &f->a, made.product, &product, &f->e));
    assert_string_equal(product.facts.maker, "Scalpworks");
    assert_string_equal(product.facts.gtin, "4006381333931");
    assert_int_equal(product.facts.kind, PRODUCT_PIGMENT);
    assert_int_equal(product.facts.colour_index.n, 2);
    assert_string_equal(((const char *const *)product.facts.colour_index.items)[1], "CI 77499");
    assert_int_equal(product.facts.claims.n, 1);
    assert_int_equal(product.facts.pao_days, 365);
    assert_near(((const double *)product.facts.ratio_range.items)[0], 9.5, 0);
    assert_int_equal(product.facts.drop_ul, 45);
    assert_string_equal(product.facts.pigment, "neutral carbon");
    assert_int_equal(product.added_at.ms, f->now);
    assert_int_equal(product.added_at.offset_min, 60);
    assert_int_equal(product.retired_at.ms, INT_ABSENT);
    assert_int_equal(product.lots, 0);
}

static void a_gtin_must_check(void **state)
{
    struct fixture *f = *state;
    static const char *const right[] = {"4006381333931", "96385074", "036000291452",
                                        "10614141000415"};
    static const char *const wrong[] = {"4006381333932", "96385075", "40063813339", "4006381333x31",
                                        ""};
    struct product_made made;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct product_add c = pigment(f, right[i]);
        c.facts.gtin = right[i];
        assert_ok(f, do_product_add(f, &c, &made));
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct product_add c = pigment(f, wrong[i]);
        c.facts.gtin = wrong[i];
        assert_refused(do_product_add(f, &c, &made), STIPPLE_PARAM_FORMAT);
        assert_string_equal(f->e.field, "gtin");
    }
}

static void a_kind_has_only_what_belongs_to_it(void **state)
{
    struct fixture *f = *state;
    static const char *const white[] = {"CI 77266", "CI 77891"};
    static const double upside_down[] = {30, 5};
    struct product_made made;
    struct product_add c = pigment(f, "Grey");
    c.facts.pigment = "cool grey";
    c.facts.colour_index = (struct list){(void *)white, 2};
    assert_refused(do_product_add(f, &c, &made), STIPPLE_PRODUCT_KIND);
    assert_non_null(strstr(f->e.message, "titanium"));
    c.facts.pigment = NULL;
    assert_ok(f, do_product_add(f, &c, &made));
    c = pigment(f, "Wide");
    c.facts.ratio_range = (struct list){(void *)upside_down, 2};
    assert_refused(do_product_add(f, &c, &made), STIPPLE_PARAM_RANGE);
    c = pigment(f, "Needles");
    c.facts.kind = PRODUCT_CARTRIDGE;
    c.facts.drop_ul = 40;
    assert_refused(do_product_add(f, &c, &made), STIPPLE_PRODUCT_KIND);
    c.facts.drop_ul = INT_ABSENT;
    c.facts.pigment = "neutral carbon";
    assert_refused(do_product_add(f, &c, &made), STIPPLE_PRODUCT_KIND);
}

static void a_name_may_be_taken_again_once_its_product_is_retired(void **state)
{
    struct fixture *f = *state;
    const char *first = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct product_add c = pigment(f, "BLACK");
    struct product_made made;
    assert_refused(do_product_add(f, &c, &made), STIPPLE_PRODUCT_EXISTS);
    assert_non_null(strstr(f->e.message, "P-0001"));
    assert_ok(f, do_product_retire(f, first));
    assert_refused(do_product_retire(f, first), STIPPLE_PRODUCT_RETIRED);
    assert_ok(f, do_product_add(f, &c, &made));
    assert_string_equal(made.product_code, "P-0002");
}

static void an_amendment_changes_something_and_passes_the_same_checks(void **state)
{
    struct fixture *f = *state;
    const char *id = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    some_lot(f, id, "A1", NULL, 1);
    struct product_amend c = {head_at(f, NULL), id, "misread", facts_none()};
    struct product product;
    assert_refused(do_product_amend(f, &c), STIPPLE_NOTHING_TO_DO);
    c.facts.pao_days = 365;
    assert_refused(do_product_amend(f, &c), STIPPLE_NOTHING_TO_DO);
    c.facts.name = "brown";
    assert_refused(do_product_amend(f, &c), STIPPLE_PRODUCT_EXISTS);
    c.facts.name = NULL;
    c.facts.kind = PRODUCT_CARTRIDGE;
    assert_refused(do_product_amend(f, &c), STIPPLE_PRODUCT_KIND);
    c.facts.kind = CHOICE_ABSENT;
    c.facts.pao_days = 180;
    c.facts.name = "BLACK";
    assert_ok(f, do_product_amend(f, &c));
    assert_ok(f, product_show(f->s, &f->a, id, &product, &f->e));
    assert_int_equal(product.facts.pao_days, 180);
    assert_string_equal(product.facts.name, "BLACK");
    assert_string_equal(product.facts.maker, "Scalpworks");
}

static void an_amendment_can_empty_a_list_and_leaves_the_others(void **state)
{
    struct fixture *f = *state;
    static const char *const index[] = {"CI 77266"}, *const claims[] = {"sterile"};
    static const double range[] = {5, 30};
    const struct list empty = {(void *)claims, 0};
    struct product_add add = pigment(f, "Black");
    add.facts.colour_index = (struct list){(void *)index, 1};
    add.facts.claims = (struct list){(void *)claims, 1};
    add.facts.ratio_range = (struct list){(void *)range, 2};
    struct product_made made;
    struct product product;
    assert_ok(f, do_product_add(f, &add, &made));
    struct product_amend c = {head_at(f, NULL), made.product, "misread", facts_none()};
    c.facts.claims = empty;
    assert_ok(f, do_product_amend(f, &c));
    assert_refused(do_product_amend(f, &c), STIPPLE_NOTHING_TO_DO);
    assert_ok(f, product_show(f->s, &f->a, c.product, &product, &f->e));
    assert_int_equal(product.facts.claims.n, 0);
    assert_int_equal(product.facts.colour_index.n, 1);
    assert_int_equal(product.facts.ratio_range.n, 2);
    c.facts.colour_index = empty;
    assert_ok(f, do_product_amend(f, &c));
    assert_ok(f, product_show(f->s, &f->a, c.product, &product, &f->e));
    assert_int_equal(product.facts.colour_index.n, 0);
}

static void a_product_is_checked_without_what_the_amendment_empties(void **state)
{
    struct fixture *f = *state;
    static const char *const white[] = {"CI 77891"};
    struct product_add add = pigment(f, "Grey");
    add.facts.colour_index = (struct list){(void *)white, 1};
    struct product_made made;
    assert_ok(f, do_product_add(f, &add, &made));
    struct product_amend c = {head_at(f, NULL), made.product, "misread", facts_none()};
    c.facts.pigment = "cool grey";
    assert_refused(do_product_amend(f, &c), STIPPLE_PRODUCT_KIND);
    c.facts.colour_index = (struct list){(void *)white, 0};
    assert_ok(f, do_product_amend(f, &c));
}

static void a_retired_product_can_still_be_corrected(void **state)
{
    struct fixture *f = *state;
    const char *id = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received lot = some_lot(f, id, "A1", NULL, 1);
    assert_ok(f, do_product_retire(f, id));
    some_product(f, PRODUCT_PIGMENT, "Brown", 365);
    struct product_amend c = {head_at(f, NULL), id, "misread", facts_none()};
    struct product product;
    struct lot shown;
    c.facts.name = "Brown"; /* as a product in use is called by now */
    c.facts.pao_days = 180;
    assert_ok(f, do_product_amend(f, &c));
    assert_ok(f, product_show(f->s, &f->a, id, &product, &f->e));
    assert_int_equal(product.facts.pao_days, 180);
    assert_true(product.retired_at.ms != INT_ABSENT);
    assert_ok(f, lot_show(f->s, &f->a, lot.lot, &shown, &f->e));
    assert_string_equal(shown.product_name, "Brown");
    c.facts = facts_none();
    c.facts.kind = PRODUCT_CARTRIDGE;
    assert_refused(do_product_amend(f, &c), STIPPLE_PRODUCT_KIND);
}

static void the_list_pages_filters_and_searches(void **state)
{
    struct fixture *f = *state;
    char name[24];
    for (int i = 0; i < 7; i++) {
        snprintf(name, sizeof name, "Shade %d", i);
        some_product(f, i % 2 ? PRODUCT_DILUENT : PRODUCT_PIGMENT, name, 365);
    }
    struct product_filter filter = {.kind = CHOICE_ABSENT, .limit = 3};
    struct list rows;
    const char *cursor;
    size_t seen = 0, pages = 0;
    do {
        assert_ok(f, product_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
        for (size_t i = 0; i < rows.n; i++) {
            snprintf(name, sizeof name, "P-%04zu", ++seen);
            assert_string_equal(((const struct product *)rows.items)[i].code, name);
        }
        filter.cursor = cursor;
        pages++;
    } while (cursor);
    assert_int_equal(seen, 7);
    assert_int_equal(pages, 3);
    filter = (struct product_filter){.kind = PRODUCT_DILUENT, .search = "WORKS shade"};
    assert_ok(f, product_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 3);
    assert_null(cursor);
}

static void a_cursor_that_was_not_given_out_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {
        "", "p", "p-1", "p1x", "p1.2", "l1", "p 1", "p+1", "p99999999999999999999"};
    struct list rows;
    const char *cursor;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct product_filter filter = {.kind = CHOICE_ABSENT, .cursor = wrong[i]};
        assert_refused(product_list(f->s, &f->a, &filter, &rows, &cursor, &f->e),
                       STIPPLE_CURSOR_INVALID);
    }
}

static void the_reorder_point_is_in_the_unit_of_the_kind(void **state)
{
    struct fixture *f = *state;
    struct product_add c = {head_at(f, NULL), facts_none()};
    struct product_made made;
    c.facts.maker = "A maker";
    c.facts.name = "Needles";
    c.facts.kind = PRODUCT_CARTRIDGE;
    c.facts.reorder_ul = 1000;
    assert_refused(do_product_add(f, &c, &made), STIPPLE_STOCK_UNIT);
    c.facts.reorder_ul = INT_ABSENT;
    c.facts.reorder_pieces = 40;
    assert_ok(f, do_product_add(f, &c, &made));
    struct product product;
    assert_ok(f, product_show(f->s, &f->a, made.product, &product, &f->e));
    assert_int_equal(product.facts.reorder_pieces, 40);
    assert_int_equal(product.facts.reorder_ul, INT_ABSENT);
    /* Counted otherwise, it has to be said anew. */
    struct product_amend a = {head_at(f, NULL), made.product, "misread", facts_none()};
    a.facts.kind = PRODUCT_PIGMENT;
    assert_refused(do_product_amend(f, &a), STIPPLE_STOCK_UNIT);
    a.facts.reorder_ul = 30000;
    assert_ok(f, do_product_amend(f, &a));
    assert_ok(f, product_show(f->s, &f->a, made.product, &product, &f->e));
    assert_int_equal(product.facts.reorder_ul, 30000);
    assert_int_equal(product.facts.reorder_pieces, INT_ABSENT);
}

static void a_product_is_low_when_what_may_be_used_is(void **state)
{
    struct fixture *f = *state;
    struct product_amend a = {head_at(f, NULL), some_product(f, PRODUCT_PIGMENT, "Black", 365),
                              "watched", facts_none()};
    some_product(f, PRODUCT_PIGMENT, "Brown", 365); /* nobody watches it */
    a.facts.reorder_ul = 15000;
    assert_ok(f, do_product_amend(f, &a));
    some_lot(f, a.product, "A1", "2026-06-30", 2);
    static const struct {
        const char *day;
        int64_t low, left;
    } days[] = {{"2026-06-30", 0, 30000}, {"2026-07-01", 1, 0}};
    for (size_t i = 0; i < 2; i++) {
        struct product_filter filter = {
            .kind = CHOICE_ABSENT, .low_only = true, .day = days[i].day, .limit = 10};
        struct list rows;
        const char *cursor;
        assert_ok(f, product_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
        assert_int_equal(rows.n, days[i].low);
        filter.low_only = false;
        assert_ok(f, product_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
        assert_int_equal(((const struct product *)rows.items)[0].left_ul, days[i].left);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_fact_of_a_product_comes_back),
        TEST(a_gtin_must_check),
        TEST(a_kind_has_only_what_belongs_to_it),
        TEST(a_name_may_be_taken_again_once_its_product_is_retired),
        TEST(an_amendment_changes_something_and_passes_the_same_checks),
        TEST(an_amendment_can_empty_a_list_and_leaves_the_others),
        TEST(a_product_is_checked_without_what_the_amendment_empties),
        TEST(a_retired_product_can_still_be_corrected),
        TEST(the_list_pages_filters_and_searches),
        TEST(a_cursor_that_was_not_given_out_is_refused),
        TEST(the_reorder_point_is_in_the_unit_of_the_kind),
        TEST(a_product_is_low_when_what_may_be_used_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
