/* State is a function of the events, and the function is SQL: each type of event names the
 * statements that its body runs through. They depend on the event and the state and on nothing
 * else, so a rebuild gives what was there. */
#include "store/audit.h"
#include "store/query.h"

#include <string.h>

enum { APPLY_MAX = 18 };

struct apply {
    const char *type;
    size_t n;
    enum sql statements[APPLY_MAX];
};

/* What a lot that comes or is corrected has to do with the recalls there are. */
#define RECALLS                                                                                    \
    SQL_APPLY_RECALLS_LOTS, SQL_APPLY_RECALLS_SPARED, SQL_APPLY_RECALLS_HOLDS,                     \
        SQL_APPLY_RECALLS_MOVEMENTS
enum { RECALLS_N = 4 };

static const struct apply applies[] = {
    {"audit.key", 0, {0}}, /* for the history alone */
    {"audit.clock", 0, {0}},
    {"studio.set", 2, {SQL_APPLY_STUDIO_FOUNDED, SQL_APPLY_STUDIO_SET}},
    {"staff.add", 1, {SQL_APPLY_STAFF_ADD}},
    {"staff.retire", 1, {SQL_APPLY_STAFF_RETIRE}},
    {"staff.amend", 1, {SQL_APPLY_STAFF_AMEND}},
    {"aftercare.write", 1, {SQL_APPLY_AFTERCARE_WRITE}},
    {"client.add", 1, {SQL_APPLY_CLIENT_ADD}},
    {"client.amend", 1, {SQL_APPLY_CLIENT_AMEND}},
    {"client.erase", 1, {SQL_APPLY_CLIENT_ERASE}},
    {"retention.purge",
     12,
     {SQL_APPLY_PURGE, SQL_APPLY_PURGE_CLIENTS, SQL_APPLY_PURGE_COURSES,
      SQL_APPLY_PURGE_COURSE_AMENDMENTS, SQL_APPLY_PURGE_SESSIONS, SQL_APPLY_PURGE_USES,
      SQL_APPLY_PURGE_SAID, SQL_APPLY_PURGE_AMENDMENTS, SQL_APPLY_PURGE_INCIDENTS,
      SQL_APPLY_PURGE_INCIDENT_AMENDMENTS, SQL_APPLY_PURGE_CONTACTS, SQL_APPLY_PURGE_BODIES}},
    {"client.look", 0, {0}}, /* it stands in the history, and that is all it does */
    {"report.stock", 0, {0}},
    {"report.lot", 0, {0}},
    {"report.client", 0, {0}},
    {"report.inspection", 0, {0}},
    {"report.recall", 0, {0}},
    {"course.open", 1, {SQL_APPLY_COURSE_OPEN}},
    {"course.amend", 2, {SQL_APPLY_COURSE_AMENDMENT, SQL_APPLY_COURSE_AMEND}},
    {"course.close", 1, {SQL_APPLY_COURSE_CLOSE}},
    {"course.reopen", 2, {SQL_APPLY_COURSE_REOPENING, SQL_APPLY_COURSE_REOPEN}},
    {"product.add", 1, {SQL_APPLY_PRODUCT_ADD}},
    {"product.amend", 1 + RECALLS_N, {SQL_APPLY_PRODUCT_AMEND, RECALLS}},
    {"product.retire", 1, {SQL_APPLY_PRODUCT_RETIRE}},
    {"lot.receive",
     3 + RECALLS_N,
     {SQL_APPLY_LOT_RECEIVE, SQL_APPLY_LOT_RECEIVE_CONTAINERS, SQL_APPLY_LOT_RECEIVE_MOVEMENTS,
      RECALLS}},
    {"lot.deliver",
     3 + RECALLS_N,
     {SQL_APPLY_LOT_DELIVER, SQL_APPLY_LOT_DELIVER_CONTAINERS, SQL_APPLY_LOT_DELIVER_MOVEMENTS,
      RECALLS}},
    {"lot.amend", 2 + RECALLS_N, {SQL_APPLY_LOT_AMENDMENT, SQL_APPLY_LOT_AMEND, RECALLS}},
    {"lot.hold", 2, {SQL_APPLY_LOT_HOLD, SQL_APPLY_LOT_MOVEMENTS}},
    {"lot.release",
     3,
     {SQL_APPLY_LOT_RELEASE, SQL_APPLY_LOT_RELEASE_RECALLS, SQL_APPLY_LOT_MOVEMENTS}},
    {"stock.open", 2, {SQL_APPLY_STOCK_OPEN, SQL_APPLY_STOCK_OPEN_MOVEMENT}},
    {"stock.adjust", 2, {SQL_APPLY_STOCK_ADJUST, SQL_APPLY_STOCK_ADJUST_MOVEMENT}},
    {"stock.discard", 2, {SQL_APPLY_STOCK_DISCARD_MOVEMENT, SQL_APPLY_STOCK_DISCARD}},
    {"match.accept", 1, {SQL_APPLY_MATCH_ACCEPT}},
    {"mix.make",
     7,
     {SQL_APPLY_MIX_CONTAINER, SQL_APPLY_MIX, SQL_APPLY_MIX_MOVEMENT, SQL_APPLY_MIX_INPUTS,
      SQL_APPLY_MIX_BOTTLES, SQL_APPLY_BOOKED_MOVEMENTS, SQL_APPLY_BOOKED_CONTAINERS}},
    {"session.record",
     9,
     {SQL_APPLY_SESSION_RECORD, SQL_APPLY_SESSION_USES, SQL_APPLY_SESSION_SAID,
      SQL_APPLY_BOOKED_MOVEMENTS, SQL_APPLY_BOOKED_CONTAINERS, SQL_APPLY_SESSION_CUPS_MOVEMENT,
      SQL_APPLY_SESSION_CUPS, SQL_APPLY_TRACE_LOTS, SQL_APPLY_TRACE_CLIENTS}},
    {"session.amend",
     18,
     {SQL_APPLY_UNTRACE_LOTS, SQL_APPLY_UNTRACE_CLIENTS, SQL_APPLY_SESSION_AMENDMENT,
      SQL_APPLY_SESSION_AMEND, SQL_APPLY_SESSION_USES_END, SQL_APPLY_SESSION_USES,
      SQL_APPLY_SESSION_SAID, SQL_APPLY_SESSION_RETURNS_MOVEMENT, SQL_APPLY_SESSION_RETURNS,
      SQL_APPLY_BOOKED_MOVEMENTS, SQL_APPLY_BOOKED_CONTAINERS, SQL_APPLY_SESSION_OPENED,
      SQL_APPLY_SESSION_GONE_MOVEMENT, SQL_APPLY_SESSION_GONE, SQL_APPLY_SESSION_CUPS_MOVEMENT,
      SQL_APPLY_SESSION_CUPS, SQL_APPLY_TRACE_LOTS, SQL_APPLY_TRACE_CLIENTS}},
    {"session.strike",
     12,
     {SQL_APPLY_UNTRACE_LOTS, SQL_APPLY_UNTRACE_CLIENTS, SQL_APPLY_SESSION_AMENDMENT,
      SQL_APPLY_SESSION_STRIKE, SQL_APPLY_SESSION_USES_END, SQL_APPLY_SESSION_RETURNS_MOVEMENT,
      SQL_APPLY_SESSION_RETURNS, SQL_APPLY_BOOKED_MOVEMENTS, SQL_APPLY_BOOKED_CONTAINERS,
      SQL_APPLY_SESSION_OPENED, SQL_APPLY_SESSION_GONE_MOVEMENT, SQL_APPLY_SESSION_GONE}},
    {"session.review", 2, {SQL_APPLY_SESSION_AMENDMENT, SQL_APPLY_SESSION_REVIEW}},
    {"incident.record", 1, {SQL_APPLY_INCIDENT_RECORD}},
    {"incident.amend", 2, {SQL_APPLY_INCIDENT_AMENDMENT, SQL_APPLY_INCIDENT_AMEND}},
    {"mix.discard", 2, {SQL_APPLY_STOCK_DISCARD_MOVEMENT, SQL_APPLY_STOCK_DISCARD}},
    {"recall.open",
     4,
     {SQL_APPLY_RECALL_OPEN, SQL_APPLY_RECALL_OPEN_LOTS, SQL_APPLY_RECALL_OPEN_HOLDS,
      SQL_APPLY_RECALL_OPEN_MOVEMENTS}},
    {"recall.include", RECALLS_N, {RECALLS}},
    {"recall.exclude",
     4,
     {SQL_APPLY_RECALL_EXCLUDE, SQL_APPLY_RECALL_EXCLUDE_SPARED, SQL_APPLY_RECALL_EXCLUDE_MOVEMENTS,
      SQL_APPLY_RECALLS_HOLDS}},
    {"recall.contact", 1, {SQL_APPLY_RECALL_CONTACT}},
    {"recall.close", 1, {SQL_APPLY_RECALL_CLOSE}},
    {"recall.withdraw", 1, {SQL_APPLY_RECALL_WITHDRAW}},
    {"recall.drill", 0, {0}}, /* its score stands in the history */
};

