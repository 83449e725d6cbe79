/* A studio whose history is a random run of commands. */
#ifndef STIPPLE_TESTS_STORE_HISTORY_H
#define STIPPLE_TESTS_STORE_HISTORY_H

#include "store_commands.h"

/* A random run of commands, most of which are allowed; what was made is remembered. */
enum { KEPT_MAX = 400, STEPS = 400 };
struct kept {
    const char *ids[KEPT_MAX];
    size_t n;
};
struct run {
    struct kept products, lots, bottles, staff;
    int done, refused, again;
};

static inline void keep(struct kept *kept, const char *id)
{
    if (kept->n < KEPT_MAX)
        kept->ids[kept->n++] = id;
}

static inline const char *pick(struct fixture *f, const struct kept *kept)
{
    return kept->n ? kept->ids[fixture_below(f, (int64_t)kept->n)] : "none";
}

static inline const char *some_word(struct fixture *f, const char *stem, int64_t n)
{
    return arena_print(&f->a, "%s %lld", stem, (long long)fixture_below(f, n));
}

static inline enum stipple_error step_product(struct fixture *f, struct run *run)
{
    static const char *const index[] = {"CI 77266", "CI 77891"};
    static const double range[] = {5, 30};
    struct product_add c = {head_at(f, NULL), facts_none()};
    struct product_made made;
    c.facts.maker = some_word(f, "Maker", 5);
    c.facts.name = some_word(f, "Name", 30);
    c.facts.kind = (int)fixture_below(f, 5);
    if (c.facts.kind == PRODUCT_PIGMENT) {
        c.facts.colour_index = (struct list){(void *)index, 1};
        c.facts.ratio_range = (struct list){(void *)range, 2};
        c.facts.pigment = "neutral carbon";
        c.facts.drop_ul = 40;
    }
    enum stipple_error code = do_product_add(f, &c, &made);
    if (code == STIPPLE_OK)
        keep(&run->products, made.product);
    return code;
}

static inline enum stipple_error step_product_amend(struct fixture *f, struct run *run)
{
    static const char *const claims[] = {"sterile"};
    struct product_amend c = {head_at(f, NULL), pick(f, &run->products), "misread", facts_none()};
    c.facts.pao_days = fixture_below(f, 3) * 90;
    c.facts.claims = (struct list){(void *)claims, (size_t)fixture_below(f, 2)};
    return do_product_amend(f, &c);
}

static inline enum stipple_error step_lot(struct fixture *f, struct run *run)
{
    struct lot_receive c = {.head = head_at(f, "2026-01-02T23:30:00+01:00"),
                            .lot.product = pick(f, &run->products),
                            .lot.lot_no = fixture_below(f, 5) ? some_word(f, "LOT", 2) : NULL,
                            .lot.expiry = fixture_below(f, 4) ? "2027-03-31" : NULL,
                            .lot.supplier = "A shop",
                            .lot.containers = 1 + fixture_below(f, 4),
                            .lot.each_ul = fixture_below(f, 3) ? 15000 : INT_ABSENT};
    c.lot.each_pieces = c.lot.each_ul == INT_ABSENT ? 20 : INT_ABSENT;
    struct lot_received made = {0};
    enum stipple_error code = do_lot_receive(f, &c, &made);
    if (code != STIPPLE_OK)
        return code;
    run->again += warned(&made.warnings, "lot.again");
    keep(&run->lots, made.lot);
    for (size_t i = 0; i < made.containers.n; i++)
        keep(&run->bottles, bottle(&made, i));
    return code;
}

static inline enum stipple_error step_lot_amend(struct fixture *f, struct run *run)
{
    struct lot_amend c = {.head = head_at(f, NULL),
                          .lot = pick(f, &run->lots),
                          .reason = "misread",
                          .batch_no = some_word(f, "B", 3),
                          .supplier = fixture_below(f, 2) ? "Another shop" : NULL};
    struct lot_amended made = {0};
    return do_lot_amend(f, &c, &made);
}

static inline enum stipple_error step_adjust(struct fixture *f, struct run *run)
{
    struct stock_adjust c = adjust_none(f, pick(f, &run->bottles));
    struct stock_changed made;
    int64_t *const fields[] = {&c.delta_ul, &c.delta_pieces, &c.counted_ul, &c.counted_pieces};
    *fields[fixture_below(f, 4)] = fixture_below(f, 2) ? -fixture_below(f, 30) : 5;
    c.words = "seen";
    c.reason = (int)fixture_below(f, 4);
    return do_stock_adjust(f, &c, &made);
}

static inline enum stipple_error step(struct fixture *f, struct run *run)
{
    struct stock_changed changed;
    struct staff_made staff = {0};
    enum stipple_error code;
    f->now += fixture_below(f, 100000);
    switch (fixture_below(f, 12)) {
    case 0:
        return step_product(f, run);
    case 1:
        return step_product_amend(f, run);
    case 2:
    case 3:
        return step_lot(f, run);
    case 4:
        return step_lot_amend(f, run);
    case 5:
        return do_lot_hold(f, pick(f, &run->lots), NULL, false);
    case 6:
        return do_lot_hold(f, pick(f, &run->lots), NULL, true);
    case 7:
        return do_stock_open(f, pick(f, &run->bottles), NULL, &changed);
    case 8:
        return fixture_below(f, 4) ? step_adjust(f, run)
                                   : do_stock_discard(f, pick(f, &run->bottles), NULL, &changed);
    case 9:
        return step_adjust(f, run);
    case 10:
        code = do_staff_add(f, some_word(f, "Person", 90), fixture_below(f, 5), &staff);
        if (code == STIPPLE_OK)
            keep(&run->staff, staff.staff);
        return code;
    default:
        return fixture_below(f, 3) ? do_staff_retire(f, pick(f, &run->staff))
                                   : do_product_retire(f, pick(f, &run->products));
    }
}

static inline void history_make(struct fixture *f)
{
    static const char *const packs[] = {"dk", "nj"};
    struct run run = {0};
    struct studio_set set = {.head = head_at(f, NULL),
                             .name = "The studio",
                             .rule_packs = {(void *)packs, 2},
                             .dot_mm = 0.45,
                             .sessions = 3,
                             .backup_days = 90};
    set.depth_mm = set.dots_per_cm2 = set.gain = set.healed = set.half_life_years = NUMBER_ABSENT;
    assert_ok(f, do_studio_set(f, &set));
    for (int i = 0; i < STEPS; i++) {
        if (i % 20 == 0) {
            assert_ok(f, store_begin(f->s, &f->e));
            f->batch = true;
        }
        if (step(f, &run) == STIPPLE_OK)
            run.done++;
        else
            run.refused++;
        assert_true(f->e.code != STIPPLE_INTERNAL);
        if (i % 20 == 19) {
            assert_ok(f, store_commit(f->s, &f->e));
            f->batch = false;
        }
    }
    assert_true(run.done > STEPS / 4);
    assert_true(run.refused > STEPS / 20);
    assert_true(run.again > 0);
}

#endif
