/* Purges as the daemon records them, and a studio in whose books something of everything stands. */
#ifndef STIPPLE_TESTS_PURGE_COMMANDS_H
#define STIPPLE_TESTS_PURGE_COMMANDS_H

#include "people_commands.h"
#include "recall_commands.h"
#include "session_commands.h"

#include "store/aftercare.h"
#include "store/purge.h"

static const char purge_day[] = "2026-01-15"; /* of the fixture's clock */

static inline void body_purged(struct body *b, const struct purge_made *made)
{
    const struct purged_record *record = made->clients.items;
    json_key(&b->w, "clients");
    json_array(&b->w);
    for (size_t i = 0; i < made->clients.n; i++) {
        const struct purged_event *gone = record[i].events.items;
        json_object(&b->w);
        body_text(b, "client", record[i].client);
        body_text(b, "client_code", record[i].client_code);
        json_key(&b->w, "events");
        json_array(&b->w);
        for (size_t j = 0; j < record[i].events.n; j++) {
            json_object(&b->w);
            body_int(b, "event", gone[j].event);
            json_key(&b->w, "kept");
            json_raw(&b->w, gone[j].kept, strlen(gone[j].kept));
            json_object_end(&b->w);
        }
        json_array_end(&b->w);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

static inline enum stipple_error do_purge(struct fixture *f, const char *const clients[], size_t n,
                                          const char *override_reason, struct purge_made *ret)
{
    struct body b;
    struct purge c = {.head = head_at(f, NULL),
                      .clients = {(void *)(uintptr_t)clients, n},
                      .reason = "the time is over",
                      .override_reason = override_reason};
    *ret = (struct purge_made){0};
    fixture_begin(f);
    enum stipple_error code = retention_purge(f->s, &f->a, purge_day, &c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_texts(&b, "clients", &c.clients);
        body_text(&b, "reason", c.reason);
        body_made(&b);
        body_purged(&b, ret);
        code = fixture_record(f, &b, "retention.purge", &c.head);
    }
    return fixture_end(f, code);
}

struct books {
    const char *black; /* the pigment's product */
    struct lot_received pigment, diluent, needles;
    struct staff_made artist;
    struct client_made clients[4];
    struct course_made courses[4];
    struct session_made sessions[4];
    struct recall_opened recall;
};

static inline void books_shelf(struct fixture *f, struct books *b)
{
    b->black = some_product(f, PRODUCT_PIGMENT, "Books Black", 365);
    b->pigment = some_lot(f, b->black, "BB-1", "2027-06-30", 2);
    b->diluent = some_lot(f, some_product(f, PRODUCT_DILUENT, "Books Water", 30), "BW-1", NULL, 1);
    struct lot_receive c = {.head = head_at(f, "2026-01-02T10:00:00+01:00"),
                            .lot.product =
                                some_product(f, PRODUCT_CARTRIDGE, "Books Liner", INT_ABSENT),
                            .lot.lot_no = "BB-1",
                            .lot.containers = 1,
                            .lot.each_ul = INT_ABSENT,
                            .lot.each_pieces = 20};
    assert_ok(f, do_lot_receive(f, &c, &b->needles));
    assert_ok(f, do_staff_add(f, "Books Artist", 1001, &b->artist));
}

/* A match, a cup of it, a session of that, and what came of it. */
static inline void books_client(struct fixture *f, struct books *b, size_t i)
{
    const char *client, *marker = arena_print(&f->a, "{\"name\":\"Marker %zu\"}", i);
    struct mix_take take = {bottle(&b->pigment, 0), "B", 50, 50, BOOL_ABSENT, NULL};
    struct list takes = {&take, 1};
    struct match_accepted match;
    struct mix_made cup;
    assert_ok(f, do_client_add(f, marker, &b->clients[i]));
    client = b->clients[i].client;
    assert_ok(f, do_client_amend_for(f, client, marker, arena_print(&f->a, "marker%zu", i)));
    assert_ok(f, do_course_open(f, client, marker, NULL, &b->courses[i]));
    assert_ok(f, do_course_amend(f, b->courses[i].course, arena_print(&f->a, "marker%zu's", i),
                                 ",\"skin\":\"dry\",\"clear\":[\"norwood\"]", marker));
    assert_ok(f, do_match_accept(f, client, b->black, &takes, &match));
    struct mix_input inputs[] = {{bottle(&b->pigment, 0), 100}, {bottle(&b->diluent, 0), 900}};
    struct mix_make make = mix_of(f, client, NULL, inputs, 2);
    assert_ok(f, do_mix_make(f, &make, &cup));
    struct session_use uses[] = {{cup.mix, 300, INT_ABSENT, "crown"},
                                 {bottle(&b->needles, 0), INT_ABSENT, 1, "temple"}};
    struct session_record c = session_of(f, client, b->artist.staff, uses, 2);
    assert_ok(f, do_session_record(f, &c, &b->sessions[i]));
    struct incident_made incident;
    assert_ok(f, do_incident_made(f, b->sessions[i].session, NULL, &incident));
    assert_ok(f, do_incident_amend(f, incident.incident, NULL, NULL,
                                   arena_print(&f->a, "misheard by marker%zu", i)));
    assert_ok(f, do_course_close(f, b->courses[i].course, NULL));
    assert_ok(f, do_course_end(f, b->courses[i].course, NULL, true));
    assert_ok(f, do_course_close(f, b->courses[i].course, NULL));
}

static inline void books_amend(struct fixture *f, struct books *b)
{
    struct session_use use = {bottle(&b->pigment, 1), 70, INT_ABSENT, "hairline"};
    struct session_use uses[] = {use, {"box of marker0", INT_ABSENT, 2, "crown"}};
    struct session_amend amend = amend_of(f, b->sessions[0].session, "slip marker0");
    amend.uses = (struct list){uses, 2};
    amend.held_at = (struct instant){f->now - 3600000, 60};
    struct session_record held = session_of(f, b->clients[1].client, b->artist.staff, &use, 1);
    struct session_made made;
    assert_ok(f, do_session_amend(f, &amend, &made));
    assert_ok(f, do_session_review(f, made.session));
    assert_ok(f, do_lot_hold(f, b->pigment.lot, NULL, false));
    held.override_reason = "because of marker1";
    assert_ok(f, do_session_record(f, &held, &made));
    assert_ok(f, do_session_review(f, made.session));
    assert_ok(f, do_lot_hold(f, b->pigment.lot, NULL, true));
    held.client = b->clients[0].client;
    assert_ok(f, do_session_record(f, &held, &made));
    assert_ok(f, do_session_strike(f, made.session, &made));
}

static inline void books_aftercare(struct fixture *f)
{
    struct body b;
    struct aftercare_write c = {head_at(f, NULL), "2026-01"};
    fixture_begin(f);
    assert_ok(f, aftercare_write(f->s, &f->a, &c, &f->e));
    body_begin(&b);
    body_text(&b, "version", c.version);
    body_text(&b, "doctor", "when it swells");
    body_made(&b);
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "aftercare.write", &c.head)));
}

