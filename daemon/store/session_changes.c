/* A session is recorded because it happened. Only one thing is asked for that was not known at the
 * chair: why something was used that was not to be used. */
#include "store/session_lines.h"

#include "store/changes.h"
#include "store/courses.h"
#include "store/incidents.h"
#include "store/session_key.h"

#include <string.h>

/* The artist, or whoever acts where that is somebody on the staff. */
static enum stipple_error artist_find(struct store *s, struct arena *a, const char *artist,
                                      const struct write_head *head, struct session_made *made,
                                      struct error *e)
{
    const char *id = artist ? artist : head->by;
    QUERY(q, s, SQL_STAFF_SHOW);
    query_text(&q, ":staff", id);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return fail(e, STIPPLE_PARAM_MISSING, "artist", "Say who did it: a staff code.");
    made->artist = query_column_text(&q, a, 0);
    made->artist_code = query_column_text(&q, a, 1);
    return made->artist && made->artist_code ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error override_check(const struct lines *l, const char *reason, struct error *e)
{
    if (!l->first)
        return STIPPLE_OK;
    l->made->review = "open";
    if (reason)
        return STIPPLE_OK;
    fail(e, STIPPLE_SESSION_OVERRIDE, "override_reason", "%s", l->first);
    return fail_hint(e, "If it was used all the same, say why in `override_reason`; the session is "
                        "then recorded, and waits for a manager.");
}

enum stipple_error session_record(struct store *s, struct arena *a,
                                  const struct session_record *command, struct session_made *ret,
                                  struct error *e)
{
    struct session_made made = {0};
    int64_t number;
    TRY(course_bind(s, a, command->course, command->client, &made.client, &made.client_code, e));
    if (!made.client)
        return fail(e, STIPPLE_PARAM_MISSING, "client", "Say whose session it was.");
    TRY(artist_find(s, a, command->artist, &command->head, &made, e));
    struct lines lines = {
        .s = s, .a = a, .at = command->head.occurred_at, .client = made.client, .made = &made};
    TRY(lines_add(&lines, &command->uses, e));
    TRY(override_check(&lines, command->override_reason, e));
    TRY(mint_number(s, SQL_SESSION_NEXT, &number, e));
    TRY(mint_id(s, a, &made.session, e));
    made.session_code = arena_print(a, "V-%04lld", (long long)number);
    if (!made.session_code)
        return fail_memory(e);
    *ret = made;
    return STIPPLE_OK;
}

static struct session_made made_of(const struct session_row *row)
{
    return (struct session_made){.session = row->id,
                                 .session_code = row->code,
                                 .client = row->client,
                                 .client_code = row->client_code,
                                 .artist = row->artist,
                                 .artist_code = row->artist_code};
}

/* The lines that stand, as they would be said again. */
static enum stipple_error uses_stood(struct arena *a, const struct list *stood, struct list *ret,
                                     struct error *e)
{
    const struct session_line *line = stood->items;
    for (size_t i = 0; i < stood->n; i++) {
        struct session_use *use = line[i].ended ? NULL : list_add(a, ret, sizeof *use);
        if (use)
            *use = (struct session_use){line[i].said ? line[i].said : line[i].container, line[i].ul,
                                        line[i].pieces, line[i].zone};
        else if (!line[i].ended)
            return fail_memory(e);
    }
    return STIPPLE_OK;
}

static enum stipple_error uses_append(struct arena *a, const struct list *more, struct list *ret,
                                      struct error *e)
{
    const struct session_use *from = more->items;
    for (size_t i = 0; from && i < more->n; i++) {
        struct session_use *use = list_add(a, ret, sizeof *use);
        if (!use)
            return fail_memory(e);
        *use = from[i];
    }
    return STIPPLE_OK;
}

static void zone_fill(const struct list *uses, const char *zone)
{
    struct session_use *use = uses->items;
    for (size_t i = 0; use && i < uses->n; i++)
        use[i].zone = use[i].zone ? use[i].zone : zone;
}

/* The new lines, in place of those that stood; or these anew, for another client or day, or as
 * something of them is put right; or others beside them. */
static enum stipple_error lines_amend(struct lines *l, const struct session_amend *command,
                                      bool anew, struct error *e)
{
    struct list uses = {0};
    l->adds = !anew;
    if (anew && !command->uses.items)
        TRY(uses_stood(l->a, &l->amended->uses, &uses, e));
    TRY(uses_append(l->a, &command->uses, &uses, e));
    TRY(uses_append(l->a, &command->add_uses, &uses, e));
    zone_fill(&uses, command->zone);
    if (uses.n == 0 && command->zone)
        return fail(e, STIPPLE_NOTHING_TO_DO, "zone", "%s has no lines.", l->amended->code);
    TRY(lines_add(l, &uses, e));
    const char *reason = command->override_reason;
    return override_check(l, reason ? reason : l->amended->override_reason, e);
}

/* A session may be moved to another time, but not behind what came of it. */
static enum stipple_error held_find(struct store *s, struct arena *a,
                                    const struct session_amend *command,
                                    const struct session_row *row, struct instant *ret,
                                    struct error *e)
{
    struct list incidents;
    *ret = command->held_at.ms != INT_ABSENT ? command->held_at : row->occurred_at;
    TRY(order_check(&command->head, ret->ms, "held", e));
    TRY(incident_list(s, a, row->id, &incidents, e));
    const struct incident *incident = incidents.items;
    for (size_t i = 0; i < incidents.n; i++)
        if (incident[i].occurred_at.ms < ret->ms)
            return fail(e, STIPPLE_TIME_ORDER, "held_at", "%s came of it before that.",
                        incident[i].code);
    return STIPPLE_OK;
}

/* Nothing is put right of a session that did not take place. */
enum stipple_error struck_check(const struct session_row *row, struct error *e)
{
    if (row->struck != 1)
        return STIPPLE_OK;
    fail(e, STIPPLE_SESSION_STRUCK, "session", "%s was struck out.", row->code);
    return fail_hint(e, "If it took place after all, record it anew.");
}

enum stipple_error session_amend(struct store *s, struct arena *a,
                                 const struct session_amend *command, struct session_made *ret,
                                 struct error *e)
{
    struct session_row row;
    TRY(session_show(s, a, command->session, &row, e));
    TRY(struck_check(&row, e));
    struct session_made made = made_of(&row);
    struct lines lines = {.s = s, .a = a, .amended = &row, .made = &made};
    TRY(held_find(s, a, command, &row, &lines.at, e));
    const char *course = command->course ? command->course : command->client ? NULL : row.course;
    TRY(course_bind(s, a, course, command->client ? command->client : row.client, &made.client,
                    &made.client_code, e));
    if (command->artist)
        TRY(artist_find(s, a, command->artist, &command->head, &made, e));
    lines.client = made.client;
    lines.moved = lines.at.ms != row.occurred_at.ms;
    bool handed = strcmp(made.client, row.client) != 0;
    bool anew = command->uses.items || command->zone || lines.moved || handed;
    if (anew || command->add_uses.n > 0)
        TRY(lines_amend(&lines, command, anew, e));
    if (handed)
        TRY(session_key_move(s, row.id, row.client, made.client, e));
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error session_review(struct store *s, struct arena *a,
                                  const struct session_verdict *command, struct session_made *ret,
                                  struct error *e)
{
    struct session_row row;
    TRY(session_show(s, a, command->session, &row, e));
    if (!row.review || strcmp(row.review, "open") != 0)
        return fail(e, STIPPLE_SESSION_REVIEWED, "session", "Nothing about %s waits.", row.code);
    *ret = made_of(&row);
    if (command->head.by && strcmp(command->head.by, row.artist) == 0)
        warn(a, &ret->warnings, "review.own", "by",
             "%s has looked at their own session; somebody else ought to.", row.artist_code);
    return STIPPLE_OK;
}

/* Nobody would make up what came of it: the client would leave the trace of a reaction. */
static enum stipple_error incidents_check(struct store *s, struct arena *a,
                                          const struct session_row *row, struct error *e)
{
    struct list incidents;
    TRY(incident_list(s, a, row->id, &incidents, e));
    const struct incident *incident = incidents.items;
    if (incidents.n == 0)
        return STIPPLE_OK;
    fail(e, STIPPLE_SESSION_INCIDENT, "session", "%s came of %s.", incident->code, row->code);
    return fail_hint(e,
                     "If it came of another session, amend the incident first (incident.amend).");
}

enum stipple_error session_strike(struct store *s, struct arena *a,
                                  const struct session_verdict *command, struct session_made *ret,
                                  struct error *e)
{
    struct session_row row;
    struct list none = {0};
    TRY(session_show(s, a, command->session, &row, e));
    TRY(struck_check(&row, e));
    TRY(client_alive(&(struct client){.code = row.client_code, .purged = row.purged}, e));
    TRY(incidents_check(s, a, &row, e));
    struct session_made made = made_of(&row);
    struct lines lines = {.s = s,
                          .a = a,
                          .at = row.occurred_at,
                          .client = row.client,
                          .amended = &row,
                          .made = &made};
    TRY(lines_add(&lines, &none, e));
    *ret = made;
    return STIPPLE_OK;
}
