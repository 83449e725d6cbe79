#include "unit.h"

#include "recall_commands.h"

/* A match for a client, of the first bottle of a pigment and the only one of a diluent; what became
 * of them since; and what a mix of the match says to that. */
struct scene {
    struct fixture *f;
    const char *product;
    struct lot_received pigment, diluent;
    struct client_made client;
    struct match_accepted match;
};

static const char accepted[] = "2026-01-10T10:00:00+01:00";

static struct mix_take offered(struct scene *s, const char *product, int64_t ul)
{
    struct fixture *f = s->f;
    struct stock_filter filter = {
        .product = product, .kind = CHOICE_ABSENT, .usable_only = true, .day = "2026-01-10"};
    struct list rows;
    const char *cursor;
    assert_ok(f, stock_list(f->s, &f->a, &filter, &rows, &cursor, &f->e));
    assert_true(rows.n > 0);
    const struct container *row = rows.items;
    return (struct mix_take){row->id,          row->code, ul, ul, row->opened_at.ms == INT_ABSENT,
                             row->usable_until};
}

static struct scene scene_make(struct fixture *f)
{
    struct scene s = {.f = f, .product = some_product(f, PRODUCT_PIGMENT, "Black", 90)};
    const char *water = some_product(f, PRODUCT_DILUENT, "Water", 30);
    s.pigment = some_lot(f, s.product, "P1", "2026-06-30", 2);
    s.diluent = some_lot(f, water, "D1", "2026-08-31", 1);
    s.client = some_client(f);
    struct mix_take takes[] = {offered(&s, s.product, 50), offered(&s, water, 950)};
    struct list all = {takes, 2};
    int64_t now = f->now;
    f->now = at(accepted).ms;
    assert_ok(f, do_match_accept(f, s.client.client, s.product, &all, &s.match));
    f->now = now;
    return s;
}

static enum stipple_error mix(struct scene *s, const char *when, struct mix_made *ret)
{
    struct mix_make c = mix_of(s->f, s->client.client, NULL, NULL, 0);
    c.head = head_at(s->f, when);
    c.match = s->match.match;
    return do_mix_make(s->f, &c, ret);
}

static void nothing(struct scene *s)
{
    (void)s;
}

static void held(struct scene *s)
{
    assert_ok(s->f, do_lot_hold(s->f, s->pigment.lot, NULL, false));
}

static void recalled(struct scene *s)
{
    static const char *const lots[] = {"P1"};
    struct notice notice = {.maker = "Scalpworks", .lots = {(void *)lots, 1}};
    struct recall_opened made;
    assert_ok(s->f, do_recall_open(s->f, &notice, NULL, NULL, &made));
}

static void count_set(struct scene *s, const char *container, int64_t ul)
{
    struct stock_adjust c = adjust_none(s->f, container);
    struct stock_changed made;
    c.counted_ul = ul;
    assert_ok(s->f, do_stock_adjust(s->f, &c, &made));
}

static void emptied(struct scene *s)
{
    count_set(s, bottle(&s->pigment, 0), 0);
}

static void spilt(struct scene *s)
{
    count_set(s, bottle(&s->diluent, 0), 900);
}

static void discarded(struct scene *s)
{
    struct stock_changed made;
    assert_ok(s->f, do_stock_discard(s->f, bottle(&s->pigment, 0), NULL, &made));
}

static void held_and_spilt(struct scene *s)
{
    held(s);
    spilt(s);
}

static void expiry_set(struct scene *s, const char *day)
{
    struct lot_amend c = {
        .head = head_at(s->f, NULL), .lot = s->pigment.lot, .reason = "misread", .expiry = day};
    struct lot_amended made = {0};
    assert_ok(s->f, do_lot_amend(s->f, &c, &made));
}

static void amended_to_the_past(struct scene *s)
{
    expiry_set(s, "2026-01-14");
}

static void amended(struct scene *s)
{
    expiry_set(s, "2026-05-31");
}

static void opened(struct scene *s)
{
    struct stock_changed made;
    assert_ok(s->f,
              do_stock_open(s->f, bottle(&s->pigment, 0), "2026-01-12T10:00:00+01:00", &made));
}

static void other_opened(struct scene *s)
{
    struct stock_changed made;
    assert_ok(s->f,
              do_stock_open(s->f, bottle(&s->pigment, 1), "2026-01-12T10:00:00+01:00", &made));
}

static void sooner_came(struct scene *s)
{
    some_lot(s->f, s->product, "P2", "2026-03-31", 1);
}

static void later_came(struct scene *s)
{
    some_lot(s->f, s->product, "P2", "2027-03-31", 1);
}

static void sooner_came_held(struct scene *s)
{
    struct lot_received lot = some_lot(s->f, s->product, "P2", "2026-03-31", 1);
    assert_ok(s->f, do_lot_hold(s->f, lot.lot, NULL, false));
}

static void mixed(struct scene *s)
{
    struct mix_made made;
    assert_ok(s->f, mix(s, accepted, &made));
}

