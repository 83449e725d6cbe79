/* Each kind of record as the method that shows it would give it. */
#include "app/inspect.h"

#include "app/course_schema.h"
#include "app/schemas.h"
#include "app/session_schema.h"
#include "base/time.h"
#include "store/lots.h"

#include <string.h>

static const char *const any_kind[] = {"", NULL};

/* Room in the call's arena for the row that the answer points at. */
#define ROW(Struct, name)                                                                          \
    Struct *name = arena_take(&call->arena, sizeof *(name));                                       \
    if (!(name))                                                                                   \
    return fail_memory(&call->error)

static enum stipple_error studio_read(struct call *call, struct record_seen *ret)
{
    ROW(struct studio, studio);
    TRY(studio_complete(call, studio));
    *ret = (struct record_seen){.row = studio, .id = studio->id, .kinds = any_kind};
    return STIPPLE_OK;
}

static enum stipple_error staff_read(struct call *call, const char *id, struct record_seen *ret)
{
    ROW(struct staff, staff);
    TRY(staff_show(call->store, &call->arena, id, staff, &call->error));
    const char **kinds = arena_array(&call->arena, staff->jobs.n + 1, sizeof *kinds);
    if (!kinds)
        return fail_memory(&call->error);
    for (size_t i = 0; i < staff->jobs.n; i++)
        kinds[i] = ((const char *const *)staff->jobs.items)[i];
    *ret = (struct record_seen){.row = staff,
                                .id = staff->id,
                                .code = staff->code,
                                .kinds = staff->jobs.n ? kinds : any_kind};
    if (staff->retired_at.ms == INT_ABSENT)
        return STIPPLE_OK;
    char day[DATE_LENGTH + 1];
    date_of(staff->retired_at, day);
    ret->until = arena_copy(&call->arena, day, DATE_LENGTH);
    return ret->until ? STIPPLE_OK : fail_memory(&call->error);
}

static enum stipple_error kinds_set(struct call *call, const struct product *product,
                                    struct record_seen *ret)
{
    const char **kinds = arena_array(&call->arena, 2, sizeof *kinds);
    if (!kinds)
        return fail_memory(&call->error);
    kinds[0] = product_kinds[product->facts.kind];
    ret->kinds = kinds;
    return STIPPLE_OK;
}

static enum stipple_error product_read(struct call *call, const char *id, struct record_seen *ret)
{
    ROW(struct product, product);
    TRY(product_show(call->store, &call->arena, id, product, &call->error));
    *ret = (struct record_seen){.row = product, .id = product->id, .code = product->code};
    return kinds_set(call, product, ret);
}

static enum stipple_error lot_read(struct call *call, const char *id, struct record_seen *ret)
{
    struct product product;
    ROW(struct lot, lot);
    TRY(lot_show(call->store, &call->arena, id, lot, &call->error));
    TRY(product_show(call->store, &call->arena, lot->product, &product, &call->error));
    *ret = (struct record_seen){.row = lot, .id = lot->id, .code = lot->code};
    return kinds_set(call, &product, ret);
}

/* Nobody's name is shown, only that one is missing: that is no look. */
static enum stipple_error client_read(struct call *call, const char *id, struct record_seen *ret)
{
    struct client client;
    ROW(struct identity, identity);
    TRY(client_show(call->store, &call->arena, id, &client, &call->error));
    TRY(identity_open(call, &client, identity));
    *ret = (struct record_seen){identity, client.id, client.code, any_kind, NULL, false};
    return STIPPLE_OK;
}

static enum stipple_error course_read(struct call *call, const char *id, struct record_seen *ret)
{
    struct course course;
    ROW(struct course_row, row);
    TRY(course_show(call->store, &call->arena, id, &course, &call->error));
    TRY(course_row_fill(call, &course, false, NULL, row));
    *ret = (struct record_seen){row, course.id, course.code, any_kind, NULL, false};
    return STIPPLE_OK;
}

/* Without the lines that an amendment took back. */
static void lines_left(struct list *uses)
{
    struct session_line *line = uses->items;
    size_t n = 0;
    for (size_t i = 0; i < uses->n; i++)
        if (!line[i].ended)
            line[n++] = line[i];
    *uses = n ? (struct list){line, n} : (struct list){0};
}

/* What lies under a key that was destroyed is not missing: it was there. */
static enum stipple_error session_words(struct call *call, const struct session_row *row,
                                        struct session_view *view)
{
    static const char there[] = "erased";
    enum stipple_error code = session_view_fill(call, row, false, true, view);
    if (code != STIPPLE_CLIENT_ERASED)
        return code;
    TRY(session_view_fill(call, row, false, false, view));
    view->words = (struct session_words){there, there};
    return STIPPLE_OK;
}

static enum stipple_error session_read(struct call *call, const char *id, bool words,
                                       struct record_seen *ret)
{
    struct session_row row;
    ROW(struct session_view, view);
    TRY(session_show(call->store, &call->arena, id, &row, &call->error));
    lines_left(&row.uses);
    TRY(words ? session_words(call, &row, view)
              : session_view_fill(call, &row, false, false, view));
    *ret = (struct record_seen){view, row.id, row.code, any_kind, NULL, false};
    ret->waits = row.review && strcmp(row.review, "open") == 0;
    return STIPPLE_OK;
}

enum stipple_error record_read(struct call *call, enum record record, const char *id, bool words,
                               struct record_seen *ret)
{
    switch (record) {
    case RECORD_STUDIO:
        return studio_read(call, ret);
    case RECORD_STAFF:
        return staff_read(call, id, ret);
    case RECORD_PRODUCT:
        return product_read(call, id, ret);
    case RECORD_LOT:
        return lot_read(call, id, ret);
    case RECORD_CLIENT:
        return client_read(call, id, ret);
    case RECORD_COURSE:
        return course_read(call, id, ret);
    case RECORD_SESSION:
        return session_read(call, id, words, ret);
    case RECORDS:
        break;
    }
    return fail(&call->error, STIPPLE_INTERNAL, NULL, "There are no such records.");
}
