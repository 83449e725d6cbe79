/* Random studios in which everything is recorded, amended, mixed, counted and thrown away in any
 * order, held against a plain record of the same: what came is what is left and what was used,
 * mixed, counted away and discarded, container by container. */
#include "unit.h"

#include "session_commands.h"

enum { LOTS = 4, CLIENTS = 3, VESSELS_MAX = 48, SESSIONS_MAX = 32, LINES_MAX = 3, STEPS = 70 };
enum { NOBODY = -1, BY_HAND = -2 };

struct vessel {
    const char *id;
    bool cup;
    int64_t filled, adjusted, mixed; /* mixed: went on into mixes */
    int64_t opened;                  /* otherwise than by a session; INT_ABSENT: never */
    int thrown;                      /* by that session, BY_HAND or NOBODY */
};
struct use_line {
    size_t vessel; /* VESSELS_MAX: nothing the books know */
    int64_t booked;
};
struct held {
    const char *id;
    int64_t at;
    struct use_line lines[LINES_MAX];
    size_t n;
    bool struck;
};
struct model {
    struct fixture *f;
    struct client_made clients[CLIENTS];
    struct staff_made artist;
    struct vessel vessels[VESSELS_MAX];
    struct held sessions[SESSIONS_MAX];
    size_t n_vessels, n_sessions;
};

static size_t pick(struct model *m, size_t n)
{
    return (size_t)fixture_below(m->f, (int64_t)n);
}

static struct vessel *vessel_add(struct model *m, const char *id, int64_t filled)
{
    struct vessel *v = &m->vessels[m->n_vessels++];
    *v = (struct vessel){.id = id, .filled = filled, .opened = INT_ABSENT, .thrown = NOBODY};
    return v;
}

static void model_found(struct model *m, struct fixture *f)
{
    *m = (struct model){.f = f};
    char name[24];
    for (size_t i = 0; i < LOTS; i++) {
        snprintf(name, sizeof name, "Shade %zu", i);
        struct lot_received lot =
            some_lot(f, some_product(f, PRODUCT_PIGMENT, name, 200), name, NULL, 2);
        for (size_t j = 0; j < 2; j++)
            vessel_add(m, bottle(&lot, j), 15000);
    }
    for (size_t i = 0; i < CLIENTS; i++)
        m->clients[i] = some_client(f);
    assert_ok(f, do_staff_add(f, "An Artist", 1001, &m->artist));
}

static void step_mix(struct model *m)
{
    struct vessel *from = &m->vessels[pick(m, m->n_vessels)];
    bool cup = pick(m, 2);
    struct mix_input input = {from->id, 20 + (int64_t)pick(m, 400)};
    struct mix_make c = mix_of(m->f, cup ? m->clients[pick(m, CLIENTS)].client : NULL,
                               cup ? NULL : "2026-06-01", &input, 1);
    struct mix_made made;
    if (m->n_vessels == VESSELS_MAX || do_mix_make(m->f, &c, &made) != STIPPLE_OK)
        return; /* a cup, gone, or too little */
    from->mixed += input.ul;
    if (from->opened == INT_ABSENT || from->opened > m->f->now)
        from->opened = m->f->now;
    vessel_add(m, made.mix, made.filled_ul)->cup = cup;
}

static size_t uses_pick(struct model *m, struct session_use *uses)
{
    size_t n = pick(m, LINES_MAX + 1);
    for (size_t i = 0; i < n; i++) {
        const char *id = pick(m, 8) ? m->vessels[pick(m, m->n_vessels)].id : "X-9999";
        uses[i] = use_of(id, 1 + (int64_t)pick(m, 300));
        if (pick(m, 12) == 0)
            uses[i] = (struct session_use){id, INT_ABSENT, 2, NULL}; /* nothing here has pieces */
    }
    return n;
}

static size_t vessel_of(const struct model *m, const char *id)
{
    for (size_t i = 0; id && i < m->n_vessels; i++)
        if (strcmp(m->vessels[i].id, id) == 0)
            return i;
    return VESSELS_MAX;
}

/* The lines that stand now, and the cups that the session throws away by them. */
static void lines_keep(struct model *m, size_t session, const struct session_made *made)
{
    struct held *held = &m->sessions[session];
    const struct session_line *line = made->uses.items;
    for (size_t i = 0; i < m->n_vessels; i++)
        if (m->vessels[i].thrown == (int)session)
            m->vessels[i].thrown = NOBODY;
    held->n = made->uses.n;
    for (size_t i = 0; i < made->uses.n; i++) {
        size_t v = vessel_of(m, line[i].container);
        held->lines[i] = (struct use_line){v, line[i].said ? 0 : line[i].ul - line[i].missing};
        if (v < VESSELS_MAX && m->vessels[v].cup && m->vessels[v].thrown == NOBODY)
            m->vessels[v].thrown = (int)session;
    }
}

static struct instant some_time(struct model *m)
{
    return (struct instant){m->f->now - (int64_t)pick(m, 5) * 86400000, 60};
}

static void step_session(struct model *m)
{
    struct session_use uses[LINES_MAX];
    struct session_made made;
    if (m->n_sessions == SESSIONS_MAX)
        return;
    size_t n = uses_pick(m, uses), session = m->n_sessions++;
    struct session_record c =
        session_of(m->f, m->clients[pick(m, CLIENTS)].client, m->artist.staff, uses, n);
    c.head.occurred_at = some_time(m);
    c.override_reason = "it was";
    assert_ok(m->f, do_session_record(m->f, &c, &made));
    m->sessions[session] = (struct held){.id = made.session, .at = c.head.occurred_at.ms};
    lines_keep(m, session, &made);
}