/* Four clients, none of whom has anything open. */
static inline struct books books_make(struct fixture *f)
{
    static const char *const names[] = {"Books Black"}, *const numbers[] = {"BB-1"};
    struct books b = {0};
    books_shelf(f, &b);
    books_aftercare(f);
    for (size_t i = 0; i < 4; i++)
        books_client(f, &b, i);
    books_amend(f, &b);
    struct notice notice = {
        .maker = "Scalpworks", .products = {(void *)names, 1}, .lots = {(void *)numbers, 1}};
    struct recall_judged judged;
    struct recall_closed closed;
    assert_ok(f, do_recall_open(f, &notice, NULL, NULL, &b.recall));
    assert_ok(f, do_recall_contact(f, b.recall.recall, b.clients[0].client, true));
    assert_ok(f, do_recall_judge(f, b.recall.recall, b.needles.lot, true, &judged));
    assert_ok(f, do_recall_end(f, b.recall.recall, "moved away", false, &closed));
    return b;
}

static inline struct audit verify(struct fixture *f)
{
    struct audit audit = {0};
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    return audit;
}

static inline void purge_some(struct fixture *f, const struct books *b, size_t first, size_t n,
                              struct purge_made *ret)
{
    const char *ids[4];
    for (size_t i = 0; i < n; i++)
        ids[i] = b->clients[first + i].client;
    assert_ok(f, do_purge(f, ids, n, NULL, ret));
}

#endif
