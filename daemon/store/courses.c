#include "store/courses.h"

#include "store/changes.h"

static const struct column course_columns[] = {
    COLUMN(struct course, TEXT, id),
    COLUMN(struct course, TEXT, code),
    COLUMN(struct course, TEXT, client),
    COLUMN(struct course, TEXT, client_code),
    COLUMN(struct course, TEXT, service),
    COLUMN(struct course, TEXT, facts),
    COLUMN(struct course, TEXT, sealed),
    COLUMN(struct course, TIME, opened_at),
    COLUMN(struct course, TIME, recorded_at),
    COLUMN(struct course, TIME, closed_at),
    COLUMN(struct course, TIME, closed_recorded_at),
    COLUMN(struct course, TEXT, closed_reason),
    COLUMN(struct course, INT, purged),
};
static const struct shape course_shape = SHAPE(struct course, course_columns);

enum stipple_error course_show(struct store *s, struct arena *a, const char *id, struct course *ret,
                               struct error *e)
{
    QUERY(q, s, SQL_COURSE_SHOW);
    query_text(&q, ":course", id);
    struct course course = {0};
    bool row;
    TRY(query_one(&q, a, &course_shape, &course, &row, e));
    if (!row)
        return fail(e, STIPPLE_COURSE_NOT_FOUND, "course", "No course has the id %s.", id);
    *ret = course;
    return STIPPLE_OK;
}

enum stipple_error course_open(struct store *s, struct arena *a, const char *client,
                               struct course_made *ret, struct error *e)
{
    struct client found;
    struct course_made made;
    int64_t number;
    TRY(client_show(s, a, client, &found, e));
    if (!found.sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "client", "The record of %s was erased.", found.code);
    TRY(mint_number(s, SQL_COURSE_NEXT, &number, e));
    TRY(mint_id(s, a, &made.course, e));
    made.course_code = arena_print(a, "K-%04lld", (long long)number);
    if (!made.course_code)
        return fail_memory(e);
    made.client = found.id;
    made.client_code = found.code;
    *ret = made;
    return STIPPLE_OK;
}

/* Of a record that may still be added to. */
static enum stipple_error course_alive(struct store *s, struct arena *a, const char *id,
                                       struct course *ret, struct client *ret_client,
                                       struct error *e)
{
    TRY(course_show(s, a, id, ret, e));
    TRY(client_show(s, a, ret->client, ret_client, e));
    return client_alive(ret_client, e);
}

enum stipple_error course_amend(struct store *s, struct arena *a,
                                const struct course_amend *command, struct course_made *ret,
                                struct error *e)
{
    struct course course = {0};
    struct client client = {0};
    TRY(course_alive(s, a, command->course, &course, &client, e));
    TRY(order_check(&command->head, course.opened_at.ms, "opened", e));
    *ret = (struct course_made){course.id, course.code, course.client, course.client_code};
    return STIPPLE_OK;
}

enum stipple_error course_amendments(struct store *s, struct arena *a, const char *id,
                                     struct list *ret, struct error *e)
{
    return amendments_read(s, a, SQL_COURSE_AMENDMENTS, id, ret, e);
}

enum stipple_error course_close(struct store *s, struct arena *a,
                                const struct course_close *command, struct course_made *ret,
                                struct error *e)
{
    struct course course = {0};
    TRY(course_show(s, a, command->course, &course, e));
    if (course.closed_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_COURSE_CLOSED, "course", "%s is closed already.", course.code);
    TRY(order_check(&command->head, course.opened_at.ms, "opened", e));
    *ret = (struct course_made){course.id, course.code, course.client, course.client_code};
    return STIPPLE_OK;
}

enum stipple_error course_reopen(struct store *s, struct arena *a,
                                 const struct course_close *command, struct course_made *ret,
                                 struct error *e)
{
    struct course course = {0};
    struct client client = {0};
    TRY(course_alive(s, a, command->course, &course, &client, e));
    if (!client.sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "course", "The record of %s was erased.",
                    client.code);
    if (course.closed_at.ms == INT_ABSENT)
        return fail(e, STIPPLE_NOTHING_TO_DO, "course", "%s is not closed.", course.code);
    TRY(order_check(&command->head, course.closed_at.ms, "closed", e));
    *ret = (struct course_made){course.id, course.code, course.client, course.client_code};
    return STIPPLE_OK;
}

static const struct column zones_columns[] = {{COLUMN_TEXTS, 0, NULL}};
static const struct shape zones_shape = SHAPE(struct list, zones_columns);

enum stipple_error course_zones(struct store *s, struct arena *a, const char *id, struct list *ret,
                                struct error *e)
{
    QUERY(q, s, SQL_COURSE_ZONES);
    query_text(&q, ":course", id);
    bool row;
    return query_one(&q, a, &zones_shape, ret, &row, e);
}

enum stipple_error course_list(struct store *s, struct arena *a, const struct course_filter *filter,
                               struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t before = INT_EXACT_MAX;
    TRY(cursor_read(filter->cursor, 'k', 1, &before, e));
    QUERY(q, s, SQL_COURSE_LIST);
    query_int(&q, ":before", before);
    query_text(&q, ":client", filter->client);
    query_int(&q, ":open_only", filter->open_only);
    query_limit(&q, filter->limit);
    return query_page(&q, a, &course_shape, filter->limit, ret, ret_cursor, e);
}
