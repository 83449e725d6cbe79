#include "unit.h"

#include "store_history.h"
#include "store_tables.h"

#include "json/parse.h"
#include "stipple/protocol.h"
#include "store/reports.h"

static struct report_filter always(void)
{
    return (struct report_filter){
        .until = INT64_C(4102444800000), .day = "2099-12-31", .zone = "Europe/Copenhagen"};
}

/* The rows of the section with that title. */
static const struct list *rows_of(const struct list *sections, const char *title)
{
    const struct report_section *section = sections->items;
    for (size_t i = 0; i < sections->n; i++)
        if (strcmp(section[i].title, title) == 0)
            return &section[i].rows;
    fail_msg("no section %s", title);
    return NULL;
}

static struct list ask(struct fixture *f, enum report_kind kind, const struct report_filter *filter)
{
    struct list sections = {0};
    assert_ok(f, report_sections(f->s, &f->a, kind, filter, &sections, &f->e));
    return sections;
}

static void spill(struct fixture *f, const char *container, int64_t delta, const char *when)
{
    struct stock_adjust c = adjust_none(f, container);
    struct stock_changed made = {0};
    c.head = head_at(f, when);
    c.delta_ul = delta;
    assert_ok(f, do_stock_adjust(f, &c, &made));
}

static struct lot_received lot_with_spills(struct fixture *f)
{
    const char *product = some_product(f, PRODUCT_PIGMENT, "Black", 365);
    struct lot_received lot = some_lot(f, product, "NB-1", NULL, 1);
    spill(f, bottle(&lot, 0), -500, "2026-02-10T12:00:00+01:00");
    spill(f, bottle(&lot, 0), -250, "2026-02-20T12:00:00+01:00");
    return lot;
}

static void a_period_ends_where_the_next_begins(void **state)
{
    struct fixture *f = *state;
    lot_with_spills(f);
    struct report_filter filter = always();
    struct list all = ask(f, REPORT_STOCK, &filter);
    assert_int_equal(rows_of(&all, "Discrepancies")->n, 2);
    filter.until = at("2026-02-20T12:00:00+01:00").ms;
    struct list before = ask(f, REPORT_STOCK, &filter);
    filter = always();
    filter.from = at("2026-02-20T12:00:00+01:00").ms;
    struct list after = ask(f, REPORT_STOCK, &filter);
    assert_int_equal(rows_of(&before, "Discrepancies")->n, 1);
    assert_int_equal(rows_of(&after, "Discrepancies")->n, 1);
    const char *const *row = rows_of(&after, "Discrepancies")->items;
    assert_non_null(strstr(row[0], "\"2026-02-20T12:00:00+01:00\""));
    assert_non_null(strstr(row[0], ",-0.25,\"ml\","));
}

/* The report's clock, in summer too; and beside it the clock by which it was written. */
static void all_is_told_by_one_clock(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = lot_with_spills(f);
    spill(f, bottle(&lot, 0), -1, "2026-01-10T09:30:00Z");
    f->now = at("2026-07-10T12:00:00Z").ms;
    spill(f, bottle(&lot, 0), -1, NULL);
    struct report_filter filter = always();
    struct list sections = ask(f, REPORT_STOCK, &filter);
    const char *const *row = rows_of(&sections, "Discrepancies")->items;
    assert_int_equal(
        strncmp(row[0], "[\"2026-01-10T10:30:00+01:00 (2026-01-10T09:30:00+00:00)\",", 54), 0);
    assert_int_equal(strncmp(row[1], "[\"2026-02-10T12:00:00+01:00\",", 29), 0);
    assert_int_equal(strncmp(row[3], "[\"2026-07-10T14:00:00+02:00", 27), 0);
    filter.zone = NULL;
    sections = ask(f, REPORT_STOCK, &filter);
    row = rows_of(&sections, "Discrepancies")->items;
    assert_int_equal(
        strncmp(row[1], "[\"2026-02-10T11:00:00+00:00 (2026-02-10T12:00:00+01:00)\",", 54), 0);
}

static void what_has_no_expiry_is_a_gap(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = lot_with_spills(f);
    struct report_filter filter = always();
    struct list sections = ask(f, REPORT_STOCK, &filter);
    const struct list *gaps = rows_of(&sections, "Gaps in stock");
    const char *const *row = gaps->items;
    assert_int_equal(gaps->n, 1);
    assert_non_null(strstr(row[0], lot.lot_code));
    assert_non_null(strstr(row[0], "No expiry date"));
}

static void a_report_of_a_lot_holds_no_other(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = lot_with_spills(f);
    struct lot_received other =
        some_lot(f, some_product(f, PRODUCT_PIGMENT, "Brown", 365), "NB-2", NULL, 2);
    spill(f, bottle(&other, 0), -1, "2026-02-21T12:00:00+01:00");
    struct report_filter filter = always();
    filter.lot = other.lot;
    struct list sections = ask(f, REPORT_LOT, &filter);
    assert_int_equal(rows_of(&sections, "Discrepancies")->n, 1);
    assert_int_equal(rows_of(&sections, "Bottles and boxes")->n, 2);
    const struct report_section *section = sections.items;
    for (size_t i = 0; i < sections.n; i++)
        for (size_t k = 0; k < section[i].rows.n; k++)
            assert_null(strstr(((const char *const *)section[i].rows.items)[k], lot.lot_code));
}

