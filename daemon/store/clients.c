/* Names are searched by opening everybody, one after the other: an index of names would be the
 * names, and a studio's clients are thousands, a few microseconds each. */
#include "store/clients.h"

#include "json/parse.h"
#include "store/changes.h"
#include "store/fold.h"
#include "store/session_key.h"

#include <string.h>

static const struct column client_columns[] = {
    COLUMN(struct client, TEXT, id),          COLUMN(struct client, TEXT, code),
    COLUMN(struct client, TEXT, sealed),      COLUMN(struct client, TIME, added_at),
    COLUMN(struct client, TIME, recorded_at), COLUMN(struct client, INT, open_courses),
    COLUMN(struct client, INT, purged),
};
static const struct shape client_shape = SHAPE(struct client, client_columns);

/* Of client_walk, behind the shape's. */
enum { COLUMN_KEY = 9 };
/* An identity is one flat object. */
enum { IDENTITY_DEPTH = 4 };

enum stipple_error client_add(struct store *s, struct arena *a, struct client_made *ret,
                              struct error *e)
{
    struct client_made made;
    int64_t number;
    TRY(mint_number(s, SQL_CLIENT_NEXT, &number, e));
    TRY(mint_id(s, a, &made.client, e));
    made.client_code = arena_print(a, "C-%04lld", (long long)number);
    if (!made.client_code)
        return fail_memory(e);
    TRY(seal_key_make(s, made.client, e));
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error client_show(struct store *s, struct arena *a, const char *id, struct client *ret,
                               struct error *e)
{
    QUERY(q, s, SQL_CLIENT_SHOW);
    query_text(&q, ":client", id);
    struct client client = {0};
    bool row;
    TRY(query_one(&q, a, &client_shape, &client, &row, e));
    if (!row)
        return fail(e, STIPPLE_CLIENT_NOT_FOUND, "client", "No client has the id %s.", id);
    *ret = client;
    return STIPPLE_OK;
}

enum stipple_error client_alive(const struct client *client, struct error *e)
{
    if (client->purged == INT_ABSENT)
        return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_PURGED, "client", "The record of %s was purged by event %lld.",
         client->code, (long long)client->purged);
    return fail_hint(e, "Nothing can be added to it: somebody who comes again is a new client.");
}

enum stipple_error client_list(struct store *s, struct arena *a, int64_t limit, const char *cursor,
                               struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t after = 0;
    TRY(cursor_read(cursor, 'c', 1, &after, e));
    QUERY(q, s, SQL_CLIENT_LIST);
    query_int(&q, ":after", after);
    query_limit(&q, limit);
    return query_page(&q, a, &client_shape, limit, ret, ret_cursor, e);
}

enum stipple_error client_open(struct store *s, struct arena *a, const struct client *client,
                               const char **ret, struct error *e)
{
    if (!client->sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "client", "The record of %s was erased.",
                    client->code);
    return seal_open(s, a, client->id, client->sealed, ret, e);
}

static bool identity_matches(struct arena *a, const char *identity, const char *folded)
{
    struct json_fault fault;
    const cJSON *json = json_parse(a, identity, strlen(identity), IDENTITY_DEPTH, &fault);
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(json, "name");
    return cJSON_IsString(name) && fold_matches(a, name->valuestring, folded);
}

/* The row under way, into the list when its name is asked for. `scratch` is emptied after each. */
static enum stipple_error row_match(struct query *q, struct arena *a, struct arena *scratch,
                                    const char *folded, struct list *ret, struct error *e)
{
    struct client client = {0};
    const char *identity;
    TRY(query_row(q, scratch, &client_shape, &client, e));
    TRY(seal_open_with(q->s, scratch, client.id, sqlite3_column_blob(q->statement, COLUMN_KEY),
                       (size_t)sqlite3_column_bytes(q->statement, COLUMN_KEY), client.sealed,
                       &identity, e));
    if (!identity_matches(scratch, identity, folded))
        return scratch->starved ? fail_memory(e) : STIPPLE_OK;
    struct client_found *found = list_add(a, ret, sizeof *found);
    if (!found)
        return fail_memory(e);
    found->identity = arena_copy(a, identity, strlen(identity));
    TRY(query_row(q, a, &client_shape, &found->client, e));
    return found->identity ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error client_find(struct store *s, struct arena *a, const char *name, int64_t limit,
                               struct list *ret, bool *ret_more, struct error *e)
{
    const char *folded = fold(a, name);
    if (!folded)
        return fail_memory(e);
    QUERY(q, s, SQL_CLIENT_WALK);
    *ret = (struct list){0};
    for (bool row; ret->n <= (size_t)limit;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            break;
        struct arena scratch = {0};
        enum stipple_error code = row_match(&q, a, &scratch, folded, ret, e);
        arena_free(&scratch);
        TRY(code);
    }
    *ret_more = ret->n > (size_t)limit;
    ret->n -= *ret_more;
    return STIPPLE_OK;
}

static const struct column event_columns[] = {
    COLUMN(struct client_event, INT, seq),          COLUMN(struct client_event, TEXT, type),
    COLUMN(struct client_event, TIME, occurred_at), COLUMN(struct client_event, TIME, recorded_at),
    COLUMN(struct client_event, TEXT, by),          COLUMN(struct client_event, TEXT, by_code),
    COLUMN(struct client_event, TEXT, by_name),     COLUMN(struct client_event, TEXT, body),
    COLUMN(struct client_event, TEXT, sealed),      COLUMN(struct client_event, TEXT, session),
    COLUMN(struct client_event, INT, purged_by),
};
static const struct shape event_shape = SHAPE(struct client_event, event_columns);

/* What an older version sealed of a session that was another client's then stays closed. */
static enum stipple_error event_open(struct store *s, struct arena *a, const char *client,
                                     struct client_event *event, struct error *e)
{
    const char *sealed = event->sealed;
    event->sealed = NULL;
    if (!event->session)
        return seal_open(s, a, client, sealed, &event->sealed, e);
    enum stipple_error code = session_open(s, a, event->session, client, sealed, &event->sealed, e);
    return code == STIPPLE_KEY_WRONG ? STIPPLE_OK : code;
}

enum stipple_error client_events(struct store *s, struct arena *a, const char *id, struct list *ret,
                                 struct error *e)
{
    QUERY(q, s, SQL_CLIENT_EVENTS);
    query_text(&q, ":client", id);
    const char *end;
    TRY(query_page(&q, a, &event_shape, 0, ret, &end, e));
    struct client_event *events = ret->items;
    for (size_t i = 0; i < ret->n; i++)
        if (events[i].sealed)
            TRY(event_open(s, a, id, &events[i], e));
    return STIPPLE_OK;
}
