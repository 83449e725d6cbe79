/* The chain commits to bodies without needing them, so a body can go and leave no gap. What the
 * state is made of must not go with it: the purge's own body takes over of each event who, when,
 * which bottle and how much, and a rebuild applies that in the event's place. */
#include "store/purge.h"

#include "base/buffer.h"
#include "json/writer.h"
#include "store/query.h"

#include <stdio.h>
#include <string.h>

struct record_event {
    const char *client;
    struct purged_event event;
};
static const struct column event_columns[] = {
    COLUMN(struct record_event, TEXT, client),
    COLUMN(struct record_event, INT, event.event),
    COLUMN(struct record_event, TEXT, event.type),
    COLUMN(struct record_event, TEXT, event.kept),
};
static const struct shape event_shape = SHAPE(struct record_event, event_columns);

struct purging {
    struct store *s;
    struct arena *a;
    const char *today;
    const struct purge *command;
    struct studio studio;
    struct purge_made made;
};

/* Whether this one may go; what is not over cannot be overridden. */
static enum stipple_error record_judge(const struct purging *p, const char *client,
                                       struct purged_record *ret, struct error *e)
{
    struct client found;
    struct retained row = {0};
    TRY(client_show(p->s, p->a, client, &found, e));
    *ret = (struct purged_record){.client = found.id, .client_code = found.code};
    TRY(client_alive(&found, e));
    TRY(retention_find(p->s, p->a, &p->studio, p->today, client, &row, e));
    if (row.verdict != RETAIN_STAY)
        return STIPPLE_OK;
    bool over = row.open_courses == 0 && !row.open_review && !row.open_recall;
    if (!over || !p->command->override_reason)
        return retention_refuse(&row, e);
    ret->keep_until = row.keep_until;
    return STIPPLE_OK;
}

static enum stipple_error records_add(struct purging *p, bool preview, struct error *e)
{
    const char *const *clients = p->command->clients.items;
    for (size_t i = 0; i < p->command->clients.n; i++) {
        struct purged_record *record = list_add(p->a, &p->made.clients, sizeof *record);
        struct list problem = {0};
        struct error why = {0};
        if (!record)
            return fail_memory(e);
        enum stipple_error code = record_judge(p, clients[i], record, &why);
        if (code == STIPPLE_OK)
            continue;
        snprintf(why.field, sizeof why.field, "clients[%zu]", i);
        bool judged = stipple_error_info(code)->status != STIPPLE_EXIT_FAILED;
        if (!preview || !record->client || !judged) {
            *e = why;
            return code;
        }
        warn(p->a, &problem, stipple_error_info(code)->name, why.field, "%s", why.message);
        record->problem = problem.items;
    }
    return STIPPLE_OK;
}

static struct purged_record *record_of(struct purging *p, const char *client)
{
    struct purged_record *record = p->made.clients.items;
    for (size_t i = 0; i < p->made.clients.n; i++)
        if (strcmp(record[i].client, client) == 0)
            return &record[i];
    return NULL;
}

/* The ids of those that may go, as a JSON array. */
static const char *clients_text(struct purging *p)
{
    const struct purged_record *record = p->made.clients.items;
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_array(&w);
    for (size_t i = 0; i < p->made.clients.n; i++)
        if (!record[i].problem)
            json_text(&w, record[i].client);
    json_array_end(&w);
    const char *ret = text.failed ? NULL : arena_copy(p->a, text.data, text.length);
    buffer_free(&text);
    return ret;
}

static enum stipple_error events_add(struct purging *p, struct error *e)
{
    const char *clients = clients_text(p), *end;
    struct list rows;
    if (!clients)
        return fail_memory(e);
    QUERY(q, p->s, SQL_RECORD_EVENTS);
    query_text(&q, ":clients", clients);
    TRY(query_page(&q, p->a, &event_shape, 0, &rows, &end, e));
    const struct record_event *row = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        struct purged_record *record = record_of(p, row[i].client);
        struct purged_event *slot = record ? list_add(p->a, &record->events, sizeof *slot) : NULL;
        if (!slot)
            return fail_memory(e);
        *slot = row[i].event;
    }
    p->made.events = (int64_t)rows.n;
    return STIPPLE_OK;
}

static enum stipple_error purge_warn(struct purging *p, struct error *e)
{
    const struct purged_record *record = p->made.clients.items;
    struct list *warnings = &p->made.warnings;
    warn(p->a, warnings, "purge.final", NULL,
         "Nobody can be told any more who they were or what was said about them, or be warned of a "
         "recall. Codes, days, lots and amounts stay.");
    for (size_t i = 0; i < p->made.clients.n; i++)
        if (record[i].keep_until)
            warn(p->a, warnings, "purge.kept", NULL, "%s was to be kept until %s.",
                 record[i].client_code, record[i].keep_until);
    if (p->studio.rule_packs.n == 0)
        warn(p->a, warnings, "retention.no_pack", NULL,
             "The studio follows no rule pack, so nothing says how long a record is to be kept.");
    return retention_backups(p->a, &p->studio, p->today, warnings, &p->made.backups_until, e);
}

static enum stipple_error purge_prepare(struct purging *p, bool preview, struct error *e)
{
    const char *const *clients = p->command->clients.items;
    for (size_t i = 0; i < p->command->clients.n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(clients[i], clients[j]) == 0) {
                char field[32];
                snprintf(field, sizeof field, "clients[%zu]", i);
                return fail(e, STIPPLE_PARAM_COMBINATION, field, "This client stands there twice.");
            }
    TRY(studio_show(p->s, p->a, &p->studio, e));
    TRY(records_add(p, preview, e));
    TRY(events_add(p, e));
    return purge_warn(p, e);
}

enum stipple_error retention_purge(struct store *s, struct arena *a, const char *today,
                                   const struct purge *command, struct purge_made *ret,
                                   struct error *e)
{
    struct purging p = {.s = s, .a = a, .today = today, .command = command};
    TRY(purge_prepare(&p, false, e));
    const struct purged_record *record = p.made.clients.items;
    for (size_t i = 0; i < p.made.clients.n; i++)
        TRY(retention_key_end(s, record[i].client, e));
    *ret = p.made;
    return STIPPLE_OK;
}

enum stipple_error retention_preview(struct store *s, struct arena *a, const char *today,
                                     const struct purge *command, struct purge_made *ret,
                                     struct error *e)
{
    struct purging p = {.s = s, .a = a, .today = today, .command = command};
    TRY(purge_prepare(&p, true, e));
    *ret = p.made;
    return STIPPLE_OK;
}