/* Other lines, another client, another day, or two of these. */
static void step_amend(struct model *m)
{
    struct session_use uses[LINES_MAX];
    struct session_made made;
    if (m->n_sessions == 0)
        return;
    size_t session = pick(m, m->n_sessions), what = 1 + pick(m, 7);
    struct session_amend c = amend_of(m->f, m->sessions[session].id, "slip");
    if (m->sessions[session].struck) {
        assert_refused(do_session_amend(m->f, &c, &made), STIPPLE_SESSION_STRUCK);
        return;
    }
    c.override_reason = "so";
    if (what & 1)
        c.uses = (struct list){uses, uses_pick(m, uses)};
    if (what & 2)
        c.client = m->clients[pick(m, CLIENTS)].client;
    if (what & 4)
        c.held_at = some_time(m);
    assert_ok(m->f, do_session_amend(m->f, &c, &made));
    if (what & 4)
        m->sessions[session].at = c.held_at.ms;
    if (made.uses.n > 0 || made.ended.n > 0)
        lines_keep(m, session, &made);
}

static void step_review(struct model *m)
{
    if (m->n_sessions > 0)
        do_session_review(m->f, m->sessions[pick(m, m->n_sessions)].id);
}

/* As an amendment that says nothing was used. */
static void step_strike(struct model *m)
{
    struct session_made made;
    size_t session = pick(m, m->n_sessions + 3);
    if (session >= m->n_sessions || m->sessions[session].struck)
        return;
    assert_ok(m->f, do_session_strike(m->f, m->sessions[session].id, &made));
    m->sessions[session].struck = true;
    lines_keep(m, session, &made);
}

static void step_stock(struct model *m)
{
    struct vessel *v = &m->vessels[pick(m, m->n_vessels)];
    struct stock_adjust c = adjust_none(m->f, v->id);
    struct stock_changed made;
    c.delta_ul = pick(m, 2) ? 7 : -(int64_t)pick(m, 500);
    c.reason = 0;
    switch (pick(m, 4)) {
    case 0:
        if (do_stock_discard(m->f, v->id, NULL, &made) == STIPPLE_OK)
            v->thrown = BY_HAND;
        break;
    case 1:
        if (do_stock_open(m->f, v->id, NULL, &made) == STIPPLE_OK && v->opened == INT_ABSENT)
            v->opened = m->f->now;
        break;
    default:
        if (do_stock_adjust(m->f, &c, &made) == STIPPLE_OK)
            v->adjusted += c.delta_ul;
    }
}

struct row {
    int64_t left, used, mixed, discarded, adjusted, opened, thrown;
};

static struct row row_read(struct fixture *f, const char *id)
{
    struct row row = {0};
    int64_t *const into[] = {&row.left,     &row.used,   &row.mixed, &row.discarded,
                             &row.adjusted, &row.opened, &row.thrown};
    sqlite3_stmt *st = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(
            f->s->db,
            "SELECT container.remaining, -total(delta) FILTER (WHERE kind = 'use'),"
            " -total(delta) FILTER (WHERE kind = 'mix' AND delta < 0),"
            " -total(delta) FILTER (WHERE kind IN ('discard', 'return')),"
            " total(delta) FILTER (WHERE kind = 'adjust'), container.opened_at,"
            " container.discarded_at IS NOT NULL "
            "FROM container JOIN movement ON movement.container = container.id WHERE uuid = ?",
            -1, &st, NULL),
        SQLITE_OK);
    sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    for (int i = 0; i < 7; i++)
        *into[i] =
            sqlite3_column_type(st, i) == SQLITE_NULL ? INT_ABSENT : sqlite3_column_int64(st, i);
    sqlite3_finalize(st);
    return row;
}

static void vessel_compare(const struct model *m, size_t v)
{
    const struct vessel *vessel = &m->vessels[v];
    struct row row = row_read(m->f, vessel->id);
    int64_t used = 0, opened = vessel->opened;
    for (size_t s = 0; s < m->n_sessions; s++)
        for (size_t i = 0; i < m->sessions[s].n; i++) {
            if (m->sessions[s].lines[i].vessel != v)
                continue;
            used += m->sessions[s].lines[i].booked;
            if (opened == INT_ABSENT || m->sessions[s].at < opened)
                opened = m->sessions[s].at;
        }
    assert_int_equal(row.used, used);
    assert_int_equal(row.mixed, vessel->mixed);
    assert_int_equal(row.adjusted, vessel->adjusted);
    assert_int_equal(row.thrown, vessel->thrown != NOBODY);
    assert_true(row.discarded >= 0 && (row.thrown || row.discarded == 0));
    assert_int_equal(vessel->filled,
                     row.left + row.used + row.mixed + row.discarded - row.adjusted);
    if (!vessel->cup) /* which is open from the beginning */
        assert_int_equal(row.opened, opened);
}

static void random_studios_balance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct fixture f;
        struct model m;
        fixture_open(&f);
        f.seed = seed;
        model_found(&m, &f);
        for (int step = 0; step < STEPS; step++) {
            static void (*const steps[])(struct model *) = {
                step_mix,   step_mix,   step_session, step_strike, step_session,
                step_amend, step_amend, step_amend,   step_stock,  step_review};
            f.now += 3600000;
            steps[pick(&m, sizeof steps / sizeof *steps)](&m);
            for (size_t v = 0; v < m.n_vessels; v++)
                vessel_compare(&m, v);
        }
        assert_books_whole(&f);
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_studios_balance)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
