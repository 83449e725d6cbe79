#include "unit.h"

#include "book_commands.h"

#include "store/rules.h"

struct shelf {
    struct lot_received pigment, diluent;
    const char *product, *water;
    struct client_made client;
};

static struct shelf some_shelf(struct fixture *f)
{
    struct shelf shelf = {.product = some_product(f, PRODUCT_PIGMENT, "Black", 365)};
    shelf.water = some_product(f, PRODUCT_DILUENT, "Water", 30);
    shelf.pigment = some_lot(f, shelf.product, "P1", "2027-06-30", 2);
    shelf.diluent = some_lot(f, shelf.water, "D1", "2026-08-31", 1);
    shelf.client = some_client(f);
    return shelf;
}

static void a_cup_debits_its_parents_and_is_bound_to_one_client(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input inputs[] = {{bottle(&shelf.pigment, 0), 100},
                                 {bottle(&shelf.diluent, 0), 900}};
    struct mix_make c = mix_of(f, shelf.client.client, NULL, inputs, 2);
    struct mix_made made;
    assert_ok(f, do_mix_make(f, &c, &made));
    assert_string_equal(made.mix_code, "X-0001");
    assert_int_equal(made.filled_ul, 1000);
    assert_string_equal(made.discard_by, "2026-01-15");
    assert_int_equal(left_in(f, inputs[0].container), 14900);
    assert_int_equal(left_in(f, inputs[1].container), 14100);
    struct mix mix;
    assert_ok(f, mix_show(f->s, &f->a, made.mix, "2026-01-15", &mix, &f->e));
    assert_string_equal(mix.client_code, shelf.client.client_code);
    assert_int_equal(mix.left_ul, 1000);
    assert_null(mix.refusal);
    assert_int_equal(mix.inputs.n, 2);
    assert_true(warned(&made.warnings, "lot.not_sterile"));
    assert_true(warned(&made.warnings, "container.opened_now"));
    assert_books_whole(f);
}

static void a_sealed_bottle_that_is_mixed_from_is_open_from_then_on(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input input = {bottle(&shelf.pigment, 0), 100};
    struct mix_make c = mix_of(f, shelf.client.client, NULL, &input, 1);
    struct mix_made made;
    struct stock_changed changed;
    assert_ok(f, do_mix_make(f, &c, &made));
    assert_refused(do_stock_open(f, input.container, NULL, &changed), STIPPLE_CONTAINER_OPENED);
}

static void shares_go_through_any_depth(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input first[] = {{bottle(&shelf.pigment, 0), 1000},
                                {bottle(&shelf.diluent, 0), 3000}};
    struct mix_make c = mix_of(f, NULL, "2026-01-20", first, 2);
    struct mix_made one, two, three;
    assert_ok(f, do_mix_make(f, &c, &one));
    struct mix_input second[] = {{one.mix, 2000}, {bottle(&shelf.pigment, 1), 500}};
    c = mix_of(f, NULL, "2026-01-20", second, 2);
    assert_ok(f, do_mix_make(f, &c, &two));
    struct mix_input third[] = {{two.mix, 500}, {bottle(&shelf.diluent, 0), 500}};
    c = mix_of(f, shelf.client.client, NULL, third, 2);
    assert_ok(f, do_mix_make(f, &c, &three));
    struct mix mix;
    assert_ok(f, mix_show(f->s, &f->a, three.mix, "2026-01-15", &mix, &f->e));
    const struct mix_part *part = mix.bottles.items;
    /* 500 of 2500: of the first bottle 500 × 0.2 = 100, of the second 100, of diluent 300 + 500. */
    assert_int_equal(mix.bottles.n, 3);
    assert_int_equal(part[0].ul, 100);
    assert_int_equal(part[1].ul, 100);
    assert_int_equal(part[2].ul, 800);
    assert_int_equal(left_in(f, one.mix), 2000);
    assert_int_equal(left_in(f, two.mix), 2000);
    assert_books_whole(f);
}

