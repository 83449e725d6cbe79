#include "unit.h"

#include "store/trace.h"

#include "purge_commands.h"
#include "session_commands.h"

/* A random studio, with its own plain record of what reached whom: for every container how much of
 * each lot is in it, and for every session the containers used. The trace is held against that. */
enum { LOTS = 6, CLIENTS = 5, CONTAINERS_MAX = 64, SESSIONS_MAX = 48, USES_MAX = 4, STEPS = 60 };
enum { INCIDENTS_MAX = 16 };

struct vessel {
    const char *id;
    bool in[LOTS]; /* lots that are in it */
    int client;    /* whose cup; -1: no cup */
    bool gone;
};
struct held {
    const char *id;
    int client;
    size_t vessels[USES_MAX], n;
};
struct reaction {
    const char *id;
    size_t session;
};
struct model {
    struct fixture *f;
    struct lot_received lots[LOTS];
    struct client_made clients[CLIENTS];
    struct staff_made artist;
    struct vessel vessels[CONTAINERS_MAX];
    struct held sessions[SESSIONS_MAX];
    struct reaction incidents[INCIDENTS_MAX];
    size_t n_vessels, n_sessions, n_incidents;
};

static size_t pick(struct model *m, size_t n)
{
    return (size_t)fixture_below(m->f, (int64_t)n);
}

static void model_found(struct model *m, struct fixture *f)
{
    *m = (struct model){.f = f};
    char name[24];
    for (size_t i = 0; i < LOTS; i++) {
        snprintf(name, sizeof name, "Shade %zu", i);
        m->lots[i] = some_lot(f, some_product(f, PRODUCT_PIGMENT, name, 365), name, NULL, 2);
        for (size_t j = 0; j < 2; j++) {
            struct vessel *v = &m->vessels[m->n_vessels++];
            *v = (struct vessel){.id = bottle(&m->lots[i], j), .client = -1};
            v->in[i] = true;
        }
    }
    for (size_t i = 0; i < CLIENTS; i++)
        m->clients[i] = some_client(f);
    assert_ok(f, do_staff_add(f, "An Artist", 1001, &m->artist));
}

/* A cup or a stock dilution of up to three others. */
static void step_mix(struct model *m)
{
    struct mix_input inputs[3];
    struct vessel made = {.client = pick(m, 2) ? (int)pick(m, CLIENTS) : -1};
    size_t n = 0, wanted = 1 + pick(m, 3), from[3];
    if (m->n_vessels == CONTAINERS_MAX)
        return;
    while (n < wanted) {
        size_t v = pick(m, m->n_vessels);
        bool taken = m->vessels[v].client >= 0 || m->vessels[v].gone;
        for (size_t i = 0; i < n; i++)
            taken |= from[i] == v;
        if (taken || left_in(m->f, m->vessels[v].id) < 40) {
            wanted--;
            continue;
        }
        from[n] = v;
        inputs[n++] = (struct mix_input){m->vessels[v].id, 10 + (int64_t)pick(m, 30)};
        for (size_t lot = 0; lot < LOTS; lot++)
            made.in[lot] |= m->vessels[v].in[lot];
    }
    if (n == 0)
        return;
    const char *client = made.client < 0 ? NULL : m->clients[made.client].client;
    struct mix_make c = mix_of(m->f, client, client ? NULL : "2026-03-01", inputs, n);
    struct mix_made mix;
    assert_ok(m->f, do_mix_make(m->f, &c, &mix));
    made.id = mix.mix;
    m->vessels[m->n_vessels++] = made;
}

static size_t uses_pick(struct model *m, struct held *held, struct session_use *uses)
{
    held->n = 0;
    for (size_t i = 0, wanted = 1 + pick(m, USES_MAX); i < wanted; i++) {
        size_t v = pick(m, m->n_vessels);
        held->vessels[held->n] = v;
        uses[held->n++] = use_of(m->vessels[v].id, 1 + (int64_t)pick(m, 50));
    }
    return held->n;
}

static void cups_throw(struct model *m, const struct held *held)
{
    for (size_t i = 0; i < held->n; i++)
        if (m->vessels[held->vessels[i]].client >= 0)
            m->vessels[held->vessels[i]].gone = true;
}

static void step_session(struct model *m)
{
    struct session_use uses[USES_MAX];
    if (m->n_sessions == SESSIONS_MAX)
        return;
    struct held *held = &m->sessions[m->n_sessions++];
    held->client = (int)pick(m, CLIENTS);
    size_t n = uses_pick(m, held, uses);
    struct session_record c =
        session_of(m->f, m->clients[held->client].client, m->artist.staff, uses, n);
    struct session_made made;
    c.override_reason = "it was";
    assert_ok(m->f, do_session_record(m->f, &c, &made));
    held->id = made.session;
    cups_throw(m, held);
}

/* Of a session that may be amended afterwards, or was. */
static void step_incident(struct model *m)
{
    if (m->n_sessions == 0 || m->n_incidents == INCIDENTS_MAX)
        return;
    struct reaction *reaction = &m->incidents[m->n_incidents++];
    struct incident_made made;
    reaction->session = pick(m, m->n_sessions);
    assert_ok(m->f, do_incident_made(m->f, m->sessions[reaction->session].id, NULL, &made));
    reaction->id = made.incident;
}

