/* Clients, matches, mixes and sessions as the daemon records them. */
#ifndef STIPPLE_TESTS_BOOK_COMMANDS_H
#define STIPPLE_TESTS_BOOK_COMMANDS_H

#include "store_commands.h"

#include "store/clients.h"
#include "store/connection.h"
#include "store/courses.h"
#include "store/mixes.h"

/* Records a client nobody knows anything of. */
static inline struct client_made some_client(struct fixture *f)
{
    struct body b;
    struct client_made made = {0};
    struct write_head head = head_at(f, NULL);
    fixture_begin(f);
    enum stipple_error code = client_add(f->s, &f->a, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "sealed", "nobody opens this");
        body_made(&b);
        body_text(&b, "client", made.client);
        body_text(&b, "client_code", made.client_code);
        code = fixture_record(f, &b, "client.add", &head);
    }
    assert_ok(f, fixture_end(f, code));
    return made;
}

/* Opened on the second of January. */
static inline struct course_made some_course(struct fixture *f, const char *client,
                                             const char *service)
{
    struct body b;
    struct course_made made = {0};
    struct write_head head = head_at(f, "2026-01-02T10:00:00+01:00");
    fixture_begin(f);
    enum stipple_error code = course_open(f->s, &f->a, client, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "client", client);
        body_text(&b, "service", service);
        body_made(&b);
        body_text(&b, "course", made.course);
        body_text(&b, "course_code", made.course_code);
        code = fixture_record(f, &b, "course.open", &head);
    }
    assert_ok(f, fixture_end(f, code));
    return made;
}

static inline void body_takes(struct body *b, const char *key, const struct list *takes)
{
    const struct mix_take *take = takes->items;
    json_key(&b->w, key);
    json_array(&b->w);
    for (size_t i = 0; i < takes->n; i++) {
        json_object(&b->w);
        body_text(b, "container", take[i].container);
        body_text(b, "container_code", take[i].container_code);
        body_int(b, "ul", take[i].ul);
        body_int(b, "taken_ul", take[i].taken_ul);
        if (take[i].sealed != BOOL_ABSENT) {
            json_key(&b->w, "sealed");
            json_bool(&b->w, take[i].sealed == 1);
        }
        body_text(b, "usable_until", take[i].usable_until);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

static inline void body_bookings(struct body *b, const char *key, const struct list *booked)
{
    const struct booking *booking = booked->items;
    json_key(&b->w, key);
    json_array(&b->w);
    for (size_t i = 0; i < booked->n; i++) {
        json_object(&b->w);
        body_text(b, "container", booking[i].container);
        body_int(b, "delta", booking[i].delta);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

/* A match that takes what it is told. */
static inline enum stipple_error do_match_accept(struct fixture *f, const char *client,
                                                 const char *product, const struct list *takes,
                                                 struct match_accepted *ret)
{
    struct body b;
    struct match_accept c = {head_at(f, NULL), client, NULL};
    fixture_begin(f);
    enum stipple_error code = match_accept(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_made(&b);
        body_text(&b, "match", ret->match);
        body_text(&b, "match_code", ret->match_code);
        body_text(&b, "client", ret->client);
        body_text(&b, "product", product);
        body_takes(&b, "takes", takes);
        code = fixture_record(f, &b, "match.accept", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_mix_make(struct fixture *f, const struct mix_make *c,
                                             struct mix_made *ret)
{
    struct body b;
    *ret = (struct mix_made){0};
    fixture_begin(f);
    enum stipple_error code = mix_make(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "kind", mix_kinds[c->kind]);
        body_text(&b, "match", c->match);
        body_made(&b);
        body_text(&b, "mix", ret->mix);
        body_text(&b, "mix_code", ret->mix_code);
        body_text(&b, "client", ret->client);
        body_int(&b, "filled_ul", ret->filled_ul);
        body_text(&b, "discard_by", ret->discard_by);
        body_takes(&b, "inputs", &ret->inputs);
        body_bookings(&b, "booked", &ret->booked);
        code = fixture_record(f, &b, "mix.make", &c->head);
    }
    return fixture_end(f, code);
}

/* A cup of `client`, or a stock dilution until `discard_by`. */
static inline struct mix_make mix_of(struct fixture *f, const char *client, const char *discard_by,
                                     const struct mix_input *inputs, size_t n)
{
    return (struct mix_make){.head = head_at(f, NULL),
                             .kind = client ? MIX_CUP : MIX_STOCK,
                             .inputs = {(void *)(uintptr_t)inputs, n},
                             .client = client,
                             .discard_by = discard_by};
}

static inline enum stipple_error do_mix_discard(struct fixture *f, const char *mix)
{
    struct body b;
    struct stock_changed made;
    struct mix_discard c = {head_at(f, NULL), mix, "not needed", 2, NULL};
    fixture_begin(f);
    enum stipple_error code = mix_discard(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "mix", mix);
        body_made(&b);
        code = fixture_record(f, &b, "mix.discard", &c.head);
    }
    return fixture_end(f, code);
}

static inline int64_t left_in(struct fixture *f, const char *container)
{
    sqlite3_stmt *st = NULL;
    int64_t left = -1;
    assert_int_equal(sqlite3_prepare_v2(f->s->db, "SELECT remaining FROM container WHERE uuid = ?",
                                        -1, &st, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(st, 1, container, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW)
        left = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return left;
}

/* The whole history gives the whole state, and every container's movements give what is left. */
static inline void assert_books_whole(struct fixture *f)
{
    struct audit audit;
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    const struct audit_finding *finding = audit.findings.items;
    if (audit.findings.n > 0)
        fail_msg("%s %s: %s", finding->what, finding->where ? finding->where : "", finding->text);
    assert_true(audit.whole);
    sqlite3_stmt *st = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(f->s->db,
                           "SELECT code FROM container WHERE remaining <> (SELECT sum(delta) FROM "
                           "movement WHERE movement.container = container.id)",
                           -1, &st, NULL),
        SQLITE_OK);
    if (sqlite3_step(st) == SQLITE_ROW)
        fail_msg("the movements of %s do not give what is left",
                 (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
}

#endif