static void what_is_in_a_mix_decides_whether_it_may_be_used(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input first[] = {{bottle(&shelf.pigment, 0), 1000},
                                {bottle(&shelf.diluent, 0), 3000}};
    struct mix_make c = mix_of(f, NULL, "2026-03-31", first, 2);
    struct mix_made stock, cup;
    assert_ok(f, do_mix_make(f, &c, &stock));
    /* The diluent, opened now, lasts for 30 days. */
    assert_string_equal(stock.usable_until, "2026-02-14");
    assert_true(warned(&stock.warnings, "mix.ends"));
    struct mix_input of_stock = {stock.mix, 100};
    c = mix_of(f, shelf.client.client, "2026-01-16", &of_stock, 1);
    assert_ok(f, do_mix_make(f, &c, &cup));
    static const struct {
        const char *day, *stock, *cup;
    } days[] = {
        {"2026-01-16", NULL, NULL},
        {"2026-01-17", NULL, "mix.discard_by"},
        {"2026-02-14", NULL, "mix.discard_by"},
        {"2026-02-15", "container.pao", "mix.discard_by"},
        {"2026-04-01", "mix.discard_by", "mix.discard_by"},
    };
    struct mix mix;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_ok(f, mix_show(f->s, &f->a, stock.mix, days[i].day, &mix, &f->e));
        assert_string_equal(mix.refusal ? mix.refusal : "", days[i].stock ? days[i].stock : "");
        assert_ok(f, mix_show(f->s, &f->a, cup.mix, days[i].day, &mix, &f->e));
        assert_string_equal(mix.refusal ? mix.refusal : "", days[i].cup ? days[i].cup : "");
    }
    /* A hold reaches through; a bottle thrown away does not. */
    struct stock_changed changed;
    assert_ok(f, do_stock_discard(f, first[0].container, NULL, &changed));
    assert_ok(f, mix_show(f->s, &f->a, cup.mix, "2026-01-15", &mix, &f->e));
    assert_null(mix.refusal);
    assert_ok(f, do_lot_hold(f, shelf.pigment.lot, NULL, false));
    assert_ok(f, mix_show(f->s, &f->a, cup.mix, "2026-01-15", &mix, &f->e));
    assert_string_equal(mix.refusal, "lot.held");
    c = mix_of(f, shelf.client.client, NULL, &of_stock, 1);
    assert_refused(do_mix_make(f, &c, &cup), STIPPLE_LOT_HELD);
    assert_string_equal(f->e.field, "inputs[0].container");
    assert_books_whole(f);
}

static void what_cannot_be_mixed_is_refused_and_nothing_is_booked(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    const char *box = some_product(f, PRODUCT_ANAESTHETIC, "Numb", INT_ABSENT);
    struct lot_received numb = some_lot(f, box, "N1", NULL, 1);
    struct mix_input pigment = {bottle(&shelf.pigment, 0), 100};
    struct mix_make c = mix_of(f, shelf.client.client, NULL, &pigment, 1);
    struct mix_made cup, made;
    assert_ok(f, do_mix_make(f, &c, &cup));
    struct mix_input cases[] = {{cup.mix, 50},
                                {bottle(&numb, 0), 50},
                                {bottle(&shelf.diluent, 0), 50},
                                {bottle(&shelf.pigment, 0), 14901}};
    const enum stipple_error wanted[] = {STIPPLE_MIX_INPUT, STIPPLE_MIX_INPUT, STIPPLE_MIX_INPUT,
                                         STIPPLE_STOCK_SHORT};
    for (size_t i = 0; i < 4; i++) {
        c = mix_of(f, shelf.client.client, NULL, &cases[i], 1);
        assert_refused(do_mix_make(f, &c, &made), wanted[i]);
    }
    struct mix_input twice[] = {pigment, pigment};
    c = mix_of(f, shelf.client.client, NULL, twice, 2);
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    assert_string_equal(f->e.field, "inputs[1].container");
    assert_non_null(strstr(f->e.message, "B-0001 stands twice"));
    c = mix_of(f, NULL, "2026-01-14", &pigment, 1);
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_PARAM_RANGE);
    c.client = shelf.client.client;
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    assert_int_equal(left_in(f, pigment.container), 14900);
    assert_books_whole(f);
}

static void a_match_gives_what_it_offered_or_says_what_changed(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_take takes[] = {{bottle(&shelf.pigment, 0), "B-0001", 50, 100, BOOL_ABSENT, NULL},
                               {bottle(&shelf.diluent, 0), "B-0003", 950, 1400, BOOL_ABSENT, NULL}};
    struct list all = {takes, 2}, none = {0};
    struct match_accepted match, poor;
    struct mix_made made;
    assert_ok(f, do_match_accept(f, shelf.client.client, shelf.product, &all, &match));
    assert_ok(f, do_match_accept(f, shelf.client.client, shelf.product, &none, &poor));
    assert_string_equal(match.match_code, "M-0001");
    struct mix_make c = mix_of(f, shelf.client.client, NULL, NULL, 0);
    c.client = NULL; /* it knows whose it is */
    c.match = match.match;
    assert_ok(f, do_mix_make(f, &c, &made));
    assert_string_equal(made.client, shelf.client.client);
    assert_int_equal(made.filled_ul, 1000);
    assert_int_equal(left_in(f, takes[0].container), 14900); /* the premix left a rest */
    struct stock_adjust spill = adjust_none(f, takes[1].container);
    struct stock_changed changed;
    spill.counted_ul = 1000;
    assert_ok(f, do_stock_adjust(f, &spill, &changed));
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_MATCH_CHANGED);
    assert_non_null(strstr(f->e.message, "B-0003"));
    assert_non_null(strstr(f->e.message, "1000 µL are left"));
    spill.counted_ul = 9000;
    assert_ok(f, do_stock_adjust(f, &spill, &changed));
    assert_ok(f, do_lot_hold(f, shelf.pigment.lot, NULL, false));
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_MATCH_CHANGED);
    assert_non_null(strstr(f->e.message, "B-0001"));
    c.match = poor.match;
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_STOCK_SHORT);
    struct client_made other = some_client(f);
    c.match = match.match;
    c.client = other.client;
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_PARAM_COMBINATION);
    assert_books_whole(f);
}