/* Other lines, sometimes none, sometimes of another client. */
static void step_amend(struct model *m)
{
    struct session_use uses[USES_MAX];
    if (m->n_sessions == 0)
        return;
    struct held *held = &m->sessions[pick(m, m->n_sessions)];
    struct session_amend c = amend_of(m->f, held->id, "slip");
    c.override_reason = "so";
    if (pick(m, 3) == 0) {
        held->client = (int)pick(m, CLIENTS);
        c.client = m->clients[held->client].client;
    }
    size_t lines = pick(m, 5);
    if (lines > 0)
        c.uses = (struct list){uses, lines > 1 ? uses_pick(m, held, uses) : (held->n = 0)};
    struct session_made made;
    assert_ok(m->f, do_session_amend(m->f, &c, &made));
    cups_throw(m, held);
}

/* How many lines of the lot reached the client, by walking everything. */
static size_t reached_plainly(const struct model *m, size_t lot, int client)
{
    size_t n = 0;
    for (size_t s = 0; s < m->n_sessions; s++)
        for (size_t i = 0; m->sessions[s].client == client && i < m->sessions[s].n; i++)
            n += m->vessels[m->sessions[s].vessels[i]].in[lot];
    return n;
}

static size_t uses_between(const struct list *uses, const char *lot, const char *client)
{
    const struct trace_use *use = uses->items;
    size_t n = 0;
    for (size_t i = 0; i < uses->n; i++)
        n += strcmp(use[i].lot, lot) == 0 && strcmp(use[i].client, client) == 0;
    return n;
}

static void pairs_compare(struct model *m)
{
    struct fixture *f = m->f;
    struct trace_page all = {0};
    struct list forward[LOTS], back;
    const char *cursor;
    for (size_t lot = 0; lot < LOTS; lot++)
        assert_ok(
            f, trace_lot_uses(f->s, &f->a, m->lots[lot].lot, &all, &forward[lot], &cursor, &f->e));
    for (int client = 0; client < CLIENTS; client++) {
        const char *id = m->clients[client].client;
        assert_ok(f, trace_client_uses(f->s, &f->a, id, &all, &back, &cursor, &f->e));
        for (size_t lot = 0; lot < LOTS; lot++) {
            size_t plain = reached_plainly(m, lot, client);
            assert_int_equal(uses_between(&forward[lot], m->lots[lot].lot, id), plain);
            assert_int_equal(uses_between(&back, m->lots[lot].lot, id), plain);
        }
    }
}

/* Every client stands on one page of the uses, where theirs begin. */
static size_t clients_by_pages(struct fixture *f, const char *lot)
{
    struct trace_page page = {2, NULL};
    size_t n = 0;
    do {
        struct list uses, clients;
        const char *next = NULL;
        assert_ok(f, trace_lot_uses(f->s, &f->a, lot, &page, &uses, &next, &f->e));
        assert_ok(f, trace_clients_page(f->s, &f->a, lot, page.cursor, next, &clients, &f->e));
        assert_true(clients.n <= uses.n);
        n += clients.n;
        page.cursor = next;
    } while (page.cursor);
    return n;
}

/* Whom a lot reached, and what reached a client, are the same pairs again. */
static void heads_compare(struct model *m)
{
    struct fixture *f = m->f;
    for (size_t lot = 0; lot < LOTS; lot++) {
        struct list rows, keys;
        size_t plain = 0;
        for (int client = 0; client < CLIENTS; client++)
            plain += reached_plainly(m, lot, client) > 0;
        assert_ok(f, trace_clients(f->s, &f->a, m->lots[lot].lot, &rows, &f->e));
        assert_int_equal(rows.n, plain);
        assert_int_equal(clients_by_pages(f, m->lots[lot].lot), plain);
        assert_ok(f, trace_lot_keys(f->s, &f->a, m->lots[lot].lot, &keys, &f->e));
        assert_int_equal(keys.n, plain);
    }
    for (int client = 0; client < CLIENTS; client++) {
        struct list rows;
        size_t plain = 0;
        for (size_t lot = 0; lot < LOTS; lot++)
            plain += reached_plainly(m, lot, client) > 0;
        assert_ok(f, trace_lots(f->s, &f->a, m->clients[client].client, &rows, &f->e));
        assert_int_equal(rows.n, plain);
    }
}

/* How many of all clients and of all incidents the lot reached, by walking everything. */
static int64_t parties_plainly(const struct model *m, size_t lot)
{
    int64_t n = 0;
    for (int client = 0; client < CLIENTS; client++)
        n += reached_plainly(m, lot, client) > 0;
    for (size_t i = 0; i < m->n_incidents; i++) {
        const struct held *held = &m->sessions[m->incidents[i].session];
        bool in = false;
        for (size_t j = 0; j < held->n; j++)
            in |= m->vessels[held->vessels[j]].in[lot];
        n += in;
    }
    return n;
}

