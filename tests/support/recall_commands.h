/* Recalls as the daemon records them. */
#ifndef STIPPLE_TESTS_RECALL_COMMANDS_H
#define STIPPLE_TESTS_RECALL_COMMANDS_H

#include "book_commands.h"

#include "store/containers.h"
#include "store/query.h"
#include "store/recall.h"

/* Texts with a bar between, as a list; NULL: none. */
static inline struct list texts(struct arena *a, const char *barred)
{
    struct list ret = {0};
    char *rest = NULL, *copy = barred ? arena_copy(a, barred, strlen(barred)) : NULL;
    for (char *t = copy ? strtok_r(copy, "|", &rest) : NULL; t; t = strtok_r(NULL, "|", &rest))
        *(const char **)list_add(a, &ret, sizeof t) = t;
    return ret;
}

/* A client who is somebody. */
static inline struct client_made named_client(struct fixture *f)
{
    static const char who[] = "{\"name\":\"Demo Client\"}";
    struct body b;
    struct client_made made = {0};
    struct write_head head = head_at(f, NULL);
    const char *sealed = NULL;
    fixture_begin(f);
    enum stipple_error code = client_add(f->s, &f->a, &made, &f->e);
    if (code == STIPPLE_OK)
        code = seal_text(f->s, &f->a, made.client, who, strlen(who), &sealed, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "sealed", sealed);
        body_made(&b);
        body_text(&b, "client", made.client);
        body_text(&b, "client_code", made.client_code);
        code = fixture_record(f, &b, "client.add", &head);
    }
    assert_ok(f, fixture_end(f, code));
    return made;
}

/* The trace of a session in which the client got something of the lot, straight into its tables:
 * what a session is made of is no matter of recalls. */
static inline void session_enter(struct fixture *f, const struct client_made *client,
                                 const char *lot)
{
    static const char sql[] =
        "INSERT OR IGNORE INTO staff (id, studio, uuid, code, name, jobs, added_at, added_offset) "
        "VALUES (1, 1, 'staff', 'S-01', 'Demo Artist', '[]', 0, 0);"
        "INSERT INTO session (studio, client, artist, uuid, code, event, occurred_at, "
        "occurred_offset, recorded_at, facts) "
        "SELECT 1, id, 1, 'session ' || (SELECT count(*) FROM session), "
        "printf('V-%%04d', (SELECT count(*) + 1 FROM session)), "
        "(SELECT min(seq) FROM event WHERE seq NOT IN (SELECT event FROM session)), %lld, 60, "
        "%lld, "
        "'{}' FROM client WHERE uuid = '%s';"
        "INSERT INTO lot_client (lot, client, session, line) "
        "SELECT lot.id, session.client, session.id, 0 FROM lot, session "
        "WHERE lot.uuid = '%s' ORDER BY session.id DESC LIMIT 1;"
        "INSERT OR IGNORE INTO client_lot (client, lot, session, line) "
        "SELECT client, lot, session, line FROM lot_client;";
    struct buffer text = {0};
    buffer_print(&text, sql, (long long)f->now, (long long)f->now, client->client, lot);
    assert_int_equal(sqlite3_exec(f->s->db, buffer_string(&text), NULL, NULL, NULL), SQLITE_OK);
    buffer_free(&text);
}

/* `also`: one lot or NULL. `noticed`: when the notice came, or NULL. */
static inline enum stipple_error do_recall_open(struct fixture *f, const struct notice *notice,
                                                const char *also, const char *noticed,
                                                struct recall_opened *ret)
{
    struct body b;
    struct write_head head = head_at(f, NULL);
    struct list ids = {also ? (void *)&also : NULL, also ? 1 : 0};
    struct instant came = noticed ? at(noticed) : (struct instant){INT_ABSENT, 0};
    fixture_begin(f);
    enum stipple_error code =
        recall_open(f->s, &f->a, &head, notice, &ids, false, came, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "maker", notice->maker);
        body_texts(&b, "products", &notice->products);
        body_texts(&b, "lots", &notice->lots);
        body_texts(&b, "batches", &notice->batches);
        json_key(&b.w, "all_lots");
        json_bool(&b.w, notice->all_lots == 1);
        body_text(&b, "text", notice->text);
        body_texts(&b, "also", &ids);
        body_text(&b, "noticed_at", noticed);
        body_made(&b);
        body_text(&b, "recall", ret->recall);
        body_text(&b, "recall_code", ret->recall_code);
        json_key(&b.w, "lots");
        json_array(&b.w);
        const struct recall_made_lot *lot = ret->lots.items;
        for (size_t i = 0; i < ret->lots.n; i++) {
            json_object(&b.w);
            body_text(&b, "lot", lot[i].lot);
            body_text(&b, "verdict", verdicts[lot[i].verdict]);
            json_object_end(&b.w);
        }
        json_array_end(&b.w);
        code = fixture_record(f, &b, "recall.open", &head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_recall_contact(struct fixture *f, const char *recall,
                                                   const char *client, bool reached)
{
    struct body b;
    struct recall_contact c = {
        .head = head_at(f, NULL), .recall = recall, .client = client, .reached = reached};
    struct recall_contacted made;
    fixture_begin(f);
    enum stipple_error code = recall_contact(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "recall", recall);
        body_text(&b, "client", client);
        body_text(&b, "way", contact_ways[c.way]);
        json_key(&b.w, "reached");
        json_bool(&b.w, reached);
        body_made(&b);
        code = fixture_record(f, &b, "recall.contact", &c.head);
    }
    return fixture_end(f, code);
}

/* recall.close, or recall.withdraw. `unreached` may be NULL. */
static inline enum stipple_error do_recall_end(struct fixture *f, const char *recall,
                                               const char *unreached, bool withdraw,
                                               struct recall_closed *ret)
{
    struct body b;
    struct recall_close c = {head_at(f, NULL), recall, "done with it", unreached};
    fixture_begin(f);
    enum stipple_error code = withdraw ? recall_withdraw(f->s, &f->a, &c, ret, &f->e)
                                       : recall_close(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "recall", recall);
        body_text(&b, "reason", c.reason);
        body_text(&b, "unreached", unreached);
        body_made(&b);
        code = fixture_record(f, &b, withdraw ? "recall.withdraw" : "recall.close", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_recall_close(struct fixture *f, const char *recall,
                                                 struct recall_closed *ret)
{
    return do_recall_end(f, recall, NULL, false, ret);
}

/* recall.include, or recall.exclude, of one lot. */
static inline enum stipple_error do_recall_judge(struct fixture *f, const char *recall,
                                                 const char *lot, bool exclude,
                                                 struct recall_judged *ret)
{
    struct body b;
    struct recall_judge c = {head_at(f, NULL), recall, "somebody looked", {(void *)&lot, 1}};
    fixture_begin(f);
    enum stipple_error code = exclude ? recall_exclude(f->s, &f->a, &c, ret, &f->e)
                                      : recall_include(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "recall", recall);
        body_text(&b, "reason", c.reason);
        body_texts(&b, "lots", &c.lots);
        body_made(&b);
        body_recalls(&b, &ret->recalls);
        code = fixture_record(f, &b, exclude ? "recall.exclude" : "recall.include", &c.head);
    }
    return fixture_end(f, code);
}

/* Why the container may not be used, as an error's name; NULL: it may. */
static inline const char *refusal_of(struct fixture *f, const char *container)
{
    struct container_found found = {0};
    assert_ok(f, container_find(f->s, &f->a, container, "2026-01-15", INT_ABSENT, &found, &f->e));
    return found.row.refusal;
}

#endif
