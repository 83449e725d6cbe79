/* Records are read a page at a time, each page's memory given back; only findings stay. */
#include "app/inspect.h"

#include "app/course_schema.h"
#include "app/schemas.h"
#include "app/session_schema.h"
#include "base/time.h"
#include "rpc/nearest.h"
#include "store/lots.h"

#include <string.h>

enum { RECORDS = RECORD_SESSION + 1, GRAVITIES = RULE_FORMAL + 1 };

struct inspect {
    struct call *call;
    struct arena keep;              /* of what is answered; the call's own is the page's */
    const char *from, *to, *client; /* from may be NULL; client: whose records alone, or NULL */
    struct list packs;              /* struct rule_pack */
    const struct schema *schemas[RECORDS];
    struct inspected records[RECORDS];
    struct list found[GRAVITIES]; /* struct finding */
    int64_t limit, total;
    struct list *doubts; /* the answer's warnings */
};

/* Findings. */

/* One record: its fields, and how people call it. */
struct named {
    const void *row;
    const char *id, *code;
};

/* Lists are amended as a whole, so whoever adds to one has to know it. */
static enum stipple_error stands_copy(struct inspect *in, int record, const struct rule *rule,
                                      const void *row, struct list *ret)
{
    const char *const *paths = rule->fields.items;
    const struct field *field = field_at(in->schemas[record], paths[0]);
    if (!field || !field->list || strchr(paths[0], '.'))
        return STIPPLE_OK;
    const struct list *list = (const void *)((const char *)row + field->offset);
    const char *const *texts = list->items;
    for (size_t i = 0; i < list->n; i++) {
        const char **slot = list_add(&in->keep, ret, sizeof *slot);
        if (!slot || !(*slot = arena_copy(&in->keep, texts[i], strlen(texts[i]))))
            return fail_memory(&in->call->error);
    }
    return STIPPLE_OK;
}

/* What of the record outlives its page. */
static enum stipple_error finding_copy(struct inspect *in, int record, const struct rule *rule,
                                       const struct named *named, struct finding *finding)
{
    finding->id = arena_copy(&in->keep, named->id, strlen(named->id));
    finding->code = named->code ? arena_copy(&in->keep, named->code, strlen(named->code)) : NULL;
    if (!finding->id || (named->code && !finding->code))
        return fail_memory(&in->call->error);
    if (rule->check != RULE_HAS)
        return STIPPLE_OK;
    return stands_copy(in, record, rule, named->row, &finding->stands);
}

static enum stipple_error finding_add(struct inspect *in, int record, const struct rule_pack *pack,
                                      const struct rule *rule, const struct named *named)
{
    in->total++;
    in->records[record].gaps++;
    struct list *list = &in->found[rule->gravity];
    if ((int64_t)list->n >= in->limit)
        return STIPPLE_OK;
    struct finding *finding = list_add(&in->keep, list, sizeof *finding);
    if (!finding)
        return fail_memory(&in->call->error);
    *finding = (struct finding){.record = record_kinds[record].name,
                                .fields = rule->fields,
                                .check = rule->check,
                                .value = rule->value,
                                .gravity = rule->gravity,
                                .pack = pack->id,
                                .citation = pack->citation,
                                .sentence = rule->sentence,
                                .mend = record_kinds[record].mends};
    return finding_copy(in, record, rule, named, finding);
}

/* `kinds`: what the record is, NULL-terminated; a rule of any of them concerns it. */
static enum stipple_error record_check(struct inspect *in, int record, const char *const *kinds,
                                       const void *row, const char *id, const char *code)
{
    const struct named named = {row, id, code};
    in->records[record].checked++;
    const struct rule_pack *packs = in->packs.items;
    for (size_t p = 0; p < in->packs.n; p++) {
        const struct rule *rule = packs[p].required.items;
        for (size_t i = 0; i < packs[p].required.n; i++) {
            bool concerns = false;
            for (const char *const *kind = kinds; *kind; kind++)
                concerns = concerns || rule_concerns(&rule[i], record_kinds[record].name, *kind);
            if (concerns && !rule_met(&rule[i], in->to, in->schemas[record], row))
                TRY(finding_add(in, record, &packs[p], &rule[i], &named));
        }
    }
    return STIPPLE_OK;
}

