/* The people who work in the studio, and what they may do it by. */
#include "app/schemas.h"

#include "base/time.h"
#include "store/studio.h"

#include <stdio.h>
#include <string.h>

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
    {FIELD(struct staff_amend, add_licences, OBJECT), .list = true, .max_items = LICENCES_MAX,
     .object = &licence_schema,
     .doc = "Besides those that stand; one of the same name takes the place of that before."},
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
    WARNINGS_FIELD(struct staff_made),
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

static bool licence_named(const struct list *licences, const char *name)
{
    const struct licence *licence = licences->items;
    for (size_t i = 0; i < licences->n; i++)
        if (strcmp(licence[i].name, name) == 0)
            return true;
    return false;
}

/* What is added is in the list then, and so in the event; it is not said twice there. */
static enum stipple_error licences_join(struct call *call, struct staff_amend *p)
{
    struct staff staff;
    struct list all = {0};
    if (p->add_licences.n == 0)
        return STIPPLE_OK;
    TRY(staff_show(call->store, &call->arena, p->staff, &staff, &call->error));
    const struct list stands = p->licences.items ? p->licences : staff.licences;
    const struct licence *before = stands.items, *more = p->add_licences.items;
    for (size_t i = 0; i < stands.n + p->add_licences.n; i++) {
        if (i < stands.n && licence_named(&p->add_licences, before[i].name))
            continue;
        struct licence *slot = list_add(&call->arena, &all, sizeof *slot);
        if (!slot)
            return fail_memory(&call->error);
        *slot = i < stands.n ? before[i] : more[i - stands.n];
    }
    p->licences = all;
    p->add_licences = (struct list){0};
    return all.n <= LICENCES_MAX ? STIPPLE_OK
                                 : fail(&call->error, STIPPLE_PARAM_RANGE, "add_licences",
                                        "Together these are more than %d.", LICENCES_MAX);
}

static enum stipple_error handle_staff_amend(struct call *call, void *params, void *result)
{
    TRY(licences_join(call, params));
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
        char field[80];
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
    {.name = "it was another number; a licence of that name takes its place",
     .params = "{" EXAMPLE_OP("0214") ",\"staff\":\"S-01\",\"by\":\"S-01\","
                                      "\"reason\":\"misread\",\"add_licences\":"
                                      "[{\"name\":\"hygiene course\",\"number\":\"H 21\","
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
               "\"licences\":[{\"name\":\"hygiene course\",\"number\":\"H "
               "21\"}]}],\"warnings\":[{\"name\":"
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

const struct method staff_methods[] = {
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
