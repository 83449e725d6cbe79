#include "unit.h"

#include "purge_commands.h"
#include "store_tables.h"

#include "store/reports.h"

/* Of the days before the tenth, or of always. */
static struct report_filter period(bool early)
{
    struct report_filter ret = {.until = INT64_C(4102444800000), .day = "2099-12-31"};
    if (early) {
        ret.until = at("2026-01-10T00:00:00Z").ms;
        ret.day = "2026-01-09";
    }
    return ret;
}

/* Whether a row of the section has both texts in it. */
static bool said(struct fixture *f, enum report_kind kind, const struct report_filter *filter,
                 const char *title, const char *text, const char *also)
{
    struct list sections = {0};
    assert_ok(f, report_sections(f->s, &f->a, kind, filter, &sections, &f->e));
    const struct report_section *section = sections.items;
    for (size_t i = 0; i < sections.n; i++)
        for (size_t k = 0; strcmp(section[i].title, title) == 0 && k < section[i].rows.n; k++) {
            const char *row = ((const char *const *)section[i].rows.items)[k];
            if (strstr(row, text) && strstr(row, also))
                return true;
        }
    return false;
}

static struct lot_received black(struct fixture *f, const char *expiry)
{
    return some_lot(f, some_product(f, PRODUCT_PIGMENT, "Black", 365), "NB-7", expiry, 1);
}

static struct recall_opened recall_of(struct fixture *f)
{
    struct recall_opened made;
    struct notice notice = {
        .maker = "Scalpworks", .products = texts(&f->a, "Black"), .lots = texts(&f->a, "NB-7")};
    assert_ok(f, do_recall_open(f, &notice, NULL, NULL, &made));
    return made;
}

/* What was set aside at the end of the period is marked, whatever became of it since. */
static void a_shelf_shows_what_was_set_aside_at_the_end_of_the_period(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = black(f, "2030-01-01");
    assert_ok(f, do_lot_hold(f, lot.lot, "2026-01-05T12:00:00+01:00", false));
    assert_ok(f, do_lot_hold(f, lot.lot, NULL, true));
    struct report_filter early = period(true), always = period(false);
    const char *code = "\"B-0001\"", *held = "on hold: a notice came";
    assert_true(said(f, REPORT_INSPECTION, &early, "On the shelf", code, held));
    assert_false(said(f, REPORT_INSPECTION, &always, "On the shelf", code, held));
    assert_true(said(f, REPORT_STOCK, &early, "Gaps in stock", lot.lot_code, "On hold"));
    assert_false(said(f, REPORT_STOCK, &always, "Gaps in stock", lot.lot_code, "On hold"));
    assert_true(said(f, REPORT_STOCK, &early, "Recalls and holds", "put on hold", "a notice"));
    assert_false(said(f, REPORT_STOCK, &early, "Recalls and holds", "released", "a notice"));
    assert_true(said(f, REPORT_STOCK, &always, "Recalls and holds", "released", "a notice"));
    recall_of(f);
    assert_true(said(f, REPORT_STOCK, &always, "On the shelf", code, "recalled: R-0001"));
    assert_true(said(f, REPORT_STOCK, &early, "On the shelf", code, held));
}

static void a_cup_of_a_recalled_bottle_is_marked(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = black(f, "2030-01-01");
    struct client_made client = named_client(f);
    struct mix_made cup;
    struct mix_input input = {bottle(&lot, 0), 50};
    struct mix_make c = mix_of(f, client.client, NULL, &input, 1);
    assert_ok(f, do_mix_make(f, &c, &cup));
    recall_of(f);
    struct report_filter filter = period(false);
    assert_true(said(f, REPORT_STOCK, &filter, "On the shelf", cup.mix_code, "recalled: R-0001"));
}

