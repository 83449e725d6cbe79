/* The studio's settings and the people who work in it. */
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

/* Staff. */

enum { LICENCES_MAX = 16 };

static const struct field licence_fields[] = {
    {FIELD(struct licence, name, TEXT), .required = true, .min = 1, .max = NAME_MAX_CHARS,
     .doc = "What it is: tattoo permit, hygiene course."},
    {FIELD(struct licence, number, TEXT), .min = 1, .max = NAME_MAX_CHARS, .doc = "Its number."},
    {FIELD(struct licence, expiry, DATE), .doc = "The last day it holds."},
};
static const struct schema licence_schema = SCHEMA("Licence", struct licence, licence_fields);

static const struct field staff_fields[] = {
    {FIELD(struct staff, id, UUID), .required = true, .doc = "The person."},
    {FIELD(struct staff, code, TEXT), .required = true, .doc = "S-01."},
    {FIELD(struct staff, name, TEXT), .required = true, .doc = "As it stands in reports."},
    {FIELD(struct staff, jobs, TEXT), .list = true, .required = true, .doc = "What they do here."},
    {FIELD(struct staff, uid, INT), .doc = "The system user that stands for them."},
    {FIELD(struct staff, licences, OBJECT), .list = true, .required = true,
     .object = &licence_schema, .doc = "What they may do it by."},
    {FIELD(struct staff, added_at, TIME), .required = true, .doc = "Since when."},
    {FIELD(struct staff, retired_at, TIME), .doc = "Until when."},
};
static const struct schema staff_schema = SCHEMA("Staff", struct staff, staff_fields);

static const struct field staff_add_fields[] = {
    {FIELD(struct staff_add, name, TEXT), .required = true, .min = 1, .max = NAME_MAX_CHARS,
     .doc = "As it stands in reports."},
    {FIELD(struct staff_add, jobs, TEXT), .list = true, .max_items = 8, .min = 1, .max = 40,
     .doc = "What they do here: artist, manager."},
    {FIELD(struct staff_add, uid, INT), .min = 0, .max = 4294967294.0,
     .doc = "System user that stands for them: their entries need no `by`."},
    {FIELD(struct staff_add, licences, OBJECT), .list = true, .max_items = LICENCES_MAX,
     .object = &licence_schema, .doc = "What they may do it by, with its expiry."},
};
static const struct schema staff_add_schema =
    SCHEMA_ON(&write_head_schema, "StaffAdd", struct staff_add, staff_add_fields);

