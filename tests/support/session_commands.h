/* Sessions as the daemon records them. */
#ifndef STIPPLE_TESTS_SESSION_COMMANDS_H
#define STIPPLE_TESTS_SESSION_COMMANDS_H

#include "book_commands.h"

#include "store/sessions.h"

static inline void body_uses(struct body *b, const struct list *uses)
{
    const struct session_use *use = uses->items;
    if (uses->n == 0)
        return;
    json_key(&b->w, "uses");
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
        body_text(b, "refusal", line[i].refusal);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
    body_booked(b, &made->booked);
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
        body_uses(&b, &c->uses);
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
        body_text(&b, "override_reason", c->override_reason);
        body_text(&b, "place", "chair 2");
        body_uses(&b, &c->uses);
        body_session_made(&b, ret);
        code = fixture_record(f, &b, "session.amend", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_session_review(struct fixture *f, const char *session)
{
    struct body b;
    struct session_made made;
    struct session_review c = {head_at(f, NULL), session, "seen"};
    fixture_begin(f);
    enum stipple_error code = session_review(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "session", session);
        body_text(&b, "reason", c.reason);
        body_session_made(&b, &made);
        code = fixture_record(f, &b, "session.review", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_incident_record(struct fixture *f, const char *session)
{
    struct body b;
    struct incident_made made;
    struct incident_record c = {head_at(f, NULL), session};
    fixture_begin(f);
    enum stipple_error code = incident_record(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "session", session);
        body_text(&b, "sealed", "nobody opens this");
        body_made(&b);
        body_text(&b, "incident", made.incident);
        body_text(&b, "incident_code", made.incident_code);
        body_text(&b, "session", made.session);
        body_text(&b, "client", made.client);
        code = fixture_record(f, &b, "incident.record", &c.head);
    }
    return fixture_end(f, code);
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

#endif
