/* Rule packs, and what is missing against them. */
#include "app/inspect.h"
#include "app/schemas.h"

/* A pack's own facts, and what it asks of records. */
static const struct field pack_fields[] = {
    {FIELD(struct rule_pack, id, TEXT), .required = true, .doc = "As studio.set takes it."},
    {FIELD(struct rule_pack, place, TEXT), .required = true, .doc = "Where it holds."},
    {FIELD(struct rule_pack, title, TEXT), .required = true, .doc = "What it is called."},
    {FIELD(struct rule_pack, citation, TEXT), .required = true, .doc = "Where it is written."},
    {FIELD(struct rule_pack, date_read, DATE), .required = true, .doc = "When it was read."},
    {FIELD(struct rule_pack, how_sure, TEXT), .required = true,
     .doc = "What was read of it, and what was not."},
};
static const struct schema pack_schema = SCHEMA("RulePack", struct rule_pack, pack_fields);

static const struct field rule_fields[] = {
    {FIELD(struct rule, record, TEXT), .required = true, .doc = "The kind of record."},
    {FIELD(struct rule, kinds, TEXT), .list = true,
     .doc = "Only products and lots of these kinds, or staff with these jobs."},
    {FIELD(struct rule, fields, TEXT), .list = true, .required = true,
     .doc = "Paths as on the wire, through lists; one of them will do."},
    {FIELD(struct rule, check, CHOICE), .required = true, .choices = rule_checks,
     .doc = "It is there, it has the value, or its date has not passed."},
    {FIELD(struct rule, value, TEXT), .doc = "The value it has to have."},
    {FIELD(struct rule, gravity, CHOICE), .required = true, .choices = rule_gravities,
     .doc = "How bad it is when it is missing."},
    {FIELD(struct rule, sentence, TEXT), .required = true, .doc = "What it rests on."},
};
static const struct schema rule_schema = SCHEMA("Rule", struct rule, rule_fields);

#define BASIS_FIELD(name)                                                                          \
    {                                                                                              \
        FIELD(struct rule_pack, name##_basis, TEXT), .doc = "What that rests on."                  \
    }
static const struct field full_fields[] = {
    {FIELD(struct rule_pack, keep_min_days, INT), .unit = "days",
     .doc = "Records are kept at least so long."},
    {FIELD(struct rule_pack, keep_max_days, INT), .unit = "days", .doc = "And at most so long."},
    BASIS_FIELD(keep),
    {FIELD(struct rule_pack, on_site_days, INT), .unit = "days",
     .doc = "So long they stay on the premises."},
    BASIS_FIELD(on_site),
    {FIELD(struct rule_pack, produce_within, TEXT), .doc = "How soon they are shown."},
    BASIS_FIELD(produce),
    {FIELD(struct rule_pack, erasure, TEXT), .doc = "When a person's record goes."},
    BASIS_FIELD(erasure),
    {FIELD(struct rule_pack, cups_single_use, BOOL), .doc = "Cups are used once."},
    BASIS_FIELD(cups),
    {FIELD(struct rule_pack, diluent_sterile, BOOL), .doc = "Diluents are sterile."},
    BASIS_FIELD(diluent),
    {FIELD(struct rule_pack, required, OBJECT), .list = true, .required = true,
     .object = &rule_schema, .doc = "What has to be on record."},
};
static const struct schema full_schema =
    SCHEMA_ON(&pack_schema, "RulePackFull", struct rule_pack, full_fields);

struct rule_list_result {
    struct list packs;
};
static const struct field list_fields[] = {
    {FIELD(struct rule_list_result, packs, OBJECT), .list = true, .required = true,
     .object = &pack_schema, .doc = "By id; the same id again is a later reading."},
};
static const struct schema list_schema = SCHEMA("RuleList", struct rule_list_result, list_fields);

struct rule_show_params {
    const char *pack, *day;
};
static const struct field show_fields[] = {
    {FIELD(struct rule_show_params, pack, TEXT), .required = true, .min = 1, .max = 64,
     .doc = "Its id."},
    {FIELD(struct rule_show_params, day, DATE), .doc = "As read by this day."},
};
static const struct schema show_schema =
    SCHEMA("RuleShowParams", struct rule_show_params, show_fields);

enum { FINDINGS_MAX = 1000 };

static const struct field inspect_fields[] = {
    {FIELD(struct inspect_params, from, DATE),
     .doc = "First day of the period: what came in it, or was in use in it."},
    {FIELD(struct inspect_params, to, DATE), .doc = "Its last day; today when left out."},
    {FIELD(struct inspect_params, pack, TEXT), .min = 1, .max = 64,
     .doc = "This pack; those of the studio when left out."},
    {FIELD(struct inspect_params, day, DATE), .doc = "The packs as read by this day."},
    {FIELD(struct inspect_params, limit, INT), .min = 1, .max = FINDINGS_MAX, .fallback = "200",
     .doc = "Findings at most."},
};
static const struct schema inspect_schema =
    SCHEMA("InspectParams", struct inspect_params, inspect_fields);

static const struct field finding_fields[] = {
    {FIELD(struct finding, record, TEXT), .required = true, .doc = "The kind of record."},
    {FIELD(struct finding, id, UUID), .required = true, .doc = "Which."},
    {FIELD(struct finding, code, TEXT), .doc = "Its code; the studio has none."},
    {FIELD(struct finding, fields, TEXT), .list = true, .required = true,
     .doc = "What is missing; one of them will do."},
    {FIELD(struct finding, check, CHOICE), .required = true, .choices = rule_checks,
     .doc = "What it did not meet."},
    {FIELD(struct finding, value, TEXT), .doc = "The value it has to have."},
    {FIELD(struct finding, past, TEXT), .list = true,
     .doc = "What does not hold any more, by its name."},
    {FIELD(struct finding, gravity, CHOICE), .required = true, .choices = rule_gravities,
     .doc = "How bad that is."},
    {FIELD(struct finding, pack, TEXT), .required = true, .doc = "Who asks for it."},
    {FIELD(struct finding, citation, TEXT), .required = true, .doc = "Where."},
    {FIELD(struct finding, sentence, TEXT), .required = true, .doc = "What is asked for."},
    {FIELD(struct finding, mend, TEXT), .required = true, .doc = "The method that records it."},
};
static const struct schema finding_schema = SCHEMA("Finding", struct finding, finding_fields);

static const struct field inspected_fields[] = {
    {FIELD(struct inspected, record, TEXT), .required = true, .doc = "The kind of record."},
    {FIELD(struct inspected, checked, INT), .required = true, .doc = "Records looked at."},
    {FIELD(struct inspected, gaps, INT), .required = true, .doc = "What was missing in them."},
};
static const struct schema inspected_schema =
    SCHEMA("Inspected", struct inspected, inspected_fields);

static const struct field inspect_result_fields[] = {
    {FIELD(struct inspect_result, from, DATE), .doc = "First day; absent: from the beginning."},
    {FIELD(struct inspect_result, to, DATE), .required = true, .doc = "Last day."},
    {FIELD(struct inspect_result, packs, OBJECT), .list = true, .required = true,
     .object = &pack_schema, .doc = "What the books were held against."},
    {FIELD(struct inspect_result, records, OBJECT), .list = true, .required = true,
     .object = &inspected_schema, .doc = "What was looked at."},
    {FIELD(struct inspect_result, findings, OBJECT), .list = true, .required = true,
     .object = &finding_schema, .doc = "What is missing, worst first."},
    {FIELD(struct inspect_result, more, INT), .required = true, .doc = "Findings not shown."},
    WARNINGS_FIELD(struct inspect_result),
};
static const struct schema inspect_result_schema =
    SCHEMA("Inspection", struct inspect_result, inspect_result_fields);

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    (void)params;
    struct rule_list_result *r = result;
    struct rule_pack *rows = arena_array(&call->arena, rule_packs_n, sizeof *rows);
    if (!rows)
        return fail_memory(&call->error);
    for (size_t i = 0; i < rule_packs_n; i++)
        rows[i] = rule_packs[i];
    r->packs = (struct list){rows, rule_packs_n};
    return STIPPLE_OK;
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct rule_show_params *p = params;
    const struct rule_pack *pack;
    TRY(rule_pack_check(call, "pack", p->pack, p->day, &pack));
    *(struct rule_pack *)result = *pack;
    return STIPPLE_OK;
}

