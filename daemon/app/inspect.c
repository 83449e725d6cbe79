/* Records are read one by one, and their memory given back every few; only findings stay. */
#include "app/inspect.h"

#include "app/schemas.h"
#include "base/time.h"
#include "rpc/layout.h"
#include "rpc/nearest.h"

#include <stdio.h>
#include <string.h>

enum { GRAVITIES = RULE_FORMAL + 1, RECORDS_HELD = 64 };

struct inspect {
    struct call *call;
    struct arena keep; /* of what is answered; the call's own is that of the records under way */
    const char *to;
    struct period period;
    struct list packs; /* struct rule_pack */
    enum record record;
    const struct schema *schema; /* of such a record */
    bool words;                  /* some rule asks for sealed words of a session */
    int held;                    /* records since memory was given back */
    struct inspected records[RECORDS];
    struct list found[GRAVITIES]; /* struct finding */
    int64_t limit, total;
    struct list *doubts; /* the answer's warnings */
};

/* Findings. */

static const char *text_at(const char *item, const struct field *field)
{
    return *(const char *const *)(const void *)(item + field->offset);
}

/* What has passed, by its name: the item's first text. */
static enum stipple_error past_copy(struct inspect *in, const struct rule *rule,
                                    const struct record_seen *seen, const char *day,
                                    struct list *ret)
{
    char head[64];
    const char *path = ((const char *const *)rule->fields.items)[0];
    snprintf(head, sizeof head, "%.*s", (int)strcspn(path, "."), path);
    const struct field *field = field_at(in->schema, head);
    const struct field *date =
        field && field->list ? field_at(field->object, path + strlen(head) + 1) : NULL;
    const struct list *list =
        date ? (const void *)((const char *)seen->row + field->offset) : &(struct list){0};
    for (size_t i = 0; i < list->n; i++) {
        const char *item = (const char *)list->items + i * field->object->size;
        const char *name = text_at(item, &field->object->fields[0]);
        if (field_is_absent(date, item + date->offset) || strcmp(text_at(item, date), day) >= 0)
            continue;
        const char **slot = list_add(&in->keep, ret, sizeof *slot);
        if (!slot || !(*slot = arena_copy(&in->keep, name, strlen(name))))
            return fail_memory(&in->call->error);
    }
    return STIPPLE_OK;
}

/* What of the record outlives it. */
static enum stipple_error finding_copy(struct inspect *in, const struct rule *rule,
                                       const struct record_seen *seen, const char *day,
                                       struct finding *finding)
{
    finding->id = arena_copy(&in->keep, seen->id, strlen(seen->id));
    finding->code = seen->code ? arena_copy(&in->keep, seen->code, strlen(seen->code)) : NULL;
    if (!finding->id || (seen->code && !finding->code))
        return fail_memory(&in->call->error);
    if (rule->check != RULE_HOLDS)
        return STIPPLE_OK;
    return past_copy(in, rule, seen, day, &finding->past);
}

static enum stipple_error finding_add(struct inspect *in, const struct rule_pack *pack,
                                      const struct rule *rule, const struct record_seen *seen,
                                      const char *day)
{
    in->total++;
    in->records[in->record].gaps++;
    struct list *list = &in->found[rule->gravity];
    if ((int64_t)list->n >= in->limit)
        return STIPPLE_OK;
    struct finding *finding = list_add(&in->keep, list, sizeof *finding);
    if (!finding)
        return fail_memory(&in->call->error);
    *finding = (struct finding){.record = record_kinds[in->record].name,
                                .fields = rule->fields,
                                .check = rule->check,
                                .value = rule->value,
                                .gravity = rule->gravity,
                                .pack = pack->id,
                                .citation = pack->citation,
                                .sentence = rule->sentence,
                                .mend = record_kinds[in->record].mends};
    return finding_copy(in, rule, seen, day, finding);
}

static enum stipple_error record_check(struct inspect *in, const struct record_seen *seen)
{
    const char *day = seen->until && strcmp(seen->until, in->to) < 0 ? seen->until : in->to;
    const struct rule_pack *packs = in->packs.items;
    in->records[in->record].checked++;
    for (size_t p = 0; p < in->packs.n; p++) {
        const struct rule *rule = packs[p].required.items;
        for (size_t i = 0; i < packs[p].required.n; i++) {
            bool concerns = false;
            for (const char *const *kind = seen->kinds; *kind; kind++)
                concerns =
                    concerns || rule_concerns(&rule[i], record_kinds[in->record].name, *kind);
            if (concerns && !rule_met(&rule[i], day, in->schema, seen->row))
                TRY(finding_add(in, &packs[p], &rule[i], seen, day));
        }
    }
    return STIPPLE_OK;
}

/* The records. */

static enum stipple_error record_visited(void *context, const char *id, struct error *e)
{
    struct inspect *in = context;
    struct record_seen seen;
    (void)e; /* the call's own */
    TRY(record_read(in->call, in->record, id, in->words, &seen));
    if (seen.waits && (int64_t)in->doubts->n < in->limit)
        warn(&in->keep, in->doubts, "session.open", NULL,
             "%s waits for a manager to look at what was used.", seen.code);
    TRY(record_check(in, &seen));
    if (++in->held < RECORDS_HELD)
        return STIPPLE_OK;
    in->held = 0;
    arena_free(&in->call->arena);
    return STIPPLE_OK;
}

static enum stipple_error records_check(struct inspect *in)
{
    enum stipple_error code = STIPPLE_OK;
    struct arena *page = &in->call->arena;
    in->keep = *page;
    *page = (struct arena){0};
    for (int i = 0; i < RECORDS && code == STIPPLE_OK; i++) {
        in->record = (enum record)i;
        in->records[i].record = record_kinds[i].name;
        in->schema = record_schema(&record_kinds[i]);
        if (!in->period.client || i >= RECORD_CLIENT)
            code = records_walk(in->call->store, in->record, &in->period, record_visited, in,
                                &in->call->error);
    }
    arena_free(page);
    *page = in->keep;
    return code;
}

