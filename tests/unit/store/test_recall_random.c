#include "unit.h"

#include "book_commands.h"
#include "recall_commands.h"

/* Random studios in which lots come, are mistyped and corrected, and recalls are opened, judged,
 * closed and withdrawn in any order. Whatever happened: a lot that a standing notice means is known
 * to its recall, and a lot may be used exactly when no recall holds it. */
enum { PRODUCTS = 3, SHELF_MAX = 40, RECALLS_MAX = 8, STEPS_MAX = 60, SEEDS = 24 };
static const char *const names[] = {"Black", "White", "Umber", "Ash", "Coal", "Sand"};
static const char *const numbers[] = {"NB-1", "nb 2", "NB3", "Lot NB-4", "NB-01", "NB 2", "NB-5"};
enum { NAMES = sizeof names / sizeof *names, NUMBERS = sizeof numbers / sizeof *numbers };

struct some_studio {
    struct fixture *f;
    const char *products[PRODUCTS];
    const char *lots[SHELF_MAX], *bottles[SHELF_MAX];
    const char *recalls[RECALLS_MAX];
    size_t n_lots, n_recalls;
    int held, unheld; /* seen on the way */
};

static size_t pick(struct some_studio *s, size_t n)
{
    return (size_t)fixture_below(s->f, (int64_t)n);
}

static void step_receive(struct some_studio *s)
{
    struct lot_receive c = {.head = head_at(s->f, NULL),
                            .lot = {.product = s->products[pick(s, PRODUCTS)],
                                    .lot_no = numbers[pick(s, NUMBERS)],
                                    .containers = 1,
                                    .each_ul = 15000,
                                    .each_pieces = INT_ABSENT}};
    struct lot_received made = {0};
    if (s->n_lots == SHELF_MAX)
        return;
    assert_ok(s->f, do_lot_receive(s->f, &c, &made));
    s->lots[s->n_lots] = made.lot;
    s->bottles[s->n_lots++] = bottle(&made, 0);
}

/* Refused where it would change nothing, or make a second lot of the same number. */
static void step_amend(struct some_studio *s)
{
    struct lot_amended made;
    if (s->n_lots == 0)
        return;
    struct lot_amend c = {.head = head_at(s->f, NULL),
                          .lot = s->lots[pick(s, s->n_lots)],
                          .reason = "mistyped",
                          .lot_no = numbers[pick(s, NUMBERS)]};
    do_lot_amend(s->f, &c, &made);
}

static void step_rename(struct some_studio *s)
{
    struct product_amend c = {head_at(s->f, NULL), s->products[pick(s, PRODUCTS)], "misread",
                              facts_none()};
    c.facts.name = names[pick(s, NAMES)];
    do_product_amend(s->f, &c);
}

/* One lot, or all of a product; refused where none of them is here, or when it is open already. */
static void step_open(struct some_studio *s)
{
    struct recall_opened made;
    struct notice notice = {.maker = "Scalpworks",
                            .products = texts(&s->f->a, names[pick(s, NAMES)])};
    if (s->n_recalls == RECALLS_MAX)
        return;
    if (pick(s, 3) == 0)
        notice.all_lots = 1;
    else
        notice.lots = texts(&s->f->a, numbers[pick(s, NUMBERS)]);
    if (do_recall_open(s->f, &notice, NULL, NULL, &made) == STIPPLE_OK)
        s->recalls[s->n_recalls++] = made.recall;
}

/* All of it is refused now and then: what there is nothing to do about, or nothing to end. */
static void step_decide(struct some_studio *s)
{
    struct recall_judged judged;
    struct recall_closed closed;
    if (s->n_recalls == 0 || s->n_lots == 0)
        return;
    const char *recall = s->recalls[pick(s, s->n_recalls)], *lot = s->lots[pick(s, s->n_lots)];
    size_t which = pick(s, 10);
    if (which < 3)
        do_recall_judge(s->f, recall, lot, false, &judged);
    else if (which < 6)
        do_recall_judge(s->f, recall, lot, true, &judged);
    else if (which < 8)
        do_lot_hold(s->f, lot, NULL, true);
    else
        do_recall_end(s->f, recall, NULL, which == 9, &closed);
}

/* Asked of the rows themselves, past what a lot says of itself. */
static bool held_by_some(struct fixture *f, const char *lot)
{
    sqlite3_stmt *st = NULL;
    static const char sql[] = "SELECT 1 FROM recall_lot JOIN lot ON lot.id = recall_lot.lot "
                              "WHERE lot.uuid = ? AND released IS NULL";
    assert_int_equal(sqlite3_prepare_v2(f->s->db, sql, -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_text(st, 1, lot, -1, SQLITE_STATIC);
    bool held = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return held;
}

static void lots_check(struct some_studio *s)
{
    for (size_t i = 0; i < s->n_lots; i++) {
        const char *refusal = refusal_of(s->f, s->bottles[i]);
        bool recalled = refusal && strcmp(refusal, "lot.recalled") == 0;
        assert_int_equal(recalled, held_by_some(s->f, s->lots[i]));
        s->held += recalled;
        s->unheld += !recalled;
    }
}

static void recalls_check(struct some_studio *s)
{
    for (size_t i = 0; i < s->n_recalls; i++) {
        struct recall_status status;
        assert_ok(s->f, recall_show(s->f->s, &s->f->a, s->recalls[i], &status, &s->f->e));
        const struct recall_lot *row = status.undecided.items;
        for (size_t j = 0; j < status.undecided.n; j++)
            assert_int_equal(row[j].verdict, VERDICT_POSSIBLE);
        row = status.spared.items;
        for (size_t j = 0; j < status.spared.n; j++)
            assert_null(recall_lot_find(&status.found.lots, row[j].lot.id));
    }
}

static void some_steps(struct some_studio *s)
{
    for (size_t i = 0; i < PRODUCTS; i++)
        s->products[i] = some_product(s->f, PRODUCT_PIGMENT, names[i], 365);
    for (int i = 0; i < STEPS_MAX; i++) {
        size_t which = pick(s, 12);
        if (which < 4)
            step_receive(s);
        else if (which < 6)
            step_amend(s);
        else if (which < 7)
            step_rename(s);
        else if (which < 9)
            step_open(s);
        else
            step_decide(s);
        assert_true(s->f->e.code != STIPPLE_INTERNAL);
        lots_check(s);
    }
    recalls_check(s);
}

static void what_a_standing_notice_means_is_held_or_somebody_let_it_go(void **state)
{
    size_t recalls = 0;
    int held = 0, unheld = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct fixture f;
        struct some_studio s = {.f = &f};
        fixture_open(&f);
        f.seed = seed;
        some_steps(&s);
        assert_books_whole(&f);
        fixture_close(&f);
        recalls += s.n_recalls;
        held += s.held;
        unheld += s.unheld;
    }
    assert_true(recalls > SEEDS && held > SEEDS && unheld > SEEDS); /* or nothing was tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_standing_notice_means_is_held_or_somebody_let_it_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
