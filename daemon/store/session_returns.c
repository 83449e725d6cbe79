/* A consumption is never deleted, it is compensated: the lines that an amendment ends stay, what
 * they had booked is booked back, a cup that the session threw away comes back by a movement of its
 * own, and a bottle that nobody else had opened is sealed again. Whatever the new lines use is then
 * booked as if it were for the first time. */
#include "store/session_lines.h"

#include "base/time.h"

#include <string.h>

bool is_cup(const char *mix_kind)
{
    return mix_kind && strcmp(mix_kind, mix_kinds[MIX_CUP]) == 0;
}

struct booking *booking_of(struct lines *l, const char *container, const char *code)
{
    struct booking *booking = l->made->booked.items;
    for (size_t i = 0; i < l->made->booked.n; i++)
        if (strcmp(booking[i].container, container) == 0)
            return &booking[i];
    booking = list_add(l->a, &l->made->booked, sizeof *booking);
    if (booking)
        *booking = (struct booking){container, code, 0};
    return booking;
}

int64_t returned_of(const struct lines *l, const char *container)
{
    const struct booking *returned = l->made->returned.items;
    for (size_t i = 0; i < l->made->returned.n; i++)
        if (strcmp(returned[i].container, container) == 0)
            return returned[i].delta;
    return 0;
}

/* Somebody wrote of the cup, while it was thought to be gone, that it was used. */
static enum stipple_error lacked_doubt(struct lines *l, const struct session_line *line,
                                       struct error *e)
{
    QUERY(q, l->s, SQL_CONTAINER_LACKED);
    query_text(&q, ":container", line->container);
    query_text(&q, ":session", l->amended->id);
    bool row;
    TRY(query_step(&q, &row, e));
    if (row)
        warn(l->a, &l->made->warnings, "stock.lacked", NULL,
             "%s used %s too, when it was not there in the books: amend that session with the same "
             "lines, so that it is booked.",
             (const char *)sqlite3_column_text(q.statement, 0), line->container_code);
    return STIPPLE_OK;
}

static enum stipple_error cup_return(struct lines *l, const struct session_line *line,
                                     struct error *e)
{
    QUERY(q, l->s, SQL_SESSION_THREW);
    query_text(&q, ":container", line->container);
    query_text(&q, ":session", l->amended->id);
    bool row;
    TRY(query_step(&q, &row, e));
    const struct booking *before = l->made->returned.items;
    for (size_t i = 0; i < l->made->returned.n; i++)
        row = row && strcmp(before[i].container, line->container) != 0;
    if (!row)
        return STIPPLE_OK;
    struct booking *returned = list_add(l->a, &l->made->returned, sizeof *returned);
    if (!returned)
        return fail_memory(e);
    *returned = (struct booking){line->container, line->container_code, query_column_int(&q, 0)};
    return lacked_doubt(l, line, e);
}

static enum stipple_error line_return(struct lines *l, const struct session_line *line,
                                      struct error *e)
{
    int64_t *ended = list_add(l->a, &l->made->ended, sizeof *ended);
    if (!ended)
        return fail_memory(e);
    *ended = line->line;
    if (!line->container)
        return STIPPLE_OK;
    struct booking *booking = booking_of(l, line->container, line->container_code);
    if (!booking)
        return fail_memory(e);
    if (!line->said)
        booking->delta += (line->ul != INT_ABSENT ? line->ul : line->pieces) - line->missing;
    return !line->lot && is_cup(line->what) ? cup_return(l, line, e) : STIPPLE_OK;
}

enum stipple_error stood_return(struct lines *l, struct error *e)
{
    const struct session_line *line = l->amended ? l->amended->uses.items : NULL;
    for (size_t i = 0; l->amended && i < l->amended->uses.n; i++)
        if (!line[i].ended)
            TRY(line_return(l, &line[i], e));
    return STIPPLE_OK;
}

enum stipple_error opening_find(struct lines *l, const char *container, struct instant *ret,
                                struct error *e)
{
    QUERY(q, l->s, SQL_CONTAINER_OPENINGS);
    query_text(&q, ":container", container);
    query_text(&q, ":session", l->amended->id);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = (struct instant){INT_ABSENT, 0};
    if (row)
        *ret = (struct instant){query_column_int(&q, 0), (int32_t)query_column_int(&q, 1)};
    return STIPPLE_OK;
}

static bool line_uses(const struct lines *l, const char *container)
{
    const struct session_line *line = l->made->uses.items;
    for (size_t i = 0; i < l->made->uses.n; i++)
        if (line[i].container && strcmp(line[i].container, container) == 0)
            return true;
    return false;
}

static enum stipple_error opening_mend(struct lines *l, const struct booking *booking,
                                       struct error *e)
{
    struct container_found found = {0};
    struct instant at;
    char day[DATE_LENGTH + 1];
    date_of(l->at, day);
    TRY(container_find(l->s, l->a, booking->container, day, INT_ABSENT, &found, e));
    if (is_cup(found.mix_kind) || found.row.opened_at.ms == INT_ABSENT)
        return STIPPLE_OK; /* a cup is open from the beginning */
    TRY(opening_find(l, booking->container, &at, e));
    if (line_uses(l, booking->container) && (at.ms == INT_ABSENT || l->at.ms < at.ms))
        at = l->at;
    if (at.ms == found.row.opened_at.ms)
        return STIPPLE_OK;
    struct opening *opening = list_add(l->a, &l->made->opened, sizeof *opening);
    if (!opening)
        return fail_memory(e);
    *opening = (struct opening){booking->container, booking->container_code, at};
    return STIPPLE_OK;
}

/* What goes back by nothing and is not used any more is not booked: a booking opens a bottle. */
static void booked_trim(struct lines *l)
{
    struct booking *booking = l->made->booked.items;
    size_t n = 0;
    for (size_t i = 0; i < l->made->booked.n; i++)
        if (booking[i].delta != 0 || line_uses(l, booking[i].container))
            booking[n++] = booking[i];
    l->made->booked.n = n;
}

enum stipple_error openings_mend(struct lines *l, struct error *e)
{
    const struct booking *booking = l->made->booked.items;
    for (size_t i = 0; l->amended && i < l->made->booked.n; i++)
        TRY(opening_mend(l, &booking[i], e));
    booked_trim(l);
    return STIPPLE_OK;
}
