/* The ledger has one writer, so the next event's number and predecessor are read where they stand,
 * in the same transaction, and never kept in memory: what a savepoint undoes needs no undoing
 * here. */
#include "store/chain.h"
#include "store/query.h"

#include "json/canonical.h"

#include <string.h>
#include <sys/stat.h>

struct link {
    int64_t seq, recorded_at;
    unsigned char hash[HASH_SIZE];
};

/* The end of the chain; before the first event 0 and zeros. */
static enum stipple_error link_last(struct store *s, struct link *ret, struct error *e)
{
    QUERY(q, s, SQL_EVENT_LAST);
    bool row;
    *ret = (struct link){0};
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    ret->seq = sqlite3_column_int64(q.statement, 0);
    const void *hash = sqlite3_column_blob(q.statement, 1);
    if (!hash || sqlite3_column_bytes(q.statement, 1) != HASH_SIZE)
        return fail(e, STIPPLE_STORE_DAMAGED, NULL, "Event %lld has no hash.", (long long)ret->seq);
    memcpy(ret->hash, hash, HASH_SIZE);
    ret->recorded_at = sqlite3_column_int64(q.statement, 2);
    return STIPPLE_OK;
}

/* Hex of the request's digest; "" for an event without a request. */
static enum stipple_error request_digest(const struct store *s, const unsigned char *salt,
                                         const char *request, size_t length, char *ret,
                                         struct error *e)
{
    unsigned char digest[HASH_SIZE];
    *ret = '\0';
    if (!request)
        return STIPPLE_OK;
    TRY(seal_digest(s, salt, request, length, digest, e));
    chain_hex(digest, ret);
    return STIPPLE_OK;
}

/* The body with the request's digest in it, canonical. */
static bool body_make(const struct event *event, const char *hex, struct buffer *ret)
{
    size_t length = strlen(event->body);
    if (!*hex)
        return json_canonical(event->body, length, ret);
    if (event->body[0] != '{')
        return false;
    struct buffer text = {0};
    buffer_print(&text, "{\"request\":\"%s\"%s", hex, event->body[1] == '}' ? "" : ",");
    buffer_text(&text, event->body + 1);
    bool done = !text.failed && json_canonical(text.data, text.length, ret);
    ret->failed |= text.failed;
    buffer_free(&text);
    return done;
}

static enum stipple_error event_insert(struct store *s, const struct event *event,
                                       const unsigned char *salt, const unsigned char *prev,
                                       struct error *e)
{
    unsigned char body_sha256[HASH_SIZE], hash[HASH_SIZE];
    chain_commit(salt, event->body, strlen(event->body), body_sha256);
    if (!chain_hash(prev, event, body_sha256, hash))
        return fail_memory(e);
    QUERY(q, s, SQL_EVENT_INSERT);
    query_int(&q, ":seq", event->seq);
    query_text(&q, ":op_id", event->op_id);
    query_text(&q, ":type", event->type);
    query_int(&q, ":occurred_at", event->occurred_at.ms);
    query_int(&q, ":recorded_at", event->recorded_at);
    query_text(&q, ":by", event->by);
    query_text(&q, ":body", event->body);
    query_bytes(&q, ":salt", salt, SALT_SIZE);
    query_bytes(&q, ":body_sha256", body_sha256, HASH_SIZE);
    query_bytes(&q, ":prev", prev, HASH_SIZE);
    query_bytes(&q, ":hash", hash, HASH_SIZE);
    return query_run(&q, e);
}

static enum stipple_error event_add(struct store *s, struct event *event, struct buffer *body,
                                    struct error *e)
{
    struct link last;
    unsigned char salt[SALT_SIZE];
    char hex[HASH_HEX];
    TRY(link_last(s, &last, e));
    s->sources->random(s->sources->context, salt, sizeof salt);
    TRY(request_digest(s, salt, event->request, event->request_length, hex, e));
    const char *canonical = body_make(event, hex, body) ? buffer_string(body) : NULL;
    if (!canonical && body->failed)
        return fail_memory(e);
    if (!canonical)
        return fail(e, STIPPLE_INTERNAL, NULL, "The body of a %s is not a JSON object.",
                    event->type);
    struct event made = *event;
    made.seq = last.seq + 1;
    made.body = canonical;
    TRY(event_insert(s, &made, salt, last.hash, e));
    TRY(store_apply(s, &made, e));
    event->seq = made.seq;
    return STIPPLE_OK;
}

enum stipple_error store_record(struct store *s, struct event *event, struct error *e)
{
    struct buffer body = {0};
    enum stipple_error code = event_add(s, event, &body, e);
    buffer_free(&body);
    return code;
}

enum stipple_error store_op(struct store *s, struct arena *a, const char *op_id,
                            const char *request, size_t length, const char **ret_made,
                            struct error *e)
{
    QUERY(q, s, SQL_EVENT_OF_OP);
    query_text(&q, ":op_id", op_id);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret_made = NULL;
    if (!row)
        return STIPPLE_OK;
    if (sqlite3_column_type(q.statement, 2) == SQLITE_NULL) {
        fail(e, STIPPLE_OP_REUSED, "op_id",
             "This op_id was used before, and what it did then was purged since: whether these are "
             "the same parameters cannot be told any more.");
        return fail_hint(e, "It was done then, and is not done again.");
    }
    const char *kept = query_column_text(&q, a, 0);
    const void *salt = sqlite3_column_blob(q.statement, 2);
    if (q.rc != SQLITE_OK || starved_count() != q.starved)
        return fail_memory(e);
    char hex[HASH_HEX] = "";
    if (salt && sqlite3_column_bytes(q.statement, 2) == SALT_SIZE)
        TRY(request_digest(s, salt, request, length, hex, e));
    if (!kept || strcmp(kept, hex) != 0) {
        fail(e, STIPPLE_OP_REUSED, "op_id", "This op_id was used before with other parameters.");
        return fail_hint(e, "A new command takes a new op_id.");
    }
    const char *made = query_column_text(&q, a, 1);
    *ret_made = made ? made : "{}";
    return q.rc == SQLITE_OK ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error store_position(struct store *s, struct store_position *ret, struct error *e)
{
    struct link last;
    TRY(link_last(s, &last, e));
    struct arena a = {0};
    const char *wal = arena_print(&a, "%s-wal", s->path);
    struct stat st;
    if (!wal)
        return fail_memory(e);
    *ret = (struct store_position){.events = last.seq,
                                   .recorded_at = last.recorded_at,
                                   .wal_bytes = stat(wal, &st) == 0 ? (int64_t)st.st_size : 0,
                                   .schema = store_schema_version()};
    chain_hex(last.hash, ret->seal);
    arena_free(&a);
    return STIPPLE_OK;
}
