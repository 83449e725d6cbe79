#include "store/sessions.h"

#include "store/changes.h"

#include <sodium.h>
#include <string.h>

static const struct column session_columns[] = {
    COLUMN(struct session_row, TEXT, id),
    COLUMN(struct session_row, TEXT, code),
    COLUMN(struct session_row, TEXT, client),
    COLUMN(struct session_row, TEXT, client_code),
    COLUMN(struct session_row, TEXT, course),
    COLUMN(struct session_row, TEXT, course_code),
    COLUMN(struct session_row, TEXT, artist),
    COLUMN(struct session_row, TEXT, artist_code),
    COLUMN(struct session_row, TEXT, artist_name),
    COLUMN(struct session_row, TIME, occurred_at),
    COLUMN(struct session_row, TIME, recorded_at),
    COLUMN(struct session_row, TEXT, facts),
    COLUMN(struct session_row, TEXT, sealed),
    COLUMN(struct session_row, TEXT, override_reason),
    COLUMN(struct session_row, TEXT, review),
    COLUMN_OF(struct session_row, struck, column_truths),
    COLUMN(struct session_row, INT, purged),
};
static const struct shape session_shape = SHAPE(struct session_row, session_columns);

static const struct column line_columns[] = {
    COLUMN(struct session_line, INT, line),
    COLUMN(struct session_line, TEXT, container),
    COLUMN(struct session_line, TEXT, container_code),
    COLUMN(struct session_line, TEXT, lot),
    COLUMN(struct session_line, TEXT, lot_code),
    COLUMN(struct session_line, TEXT, lot_no),
    COLUMN(struct session_line, TEXT, what),
    COLUMN(struct session_line, TEXT, match),
    COLUMN(struct session_line, TEXT, match_code),
    COLUMN(struct session_line, INT, ul),
    COLUMN(struct session_line, INT, pieces),
    COLUMN(struct session_line, INT, missing),
    COLUMN(struct session_line, TEXT, zone),
    COLUMN(struct session_line, TEXT, said),
    COLUMN(struct session_line, TEXT, refusal),
    COLUMN_OF(struct session_line, ended, column_truths),
    COLUMN(struct session_line, TEXTS, kinds),
    COLUMN(struct session_line, TIME, opened_at),
};
static const struct shape line_shape = SHAPE(struct session_line, line_columns);

static const struct column kinds_columns[] = {COLUMN(struct session_line, TEXTS, kinds)};
static const struct shape kinds_shape = SHAPE(struct session_line, kinds_columns);

enum stipple_error session_kinds(struct store *s, struct arena *a, struct list *lines,
                                 struct error *e)
{
    struct session_line *line = lines->items;
    for (size_t i = 0; i < lines->n; i++) {
        QUERY(q, s, SQL_CONTAINER_KINDS);
        query_text(&q, ":container", line[i].container);
        bool row;
        TRY(query_one(&q, a, &kinds_shape, &line[i], &row, e));
    }
    return STIPPLE_OK;
}

static enum stipple_error rows_read(struct store *s, struct arena *a, enum sql sql,
                                    const struct shape *shape, const char *session,
                                    struct list *ret, struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":session", session);
    const char *end;
    return query_page(&q, a, shape, 0, ret, &end, e);
}

enum stipple_error session_show(struct store *s, struct arena *a, const char *id,
                                struct session_row *ret, struct error *e)
{
    QUERY(q, s, SQL_SESSION_SHOW);
    query_text(&q, ":session", id);
    struct session_row session = {0};
    bool row;
    TRY(query_one(&q, a, &session_shape, &session, &row, e));
    if (!row)
        return fail(e, STIPPLE_SESSION_NOT_FOUND, "session", "No session has the id %s.", id);
    TRY(rows_read(s, a, SQL_SESSION_USES, &line_shape, id, &session.uses, e));
    TRY(amendments_read(s, a, SQL_SESSION_AMENDMENTS, id, &session.amendments, e));
    *ret = session;
    return STIPPLE_OK;
}

enum stipple_error session_list(struct store *s, struct arena *a,
                                const struct session_filter *filter, struct list *ret,
                                const char **ret_cursor, struct error *e)
{
    int64_t before = INT64_MAX;
    TRY(cursor_read(filter->cursor, 's', 1, &before, e));
    QUERY(q, s, SQL_SESSION_LIST);
    query_int(&q, ":before", before);
    query_text(&q, ":client", filter->client);
    query_text(&q, ":course", filter->course);
    query_text(&q, ":artist", filter->artist);
    query_text(&q, ":since", filter->since);
    query_text(&q, ":until", filter->until);
    query_int(&q, ":open_only", filter->open_only);
    query_limit(&q, filter->limit);
    return query_page(&q, a, &session_shape, filter->limit, ret, ret_cursor, e);
}

enum stipple_error session_before(struct store *s, struct arena *a, const char *client,
                                  const char *session, int64_t before, struct session_before *ret,
                                  struct error *e)
{
    QUERY(q, s, SQL_SESSION_BEFORE);
    query_text(&q, ":client", client);
    query_text(&q, ":session", session);
    query_int(&q, ":before", before);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = (struct session_before){.at = {INT_ABSENT, 0}};
    if (!row)
        return STIPPLE_OK;
    ret->code = query_column_text(&q, a, 0);
    ret->at.ms = query_column_int(&q, 1);
    ret->at.offset_min = (int32_t)query_column_int(&q, 2);
    return ret->code ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error kept_file_check(struct arena *a, const char *base64, const char *field,
                                   struct kept_file *ret, struct error *e)
{
    size_t length = strlen(base64), n = 0;
    const char *end = NULL;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    unsigned char *bytes = arena_take(a, length + 1);
    if (!bytes)
        return fail_memory(e);
    if (sodium_base642bin(bytes, length + 1, base64, length, NULL, &n, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        *end)
        return fail(e, STIPPLE_PARAM_FORMAT, field, "This is not base64 with its padding.");
    crypto_hash_sha256(digest, bytes, n);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    *ret = (struct kept_file){(int64_t)n, arena_copy(a, hex, sizeof hex - 1)};
    return ret->sha256 ? STIPPLE_OK : fail_memory(e);
}