/* Words are opened only where a rule asks whether they are there. */
static bool words_asked(const struct list *packs)
{
    const struct rule_pack *pack = packs->items;
    const struct method *records = method_find(record_kinds[RECORD_SESSION].mends);
    for (size_t p = 0; p < packs->n; p++) {
        const struct rule *rule = pack[p].required.items;
        for (size_t i = 0; i < pack[p].required.n; i++) {
            const char *const *fields = rule[i].fields.items;
            for (size_t f = 0; f < rule[i].fields.n; f++) {
                const struct field *field = field_at(records->params, fields[f]);
                if (rule_concerns(&rule[i], record_kinds[RECORD_SESSION].name, "") && field &&
                    field->sealed)
                    return true;
            }
        }
    }
    return false;
}

/* Which packs. */

enum stipple_error rule_pack_check(struct call *call, const char *field, const char *id,
                                   const char *day, const struct rule_pack **ret)
{
    const struct rule_pack *known = rule_pack_find(id, NULL);
    *ret = rule_pack_find(id, day);
    if (*ret)
        return STIPPLE_OK;
    if (known)
        return fail(&call->error, STIPPLE_RULE_NOT_FOUND, "day",
                    "`%s` had not been read by %s; first on %s.", id, day, known->date_read);
    struct nearest nearest = {.given = id};
    for (size_t i = 0; i < rule_packs_n; i++)
        nearest_offer(&nearest, rule_packs[i].id);
    fail(&call->error, STIPPLE_RULE_NOT_FOUND, field, "There is no rule pack `%s`.", id);
    if (nearest.best)
        return fail_hint(&call->error, "Did you mean `%s`?", nearest.best);
    return fail_hint(&call->error, "rule.list names them.");
}

static enum stipple_error pack_take(struct inspect *in, const struct rule_pack *pack,
                                    struct inspect_result *ret)
{
    struct arena *a = &in->call->arena;
    struct rule_pack *shown = list_add(a, &ret->packs, sizeof *shown);
    if (!shown)
        return fail_memory(&in->call->error);
    *shown = *pack;
    if (pack->required.n == 0)
        warn(a, &ret->warnings, "rule.unread", NULL, "%s: nothing was checked. %s", pack->title,
             pack->how_sure);
    return STIPPLE_OK;
}

static enum stipple_error packs_take(struct inspect *in, const struct inspect_params *params,
                                     struct inspect_result *ret)
{
    struct studio studio;
    const struct rule_pack *pack;
    if (params->pack) {
        TRY(rule_pack_check(in->call, "pack", params->pack, params->day, &pack));
        return pack_take(in, pack, ret);
    }
    TRY(studio_show(in->call->store, &in->call->arena, &studio, &in->call->error));
    const char *const *ids = studio.rule_packs.items;
    for (size_t i = 0; i < studio.rule_packs.n; i++) {
        TRY(rule_pack_check(in->call, NULL, ids[i], params->day, &pack));
        TRY(pack_take(in, pack, ret));
    }
    if (studio.rule_packs.n == 0)
        warn(&in->call->arena, &ret->warnings, "rule.none", NULL,
             "The studio follows no rule pack, so nothing was checked; set one, or say `pack`.");
    return STIPPLE_OK;
}

/* The whole. */

static enum stipple_error findings_join(struct inspect *in, struct inspect_result *ret)
{
    for (int gravity = 0; gravity < GRAVITIES; gravity++) {
        const struct finding *found = in->found[gravity].items;
        for (size_t i = 0; i < in->found[gravity].n; i++) {
            if ((int64_t)ret->findings.n >= in->limit)
                break;
            struct finding *slot = list_add(&in->call->arena, &ret->findings, sizeof *slot);
            if (!slot)
                return fail_memory(&in->call->error);
            *slot = found[i];
        }
    }
    ret->more = in->total - (int64_t)ret->findings.n;
    return STIPPLE_OK;
}

/* The days as given, and the moments they begin and end at. */
static enum stipple_error period_read(struct call *call, const struct inspect_params *params,
                                      struct inspect *in)
{
    char today[DATE_LENGTH + 1];
    TRY(studio_today(call, today));
    in->to = params->to ? params->to : arena_copy(&call->arena, today, DATE_LENGTH);
    if (!in->to)
        return fail_memory(&call->error);
    if (params->from && strcmp(params->from, in->to) > 0)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "from",
                    "The period ends before it begins.");
    in->period.client = params->client;
    TRY(studio_day_begin(call, in->to, 1, &in->period.until));
    return params->from ? studio_day_begin(call, params->from, 0, &in->period.from) : STIPPLE_OK;
}

enum stipple_error inspect_run(struct call *call, const struct inspect_params *params,
                               struct inspect_result *ret)
{
    struct inspect in = {.call = call, .limit = params->limit, .doubts = &ret->warnings};
    struct inspected *records = arena_array(&call->arena, RECORDS, sizeof *records);
    if (!records)
        return fail_memory(&call->error);
    TRY(period_read(call, params, &in));
    TRY(packs_take(&in, params, ret));
    in.packs = ret->packs;
    in.words = words_asked(&in.packs);
    TRY(records_check(&in));
    TRY(findings_join(&in, ret));
    memcpy(records, in.records, sizeof in.records);
    ret->records = (struct list){records, RECORDS};
    ret->from = params->from;
    ret->to = in.to;
    return STIPPLE_OK;
}
