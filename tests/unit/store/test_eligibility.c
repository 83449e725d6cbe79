#include "unit.h"

#include "store_commands.h"

/* One bottle a case: what was done to it, the day that is asked about, what the predicate says. */
struct bottle_case {
    const char *expiry;
    int64_t pao_days;
    const char *opened; /* with the offset that decides its day */
    bool held, released, discarded, emptied;
    const char *day;
    const char *refusal, *usable_until;
};

static const struct bottle_case cases[] = {
    /* in date, sealed; the expiry day itself still counts */
    {"2027-06-30", 365, NULL, 0, 0, 0, 0, "2027-06-29", NULL, "2027-06-30"},
    {"2027-06-30", 365, NULL, 0, 0, 0, 0, "2027-06-30", NULL, "2027-06-30"},
    {"2027-06-30", 365, NULL, 0, 0, 0, 0, "2027-07-01", "lot.expired", "2027-06-30"},
    /* nothing printed: it does not expire by itself */
    {NULL, INT_ABSENT, NULL, 0, 0, 0, 0, "2099-01-01", NULL, NULL},
    {NULL, INT_ABSENT, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2099-01-01", NULL, NULL},
    {NULL, 30, NULL, 0, 0, 0, 0, "2099-01-01", NULL, NULL},
    /* the period after opening, its last day, and the day after */
    {NULL, 30, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-02-09", NULL, "2026-02-09"},
    {NULL, 30, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-02-10", "container.pao",
     "2026-02-09"},
    {"2027-06-30", 30, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-02-10", "container.pao",
     "2026-02-09"},
    /* opening never lengthens life */
    {"2026-01-31", 365, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-01-31", NULL, "2026-01-31"},
    {"2026-01-31", 365, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-02-01", "lot.expired",
     "2026-01-31"},
    {"2027-06-30", INT_ABSENT, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2027-06-30", NULL,
     "2027-06-30"},
    /* a period of no days: the day of opening only */
    {NULL, 0, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-01-10", NULL, "2026-01-10"},
    {NULL, 0, "2026-01-10T10:00:00+01:00", 0, 0, 0, 0, "2026-01-11", "container.pao", "2026-01-10"},
    /* the day of opening is that of the clocks on the studio's wall */
    {NULL, 1, "2026-01-10T23:30:00-05:00", 0, 0, 0, 0, "2026-01-11", NULL, "2026-01-11"},
    {NULL, 1, "2026-01-10T23:30:00-05:00", 0, 0, 0, 0, "2026-01-12", "container.pao", "2026-01-11"},
    {NULL, 1, "2026-01-10T00:30:00+05:30", 0, 0, 0, 0, "2026-01-11", NULL, "2026-01-11"},
    {NULL, 1, "2026-01-10T00:30:00+05:30", 0, 0, 0, 0, "2026-01-12", "container.pao", "2026-01-11"},
    /* across a leap day and a year's end */
    {NULL, 31, "2026-01-10T12:00:00Z", 0, 0, 0, 0, "2026-02-10", NULL, "2026-02-10"},
    {NULL, 365, "2026-01-05T12:00:00Z", 0, 0, 0, 0, "2027-01-05", NULL, "2027-01-05"},
    {NULL, 784, "2026-01-06T12:00:00Z", 0, 0, 0, 0, "2028-02-29", NULL, "2028-02-29"},
    {NULL, 784, "2026-01-06T12:00:00Z", 0, 0, 0, 0, "2028-03-01", "container.pao", "2028-02-29"},
    /* held, released, discarded, empty; what weighs most is named */
    {"2027-06-30", 365, NULL, 1, 0, 0, 0, "2026-01-20", "lot.held", "2027-06-30"},
    {"2027-06-30", 365, NULL, 1, 1, 0, 0, "2026-01-20", NULL, "2027-06-30"},
    {"2026-01-05", 365, NULL, 1, 0, 0, 0, "2026-01-20", "lot.held", "2026-01-05"},
    {"2027-06-30", 365, NULL, 0, 0, 1, 0, "2026-01-20", "container.discarded", "2027-06-30"},
    {"2027-06-30", 365, NULL, 1, 0, 1, 0, "2026-01-20", "container.discarded", "2027-06-30"},
    {"2027-06-30", 365, NULL, 0, 0, 0, 1, "2026-01-20", "container.empty", "2027-06-30"},
    {"2026-01-05", 365, NULL, 0, 0, 0, 1, "2026-01-20", "lot.expired", "2026-01-05"},
    {NULL, 3, "2026-01-10T12:00:00Z", 0, 0, 0, 1, "2026-01-20", "container.pao", "2026-01-13"},
};

static const char *case_make(struct fixture *f, const struct bottle_case *c, size_t i)
{
    char name[24];
    snprintf(name, sizeof name, "Case %zu", i);
    const char *product = some_product(f, PRODUCT_PIGMENT, name, c->pao_days);
    struct lot_received lot = some_lot(f, product, name, c->expiry, 1);
    struct stock_changed made;
    if (c->opened)
        assert_ok(f, do_stock_open(f, bottle(&lot, 0), c->opened, &made));
    if (c->held)
        assert_ok(f, do_lot_hold(f, lot.lot, NULL, false));
    if (c->released)
        assert_ok(f, do_lot_hold(f, lot.lot, NULL, true));
    struct stock_adjust empty = adjust_none(f, bottle(&lot, 0));
    empty.counted_ul = 0;
    if (c->emptied)
        assert_ok(f, do_stock_adjust(f, &empty, &made));
    if (c->discarded)
        assert_ok(f, do_stock_discard(f, bottle(&lot, 0), NULL, &made));
    return product;
}

static void same_text(size_t i, const char *what, const char *found, const char *wanted)
{
    if ((found == NULL) != (wanted == NULL) || (found && strcmp(found, wanted) != 0))
        fail_msg("case %zu: %s is %s, wanted %s", i, what, found ? found : "none",
                 wanted ? wanted : "none");
}

static void the_predicate_names_why_a_bottle_may_not_be_used(void **state)
{
    struct fixture f;
    (void)state;
    fixture_open(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *product = case_make(&f, &cases[i], i);
        struct stock_filter filter = {
            .product = product, .kind = CHOICE_ABSENT, .discarded_too = true, .day = cases[i].day};
        struct list rows;
        const char *cursor;
        assert_ok(&f, stock_list(f.s, &f.a, &filter, &rows, &cursor, &f.e));
        assert_int_equal(rows.n, 1);
        const struct container *row = rows.items;
        same_text(i, "refusal", row->refusal, cases[i].refusal);
        same_text(i, "usable_until", row->usable_until, cases[i].usable_until);
        filter.usable_only = true;
        assert_ok(&f, stock_list(f.s, &f.a, &filter, &rows, &cursor, &f.e));
        assert_int_equal(rows.n, cases[i].refusal ? 0 : 1);
    }
    fixture_close(&f);
}

static void opened_bottles_are_offered_first_then_what_expires_first(void **state)
{
    struct fixture f;
    (void)state;
    fixture_open(&f);
    struct stock_changed made;
    const char *product = some_product(&f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received late = some_lot(&f, product, "late", "2028-01-31", 2);
    struct lot_received never = some_lot(&f, product, "never", NULL, 1);
    struct lot_received soon = some_lot(&f, product, "soon", "2026-06-30", 2);
    assert_ok(&f, do_stock_open(&f, bottle(&late, 1), "2026-01-10T10:00:00+01:00", &made));
    const char *const wanted[] = {bottle(&late, 1), bottle(&soon, 0), bottle(&soon, 1),
                                  bottle(&late, 0), bottle(&never, 0)};
    struct stock_filter filter = {
        .product = product, .kind = CHOICE_ABSENT, .day = "2026-01-20", .usable_only = true};
    struct list rows;
    const char *cursor;
    assert_ok(&f, stock_list(f.s, &f.a, &filter, &rows, &cursor, &f.e));
    assert_int_equal(rows.n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(((const struct container *)rows.items)[i].id, wanted[i]);
    /* Page by page the same. */
    filter.limit = 2;
    for (size_t i = 0; i < 5;) {
        assert_ok(&f, stock_list(f.s, &f.a, &filter, &rows, &cursor, &f.e));
        for (size_t j = 0; j < rows.n; j++, i++)
            assert_string_equal(((const struct container *)rows.items)[j].id, wanted[i]);
        filter.cursor = cursor;
    }
    assert_null(cursor);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_predicate_names_why_a_bottle_may_not_be_used),
        cmocka_unit_test(opened_bottles_are_offered_first_then_what_expires_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