static void follow(struct fixture *f, const char *pack)
{
    struct studio_set set = {
        .head = head_at(f, NULL), .rule_packs = {(void *)&pack, 1}, .sessions = INT_ABSENT};
    set.backup_days = INT_ABSENT;
    set.depth_mm = set.dots_per_cm2 = set.dot_mm = NUMBER_ABSENT;
    set.gain = set.healed = set.half_life_years = NUMBER_ABSENT;
    assert_ok(f, do_studio_set(f, &set));
}

static void assert_cited(struct fixture *f, const char *field, const char *pack)
{
    const struct rule_pack *rules = rule_pack_find(pack, NULL);
    assert_string_equal(f->e.field, field);
    assert_non_null(strstr(f->e.message, pack));
    assert_non_null(strstr(f->e.message, rules->citation));
}

static void a_pack_with_cups_used_once_has_no_stock_dilutions(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input inputs[] = {{bottle(&shelf.pigment, 0), 1000},
                                 {bottle(&shelf.diluent, 0), 3000}};
    struct mix_make c = mix_of(f, NULL, "2026-01-31", inputs, 2);
    struct mix_made stock, made;
    follow(f, "dk"); /* says nothing of it */
    assert_ok(f, do_mix_make(f, &c, &stock));
    follow(f, "us-nj");
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_RULE_CUPS);
    assert_cited(f, "kind", "us-nj");
    assert_non_null(strstr(f->e.message, rule_pack_find("us-nj", NULL)->cups_basis));
    struct mix_input of_stock = {stock.mix, 100};
    c = mix_of(f, shelf.client.client, NULL, &of_stock, 1);
    assert_refused(do_mix_make(f, &c, &made), STIPPLE_RULE_CUPS);
    assert_cited(f, "inputs[0].container", "us-nj");
    c = mix_of(f, shelf.client.client, NULL, inputs, 2);
    assert_ok(f, do_mix_make(f, &c, &made));
    assert_books_whole(f);
}

static void a_diluent_that_is_not_sterile_is_a_doubt_until_a_pack_decides(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input inputs[] = {{bottle(&shelf.pigment, 0), 1000},
                                 {bottle(&shelf.diluent, 0), 3000}};
    struct mix_make c = mix_of(f, NULL, "2026-01-31", inputs, 2);
    struct mix_made stock, cup;
    assert_ok(f, do_mix_make(f, &c, &stock));
    assert_true(warned(&stock.warnings, "lot.not_sterile"));
    struct mix_input of_stock = {stock.mix, 100};
    c = mix_of(f, shelf.client.client, NULL, &of_stock, 1);
    assert_ok(f, do_mix_make(f, &c, &cup));
    assert_true(warned(&cup.warnings, "lot.not_sterile")); /* it is in the stock dilution */
    c = mix_of(f, shelf.client.client, NULL, inputs, 2);
    follow(f, "us-neha");
    assert_refused(do_mix_make(f, &c, &cup), STIPPLE_RULE_DILUENT);
    assert_cited(f, "inputs[1].container", "us-neha");
    assert_non_null(strstr(f->e.message, "Scalpworks Water"));
    static const char *const claims[] = {"sterile"};
    struct product_amend amend = {head_at(f, NULL), shelf.water, "on the label", facts_none()};
    amend.facts.claims = (struct list){(void *)claims, 1};
    assert_ok(f, do_product_amend(f, &amend));
    assert_ok(f, do_mix_make(f, &c, &cup));
    assert_false(warned(&cup.warnings, "lot.not_sterile"));
    assert_books_whole(f);
}

static void a_mix_is_thrown_away_once(void **state)
{
    struct fixture *f = *state;
    struct shelf shelf = some_shelf(f);
    struct mix_input pigment = {bottle(&shelf.pigment, 0), 100};
    struct mix_make c = mix_of(f, shelf.client.client, NULL, &pigment, 1);
    struct mix_made cup;
    assert_ok(f, do_mix_make(f, &c, &cup));
    assert_ok(f, do_mix_discard(f, cup.mix));
    assert_int_equal(left_in(f, cup.mix), 0);
    assert_refused(do_mix_discard(f, cup.mix), STIPPLE_CONTAINER_DISCARDED);
    assert_string_equal(f->e.field, "mix");
    struct mix_filter filter = {.day = "2026-01-15"};
    struct list rows;
    const char *cursor;
    assert_ok(f, mix_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 0);
    filter.discarded_too = true;
    assert_ok(f, mix_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_int_equal(rows.n, 1);
    assert_books_whole(f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_cup_debits_its_parents_and_is_bound_to_one_client),
        TEST(a_sealed_bottle_that_is_mixed_from_is_open_from_then_on),
        TEST(shares_go_through_any_depth),
        TEST(what_is_in_a_mix_decides_whether_it_may_be_used),
        TEST(what_cannot_be_mixed_is_refused_and_nothing_is_booked),
        TEST(a_match_gives_what_it_offered_or_says_what_changed),
        TEST(a_pack_with_cups_used_once_has_no_stock_dilutions),
        TEST(a_diluent_that_is_not_sterile_is_a_doubt_until_a_pack_decides),
        TEST(a_mix_is_thrown_away_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
