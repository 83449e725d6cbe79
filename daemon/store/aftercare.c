#include "store/aftercare.h"

#include "store/query.h"

static const struct column aftercare_columns[] = {
    COLUMN(struct aftercare, TEXT, version),     COLUMN(struct aftercare, TIME, written_at),
    COLUMN(struct aftercare, TIME, recorded_at), COLUMN(struct aftercare, TEXT, by_code),
    COLUMN(struct aftercare, TEXT, by_name),     COLUMN(struct aftercare, TEXT, text),
};
static const struct shape aftercare_shape = SHAPE(struct aftercare, aftercare_columns);

static enum stipple_error aftercare_find(struct store *s, struct arena *a, const char *version,
                                         struct aftercare *ret, bool *ret_row, struct error *e)
{
    QUERY(q, s, version ? SQL_AFTERCARE_SHOW : SQL_AFTERCARE_NEWEST);
    query_text(&q, ":version", version);
    return query_one(&q, a, &aftercare_shape, ret, ret_row, e);
}

enum stipple_error aftercare_write(struct store *s, struct arena *a,
                                   const struct aftercare_write *command, struct error *e)
{
    struct aftercare stands = {0};
    bool row;
    TRY(aftercare_find(s, a, command->version, &stands, &row, e));
    if (!row)
        return STIPPLE_OK;
    fail(e, STIPPLE_AFTERCARE_EXISTS, "version", "There is an aftercare text %s already.",
         stands.version);
    return fail_hint(e, "Somebody may have it in hand: write the new one under a new version.");
}

enum stipple_error aftercare_show(struct store *s, struct arena *a, const char *version,
                                  struct aftercare *ret, struct error *e)
{
    struct aftercare found = {0};
    bool row;
    TRY(aftercare_find(s, a, version, &found, &row, e));
    if (!row && version)
        return fail(e, STIPPLE_AFTERCARE_NOT_FOUND, "version", "No aftercare text is version %s.",
                    version);
    if (!row)
        return fail(e, STIPPLE_AFTERCARE_NOT_FOUND, NULL, "No aftercare text was written yet.");
    *ret = found;
    return STIPPLE_OK;
}

enum stipple_error aftercare_list(struct store *s, struct arena *a, struct list *ret,
                                  struct error *e)
{
    QUERY(q, s, SQL_AFTERCARE_LIST);
    const char *end;
    return query_page(&q, a, &aftercare_shape, 0, ret, &end, e);
}
