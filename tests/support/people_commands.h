/* The commands about clients as the daemon runs them: check, seal, record. */
#ifndef STIPPLE_TESTS_PEOPLE_COMMANDS_H
#define STIPPLE_TESTS_PEOPLE_COMMANDS_H

#include "store_commands.h"

#include "store/courses.h"
#include "store/seal.h"

static inline enum stipple_error body_seal(struct fixture *f, struct body *b, const char *client,
                                           const char *json)
{
    const char *sealed = NULL;
    enum stipple_error code =
        json ? seal_text(f->s, &f->a, client, json, strlen(json), &sealed, &f->e) : STIPPLE_OK;
    body_text(b, "sealed", sealed);
    return code;
}

/* `identity`: the JSON object that is sealed. */
static inline enum stipple_error do_client_add(struct fixture *f, const char *identity,
                                               struct client_made *ret)
{
    struct body b;
    struct write_head head = head_at(f, NULL);
    fixture_begin(f);
    enum stipple_error code = client_add(f->s, &f->a, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        code = body_seal(f, &b, ret->client, identity);
        body_made(&b);
        body_text(&b, "client", ret->client);
        body_text(&b, "client_code", ret->client_code);
        enum stipple_error recorded = fixture_record(f, &b, "client.add", &head);
        code = code ? code : recorded;
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_client_amend_for(struct fixture *f, const char *client,
                                                     const char *identity, const char *reason)
{
    struct body b;
    struct write_head head = head_at(f, NULL);
    fixture_begin(f);
    body_begin(&b);
    enum stipple_error code = body_seal(f, &b, client, identity);
    body_text(&b, "client", client);
    body_text(&b, "reason", reason);
    body_made(&b);
    body_text(&b, "client", client);
    enum stipple_error recorded = fixture_record(f, &b, "client.amend", &head);
    return fixture_end(f, code ? code : recorded);
}

static inline enum stipple_error do_client_amend(struct fixture *f, const char *client,
                                                 const char *identity)
{
    return do_client_amend_for(f, client, identity, "a slip");
}

/* `words`: the JSON object that is sealed, or NULL. */
static inline enum stipple_error do_course_open(struct fixture *f, const char *client,
                                                const char *words, const char *when,
                                                struct course_made *ret)
{
    struct body b;
    struct write_head head = head_at(f, when);
    fixture_begin(f);
    enum stipple_error code = course_open(f->s, &f->a, client, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "client", client);
        body_text(&b, "service", "hairline");
        body_text(&b, "norwood", "III");
        code = body_seal(f, &b, ret->client, words);
        body_made(&b);
        body_text(&b, "course", ret->course);
        body_text(&b, "course_code", ret->course_code);
        body_text(&b, "client", ret->client);
        body_text(&b, "client_code", ret->client_code);
        enum stipple_error recorded = fixture_record(f, &b, "course.open", &head);
        code = code ? code : recorded;
    }
    return fixture_end(f, code);
}

/* `facts`: members of the body, written as JSON behind a comma. */
static inline enum stipple_error do_course_amend(struct fixture *f, const char *course,
                                                 const char *reason, const char *facts,
                                                 const char *words)
{
    struct body b;
    struct course_amend c = {head_at(f, NULL), course, reason};
    struct course_made made;
    fixture_begin(f);
    enum stipple_error code = course_amend(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "course", course);
        body_text(&b, "reason", reason);
        buffer_text(&b.text, facts);
        code = body_seal(f, &b, made.client, words);
        body_made(&b);
        body_text(&b, "course", made.course);
        body_text(&b, "client", made.client);
        enum stipple_error recorded = fixture_record(f, &b, "course.amend", &c.head);
        code = code ? code : recorded;
    }
    return fixture_end(f, code);
}

/* Closed, or that taken back. */
static inline enum stipple_error do_course_end(struct fixture *f, const char *course,
                                               const char *when, bool reopen)
{
    struct body b;
    struct course_close c = {head_at(f, when), course, "done"};
    struct course_made made;
    fixture_begin(f);
    enum stipple_error code = reopen ? course_reopen(f->s, &f->a, &c, &made, &f->e)
                                     : course_close(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "course", course);
        body_text(&b, "reason", c.reason);
        body_made(&b);
        body_text(&b, "course", made.course);
        body_text(&b, "client", made.client);
        code = fixture_record(f, &b, reopen ? "course.reopen" : "course.close", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_course_close(struct fixture *f, const char *course,
                                                 const char *when)
{
    return do_course_end(f, course, when, false);
}

#endif
