/* The studio's settings. */
#include "app/inspect.h"
#include "app/schemas.h"

#include "base/time.h"
#include "colour/match.h"
#include "store/studio.h"

#include <stdio.h>
#include <string.h>

static const struct field model_fields[] = {
    {FIELD(struct studio_model, depth_mm, NUMBER), .required = true, .unit = "mm",
     .doc = "Depth of the dots' upper side under the skin."},
    {FIELD(struct studio_model, sessions, INT), .required = true, .doc = "Sessions of a layout."},
    {FIELD(struct studio_model, dots_per_cm2, NUMBER), .required = true, .unit = "1/cm²",
     .doc = "Dots of one session."},
    {FIELD(struct studio_model, dot_mm, NUMBER), .required = true, .unit = "mm",
     .doc = "Diameter of a healed dot, as it acts optically."},
    {FIELD(struct studio_model, gain, NUMBER), .required = true,
     .doc = "Coverage reached, against the coverage planned."},
    {FIELD(struct studio_model, healed, NUMBER), .required = true,
     .doc = "Optical depth healed, against fresh."},
    {FIELD(struct studio_model, half_life_years, NUMBER), .required = true, .unit = "years",
     .doc = "In which a healed dot loses half its optical depth."},
};
static const struct schema model_schema = SCHEMA("StudioModel", struct studio_model, model_fields);

#define INTERVAL(member, low, text)                                                                \
    {                                                                                              \
        FIELD(struct studio_intervals, member, INT), .min = low, .max = 5000, .unit = "days",      \
                                                     .doc = text                                   \
    }
static const struct field intervals_fields[] = {
    INTERVAL(gap_days, 1, "At least, from one session to the next."),
    INTERVAL(healing_days, 1, "Until readings of treated skin say something again."),
    INTERVAL(touch_up_days, 1, "From the last planned session to the touch-up."),
    INTERVAL(refresh_days, 30, "From the touch-up to the refresh."),
};
static const struct schema intervals_schema =
    SCHEMA("StudioIntervals", struct studio_intervals, intervals_fields);

static const struct field studio_fields[] = {
    {FIELD(struct studio, id, UUID), .required = true, .doc = "The studio."},
    {FIELD(struct studio, name, TEXT), .doc = "Its name."},
    {FIELD(struct studio, address, TEXT), .doc = "Where it is."},
    {FIELD(struct studio, permit, TEXT), .doc = "Number of its permit or registration."},
    {FIELD(struct studio, time_zone, TEXT), .required = true,
     .doc = "IANA time zone that its days are counted in."},
    {FIELD(struct studio, rule_packs, TEXT), .list = true, .required = true,
     .doc = "The rules of its place."},
    {FIELD(struct studio, backup_days, INT), .unit = "days",
     .doc = "For how long backups are kept; absent: nobody has said."},
    {FIELD(struct studio, model, OBJECT), .required = true, .object = &model_schema,
     .doc = "What the optical model starts from here."},
    {FIELD(struct studio, intervals, OBJECT), .required = true, .object = &intervals_schema,
     .doc = "Days between sessions."},
};
static const struct schema studio_schema = SCHEMA("Studio", struct studio, studio_fields);

