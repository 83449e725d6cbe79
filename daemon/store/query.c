/* Every statement is prepared once a connection, on first use, and kept: preparing costs more than
 * most of them do. */
#include "store/query.h"

#include "json/writer.h"

#include <string.h>

struct query query_start(struct store *s, enum sql sql)
{
    struct query q = {.s = s, .rc = SQLITE_OK, .starved = starved_count()};
    if (!s->statements[sql])
        q.rc = sqlite3_prepare_v3(s->db, sql_statements[sql].text, -1, SQLITE_PREPARE_PERSISTENT,
                                  &s->statements[sql], NULL);
    q.statement = s->statements[sql];
    return q;
}

void query_done(struct query *q)
{
    if (!q->statement)
        return; /* it was never prepared */
    sqlite3_reset(q->statement);
    sqlite3_clear_bindings(q->statement);
}

static int parameter(const struct query *q, const char *name)
{
    return q->rc == SQLITE_OK ? sqlite3_bind_parameter_index(q->statement, name) : 0;
}

void query_text(struct query *q, const char *name, const char *text)
{
    int at = parameter(q, name);
    if (at > 0)
        q->rc = sqlite3_bind_text(q->statement, at, text, -1, SQLITE_STATIC);
}

enum stipple_error query_texts(struct query *q, struct arena *a, const char *name,
                               const struct list *texts, struct error *e)
{
    const char *const *text = texts->items;
    struct buffer json = {0};
    struct json_writer w = {.out = &json};
    json_array(&w);
    for (size_t i = 0; i < texts->n; i++)
        json_text(&w, text[i]);
    json_array_end(&w);
    const char *copy = json.failed ? NULL : arena_copy(a, json.data, json.length);
    buffer_free(&json);
    query_text(q, name, copy);
    return copy ? STIPPLE_OK : fail_memory(e);
}

void query_int(struct query *q, const char *name, int64_t value)
{
    int at = parameter(q, name);
    if (at > 0 && value != INT_ABSENT)
        q->rc = sqlite3_bind_int64(q->statement, at, value);
}

void query_bytes(struct query *q, const char *name, const void *bytes, size_t length)
{
    int at = parameter(q, name);
    if (at > 0)
        q->rc = sqlite3_bind_blob64(q->statement, at, bytes, length, SQLITE_STATIC);
}

enum stipple_error query_step(struct query *q, bool *ret_row, struct error *e)
{
    if (q->rc != SQLITE_OK)
        return store_fail(q->s, q->rc, e);
    int rc = sqlite3_step(q->statement);
    if ((rc == SQLITE_ROW || rc == SQLITE_DONE) && starved_count() != q->starved)
        rc = SQLITE_NOMEM; /* what it gave may lack something */
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        q->rc = rc;
        return store_fail(q->s, rc, e);
    }
    *ret_row = rc == SQLITE_ROW;
    return STIPPLE_OK;
}

enum stipple_error query_run(struct query *q, struct error *e)
{
    bool row;
    TRY(query_step(q, &row, e));
    query_done(q);
    return STIPPLE_OK;
}

const char *query_column_text(struct query *q, struct arena *a, int column)
{
    const char *text = (const char *)sqlite3_column_text(q->statement, column);
    if (!text) {
        if (starved_count() != q->starved) /* its type is NULL by then */
            q->rc = SQLITE_NOMEM;
        return NULL;
    }
    const char *copy = arena_copy(a, text, strlen(text));
    if (!copy)
        q->rc = SQLITE_NOMEM;
    return copy;
}

int64_t query_column_int(struct query *q, int column)
{
    bool null = sqlite3_column_type(q->statement, column) == SQLITE_NULL;
    return null ? INT_ABSENT : sqlite3_column_int64(q->statement, column);
}
