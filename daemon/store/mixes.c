#include "store/mixes.h"

#include "store/query.h"

#include <string.h>

const char *const mix_kinds[] = {"cup", "stock", NULL};

static const struct column mix_columns[] = {
    COLUMN(struct mix, TEXT, id),           COLUMN(struct mix, TEXT, code),
    COLUMN_OF(struct mix, kind, mix_kinds), COLUMN(struct mix, TEXT, client),
    COLUMN(struct mix, TEXT, client_code),  COLUMN(struct mix, TEXT, match),
    COLUMN(struct mix, TEXT, match_code),   COLUMN(struct mix, TEXT, zone),
    COLUMN(struct mix, INT, filled_ul),     COLUMN(struct mix, INT, left_ul),
    COLUMN(struct mix, TIME, made_at),      COLUMN(struct mix, TEXT, discard_by),
    COLUMN(struct mix, TEXT, usable_until), COLUMN(struct mix, TEXT, refusal),
    COLUMN(struct mix, TIME, discarded_at),
};
static const struct shape mix_shape = SHAPE(struct mix, mix_columns);

static const struct column part_columns[] = {
    COLUMN(struct mix_part, TEXT, container),    COLUMN(struct mix_part, TEXT, container_code),
    COLUMN(struct mix_part, TEXT, lot),          COLUMN(struct mix_part, TEXT, lot_code),
    COLUMN(struct mix_part, TEXT, lot_no),       COLUMN(struct mix_part, TEXT, product_code),
    COLUMN(struct mix_part, TEXT, product_name), COLUMN(struct mix_part, INT, ul),
    COLUMN(struct mix_part, INT, taken_ul),
};
static const struct shape part_shape = SHAPE(struct mix_part, part_columns);

static enum stipple_error parts_read(struct store *s, struct arena *a, enum sql sql, const char *id,
                                     struct list *ret, struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":mix", id);
    const char *end;
    return query_page(&q, a, &part_shape, 0, ret, &end, e);
}

enum stipple_error mix_show(struct store *s, struct arena *a, const char *id, const char *day,
                            struct mix *ret, struct error *e)
{
    QUERY(q, s, SQL_MIX_SHOW);
    query_text(&q, ":mix", id);
    query_text(&q, ":day", day);
    struct mix mix = {0};
    bool row;
    TRY(query_one(&q, a, &mix_shape, &mix, &row, e));
    if (!row)
        return fail(e, STIPPLE_MIX_NOT_FOUND, "mix", "No mix has the id %s.", id);
    TRY(parts_read(s, a, SQL_MIX_INPUTS, id, &mix.inputs, e));
    TRY(parts_read(s, a, SQL_MIX_CONTENTS, id, &mix.bottles, e));
    *ret = mix;
    return STIPPLE_OK;
}

enum stipple_error mix_list(struct store *s, struct arena *a, const struct mix_filter *filter,
                            struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t before = INT64_MAX;
    TRY(cursor_read(filter->cursor, 'x', 1, &before, e));
    QUERY(q, s, SQL_MIX_LIST);
    query_int(&q, ":before", before);
    query_text(&q, ":client", filter->client);
    query_text(&q, ":day", filter->day);
    query_int(&q, ":discarded_too", filter->discarded_too);
    query_text(&q, ":expiring_until", filter->expiring_until);
    query_limit(&q, filter->limit);
    return query_page(&q, a, &mix_shape, filter->limit, ret, ret_cursor, e);
}

enum stipple_error mix_discard(struct store *s, struct arena *a, const struct mix_discard *command,
                               struct stock_changed *ret, struct error *e)
{
    struct stock_discard discard = {command->head, command->mix, command->reason, command->route,
                                    command->manifest};
    enum stipple_error code = stock_discard(s, a, &discard, ret, e);
    if (code != STIPPLE_OK && e && strcmp(e->field, "container") == 0)
        strcpy(e->field, "mix");
    return code;
}
