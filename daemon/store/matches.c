/* The answer is kept once, in its event's body, where the chain covers it; the state has only what
 * a mix of it asks for. */
#include "store/matches.h"

#include "store/changes.h"
#include "store/courses.h"

#include <string.h>

static const struct column kept_columns[] = {
    COLUMN(struct match_kept, TEXT, id),           COLUMN(struct match_kept, TEXT, code),
    COLUMN(struct match_kept, TEXT, client),       COLUMN(struct match_kept, TEXT, client_code),
    COLUMN(struct match_kept, TEXT, course),       COLUMN(struct match_kept, TEXT, course_code),
    COLUMN(struct match_kept, TEXT, product),      COLUMN(struct match_kept, TEXT, product_code),
    COLUMN(struct match_kept, TEXT, product_name), COLUMN(struct match_kept, TEXT, maker),
    COLUMN(struct match_kept, TIME, accepted_at),  COLUMN(struct match_kept, TIME, recorded_at),
    COLUMN(struct match_kept, TEXT, by),           COLUMN(struct match_kept, TEXT, find),
    COLUMN(struct match_kept, TEXT, answer),       COLUMN(struct match_kept, TEXT, versions),
    COLUMN(struct match_kept, INT, purged),
};
static const struct shape kept_shape = SHAPE(struct match_kept, kept_columns);

static const struct column take_columns[] = {
    COLUMN(struct mix_take, TEXT, container),
    COLUMN(struct mix_take, TEXT, container_code),
    COLUMN(struct mix_take, INT, ul),
    COLUMN(struct mix_take, INT, taken_ul),
    COLUMN_OF(struct mix_take, sealed, column_truths),
    COLUMN(struct mix_take, TEXT, usable_until),
};
static const struct shape take_shape = SHAPE(struct mix_take, take_columns);

enum stipple_error course_bind(struct store *s, struct arena *a, const char *course,
                               const char *client, const char **ret_client,
                               const char **ret_client_code, struct error *e)
{
    struct client found = {.purged = INT_ABSENT};
    struct course bound = {0};
    if (client)
        TRY(client_show(s, a, client, &found, e));
    if (course)
        TRY(course_show(s, a, course, &bound, e));
    if (course && !client)
        TRY(client_show(s, a, bound.client, &found, e));
    if (course && strcmp(found.id, bound.client) != 0)
        return fail(e, STIPPLE_COURSE_CLIENT, "course", "This is a course of %s, not of %s.",
                    bound.client_code, found.code);
    TRY(client_alive(&found, e));
    *ret_client = found.id;
    *ret_client_code = found.code;
    return STIPPLE_OK;
}

enum stipple_error match_accept(struct store *s, struct arena *a,
                                const struct match_accept *command, struct match_accepted *ret,
                                struct error *e)
{
    struct match_accepted made = {0};
    int64_t number;
    TRY(course_bind(s, a, command->course, command->client, &made.client, &made.client_code, e));
    TRY(mint_number(s, SQL_MATCH_NEXT, &number, e));
    TRY(mint_id(s, a, &made.match, e));
    made.match_code = arena_print(a, "M-%04lld", (long long)number);
    if (!made.match_code)
        return fail_memory(e);
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error match_takes(struct store *s, struct arena *a, const char *id, struct list *ret,
                               struct error *e)
{
    QUERY(q, s, SQL_MATCH_TAKES);
    query_text(&q, ":match", id);
    const char *end;
    return query_page(&q, a, &take_shape, 0, ret, &end, e);
}

enum stipple_error match_show(struct store *s, struct arena *a, const char *id,
                              struct match_kept *ret, struct error *e)
{
    QUERY(q, s, SQL_MATCH_SHOW);
    query_text(&q, ":match", id);
    struct match_kept kept = {0};
    bool row;
    TRY(query_one(&q, a, &kept_shape, &kept, &row, e));
    if (!row)
        return fail(e, STIPPLE_MATCH_NOT_FOUND, "match", "No match has the id %s.", id);
    TRY(match_takes(s, a, id, &kept.takes, e));
    *ret = kept;
    return STIPPLE_OK;
}
