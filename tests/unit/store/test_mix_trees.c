#include "unit.h"

#include "book_commands.h"

#include "store/containers.h"

#include <math.h>

/* Random trees of mixes, beside a plain record of what is in each: how much of which bottle, the
 * mixes that went into it, and its own day. The books are held against that. */
enum {
    LOTS = 6,
    BOTTLES = 2 * LOTS,
    VESSELS_MAX = 96,
    INPUTS = 4,
    MIXES = 60,
    DEPTH = 5,
    SEEDS = 8
};
enum { DAYS = 80, DAY_STEP = 4 };

struct vessel {
    const char *id;
    int depth;          /* 0: a bottle */
    double in[BOTTLES]; /* µL of each */
    double filled, left;
    size_t parents[INPUTS], n_parents; /* vessels */
    char discard_by[DATE_LENGTH + 1], ends[DATE_LENGTH + 1];
    bool cup, gone;
};
struct model {
    struct fixture *f;
    struct lot_received lots[LOTS];
    const char *product; /* of one of them, to keep matches of */
    struct client_made client;
    size_t held; /* lot; LOTS: none is */
    struct vessel vessels[VESSELS_MAX];
    size_t n;
};

static size_t pick(struct model *m, size_t n)
{
    return (size_t)fixture_below(m->f, (int64_t)n);
}

static void day_after(const struct fixture *f, int64_t days, char *ret)
{
    char today[DATE_LENGTH + 1];
    date_of((struct instant){f->now, 60}, today);
    date_from_days(date_to_days(today) + days, ret);
}

/* Expiries and periods after opening that end among the days asked about. */
static void model_found(struct model *m, struct fixture *f)
{
    *m = (struct model){.f = f, .held = LOTS};
    for (size_t i = 0; i < LOTS; i++) {
        char name[24], expiry[DATE_LENGTH + 1];
        snprintf(name, sizeof name, "Shade %zu", i);
        day_after(f, 30 + fixture_below(f, DAYS), expiry);
        m->product = some_product(f, PRODUCT_PIGMENT, name,
                                  i % 2 ? 40 + fixture_below(f, DAYS) : INT_ABSENT);
        m->lots[i] = some_lot(f, m->product, name, i % 3 ? expiry : NULL, 2);
        for (size_t j = 0; j < 2; j++) {
            struct vessel *v = &m->vessels[m->n];
            *v = (struct vessel){.id = bottle(&m->lots[i], j), .filled = 15000, .left = 15000};
            v->in[m->n++] = 15000;
        }
    }
    m->client = some_client(f);
}

/* Vessels to take from, the last ones made most often, so that trees grow deep. */
static size_t inputs_pick(struct model *m, struct mix_take *takes, struct vessel *made)
{
    for (size_t tries = 0; tries < 12 && made->n_parents < INPUTS; tries++) {
        size_t v = pick(m, 3) == 0 ? pick(m, BOTTLES) : m->n - 1 - pick(m, m->n < 6 ? m->n : 6);
        const struct vessel *from = &m->vessels[v];
        int64_t ul = 20 + (int64_t)pick(m, 60), rest = (int64_t)pick(m, 3) * 10;
        bool twice = false;
        for (size_t i = 0; i < made->n_parents; i++)
            twice = twice || made->parents[i] == v;
        if (twice || from->cup || from->gone || from->left < (double)(ul + rest))
            continue;
        takes[made->n_parents] = (struct mix_take){from->id, "?", ul, ul + rest, BOOL_ABSENT, NULL};
        made->parents[made->n_parents++] = v;
    }
    return made->n_parents;
}

static void vessel_fill(struct model *m, struct vessel *made, const struct mix_take *takes)
{
    for (size_t i = 0; i < made->n_parents; i++) {
        struct vessel *from = &m->vessels[made->parents[i]];
        for (size_t b = 0; b < BOTTLES; b++)
            made->in[b] += from->in[b] / from->filled * (double)takes[i].ul;
        from->left -= (double)takes[i].taken_ul;
        made->filled += (double)takes[i].ul;
        if (from->depth + 1 > made->depth)
            made->depth = from->depth + 1;
    }
    made->left = made->filled;
}

/* By a match, for only that books more than goes in. */
static void mix_step(struct model *m)
{
    struct fixture *f = m->f;
    struct mix_take takes[INPUTS];
    struct vessel made = {.cup = pick(m, 4) == 0};
    struct list all = {takes, inputs_pick(m, takes, &made)};
    struct match_accepted match;
    struct mix_made mixed;
    if (all.n == 0)
        return;
    day_after(f, 10 + fixture_below(f, (int64_t)3 * DAYS), made.discard_by);
    const char *client = made.cup ? m->client.client : NULL;
    assert_ok(f, do_match_accept(f, client, m->product, &all, &match));
    struct mix_make c = mix_of(f, client, made.discard_by, NULL, 0);
    c.match = match.match;
    assert_ok(f, do_mix_make(f, &c, &mixed));
    vessel_fill(m, &made, takes);
    made.id = mixed.mix;
    assert_int_equal(mixed.filled_ul, (int64_t)made.filled);
    m->vessels[m->n++] = made;
}

static const struct container *stands(struct model *m, const struct vessel *v, const char *day)
{
    static struct container_found found;
    found = (struct container_found){0};
    assert_ok(m->f, container_find(m->f->s, &m->f->a, v->id, day, INT_ABSENT, &found, &m->f->e));
    return &found.row;
}

