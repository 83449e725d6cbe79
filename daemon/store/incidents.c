#include "store/incidents.h"

#include "store/changes.h"
#include "store/clients.h"

static const struct column incident_columns[] = {
    COLUMN(struct incident, TEXT, id),          COLUMN(struct incident, TEXT, code),
    COLUMN(struct incident, TEXT, session),     COLUMN(struct incident, TEXT, session_code),
    COLUMN(struct incident, TEXT, client),      COLUMN(struct incident, TEXT, client_code),
    COLUMN(struct incident, TIME, occurred_at), COLUMN(struct incident, TIME, recorded_at),
    COLUMN(struct incident, TEXT, sealed),
};
static const struct shape incident_shape = SHAPE(struct incident, incident_columns);

static enum stipple_error rows_read(struct query *q, struct arena *a, struct list *ret,
                                    struct error *e)
{
    const char *end;
    return query_page(q, a, &incident_shape, 0, ret, &end, e);
}

enum stipple_error incident_list(struct store *s, struct arena *a, const char *session,
                                 struct list *ret, struct error *e)
{
    QUERY(q, s, SQL_SESSION_INCIDENTS);
    query_text(&q, ":session", session);
    return rows_read(&q, a, ret, e);
}

enum stipple_error client_incidents(struct store *s, struct arena *a, const char *client,
                                    struct list *ret, struct error *e)
{
    QUERY(q, s, SQL_CLIENT_INCIDENTS);
    query_text(&q, ":client", client);
    return rows_read(&q, a, ret, e);
}

enum stipple_error incident_amendments(struct store *s, struct arena *a, const char *id,
                                       struct list *ret, struct error *e)
{
    return amendments_read(s, a, SQL_INCIDENT_AMENDMENTS, id, ret, e);
}

static enum stipple_error incident_show(struct store *s, struct arena *a, const char *id,
                                        struct incident *ret, struct error *e)
{
    QUERY(q, s, SQL_INCIDENT_SHOW);
    query_text(&q, ":incident", id);
    struct incident incident = {0};
    bool row;
    TRY(query_one(&q, a, &incident_shape, &incident, &row, e));
    if (!row)
        return fail(e, STIPPLE_INCIDENT_NOT_FOUND, "incident", "No incident has the id %s.", id);
    *ret = incident;
    return STIPPLE_OK;
}

/* The session that something came of: of a record that may still be added to. */
static enum stipple_error session_alive(struct store *s, struct arena *a, const char *id,
                                        struct session_row *ret, struct error *e)
{
    TRY(session_show(s, a, id, ret, e));
    return client_alive(&(struct client){.code = ret->client_code, .purged = ret->purged}, e);
}

static struct incident_made made_of(const char *id, const char *code,
                                    const struct session_row *session)
{
    return (struct incident_made){
        id, code, session->id, session->code, session->client, session->client_code};
}

enum stipple_error incident_record(struct store *s, struct arena *a,
                                   const struct incident_record *command, struct incident_made *ret,
                                   struct error *e)
{
    struct session_row row;
    const char *id;
    int64_t number;
    TRY(session_alive(s, a, command->session, &row, e));
    TRY(struck_check(&row, e));
    TRY(order_check(&command->head, row.occurred_at.ms, "held", e));
    TRY(mint_number(s, SQL_INCIDENT_NEXT, &number, e));
    TRY(mint_id(s, a, &id, e));
    const char *code = arena_print(a, "I-%04lld", (long long)number);
    if (!code)
        return fail_memory(e);
    *ret = made_of(id, code, &row);
    return STIPPLE_OK;
}

/* It showed after the session, and before it was put right. */
static enum stipple_error seen_check(const struct incident_amend *command,
                                     const struct incident *stood, const struct session_row *row,
                                     struct error *e)
{
    bool said = command->seen_at.ms != INT_ABSENT;
    int64_t seen = said ? command->seen_at.ms : stood->occurred_at.ms;
    TRY(order_check(&command->head, seen, "seen", e));
    if (seen >= row->occurred_at.ms)
        return STIPPLE_OK;
    return fail(e, STIPPLE_TIME_ORDER, said ? "seen_at" : "session", "%s was held after that.",
                row->code);
}

enum stipple_error incident_amend(struct store *s, struct arena *a,
                                  const struct incident_amend *command, struct incident_made *ret,
                                  struct incident *stood, struct error *e)
{
    struct session_row row;
    TRY(incident_show(s, a, command->incident, stood, e));
    TRY(session_alive(s, a, stood->session, &row, e));
    if (command->session)
        TRY(session_alive(s, a, command->session, &row, e));
    TRY(struck_check(&row, e));
    TRY(seen_check(command, stood, &row, e));
    *ret = made_of(stood->id, stood->code, &row);
    return STIPPLE_OK;
}
