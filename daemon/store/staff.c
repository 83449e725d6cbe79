#include "store/changes.h"

#include <string.h>

static const struct column staff_columns[] = {
    COLUMN(struct staff, TEXT, id),         COLUMN(struct staff, TEXT, code),
    COLUMN(struct staff, TEXT, name),       COLUMN(struct staff, TEXTS, jobs),
    COLUMN(struct staff, INT, uid),         COLUMN(struct staff, TIME, added_at),
    COLUMN(struct staff, TIME, retired_at),
};
static const struct shape staff_shape = SHAPE(struct staff, staff_columns);

/* Two people may share a system user, who then says nothing of who acts. */
static enum stipple_error shared_doubt(struct store *s, struct arena *a, int64_t uid,
                                       struct staff_made *made, struct error *e)
{
    QUERY(q, s, SQL_STAFF_OF_UID);
    query_int(&q, ":uid", uid);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        const char *id = query_column_text(&q, a, 0);
        if (!id)
            return fail_memory(e);
        if (strcmp(id, made->staff) != 0)
            break;
    }
    warn(a, &made->warnings, "staff.shared", "uid",
         "Somebody else on the staff has the system user %lld too: from now on both have to say "
         "`by`.",
         (long long)uid);
    return STIPPLE_OK;
}

enum stipple_error staff_add(struct store *s, struct arena *a, const struct staff_add *command,
                             struct staff_made *ret, struct error *e)
{
    struct staff_made made = {0}; /* two people may share a name */
    int64_t number;
    TRY(mint_number(s, SQL_STAFF_NEXT, &number, e));
    TRY(mint_id(s, a, &made.staff, e));
    made.staff_code = arena_print(a, "S-%02lld", (long long)number);
    if (!made.staff_code)
        return fail_memory(e);
    TRY(shared_doubt(s, a, command->uid, &made, e));
    *ret = made;
    return STIPPLE_OK;
}

/* Without the licences. */
static enum stipple_error staff_read(struct store *s, struct arena *a, const char *id,
                                     const char *field, struct staff *ret, struct error *e)
{
    QUERY(q, s, SQL_STAFF_SHOW);
    query_text(&q, ":staff", id);
    bool row;
    TRY(query_one(&q, a, &staff_shape, ret, &row, e));
    return row ? STIPPLE_OK
               : fail(e, STIPPLE_STAFF_NOT_FOUND, field, "Nobody on the staff has the id %s.", id);
}

/* Somebody who is on the staff today. */
static enum stipple_error staff_find(struct store *s, struct arena *a, const char *id,
                                     const char *field, struct staff *ret, struct error *e)
{
    TRY(staff_read(s, a, id, field, ret, e));
    if (ret->retired_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_STAFF_RETIRED, field, "%s (%s) is no longer on the staff.",
                    ret->name, ret->code);
    return STIPPLE_OK;
}

static const struct column licence_columns[] = {
    COLUMN(struct licence, TEXT, name),
    COLUMN(struct licence, TEXT, number),
    COLUMN(struct licence, TEXT, expiry),
};
static const struct shape licence_shape = SHAPE(struct licence, licence_columns);

static enum stipple_error licences_read(struct store *s, struct arena *a, struct staff *staff,
                                        struct error *e)
{
    QUERY(q, s, SQL_STAFF_LICENCES);
    query_text(&q, ":staff", staff->id);
    const char *end;
    return query_page(&q, a, &licence_shape, 0, &staff->licences, &end, e);
}

enum stipple_error staff_licences(struct store *s, struct arena *a, const char *id,
                                  struct list *ret, struct error *e)
{
    struct staff staff = {.id = id};
    TRY(licences_read(s, a, &staff, e));
    *ret = staff.licences;
    return STIPPLE_OK;
}

static bool licences_change(const struct list *given, const struct list *stands)
{
    const struct licence *one = given->items, *other = stands->items;
    if (given->n == 0 || given->n != stands->n)
        return given->n != 0;
    for (size_t i = 0; i < given->n; i++)
        if (text_changes(one[i].name, other[i].name) ||
            text_changes(one[i].number, other[i].number) ||
            text_changes(one[i].expiry, other[i].expiry) || (!one[i].expiry && other[i].expiry))
            return true;
    return false;
}