static const struct {
    void (*happened)(struct scene *s);
    const char *when;    /* it is mixed; NULL: on 15 January */
    const char *refused; /* what match.changed says; NULL: it is mixed */
    const char *warned;  /* NULL: of nothing that changed */
    const char *text;    /* of the warning */
} cases[] = {
    {nothing, NULL, NULL, NULL, NULL},
    {held, NULL, "B-0001: The lot is on hold.", NULL, NULL},
    {recalled, NULL, "B-0001: The lot is under a recall.", NULL, NULL},
    {emptied, NULL, "B-0001: The bottle is empty.", NULL, NULL},
    {spilt, NULL, "B-0003: 900 µL are left, and 950 µL are wanted.", NULL, NULL},
    {discarded, NULL, "B-0001: The bottle was discarded.", NULL, NULL},
    {amended_to_the_past, NULL, "B-0001: The lot is past its expiry date.", NULL, NULL},
    {held_and_spilt, NULL, "B-0001: The lot is on hold. B-0003: 900 µL are left", NULL, NULL},
    {nothing, "2026-07-01T10:00:00+02:00", "B-0001: The lot is past its expiry date.", NULL, NULL},
    {opened, "2026-06-30T10:00:00+02:00", "B-0001: The bottle has been open longer", NULL, NULL},
    {opened, NULL, NULL, "match.opened",
     "B-0001 was sealed when the match was accepted; it was "
     "opened on 2026-01-12, and is usable until 2026-04-12."},
    {amended, NULL, NULL, "match.ends",
     "B-0001 was usable until 2026-06-30 when the match was "
     "accepted, and is until 2026-05-31 now."},
    {other_opened, NULL, NULL, "match.order",
     "B-0002 of lot P1 would come before B-0001 now: it "
     "is open, and usable until 2026-04-12."},
    {sooner_came, NULL, NULL, "match.order",
     "B-0004 of lot P2 would come before B-0001 now: it is "
     "sealed, and usable until 2026-03-31."},
    {later_came, NULL, NULL, NULL, NULL},
    {sooner_came_held, NULL, NULL, NULL, NULL},
    {mixed, NULL, NULL, "match.again", "X-0001 was mixed from it before."},
};

static const struct warning *warning_of(const struct list *warnings, const char *begins)
{
    const struct warning *warning = warnings->items;
    for (size_t i = 0; i < warnings->n; i++)
        if (strncmp(warning[i].name, begins, strlen(begins)) == 0)
            return &warning[i];
    return NULL;
}

static void refusal_check(struct scene *s, const char *when, const char *text)
{
    struct mix_made made;
    int64_t left = left_in(s->f, bottle(&s->diluent, 0));
    assert_refused(mix(s, when, &made), STIPPLE_MATCH_CHANGED);
    assert_string_equal(s->f->e.field, "match");
    if (!strstr(s->f->e.message, text))
        fail_msg("%s, instead of: %s", s->f->e.message, text);
    assert_int_equal(left_in(s->f, bottle(&s->diluent, 0)), left);
}

static void the_match_is_mixed_as_offered_or_it_is_said_what_changed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        struct mix_made made;
        fixture_open(&f);
        struct scene s = scene_make(&f);
        cases[i].happened(&s);
        if (cases[i].refused) {
            refusal_check(&s, cases[i].when, cases[i].refused);
        } else {
            assert_ok(&f, mix(&s, cases[i].when, &made));
            const struct mix_take *input = made.inputs.items;
            assert_int_equal(made.inputs.n, 2);
            assert_string_equal(input[0].container, bottle(&s.pigment, 0));
            assert_string_equal(input[1].container, bottle(&s.diluent, 0));
            const struct warning *warning =
                warning_of(&made.warnings, cases[i].warned ? cases[i].warned : "match.");
            assert_int_equal(warning != NULL, cases[i].warned != NULL);
            if (warning)
                assert_string_equal(warning->text, cases[i].text);
        }
        assert_books_whole(&f);
        fixture_close(&f);
    }
}

static void nothing_is_mixed_before_its_match(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct mix_made made;
    assert_refused(mix(&s, "2026-01-09T10:00:00+01:00", &made), STIPPLE_TIME_ORDER);
    assert_string_equal(f->e.field, "occurred_at");
}

/* A match of before such things were kept says nothing of them. */
static void an_older_match_is_mixed_without_a_word(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct mix_take take = {bottle(&s.pigment, 0), "B-0001", 50, 50, BOOL_ABSENT, NULL};
    struct list takes = {&take, 1};
    struct mix_made made;
    assert_ok(f, do_match_accept(f, s.client.client, s.product, &takes, &s.match));
    opened(&s);
    assert_ok(f, mix(&s, NULL, &made));
    assert_null(warning_of(&made.warnings, "match."));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_match_is_mixed_as_offered_or_it_is_said_what_changed),
        TEST(nothing_is_mixed_before_its_match),
        TEST(an_older_match_is_mixed_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