static void volumes_check(struct model *m, const struct vessel *v)
{
    struct mix mix;
    assert_ok(m->f, mix_show(m->f->s, &m->f->a, v->id, "2026-01-15", &mix, &m->f->e));
    const struct mix_part *part = mix.bottles.items;
    int64_t all = 0;
    size_t found = 0;
    for (size_t b = 0; b < BOTTLES; b++) {
        size_t at = 0;
        while (at < mix.bottles.n && strcmp(part[at].container, m->vessels[b].id) != 0)
            at++;
        assert_int_equal(at<mix.bottles.n, v->in[b]> 0);
        if (at == mix.bottles.n)
            continue;
        found++;
        all += part[at].ul;
        assert_true(fabs((double)part[at].ul - v->in[b]) <= 0.5 + 1e-6);
    }
    assert_int_equal(found, mix.bottles.n);
    assert_true(llabs(all - (int64_t)v->filled) <= (int64_t)found);
    assert_int_equal(mix.left_ul, (int64_t)v->left);
}

/* What is unrounded in the table gives the whole mix. */
static void sums_check(struct model *m)
{
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_prepare_v2(m->f->s->db,
                                        "SELECT code FROM container JOIN mix ON mix.container = id "
                                        "WHERE abs(filled - (SELECT total(ul) FROM mix_bottle "
                                        "WHERE mix_bottle.mix = id)) > 1e-6 * filled",
                                        -1, &st, NULL),
                     SQLITE_OK);
    if (sqlite3_step(st) == SQLITE_ROW)
        fail_msg("what is in %s is not all of it", (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
}

/* The first of the days on which it, a mix in it or a bottle in it ends; "9999" for none. Parents
 * stand before their mixes. */
static void ends_set(struct model *m, struct vessel *v)
{
    const char *until = stands(m, v, "2026-01-15")->usable_until;
    snprintf(v->ends, sizeof v->ends, "%s", v->depth > 0 ? v->discard_by : until ? until : "9999");
    for (size_t i = 0; i < v->n_parents; i++) {
        const struct vessel *parent = &m->vessels[v->parents[i]];
        if (strcmp(parent->ends, v->ends) < 0)
            snprintf(v->ends, sizeof v->ends, "%s", parent->ends);
    }
}

/* That a bottle was emptied or thrown away later is no matter of what was taken from it before. */
static bool usable_plainly(const struct model *m, const struct vessel *v, const char *day)
{
    for (size_t b = 0; b < BOTTLES; b++)
        if (v->in[b] > 0 && (b / 2 == m->held || strcmp(m->vessels[b].ends, day) < 0))
            return false;
    return strcmp(v->ends, day) >= 0 && v->left > 0 && !v->gone;
}

static int days_check(struct model *m, const struct vessel *v)
{
    char day[DATE_LENGTH + 1];
    int refused = 0;
    assert_string_equal(stands(m, v, "2026-01-15")->usable_until, v->ends);
    for (int64_t d = 0; d < DAYS; d += DAY_STEP) {
        day_after(m->f, d, day);
        bool usable = usable_plainly(m, v, day);
        const char *refusal = stands(m, v, day)->refusal;
        if ((refusal == NULL) != usable)
            fail_msg("on %s: %s, and by its bottles %s", day, refusal ? refusal : "usable",
                     usable ? "usable" : "not");
        refused += !usable;
    }
    return refused;
}

static void discard_some(struct model *m)
{
    for (size_t i = 0; i < 6; i++) {
        struct vessel *v = &m->vessels[pick(m, m->n)];
        struct stock_changed changed;
        if (v->gone)
            continue;
        assert_ok(m->f, do_stock_discard(m->f, v->id, NULL, &changed));
        v->gone = true;
        v->left = 0;
    }
}

struct tally {
    int mixes, asked, refused;
};

static void tree_check(uint64_t seed, struct tally *tally)
{
    static struct model m;
    struct fixture f;
    int depth = 0;
    fixture_open(&f);
    f.seed = seed;
    model_found(&m, &f);
    for (int i = 0; i < MIXES; i++)
        mix_step(&m);
    discard_some(&m);
    if (seed % 2) {
        m.held = pick(&m, LOTS);
        assert_ok(&f, do_lot_hold(&f, m.lots[m.held].lot, NULL, false));
    }
    for (size_t i = 0; i < m.n; i++)
        ends_set(&m, &m.vessels[i]);
    for (size_t i = BOTTLES; i < m.n; i++) {
        const struct vessel *v = &m.vessels[i];
        volumes_check(&m, v);
        tally->refused += days_check(&m, v);
        tally->asked += DAYS / DAY_STEP;
        tally->mixes++;
        depth = v->depth > depth ? v->depth : depth;
    }
    sums_check(&m);
    assert_books_whole(&f);
    assert_true(depth >= DEPTH);
    fixture_close(&f);
}

static void a_mix_is_its_bottles_and_as_usable_as_the_least_of_them(void **state)
{
    (void)state;
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        tree_check(seed, &tally);
    printf("%d mixes in %d studios, asked on %d days, usable on %d\n", tally.mixes, SEEDS,
           tally.asked, tally.asked - tally.refused);
    assert_true(tally.refused > tally.asked / 10 && tally.asked - tally.refused > tally.asked / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mix_is_its_bottles_and_as_usable_as_the_least_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