enum stipple_error staff_amend(struct store *s, struct arena *a, const struct staff_amend *command,
                               struct staff_made *ret, struct error *e)
{
    struct staff staff = {0};
    TRY(staff_find(s, a, command->staff, "staff", &staff, e));
    TRY(licences_read(s, a, &staff, e));
    if (!text_changes(command->name, staff.name) && !texts_change(&command->jobs, &staff.jobs) &&
        !int_changes(command->uid, staff.uid) &&
        !licences_change(&command->licences, &staff.licences))
        return fail(e, STIPPLE_NOTHING_TO_DO, NULL, "%s is like that already.", staff.code);
    *ret = (struct staff_made){.staff = staff.id, .staff_code = staff.code};
    return shared_doubt(s, a, command->uid, ret, e);
}

enum stipple_error staff_retire(struct store *s, struct arena *a,
                                const struct staff_retire *command, struct staff_made *ret,
                                struct error *e)
{
    struct staff staff = {0};
    TRY(staff_find(s, a, command->staff, "staff", &staff, e));
    *ret = (struct staff_made){.staff = staff.id, .staff_code = staff.code};
    return STIPPLE_OK;
}

enum stipple_error staff_show(struct store *s, struct arena *a, const char *id, struct staff *ret,
                              struct error *e)
{
    *ret = (struct staff){0};
    TRY(staff_read(s, a, id, "staff", ret, e));
    return licences_read(s, a, ret, e);
}

enum stipple_error staff_list(struct store *s, struct arena *a, bool retired_too, struct list *ret,
                              struct error *e)
{
    QUERY(q, s, SQL_STAFF_LIST);
    query_int(&q, ":retired_too", retired_too);
    const char *end;
    TRY(query_page(&q, a, &staff_shape, 0, ret, &end, e));
    struct staff *staff = ret->items;
    for (size_t i = 0; i < ret->n; i++)
        TRY(licences_read(s, a, &staff[i], e));
    return STIPPLE_OK;
}

static enum stipple_error staff_any(struct store *s, bool *ret, struct error *e)
{
    QUERY(q, s, SQL_STAFF_ANY);
    return query_step(&q, ret, e);
}

/* The one person a system user stands for; NULL when there is none, or more than one. */
static enum stipple_error staff_of_uid(struct store *s, struct arena *a, int64_t uid,
                                       const char **ret, struct error *e)
{
    QUERY(q, s, SQL_STAFF_OF_UID);
    query_int(&q, ":uid", uid);
    bool row, second = false;
    TRY(query_step(&q, &row, e));
    const char *id = row ? query_column_text(&q, a, 0) : NULL;
    if (row)
        TRY(query_step(&q, &second, e));
    *ret = second ? NULL : id;
    return STIPPLE_OK;
}

enum stipple_error staff_acting(struct store *s, struct arena *a, const char *by, int64_t uid,
                                const char **ret_by, struct error *e)
{
    struct staff staff = {0};
    if (by) {
        TRY(staff_find(s, a, by, "by", &staff, e));
        *ret_by = staff.id;
        return STIPPLE_OK;
    }
    const char *found;
    bool any;
    TRY(staff_of_uid(s, a, uid, &found, e));
    TRY(staff_any(s, &any, e));
    if (!found && any) {
        fail(e, STIPPLE_STAFF_UNCLEAR, "by", "It is not clear who of the staff acts.");
        return fail_hint(e, "Say `by` with a code such as S-01; staff.list shows them.");
    }
    *ret_by = found ? found : arena_print(a, "uid:%lld", (long long)uid);
    return *ret_by ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error staff_looking(struct store *s, struct arena *a, const char *by, int64_t uid,
                                 const char **ret_by, struct error *e)
{
    if (by)
        return staff_acting(s, a, by, uid, ret_by, e);
    TRY(staff_of_uid(s, a, uid, ret_by, e));
    if (!*ret_by)
        *ret_by = arena_print(a, "uid:%lld", (long long)uid);
    return *ret_by ? STIPPLE_OK : fail_memory(e);
}