enum { BALANCE_BEFORE = 4, BALANCE_LEFT = 9 };

/* That cell of the lot's balance, 0 where the lot has none. */
static double balance_of(struct fixture *f, const struct list *rows, const char *lot, int cell)
{
    struct json_fault fault;
    for (size_t i = 0; i < rows->n; i++) {
        const char *row = ((const char *const *)rows->items)[i];
        const cJSON *cells = json_parse(&f->a, row, strlen(row), STIPPLE_DEPTH_MAX, &fault);
        if (strcmp(cJSON_GetArrayItem(cells, 0)->valuestring, lot) == 0)
            return cJSON_GetArrayItem(cells, cell)->valuedouble;
    }
    return 0;
}

static const struct list *balances_ask(struct fixture *f, int64_t from, int64_t until)
{
    struct report_filter filter = always();
    filter.from = from;
    filter.until = until;
    struct list *sections = arena_take(&f->a, sizeof *sections);
    assert_non_null(sections);
    *sections = ask(f, REPORT_STOCK, &filter);
    return rows_of(sections, "Balances by lot");
}

/* Reckoned back from now, they are what was booked up to each day, and what one period leaves is
 * what the next begins with. */
static void balances_meet_at_every_day(void **state)
{
    struct fixture *f = *state;
    int64_t first = f->now;
    history_make(f);
    sqlite3_stmt *st = prepared(
        f, "SELECT lot.code, coalesce(sum(movement.delta), 0) /"
           " CASE WHEN product.kind IN ('pigment', 'diluent', 'anaesthetic') THEN 1000.0 ELSE 1 END"
           " FROM lot JOIN product ON product.id = lot.product"
           " LEFT JOIN container ON container.lot = lot.id"
           " LEFT JOIN (movement JOIN event ON event.seq = movement.event"
           " AND event.occurred_at < ?1) ON movement.container = container.id GROUP BY lot.id");
    for (int i = 0; i <= 10; i++) {
        int64_t cut = first + i * (f->now - first) / 10;
        const struct list *until = balances_ask(f, 0, cut);
        const struct list *from = balances_ask(f, cut, INT64_MAX);
        sqlite3_bind_int64(st, 1, cut);
        while (sqlite3_step(st) == SQLITE_ROW) {
            const char *lot = (const char *)sqlite3_column_text(st, 0);
            float booked = (float)sqlite3_column_double(st, 1);
            assert_float_equal((float)balance_of(f, until, lot, BALANCE_LEFT), booked, 1e-6);
            assert_float_equal((float)balance_of(f, from, lot, BALANCE_BEFORE), booked, 1e-6);
        }
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
}

static void section_check(struct fixture *f, const struct report_section *section)
{
    struct json_fault fault;
    for (size_t i = 0; i < section->rows.n; i++) {
        const char *row = ((const char *const *)section->rows.items)[i];
        const cJSON *cells = json_parse(&f->a, row, strlen(row), STIPPLE_DEPTH_MAX, &fault);
        assert_true(cJSON_IsArray(cells));
        assert_int_equal(cJSON_GetArraySize(cells), section->columns.n);
    }
}

static void every_row_has_a_cell_for_every_column_and_the_doubtful_comes_first(void **state)
{
    struct fixture *f = *state;
    struct lot_received lot = lot_with_spills(f);
    struct report_filter filter = always();
    filter.lot = lot.lot;
    for (int kind = REPORT_STOCK; kind <= REPORT_RECALL; kind++) {
        struct list sections = ask(f, (enum report_kind)kind, &filter);
        const struct report_section *section = sections.items;
        assert_true(sections.n > 0);
        for (size_t i = 0; i < sections.n; i++) {
            section_check(f, &section[i]);
            assert_true(i == 0 || section[i - 1].subject <= section[i].subject);
        }
    }
}

static void a_signature_is_over_the_digest(void **state)
{
    struct fixture *f = *state;
    struct signing_key *key = NULL;
    const char *digest, *signature;
    /* SHA-256 of "{}". */
    static const char wanted[] = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    assert_ok(f, signing_key_open(f->dir, &f->sources, &key, &f->e));
    assert_ok(f, report_sign(key, &f->a, "{}", 2, &digest, &signature, &f->e));
    assert_string_equal(digest, wanted);
    const char *text = arena_print(&f->a, REPORT_SIGNED "%s", wanted);
    assert_true(seal_signed(signing_key_public(key), text, strlen(text), signature));
    assert_false(seal_signed(signing_key_public(key), text, strlen(text) - 1, signature));
    signing_key_free(key);
    char path[96];
    fixture_path(f, SEAL_KEY_FILE, path, sizeof path);
    assert_int_equal(unlink(path), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_period_ends_where_the_next_begins),
        TEST(all_is_told_by_one_clock),
        TEST(what_has_no_expiry_is_a_gap),
        TEST(a_report_of_a_lot_holds_no_other),
        TEST(balances_meet_at_every_day),
        TEST(every_row_has_a_cell_for_every_column_and_the_doubtful_comes_first),
        TEST(a_signature_is_over_the_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