static bool before(struct instant at, const char *day)
{
    char date[DATE_LENGTH + 1];
    date_of(at, date);
    return strcmp(date, day) < 0;
}

/* Came by the end of the period; and in it, or is in use still. */
static bool in_period(const struct inspect *in, struct instant at, bool in_use)
{
    char date[DATE_LENGTH + 1];
    date_of(at, date);
    return strcmp(date, in->to) <= 0 && (in_use || !in->from || !before(at, in->from));
}

/* The records, a page each; *cursor is NULL behind the last. */

static const char *const any_kind[] = {"", NULL};

static enum stipple_error studio_page(struct inspect *in, const char **cursor)
{
    (void)cursor;
    struct studio studio;
    TRY(studio_complete(in->call, &studio));
    return record_check(in, RECORD_STUDIO, any_kind, &studio, studio.id, NULL);
}

static enum stipple_error staff_page(struct inspect *in, const char **cursor)
{
    (void)cursor;
    struct list rows;
    TRY(staff_list(in->call->store, &in->call->arena, false, &rows, &in->call->error));
    const struct staff *staff = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        const char *const *jobs = staff[i].jobs.items;
        size_t n = staff[i].jobs.n;
        const char **kinds = arena_array(&in->call->arena, n + 1, sizeof *kinds);
        if (!kinds)
            return fail_memory(&in->call->error);
        for (size_t job = 0; job < n; job++)
            kinds[job] = jobs[job];
        if (in_period(in, staff[i].added_at, true))
            TRY(record_check(in, RECORD_STAFF, n ? kinds : any_kind, &staff[i], staff[i].id,
                             staff[i].code));
    }
    return STIPPLE_OK;
}

static enum stipple_error product_page(struct inspect *in, const char **cursor)
{
    struct product_filter filter = {.kind = CHOICE_ABSENT, .limit = PAGE_MAX, .cursor = *cursor};
    struct list rows;
    TRY(product_list(in->call->store, &in->call->arena, &filter, &rows, cursor, &in->call->error));
    const struct product *product = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        const char *const kinds[] = {product_kinds[product[i].facts.kind], NULL};
        if (in_period(in, product[i].added_at, true))
            TRY(record_check(in, RECORD_PRODUCT, kinds, &product[i], product[i].id,
                             product[i].code));
    }
    return STIPPLE_OK;
}

static enum stipple_error lot_page(struct inspect *in, const char **cursor)
{
    struct lot_filter filter = {.limit = PAGE_MAX, .cursor = *cursor};
    struct list rows;
    TRY(lot_list(in->call->store, &in->call->arena, &filter, &rows, cursor, &in->call->error));
    const struct lot *lot = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        if (!in_period(in, lot[i].received_at, lot[i].left_ul > 0 || lot[i].left_pieces > 0))
            continue;
        struct product product;
        TRY(product_show(in->call->store, &in->call->arena, lot[i].product, &product,
                         &in->call->error));
        const char *const kinds[] = {product_kinds[product.facts.kind], NULL};
        TRY(record_check(in, RECORD_LOT, kinds, &lot[i], lot[i].id, lot[i].code));
    }
    return STIPPLE_OK;
}

/* Nobody's name is shown, only that one is missing: that is no look. A client's record is in use
 * as long as it is kept. */
static enum stipple_error client_check(struct inspect *in, const struct client *client)
{
    struct identity identity;
    if (!client->sealed || !in_period(in, client->added_at, true))
        return STIPPLE_OK;
    TRY(identity_open(in->call, client, &identity));
    return record_check(in, RECORD_CLIENT, any_kind, &identity, client->id, client->code);
}

static enum stipple_error client_page(struct inspect *in, const char **cursor)
{
    struct list rows;
    struct client one;
    if (in->client) {
        TRY(client_show(in->call->store, &in->call->arena, in->client, &one, &in->call->error));
        return client_check(in, &one);
    }
    TRY(client_list(in->call->store, &in->call->arena, PAGE_MAX, *cursor, &rows, cursor,
                    &in->call->error));
    const struct client *client = rows.items;
    for (size_t i = 0; i < rows.n; i++)
        TRY(client_check(in, &client[i]));
    return STIPPLE_OK;
}

