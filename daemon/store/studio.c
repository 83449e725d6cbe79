#include "store/changes.h"

#include "base/time.h"

static const struct column studio_columns[] = {
    COLUMN(struct studio, TEXT, id),         COLUMN(struct studio, TEXT, name),
    COLUMN(struct studio, TEXT, address),    COLUMN(struct studio, TEXT, permit),
    COLUMN(struct studio, TEXT, time_zone),  COLUMN(struct studio, TEXTS, rule_packs),
    COLUMN(struct studio, INT, backup_days),
};
static const struct shape studio_shape = SHAPE(struct studio, studio_columns);

static const struct column model_columns[] = {
    COLUMN(struct studio_model, REAL, depth_mm), COLUMN(struct studio_model, REAL, dots_per_cm2),
    COLUMN(struct studio_model, REAL, dot_mm),   COLUMN(struct studio_model, REAL, gain),
    COLUMN(struct studio_model, REAL, healed),   COLUMN(struct studio_model, REAL, half_life_years),
    COLUMN(struct studio_model, INT, sessions),
};
static const struct shape model_shape = SHAPE(struct studio_model, model_columns);

static const struct column interval_columns[] = {
    COLUMN(struct studio_intervals, INT, gap_days),
    COLUMN(struct studio_intervals, INT, healing_days),
    COLUMN(struct studio_intervals, INT, touch_up_days),
    COLUMN(struct studio_intervals, INT, refresh_days),
};
static const struct shape interval_shape = SHAPE(struct studio_intervals, interval_columns);

static enum stipple_error studio_row(struct store *s, struct arena *a, enum sql sql,
                                     const struct shape *shape, void *into, struct error *e)
{
    QUERY(q, s, sql);
    query_int(&q, ":studio", STUDIO_NUMBER);
    bool row;
    TRY(query_one(&q, a, shape, into, &row, e));
    return row ? STIPPLE_OK : fail(e, STIPPLE_STORE_DAMAGED, NULL, "The database holds no studio.");
}

enum stipple_error studio_intervals(struct store *s, struct studio_intervals *ret, struct error *e)
{
    return studio_row(s, NULL, SQL_STUDIO_INTERVALS, &interval_shape, ret, e);
}

static enum stipple_error studio_read(struct store *s, struct arena *a, struct studio *ret,
                                      struct studio_model *ret_model, struct error *e)
{
    TRY(studio_row(s, a, SQL_STUDIO_SHOW, &studio_shape, ret, e));
    return studio_row(s, a, SQL_STUDIO_MODEL, &model_shape, ret_model, e);
}

enum stipple_error studio_show(struct store *s, struct arena *a, struct studio *ret,
                               struct error *e)
{
    struct studio studio = {0};
    struct studio_model *model = arena_take(a, sizeof *model);
    struct studio_intervals *intervals = arena_take(a, sizeof *intervals);
    if (!model || !intervals)
        return fail_memory(e);
    TRY(studio_read(s, a, &studio, model, e));
    TRY(studio_intervals(s, intervals, e));
    studio.model = model;
    studio.intervals = intervals;
    *ret = studio;
    return STIPPLE_OK;
}

enum stipple_error studio_local(struct store *s, int64_t ms, struct instant *ret, struct error *e)
{
    QUERY(q, s, SQL_STUDIO_ZONE);
    query_int(&q, ":studio", STUDIO_NUMBER);
    bool row;
    TRY(query_step(&q, &row, e));
    const char *zone = row ? (const char *)sqlite3_column_text(q.statement, 0) : NULL;
    *ret = (struct instant){ms, zone_offset(zone ? zone : "UTC", ms)};
    return STIPPLE_OK;
}

static bool model_changes(const struct studio_set *c, const struct studio_model *stands)
{
    return number_changes(c->depth_mm, stands->depth_mm) ||
           number_changes(c->dots_per_cm2, stands->dots_per_cm2) ||
           number_changes(c->dot_mm, stands->dot_mm) || number_changes(c->gain, stands->gain) ||
           number_changes(c->healed, stands->healed) ||
           number_changes(c->half_life_years, stands->half_life_years) ||
           int_changes(c->sessions, stands->sessions);
}

static bool intervals_change(const struct studio_intervals *given,
                             const struct studio_intervals *stand)
{
    return given && (int_changes(given->gap_days, stand->gap_days) ||
                     int_changes(given->healing_days, stand->healing_days) ||
                     int_changes(given->touch_up_days, stand->touch_up_days) ||
                     int_changes(given->refresh_days, stand->refresh_days));
}

enum stipple_error studio_set(struct store *s, struct arena *a, const struct studio_set *command,
                              struct error *e)
{
    struct studio stands = {0};
    struct studio_model model = {0};
    struct studio_intervals intervals = {0};
    TRY(studio_read(s, a, &stands, &model, e));
    TRY(studio_intervals(s, &intervals, e));
    if (command->time_zone && !zone_valid(command->time_zone)) {
        fail(e, STIPPLE_ZONE_UNKNOWN, "time_zone", "This machine knows no time zone \"%s\".",
             command->time_zone);
        return fail_hint(e, "Zones are named as in Europe/Copenhagen.");
    }
    if (text_changes(command->name, stands.name) ||
        text_changes(command->address, stands.address) ||
        text_changes(command->permit, stands.permit) ||
        text_changes(command->time_zone, stands.time_zone) ||
        texts_change(&command->rule_packs, &stands.rule_packs) ||
        int_changes(command->backup_days, stands.backup_days) || model_changes(command, &model) ||
        intervals_change(command->intervals, &intervals))
        return STIPPLE_OK;
    return fail(e, STIPPLE_NOTHING_TO_DO, NULL, "The studio's settings are like that already.");
}