/* That a lot is recalled does not hide that it is old. */
static void what_is_past_its_expiry_is_a_gap_recalled_or_not(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = black(f, "2026-01-08");
    recall_of(f);
    struct report_filter filter = period(false);
    assert_true(said(f, REPORT_STOCK, &filter, "Gaps in stock", "\"B-0001\"", "Past its expiry"));
    assert_true(said(f, REPORT_STOCK, &filter, "Gaps in stock", lot.lot_code,
                     "Recalled by R-0001, not released and still here."));
    assert_true(said(f, REPORT_STOCK, &filter, "Gaps in stock", "R-0001", "Recall under way"));
}

static void a_lot_and_a_recall_tell_what_was_decided(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = black(f, NULL);
    struct lot_received other =
        some_lot(f, some_product(f, PRODUCT_PIGMENT, "White", 365), "NB-8", NULL, 1);
    struct client_made client = named_client(f);
    session_enter(f, &client, lot.lot);
    struct recall_opened recall = recall_of(f);
    struct recall_judged judged;
    struct recall_closed closed;
    assert_ok(f, do_recall_judge(f, recall.recall, other.lot, false, &judged));
    f->now += 60000;
    assert_ok(f, do_recall_judge(f, recall.recall, other.lot, true, &judged));
    f->now += 60000;
    assert_ok(f, do_recall_end(f, recall.recall, "moved away", false, &closed));
    assert_ok(f, do_lot_hold(f, lot.lot, NULL, true));
    struct report_filter of_lot = period(false), of_recall = period(false);
    of_lot.lot = lot.lot;
    of_recall.recall = recall.recall;
    const char *table = "Recalls and holds", *code = "R-0001";
    assert_true(
        said(f, REPORT_LOT, &of_lot, table, "opened", "Notice: Scalpworks, Black, lots NB-7"));
    assert_true(said(f, REPORT_LOT, &of_lot, table, "closed; 0 of 1 clients", "moved away"));
    assert_true(said(f, REPORT_LOT, &of_lot, table, "released", code));
    assert_false(said(f, REPORT_LOT, &of_lot, table, other.lot_code, ""));
    assert_true(said(f, REPORT_LOT, &of_lot, "The lot", "Notice", "R-0001: Scalpworks"));
    assert_true(said(f, REPORT_LOT, &of_lot, "Ledger", "hold", "recall R-0001"));
    assert_true(said(f, REPORT_RECALL, &of_recall, table, "found not to be meant", other.lot_code));
    assert_true(said(f, REPORT_RECALL, &of_recall, table, "found to be meant", other.lot_code));
    assert_true(said(f, REPORT_RECALL, &of_recall, "Lots", lot.lot_code, "a notice came"));
    of_lot.lot = other.lot;
    assert_true(said(f, REPORT_LOT, &of_lot, table, "found not to be meant", code));
    of_lot.lot = NULL;
    of_lot.client = client.client;
    assert_true(said(f, REPORT_CLIENT, &of_lot, table, "opened", code));
    of_lot.client = named_client(f).client;
    assert_false(said(f, REPORT_CLIENT, &of_lot, table, "opened", code));
}

static void purged_records_are_told_and_so_is_what_was_overridden(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    const char *id = b.clients[0].client, *code = b.clients[0].client_code;
    assert_ok(f, do_purge(f, &id, 1, NULL, &made));
    struct report_filter filter = period(false);
    assert_true(said(f, REPORT_INSPECTION, &filter, "Erased and purged", code, "record purged"));
    assert_false(said(f, REPORT_INSPECTION, &filter, "Overrides", code, "to be kept"));
    filter.client = id;
    assert_true(said(f, REPORT_CLIENT, &filter, "Erased and purged", code, "record purged"));
    filter.client = b.clients[1].client;
    assert_false(said(f, REPORT_CLIENT, &filter, "Erased and purged", code, ""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_shelf_shows_what_was_set_aside_at_the_end_of_the_period),
        TEST(a_cup_of_a_recalled_bottle_is_marked),
        TEST(what_is_past_its_expiry_is_a_gap_recalled_or_not),
        TEST(a_lot_and_a_recall_tell_what_was_decided),
        TEST(purged_records_are_told_and_so_is_what_was_overridden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