static enum stipple_error handle_inspect(struct call *call, void *params, void *result)
{
    return inspect_run(call, params, result);
}

static const struct example list_examples[] = {
    {.name = "what is known",
     .params = "{}",
     .result = "{\"packs\":[{\"id\":\"ca-bc\"},{\"id\":\"ca-on\",\"date_read\":\"2026-11-20\"},"
               "{\"id\":\"ca-on\",\"date_read\":\"2026-11-27\"}]}"},
    {.name = "of one place",
     .params = "{\"place\":\"Ontario\"}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "place"},
    {0}};

static const struct example show_examples[] = {
    {.name = "one place",
     .params = "{\"pack\":\"us-nj\"}",
     .result = "{\"place\":\"New Jersey\",\"keep_min_days\":1096,\"cups_single_use\":true}"},
    {.name = "mistyped",
     .params = "{\"pack\":\"us-jn\"}",
     .error = STIPPLE_RULE_NOT_FOUND,
     .field = "pack"},
    {.name = "before anybody had read it",
     .params = "{\"pack\":\"us-nj\",\"day\":\"2020-01-01\"}",
     .error = STIPPLE_RULE_NOT_FOUND,
     .field = "day"},
    {0}};

static const struct example inspect_examples[] = {
    {.name = "against one pack",
     .params = "{\"pack\":\"us-neha\",\"limit\":1}",
     .result = "{\"to\":\"2026-03-02\",\"packs\":[{\"id\":\"us-neha\"}],\"findings\":["
               "{\"record\":\"session\",\"gravity\":\"grave\",\"pack\":\"us-neha\"}]}"},
    {.name = "a pack that was not read",
     .params = "{\"pack\":\"ca-bc\"}",
     .result = "{\"findings\":[],\"more\":0,\"warnings\":[{\"name\":\"rule.unread\"}]}"},
    {.name = "the studio follows none",
     .params = "{}",
     .result = "{\"packs\":[],\"findings\":[],\"warnings\":[{\"name\":\"rule.none\"}]}"},
    {.name = "it ends before it begins",
     .params = "{\"from\":\"2026-03-01\",\"to\":\"2026-02-01\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "from"},
    {0}};

static const enum stipple_error rule_errors[] = {STIPPLE_RULE_NOT_FOUND, STIPPLE_OK};

const struct method rule_methods[] = {
    {"rule.list", "The rule packs: what places want recorded, as it was read.", ROLE_ANY,
     METHOD_INLINE, &empty_schema, &list_schema, NULL, list_examples, handle_list},
    {"rule.show", "One rule pack, each rule with what it rests on.", ROLE_ANY, METHOD_INLINE,
     &show_schema, &full_schema, rule_errors, show_examples, handle_show},
    {"inspect.run", "What is missing in the books, worst first, and what mends it.", ROLE_ANY,
     METHOD_READ, &inspect_schema, &inspect_result_schema, rule_errors, inspect_examples,
     handle_inspect},
    {0}};