static const struct apply *apply_find(const char *type)
{
    for (size_t i = 0; i < sizeof applies / sizeof *applies; i++)
        if (strcmp(applies[i].type, type) == 0)
            return &applies[i];
    return NULL;
}

bool event_type_known(const char *type)
{
    return apply_find(type) != NULL;
}

const char *event_type_at(size_t i)
{
    return i < sizeof applies / sizeof *applies ? applies[i].type : NULL;
}

static enum stipple_error apply_run(struct store *s, enum sql sql, const struct event *event,
                                    int64_t *changes, struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":body", event->body);
    query_text(&q, ":type", event->type);
    query_int(&q, ":seq", event->seq);
    query_int(&q, ":occurred_at", event->occurred_at.ms);
    query_int(&q, ":recorded_at", event->recorded_at);
    query_text(&q, ":by", event->by);
    query_int(&q, ":studio", STUDIO_NUMBER);
    TRY(query_run(&q, e));
    *changes += sqlite3_changes64(s->db);
    return STIPPLE_OK;
}

enum stipple_error store_apply(struct store *s, const struct event *event, struct error *e)
{
    const struct apply *apply = apply_find(event->type);
    if (!apply)
        return fail(e, STIPPLE_INTERNAL, NULL, "Nothing is known of events of type %s.",
                    event->type);
    int64_t changes = 0;
    for (size_t i = 0; i < apply->n; i++)
        TRY(apply_run(s, apply->statements[i], event, &changes, e));
    if (changes == 0 && apply->n > 0)
        return fail(e, STIPPLE_INTERNAL, NULL, "A %s that changes nothing.", event->type);
    return STIPPLE_OK;
}