static void common_compare(struct model *m)
{
    struct fixture *f = m->f;
    const char *clients[CLIENTS], *incidents[INCIDENTS_MAX];
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = m->clients[i].client;
    for (size_t i = 0; i < m->n_incidents; i++)
        incidents[i] = m->incidents[i].id;
    struct trace_parties all = {.clients = {clients, CLIENTS},
                                .incidents = {incidents, m->n_incidents}};
    struct list rows;
    assert_ok(f, trace_common(f->s, &f->a, &all, &rows, &f->e));
    size_t shared = 0;
    for (size_t lot = 0; lot < LOTS; lot++) {
        int64_t reached = parties_plainly(m, lot);
        shared += reached > 1;
        const struct trace_shared *row = rows.items;
        for (size_t i = 0; i < rows.n; i++)
            if (strcmp(row[i].lot, m->lots[lot].lot) == 0) {
                assert_int_equal(row[i].reached, reached);
                assert_int_equal(row[i].codes.n, reached);
            }
    }
    assert_int_equal(rows.n, shared);
}

/* The words of a client go, once nobody has to look at a session of theirs; what reached them
 * stays.
 */
static void client_purge(struct model *m)
{
    const char *id = m->clients[pick(m, CLIENTS)].client;
    struct purge_made made;
    for (size_t i = 0; i < m->n_sessions; i++)
        do_session_review(m->f, m->sessions[i].id);
    assert_ok(m->f, do_purge(m->f, &id, 1, "asked for", &made));
    assert_int_equal(made.clients.n, 1);
}

static void all_compare(struct model *m)
{
    pairs_compare(m);
    heads_compare(m);
    common_compare(m);
    assert_books_whole(m->f);
}

static void random_studios_agree_with_a_plain_walk(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct fixture f;
        struct model m;
        fixture_open(&f);
        f.seed = seed;
        model_found(&m, &f);
        for (int step = 0; step < STEPS; step++) {
            size_t which = pick(&m, 12);
            if (which < 4)
                step_mix(&m);
            else if (which < 8)
                step_session(&m);
            else if (which < 10)
                step_amend(&m);
            else
                step_incident(&m);
        }
        all_compare(&m);
        client_purge(&m);
        all_compare(&m);
        fixture_close(&f);
    }
}

static void pages_of_a_trace_are_the_whole(void **state)
{
    (void)state;
    struct fixture f;
    struct model m;
    fixture_open(&f);
    model_found(&m, &f);
    for (int i = 0; i < 20; i++)
        step_session(&m);
    struct trace_page all = {0}, page = {.limit = 3};
    struct list whole, part;
    const char *cursor;
    assert_ok(&f, trace_lot_uses(f.s, &f.a, m.lots[0].lot, &all, &whole, &cursor, &f.e));
    assert_true(whole.n > 3);
    size_t n = 0;
    do {
        assert_ok(&f, trace_lot_uses(f.s, &f.a, m.lots[0].lot, &page, &part, &page.cursor, &f.e));
        for (size_t i = 0; i < part.n; i++, n++)
            assert_string_equal(((const struct trace_use *)part.items)[i].session,
                                ((const struct trace_use *)whole.items)[n].session);
    } while (page.cursor);
    assert_int_equal(n, whole.n);
    fixture_close(&f);
}

static void volumes_are_told_through_mixes(void **state)
{
    (void)state;
    struct fixture f;
    struct model m;
    fixture_open(&f);
    model_found(&m, &f);
    struct mix_input inputs[] = {
        {bottle(&m.lots[0], 0), 100}, {bottle(&m.lots[0], 1), 100}, {bottle(&m.lots[1], 0), 800}};
    struct mix_make c = mix_of(&f, m.clients[0].client, NULL, inputs, 3);
    struct mix_made cup;
    struct session_made made;
    assert_ok(&f, do_mix_make(&f, &c, &cup));
    struct session_use use = use_of(cup.mix, 500);
    struct session_record r = session_of(&f, m.clients[0].client, m.artist.staff, &use, 1);
    assert_ok(&f, do_session_record(&f, &r, &made));
    struct trace_page all = {0};
    struct list uses, mixes, bottles;
    const char *cursor;
    assert_ok(&f, trace_lot_uses(f.s, &f.a, m.lots[0].lot, &all, &uses, &cursor, &f.e));
    const struct trace_use *row = uses.items;
    assert_int_equal(uses.n, 1); /* two bottles of one lot are one line of it */
    assert_int_equal(row->ul, 500);
    assert_float_equal((float)row->lot_ul, 100, 1e-6);
    assert_string_equal(row->container_code, "X-0001");
    assert_ok(&f, trace_mixes(f.s, &f.a, m.lots[0].lot, &mixes, &f.e));
    assert_int_equal(mixes.n, 1);
    assert_float_equal((float)((const struct trace_container *)mixes.items)->lot_ul, 200, 1e-6);
    assert_ok(&f, trace_containers(f.s, &f.a, m.lots[0].lot, &bottles, &f.e));
    assert_int_equal(bottles.n, 2);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_studios_agree_with_a_plain_walk),
        cmocka_unit_test(pages_of_a_trace_are_the_whole),
        cmocka_unit_test(volumes_are_told_through_mixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