static enum stipple_error course_page(struct inspect *in, const char **cursor)
{
    struct course_filter filter = {.client = in->client, .limit = PAGE_MAX, .cursor = *cursor};
    struct list courses;
    TRY(course_list(in->call->store, &in->call->arena, &filter, &courses, cursor,
                    &in->call->error));
    const struct course *course = courses.items;
    for (size_t i = 0; i < courses.n; i++) {
        struct course_row row;
        if (course[i].purged != INT_ABSENT ||
            !in_period(in, course[i].opened_at, course[i].closed_at.ms == INT_ABSENT))
            continue;
        TRY(course_row_fill(in->call, &course[i], false, &row));
        TRY(record_check(in, RECORD_COURSE, any_kind, &row, course[i].id, course[i].code));
    }
    return STIPPLE_OK;
}

static enum stipple_error session_page(struct inspect *in, const char **cursor)
{
    struct session_filter filter = {.client = in->client,
                                    .since = in->from,
                                    .until = in->to,
                                    .limit = PAGE_MAX,
                                    .cursor = *cursor};
    struct list rows;
    TRY(session_list(in->call->store, &in->call->arena, &filter, &rows, cursor, &in->call->error));
    const struct session_row *listed = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        struct session_row row;
        struct session_view view;
        if (listed[i].purged != INT_ABSENT)
            continue; /* what it lacks went lawfully */
        TRY(session_show(in->call->store, &in->call->arena, listed[i].id, &row, &in->call->error));
        TRY(session_view_fill(in->call, &row, false, false, &view));
        if (row.review && strcmp(row.review, "open") == 0 && (int64_t)in->doubts->n < in->limit)
            warn(&in->keep, in->doubts, "session.open", NULL,
                 "%s waits for a manager to look at what was used.", row.code);
        TRY(record_check(in, RECORD_SESSION, any_kind, &view, row.id, row.code));
    }
    return STIPPLE_OK;
}

typedef enum stipple_error page_reader(struct inspect *in, const char **cursor);

static enum stipple_error pages_read(struct inspect *in, page_reader *read)
{
    char next[64]; /* as long as cursors are (PAGE_FIELDS) */
    const char *cursor = NULL;
    do {
        TRY(read(in, &cursor));
        size_t length = cursor ? strlen(cursor) : 0;
        if (length >= sizeof next)
            return fail(&in->call->error, STIPPLE_INTERNAL, NULL, "A cursor that is too long.");
        if (cursor)
            cursor = memcpy(next, cursor, length + 1);
        arena_free(&in->call->arena);
    } while (cursor);
    return STIPPLE_OK;
}

static enum stipple_error records_read(struct inspect *in)
{
    static page_reader *const readers[RECORDS] = {studio_page, staff_page,  product_page, lot_page,
                                                  client_page, course_page, session_page};
    enum stipple_error code = STIPPLE_OK;
    struct arena *page = &in->call->arena;
    in->keep = *page;
    *page = (struct arena){0};
    for (int i = 0; i < RECORDS && code == STIPPLE_OK; i++) {
        in->records[i].record = record_kinds[i].name;
        in->schemas[i] = record_schema(&record_kinds[i]);
        if (!in->client || i >= RECORD_CLIENT)
            code = pages_read(in, readers[i]);
    }
    arena_free(page);
    *page = in->keep;
    return code;
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

enum stipple_error inspect_run(struct call *call, const struct inspect_params *params,
                               struct inspect_result *ret)
{
    struct instant now;
    char today[DATE_LENGTH + 1];
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, today);
    struct inspect in = {.call = call,
                         .from = params->from,
                         .client = params->client,
                         .limit = params->limit,
                         .doubts = &ret->warnings};
    in.to = params->to ? params->to : arena_copy(&call->arena, today, DATE_LENGTH);
    struct inspected *records = arena_array(&call->arena, RECORDS, sizeof *records);
    if (!in.to || !records)
        return fail_memory(&call->error);
    if (in.from && strcmp(in.from, in.to) > 0)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "from",
                    "The period ends before it begins.");
    TRY(packs_take(&in, params, ret));
    in.packs = ret->packs;
    TRY(records_read(&in));
    TRY(findings_join(&in, ret));
    memcpy(records, in.records, sizeof in.records);
    ret->records = (struct list){records, RECORDS};
    ret->from = in.from;
    ret->to = in.to;
    return STIPPLE_OK;
}