static const struct field studio_set_fields[] = {
    {FIELD(struct studio_set, name, TEXT), .min = 1, .max = NAME_MAX_CHARS, .doc = "Its name."},
    {FIELD(struct studio_set, address, TEXT), .min = 1, .max = 400, .doc = "Where it is."},
    {FIELD(struct studio_set, permit, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Number of its permit or registration."},
    {FIELD(struct studio_set, time_zone, TEXT), .min = 1, .max = 64,
     .doc = "IANA time zone: Europe/Copenhagen."},
    {FIELD(struct studio_set, rule_packs, TEXT), .list = true, .max_items = 16, .min = 1, .max = 64,
     .doc = "The rules of its place, by name."},
    {FIELD(struct studio_set, backup_days, INT), .min = 1, .max = 36500, .unit = "days",
     .doc = "For how long backups are kept before they are destroyed."},
    {FIELD(struct studio_set, depth_mm, NUMBER), .min = 0.01, .max = 1, .unit = "mm",
     .doc = "Depth of the dots."},
    {FIELD(struct studio_set, sessions, INT), .min = 1, .max = 6, .doc = "Sessions of a layout."},
    {FIELD(struct studio_set, dots_per_cm2, NUMBER), .min = 1, .max = MATCH_DOTS_PER_CM2_MAX,
     .unit = "1/cm²", .doc = "Dots of one session."},
    {FIELD(struct studio_set, dot_mm, NUMBER), .min = 0.1, .max = 2, .unit = "mm",
     .doc = "Diameter of a healed dot."},
    {FIELD(struct studio_set, gain, NUMBER), .min = 0.1, .max = 4,
     .doc = "Coverage reached / planned."},
    {FIELD(struct studio_set, healed, NUMBER), .min = 0.1, .max = 1,
     .doc = "Optical depth healed / fresh."},
    {FIELD(struct studio_set, half_life_years, NUMBER), .min = 0.5, .max = 50, .unit = "years",
     .doc = "Half-life of a healed dot."},
    {FIELD(struct studio_set, intervals, OBJECT), .object = &intervals_schema,
     .doc = "Days between sessions; those left out stay."},
};
static const struct schema studio_set_schema =
    SCHEMA_ON(&write_head_schema, "StudioSet", struct studio_set, studio_set_fields);

static double set_or(double set, double start)
{
    return isnan(set) ? start : set;
}

enum stipple_error studio_complete(struct call *call, struct studio *ret)
{
    const struct match_model *start = &match_model_default;
    struct studio_model *model = arena_take(&call->arena, sizeof *model);
    if (!model)
        return fail_memory(&call->error);
    TRY(studio_show(call->store, &call->arena, ret, &call->error));
    const struct studio_model *set = ret->model;
    *model = (struct studio_model){
        .depth_mm = set_or(set->depth_mm, start->depth_mm),
        .dots_per_cm2 = set_or(set->dots_per_cm2, start->dots_per_cm2),
        .dot_mm = set_or(set->dot_mm, start->dot_mm),
        .gain = set_or(set->gain, start->gain),
        .healed = set_or(set->healed, start->healed),
        .half_life_years = set_or(set->half_life_years, start->half_life_years),
        .sessions = set->sessions == INT_ABSENT ? start->sessions : set->sessions,
    };
    ret->model = model;
    return STIPPLE_OK;
}

static enum stipple_error handle_studio_show(struct call *call, void *params, void *result)
{
    (void)params;
    return studio_complete(call, result);
}

static enum stipple_error packs_check(struct call *call, const struct studio_set *p)
{
    const char *const *ids = p->rule_packs.items;
    for (size_t i = 0; i < p->rule_packs.n; i++) {
        const struct rule_pack *pack;
        char field[48];
        snprintf(field, sizeof field, "rule_packs[%zu]", i);
        TRY(rule_pack_check(call, field, ids[i], NULL, &pack));
    }
    return STIPPLE_OK;
}

static enum stipple_error handle_studio_set(struct call *call, void *params, void *result)
{
    (void)result;
    TRY(packs_check(call, params));
    return studio_set(call->store, &call->arena, params, &call->error);
}

static const struct example studio_show_examples[] = {
    {.name = "a new studio",
     .params = "{}",
     .result = "{\"rule_packs\":[],\"model\":{\"sessions\":3},\"intervals\":{\"gap_days\":10}}"},
    {.name = "of another studio",
     .params = "{\"studio\":1}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "studio"},
    {0}};

static const struct example studio_set_examples[] = {
    {.name = "name and place",
     .params =
         "{" EXAMPLE_OP("0101") ",\"name\":\"Demo Studio\",\"time_zone\":\"Europe/Copenhagen\"}",
     .result = "{}"},
    {.name = "the rules of its place",
     .params = "{" EXAMPLE_OP("0104") ",\"rule_packs\":[\"dk\"]}",
     .result = "{}"},
    {.name = "none of them after all",
     .params = "{" EXAMPLE_OP("0105") ",\"rule_packs\":[]}",
     .result = "{}"},
    {.name = "no such zone",
     .params = "{" EXAMPLE_OP("0102") ",\"time_zone\":\"Europe/Atlantis\"}",
     .error = STIPPLE_ZONE_UNKNOWN,
     .field = "time_zone"},
    {.name = "a rule pack, mistyped",
     .params = "{" EXAMPLE_OP("0106") ",\"rule_packs\":[\"us-neha\",\"us-c\"]}",
     .error = STIPPLE_RULE_NOT_FOUND,
     .field = "rule_packs[1]"},
    {.name = "nothing said", .params = "{" EXAMPLE_OP("0103") "}", .error = STIPPLE_NOTHING_TO_DO},
    {0}};

static const enum stipple_error studio_set_errors[] = {STIPPLE_ZONE_UNKNOWN, STIPPLE_RULE_NOT_FOUND,
                                                       STIPPLE_NOTHING_TO_DO, STIPPLE_OK};

const struct method studio_methods[] = {
    {"studio.show", "The studio and its settings.", ROLE_ANY, METHOD_READ, &empty_schema,
     &studio_schema, NULL, studio_show_examples, handle_studio_show},
    {"studio.set", "Changes settings; what is left out stays, an empty list empties.", ROLE_MANAGER,
     METHOD_WRITE, &studio_set_schema, &empty_schema, studio_set_errors, studio_set_examples,
     handle_studio_set},
    {0}};