static const struct field staff_amend_fields[] = {
    {FIELD(struct staff_amend, staff, REF), .required = true, .of = "staff", .doc = "Whose."},
    {FIELD(struct staff_amend, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why."},
    {FIELD(struct staff_amend, name, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "As it stands in reports."},
    {FIELD(struct staff_amend, jobs, TEXT), .list = true, .max_items = 8, .min = 1, .max = 40,
     .doc = "All they do here."},
    {FIELD(struct staff_amend, uid, INT), .min = 0, .max = 4294967294.0,
     .doc = "System user that stands for them."},
    {FIELD(struct staff_amend, licences, OBJECT), .list = true, .max_items = LICENCES_MAX,
     .object = &licence_schema, .doc = "All of them, in place of those before."},
};
static const struct schema staff_amend_schema =
    SCHEMA_ON(&write_head_schema, "StaffAmend", struct staff_amend, staff_amend_fields);

static const struct field staff_retire_fields[] = {
    {FIELD(struct staff_retire, staff, REF), .required = true, .of = "staff", .doc = "Who leaves."},
    {FIELD(struct staff_retire, reason, TEXT), .min = 1, .max = WORDS_MAX_CHARS, .doc = "Why."},
};
static const struct schema staff_retire_schema =
    SCHEMA_ON(&write_head_schema, "StaffRetire", struct staff_retire, staff_retire_fields);

static const struct field staff_made_fields[] = {
    {FIELD(struct staff_made, staff, UUID), .required = true, .doc = "The person."},
    {FIELD(struct staff_made, staff_code, TEXT), .required = true, .doc = "Their code."},
};
static const struct schema staff_made_schema =
    SCHEMA("StaffMade", struct staff_made, staff_made_fields);

struct staff_list_params {
    int retired;
};
static const struct field staff_list_fields[] = {
    {FIELD(struct staff_list_params, retired, BOOL), .fallback = "false",
     .doc = "With those who left."},
};
static const struct schema staff_list_schema =
    SCHEMA("StaffListParams", struct staff_list_params, staff_list_fields);

struct staff_list_result {
    struct list staff, warnings;
};
static const struct field staff_list_result_fields[] = {
    {FIELD(struct staff_list_result, staff, OBJECT), .list = true, .required = true,
     .object = &staff_schema, .doc = "In the order they came."},
    WARNINGS_FIELD(struct staff_list_result),
};
static const struct schema staff_list_result_schema =
    SCHEMA("StaffList", struct staff_list_result, staff_list_result_fields);

static enum stipple_error handle_staff_add(struct call *call, void *params, void *result)
{
    return staff_add(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_staff_retire(struct call *call, void *params, void *result)
{
    return staff_retire(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_staff_amend(struct call *call, void *params, void *result)
{
    return staff_amend(call->store, &call->arena, params, result, &call->error);
}

/* `row`: the person's place in the list. */
static void licences_doubt(struct call *call, size_t row, const struct staff *staff,
                           const char *today, struct list *warnings)
{
    const struct licence *licence = staff->licences.items;
    for (size_t i = 0; i < staff->licences.n; i++) {
        if (!licence[i].expiry || strcmp(licence[i].expiry, today) >= 0)
            continue;
        char field[64];
        snprintf(field, sizeof field, "staff[%zu].licences[%zu].expiry", row, i);
        warn(&call->arena, warnings, "licence.expired", field, "%s (%s): %s expired on %s.",
             staff->name, staff->code, licence[i].name, licence[i].expiry);
    }
}

static enum stipple_error handle_staff_list(struct call *call, void *params, void *result)
{
    const struct staff_list_params *p = params;
    struct staff_list_result *r = result;
    TRY(staff_list(call->store, &call->arena, p->retired == 1, &r->staff, &call->error));
    struct instant now;
    char today[DATE_LENGTH + 1];
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, today);
    const struct staff *staff = r->staff.items;
    for (size_t i = 0; i < r->staff.n; i++)
        if (staff[i].retired_at.ms == INT_ABSENT)
            licences_doubt(call, i, &staff[i], today, &r->warnings);
    return STIPPLE_OK;
}

static const struct example staff_add_examples[] = {
    {.name = "an artist",
     .params = "{" EXAMPLE_OP("0201") ",\"name\":\"First Artist\",\"jobs\":[\"artist\"]}",
     .result = "{\"staff_code\":\"S-01\"}"},
    {.name = "sent again: the first answer, nothing done",
     .params = "{" EXAMPLE_OP("0201") ",\"name\":\"First Artist\",\"jobs\":[\"artist\"]}",
     .result = "{\"staff_code\":\"S-01\"}"},
    {.name = "the same op_id for somebody else",
     .params = "{" EXAMPLE_OP("0201") ",\"name\":\"Second Artist\"}",
     .error = STIPPLE_OP_REUSED,
     .field = "op_id"},
    {.name = "entered by a colleague",
     .params = "{" EXAMPLE_OP("0202") ",\"name\":\"Second Artist\",\"by\":\"S-01\"}",
     .result = "{\"staff_code\":\"S-02\"}"},
    {.name = "nobody by that code",
     .params = "{" EXAMPLE_OP("0203") ",\"name\":\"Third Artist\",\"by\":\"S-09\"}",
     .error = STIPPLE_STAFF_NOT_FOUND,
     .field = "by"},
    {0}};

static const struct example staff_amend_examples[] = {
    {.name = "a licence, with its last day",
     .params = "{" EXAMPLE_OP("0211") ",\"staff\":\"S-01\",\"by\":\"S-01\","
                                      "\"reason\":\"papers shown\",\"licences\":"
                                      "[{\"name\":\"hygiene course\",\"number\":\"H 12\","
                                      "\"expiry\":\"2026-03-01\"}]}",
     .result = "{\"staff_code\":\"S-01\"}"},
    {.name = "no such day",
     .params = "{" EXAMPLE_OP("0212") ",\"staff\":\"S-01\",\"by\":\"S-01\","
                                      "\"reason\":\"papers shown\",\"licences\":"
                                      "[{\"name\":\"hygiene course\",\"expiry\":\"2026-02-30\"}]}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "licences[0].expiry"},
    {.name = "nothing new",
     .params = "{" EXAMPLE_OP("0213") ",\"staff\":\"S-01\",\"by\":\"S-01\","
                                      "\"reason\":\"papers shown\",\"name\":\"First Artist\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {0}};

static const struct example staff_retire_examples[] = {
    {.name = "somebody leaves",
     .params =
         "{" EXAMPLE_OP("0301") ",\"staff\":\"S-02\",\"by\":\"S-01\",\"reason\":\"moved away\"}",
     .result = "{\"staff_code\":\"S-02\"}"},
    {.name = "who has left does nothing more",
     .params = "{" EXAMPLE_OP("0302") ",\"staff\":\"S-01\",\"by\":\"S-02\"}",
     .error = STIPPLE_STAFF_RETIRED,
     .field = "by"},
    {0}};

static const struct example staff_list_examples[] = {
    {.name = "who works here",
     .params = "{}",
     .result = "{\"staff\":[{\"code\":\"S-01\",\"name\":\"First Artist\",\"jobs\":[\"artist\"],"
               "\"licences\":[{\"name\":\"hygiene course\"}]}],\"warnings\":[{\"name\":"
               "\"licence.expired\",\"field\":\"staff[0].licences[0].expiry\"}]}"},
    {.name = "a word where yes or no is asked for",
     .params = "{\"retired\":\"all\"}",
     .error = STIPPLE_PARAM_TYPE,
     .field = "retired"},
    {0}};

static const enum stipple_error staff_add_errors[] = {STIPPLE_OP_REUSED, STIPPLE_STAFF_NOT_FOUND,
                                                      STIPPLE_STAFF_UNCLEAR, STIPPLE_OK};
static const enum stipple_error staff_amend_errors[] = {
    STIPPLE_STAFF_NOT_FOUND, STIPPLE_STAFF_RETIRED, STIPPLE_NOTHING_TO_DO, STIPPLE_OK};
static const enum stipple_error staff_retire_errors[] = {STIPPLE_STAFF_NOT_FOUND,
                                                         STIPPLE_STAFF_RETIRED, STIPPLE_OK};

const struct method studio_methods[] = {
    {"studio.show", "The studio and its settings.", ROLE_ANY, METHOD_READ, &empty_schema,
     &studio_schema, NULL, studio_show_examples, handle_studio_show},
    {"studio.set", "Changes settings; what is left out stays, an empty list empties.", ROLE_MANAGER,
     METHOD_WRITE, &studio_set_schema, &empty_schema, studio_set_errors, studio_set_examples,
     handle_studio_set},
    {"staff.add", "Takes somebody on.", ROLE_MANAGER, METHOD_WRITE, &staff_add_schema,
     &staff_made_schema, staff_add_errors, staff_add_examples, handle_staff_add},
    {"staff.amend", "Changes what is kept about somebody; what is left out stays.", ROLE_MANAGER,
     METHOD_WRITE, &staff_amend_schema, &staff_made_schema, staff_amend_errors,
     staff_amend_examples, handle_staff_amend},
    {"staff.retire", "Somebody leaves; their entries stay.", ROLE_MANAGER, METHOD_WRITE,
     &staff_retire_schema, &staff_made_schema, staff_retire_errors, staff_retire_examples,
     handle_staff_retire},
    {"staff.list", "Who works here.", ROLE_ANY, METHOD_READ, &staff_list_schema,
     &staff_list_result_schema, NULL, staff_list_examples, handle_staff_list},
    {0}};
