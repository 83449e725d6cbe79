/* Sessions as the daemon records them. */
#ifndef STIPPLE_TESTS_SESSION_COMMANDS_H
#define STIPPLE_TESTS_SESSION_COMMANDS_H

#include "book_commands.h"

#include "store/incidents.h"

static inline void body_uses(struct body *b, const char *name, const struct list *uses)
{
    const struct session_use *use = uses->items;
    if (!uses->items)
        return;
    json_key(&b->w, name);
    json_array(&b->w);
    for (size_t i = 0; i < uses->n; i++) {
        json_object(&b->w);
        body_text(b, "container", use[i].container);
        body_int(b, "ul", use[i].ul);
        body_int(b, "pieces", use[i].pieces);
        body_text(b, "zone", use[i].zone);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

static inline void body_ended(struct body *b, const struct list *ended)
{
    json_key(&b->w, "ended");
    json_array(&b->w);
    for (size_t i = 0; i < ended->n; i++)
        json_int(&b->w, ((const int64_t *)ended->items)[i]);
    json_array_end(&b->w);
}

static inline void body_opened(struct body *b, const struct list *opened)
{
    const struct opening *opening = opened->items;
    json_key(&b->w, "opened");
    json_array(&b->w);
    for (size_t i = 0; i < opened->n; i++) {
        json_object(&b->w);
        body_text(b, "container", opening[i].container);
        body_time(b, "opened_at", opening[i].opened_at);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

static inline void body_session_made(struct body *b, const struct session_made *made)
{
    const struct session_line *line = made->uses.items;
    body_made(b);
    body_text(b, "session", made->session);
    body_text(b, "session_code", made->session_code);
    body_text(b, "client", made->client);
    body_text(b, "artist", made->artist);
    body_text(b, "review", made->review);
    json_key(&b->w, "uses");
    json_array(&b->w);
    for (size_t i = 0; i < made->uses.n; i++) {
        json_object(&b->w);
        body_int(b, "line", line[i].line);
        body_text(b, "container", line[i].container);
        body_int(b, "ul", line[i].ul);
        body_int(b, "pieces", line[i].pieces);
        body_int(b, "missing", line[i].missing);
        body_text(b, "zone", line[i].zone);
        body_text(b, "said", line[i].said);
        body_text(b, "refusal", line[i].refusal);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
    body_ended(b, &made->ended);
    body_bookings(b, "returned", &made->returned);
    body_bookings(b, "booked", &made->booked);
    body_opened(b, &made->opened);
}

static inline enum stipple_error
do_session_record(struct fixture *f, const struct session_record *c, struct session_made *ret)
{
    struct body b;
    *ret = (struct session_made){0};
    fixture_begin(f);
    enum stipple_error code = session_record(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "override_reason", c->override_reason);
        body_text(&b, "place", "chair 1");
        body_uses(&b, "uses", &c->uses);
        body_session_made(&b, ret);
        code = fixture_record(f, &b, "session.record", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_session_amend(struct fixture *f, const struct session_amend *c,
                                                  struct session_made *ret)
{
    struct body b;
    *ret = (struct session_made){0};
    fixture_begin(f);
    enum stipple_error code = session_amend(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "session", c->session);
        body_text(&b, "reason", c->reason);
        body_text(&b, "client", c->client);
        body_time(&b, "held_at", c->held_at);
        body_text(&b, "override_reason", c->override_reason);
        body_text(&b, "place", "chair 2");
        body_uses(&b, "uses", &c->uses);
        body_uses(&b, "add_uses", &c->add_uses);
        body_text(&b, "zone", c->zone);
        body_session_made(&b, ret);
        code = fixture_record(f, &b, "session.amend", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_session_verdict(struct fixture *f, const char *type,
                                                    const char *session, struct session_made *ret)
{
    struct body b;
    struct session_verdict c = {head_at(f, NULL), session, "seen"};
    *ret = (struct session_made){0};
    fixture_begin(f);
    enum stipple_error code =
        (strcmp(type, "session.strike") == 0 ? session_strike : session_review)(f->s, &f->a, &c,
                                                                                ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "session", session);
        body_text(&b, "reason", c.reason);
        body_session_made(&b, ret);
        code = fixture_record(f, &b, type, &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_session_review(struct fixture *f, const char *session)
{
    struct session_made made;
    return do_session_verdict(f, "session.review", session, &made);
}

static inline enum stipple_error do_session_strike(struct fixture *f, const char *session,
                                                   struct session_made *ret)
{
    return do_session_verdict(f, "session.strike", session, ret);
}

static inline void body_incident_made(struct body *b, const struct incident_made *made)
{
    body_made(b);
    body_text(b, "incident", made->incident);
    body_text(b, "incident_code", made->incident_code);
    body_text(b, "session", made->session);
    body_text(b, "client", made->client);
}

/* `ret` may be NULL. */
static inline enum stipple_error do_incident_made(struct fixture *f, const char *session,
                                                  const char *when, struct incident_made *ret)
{
    struct body b;
    struct incident_made made = {0};
    struct incident_record c = {head_at(f, when), session};
    fixture_begin(f);
    enum stipple_error code = incident_record(f->s, &f->a, &c, &made, &f->e);
    if (ret)
        *ret = made;
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "session", session);
        body_text(&b, "sealed", "nobody opens this");
        body_incident_made(&b, &made);
        code = fixture_record(f, &b, "incident.record", &c.head);
    }
    return fixture_end(f, code);
}

/* Says other words (sealed) and, where they are not NULL, another session and moment. */
static inline enum stipple_error do_incident_amend(struct fixture *f, const char *incident,
                                                   const char *session, const char *seen_at,
                                                   const char *reason)
{
    struct body b;
    struct incident_made made = {0};
    struct incident stood;
    struct incident_amend c = {head_at(f, NULL), incident, reason, session, {INT_ABSENT, 0}};
    assert_true(!seen_at || time_parse(seen_at, &c.seen_at));
    fixture_begin(f);
    enum stipple_error code = incident_amend(f->s, &f->a, &c, &made, &stood, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "incident", incident);
        body_text(&b, "reason", reason);
        body_text(&b, "session", session);
        body_text(&b, "seen_at", seen_at);
        body_text(&b, "sealed", "nor this");
        body_incident_made(&b, &made);
        code = fixture_record(f, &b, "incident.amend", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_incident_record(struct fixture *f, const char *session,
                                                    const char *when)
{
    return do_incident_made(f, session, when, NULL);
}

static inline struct session_use use_of(const char *container, int64_t ul)
{
    return (struct session_use){container, ul, INT_ABSENT, NULL};
}

static inline struct session_record session_of(struct fixture *f, const char *client,
                                               const char *artist, const struct session_use *uses,
                                               size_t n)
{
    return (struct session_record){.head = head_at(f, NULL),
                                   .client = client,
                                   .artist = artist,
                                   .uses = {(void *)(uintptr_t)uses, n}};
}

static inline struct session_amend amend_of(struct fixture *f, const char *session,
                                            const char *reason)
{
    return (struct session_amend){
        .head = head_at(f, NULL), .session = session, .reason = reason, .held_at = {INT_ABSENT, 0}};
}

/* What most tests of sessions begin with. */
struct chair {
    struct lot_received pigment, diluent, needles;
    struct client_made client, other;
    struct staff_made artist;
};

static inline struct chair some_chair(struct fixture *f)
{
    struct chair chair = {0};
    chair.pigment =
        some_lot(f, some_product(f, PRODUCT_PIGMENT, "Black", 365), "P1", "2027-06-30", 2);
    chair.diluent = some_lot(f, some_product(f, PRODUCT_DILUENT, "Water", 30), "D1", NULL, 1);
    struct lot_receive c = {.head = head_at(f, "2026-01-02T10:00:00+01:00"),
                            .lot.product = some_product(f, PRODUCT_CARTRIDGE, "Liner", INT_ABSENT),
                            .lot.lot_no = "N1",
                            .lot.containers = 1,
                            .lot.each_ul = INT_ABSENT,
                            .lot.each_pieces = 20};
    assert_ok(f, do_lot_receive(f, &c, &chair.needles));
    chair.client = some_client(f);
    chair.other = some_client(f);
    assert_ok(f, do_staff_add(f, "An Artist", 1001, &chair.artist));
    return chair;
}

static inline struct mix_made some_cup(struct fixture *f, const struct chair *chair)
{
    struct mix_input inputs[] = {{bottle(&chair->pigment, 0), 100},
                                 {bottle(&chair->diluent, 0), 900}};
    struct mix_make c = mix_of(f, chair->client.client, NULL, inputs, 2);
    struct mix_made made;
    assert_ok(f, do_mix_make(f, &c, &made));
    return made;
}

#endif
