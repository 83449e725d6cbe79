/* What comes next: for one client everything that a session begins with, for the studio who is
 * due. */
#include "app/course_schema.h"
#include "app/plan_schema.h"

#include "base/time.h"
#include "store/aftercare.h"
#include "store/refs.h"

#include <string.h>

/* Without a last day, what is due within a month. */
enum { DUE_DAYS = 30 };

static const struct field due_fields[] = {
    {FIELD(struct plan_due, course, UUID), .required = true, .doc = "The course."},
    {FIELD(struct plan_due, course_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct plan_due, client, UUID), .required = true, .doc = "Whose."},
    {FIELD(struct plan_due, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct plan_due, service, TEXT), .required = true, .doc = "What they came for."},
    {FIELD(struct plan_due, planned, INT), .required = true, .doc = "Sessions planned."},
    {FIELD(struct plan_due, done, INT), .required = true, .doc = "Sessions held."},
    {FIELD(struct plan_due, last, TIME), .doc = "The last of them."},
    {FIELD(struct plan_due, what, TEXT), .required = true,
     .doc = "What comes next: session, touch_up or refresh."},
    {FIELD(struct plan_due, due, DATE), .required = true, .doc = "From this day on."},
    {FIELD(struct plan_due, zones, TEXT), .list = true,
     .doc = "Parts of the scalp that it names, and where it has been; session.plan only."},
};
const struct schema due_schema = SCHEMA("Due", struct plan_due, due_fields);

struct due_params {
    const char *until, *client;
};
static const struct field due_params_fields[] = {
    {FIELD(struct due_params, until, DATE), .doc = "Up to this day; 30 days on when left out."},
    {FIELD(struct due_params, client, REF), .of = "client", .doc = "Only of this one."},
};
static const struct schema due_params_schema =
    SCHEMA("DueListParams", struct due_params, due_params_fields);
static const struct field due_result_fields[] = {
    {FIELD_AS("due", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &due_schema, .doc = "First due first."},
};
static const struct schema due_result_schema =
    SCHEMA("DueList", struct page_result, due_result_fields);

struct plan_params {
    const char *client, *day;
};
static const struct field plan_params_fields[] = {
    {FIELD(struct plan_params, client, REF), .required = true, .of = "client", .doc = "Whom."},
    {FIELD(struct plan_params, day, DATE), .doc = "The day that is planned; today when left out."},
};
static const struct schema plan_params_schema =
    SCHEMA("SessionPlanParams", struct plan_params, plan_params_fields);

static const struct field cartridge_fields[] = {
    {FIELD(struct plan_cartridge, container, UUID), .required = true, .doc = "The box."},
    {FIELD(struct plan_cartridge, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct plan_cartridge, product_name, TEXT), .required = true,
     .doc = "What kind of cartridge."},
    {FIELD(struct plan_cartridge, lot, UUID), .required = true, .doc = "The box's lot."},
    {FIELD(struct plan_cartridge, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct plan_cartridge, lot_no, TEXT), .doc = "The maker's number."},
    {FIELD(struct plan_cartridge, pieces, INT), .required = true, .unit = "pieces",
     .doc = "As many as the last session took."},
    {FIELD(struct plan_cartridge, left_pieces, INT), .required = true, .unit = "pieces",
     .doc = "As many are left."},
};
static const struct schema cartridge_schema =
    SCHEMA("PlanCartridge", struct plan_cartridge, cartridge_fields);

struct plan_result {
    const char *client, *client_code, *match_code, *match_product, *zone, *aftercare;
    double depth_mm;
    struct list due, cups, cartridges, warnings;
    const struct session_view *last;
};
static const struct field plan_result_fields[] = {
    {FIELD(struct plan_result, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct plan_result, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct plan_result, due, OBJECT), .list = true, .required = true, .object = &due_schema,
     .doc = "Their courses under way, first due first."},
    {FIELD(struct plan_result, match_code, TEXT), .doc = "Their last match that was kept."},
    {FIELD(struct plan_result, match_product, TEXT), .doc = "Its product."},
    {FIELD(struct plan_result, zone, TEXT),
     .doc = "Where it is likely to be, by the cup's match, the last session, the course."},
    {FIELD(struct plan_result, depth_mm, NUMBER), .decimals = 2, .unit = "mm",
     .doc = "How deep, by the last session, else the course."},
    {FIELD(struct plan_result, aftercare, TEXT),
     .doc = "The aftercare text to give: the newest, else that of the last session."},
    {FIELD(struct plan_result, cups, OBJECT), .list = true, .required = true, .object = &mix_schema,
     .doc = "Their cups that stand there."},
    {FIELD(struct plan_result, cartridges, OBJECT), .list = true, .required = true,
     .object = &cartridge_schema,
     .doc = "The open boxes that go on from the last session: the same, or others of their kind."},
    {FIELD(struct plan_result, last, OBJECT), .object = &session_view_schema,
     .doc = "Their last session."},
    WARNINGS_FIELD(struct plan_result),
};
static const struct schema plan_result_schema =
    SCHEMA("SessionPlan", struct plan_result, plan_result_fields);

enum stipple_error due_read(struct call *call, const char *client, const char *until,
                            struct list *ret)
{
    struct studio studio;
    TRY(studio_complete(call, &studio));
    return plan_due(call->store, &call->arena, client, until, studio.model->sessions, ret,
                    &call->error);
}

static enum stipple_error handle_due(struct call *call, void *params, void *result)
{
    const struct due_params *p = params;
    struct page_result *r = result;
    const char *today, *until = p->until;
    TRY(day_or_today(call, NULL, &today));
    if (!until)
        TRY(day_on(call, today, DUE_DAYS, &until));
    return due_read(call, p->client, until, &r->rows);
}

/* Days that have to go by yet, after the last session. */
static enum stipple_error last_doubts(struct call *call, const struct session_row *row,
                                      const char *day, struct list *warnings)
{
    struct studio_intervals set;
    char last[DATE_LENGTH + 1];
    TRY(studio_intervals(call->store, &set, &call->error));
    date_of(row->occurred_at, last);
    int64_t days = date_to_days(day) - date_to_days(last);
    if (days < 0)
        return STIPPLE_OK;
    if (days < set.gap_days)
        warn(&call->arena, warnings, "session.too_soon", "day",
             "%s was %lld days before; %lld are kept between two.", row->code, (long long)days,
             (long long)set.gap_days);
    if (days < set.healing_days)
        warn(&call->arena, warnings, "reading.healing", "day",
             "The skin still heals from %s; readings say little until %lld days have gone.",
             row->code, (long long)set.healing_days);
    return STIPPLE_OK;
}

enum stipple_error last_read(struct call *call, const char *client, const char *day,
                             const struct session_view **ret, struct list *warnings)
{
    struct session_before before;
    struct session_row row;
    const char *id;
    *ret = NULL;
    TRY(session_before(call->store, &call->arena, client, NULL, INT64_MAX, &before, &call->error));
    if (!before.code)
        return STIPPLE_OK;
    TRY(ref_resolve(call->store, &call->arena, "session", NULL, before.code, &id, &call->error));
    TRY(session_show(call->store, &call->arena, id, &row, &call->error));
    struct session_view *view = arena_take(&call->arena, sizeof *view);
    if (!view)
        return fail_memory(&call->error);
    TRY(session_view_fill(call, &row, false, false, view));
    *ret = view;
    return last_doubts(call, &row, day, warnings);
}

/* Where each course under way is at, and what it warns of. */
static enum stipple_error courses_look(struct call *call, const char *day, struct plan_result *r)
{
    struct plan_due *due = r->due.items;
    for (size_t i = 0; i < r->due.n; i++) {
        struct course course;
        struct course_row row;
        TRY(course_zones(call->store, &call->arena, due[i].course, &due[i].zones, &call->error));
        TRY(course_show(call->store, &call->arena, due[i].course, &course, &call->error));
        TRY(course_row_fill(call, &course, false, day, &row));
        const struct warning *doubt = row.warnings.items;
        for (size_t j = 0; j < row.warnings.n; j++)
            warn(&call->arena, &r->warnings, doubt[j].name, due[i].course_code, "%s",
                 doubt[j].text);
    }
    return STIPPLE_OK;
}

/* Where and how deep the next session is likely to be: as the cup was matched for, as the last one
 * was, as the course first due wants it. */
static enum stipple_error likely_find(struct call *call, struct plan_result *r)
{
    const struct plan_due *due = r->due.items;
    const struct mix *cup = r->cups.items;
    struct course course;
    struct course_row row = {0};
    if (r->due.n > 0) {
        TRY(course_show(call->store, &call->arena, due->course, &course, &call->error));
        TRY(course_row_fill(call, &course, false, NULL, &row));
    }
    for (size_t i = 0; i < r->cups.n && !r->zone; i++)
        r->zone = cup[i].refusal ? NULL : cup[i].zone;
    const struct list *uses = r->last ? &r->last->row.uses : NULL;
    const struct session_line *line = uses ? uses->items : NULL;
    for (size_t i = 0; uses && i < uses->n && !r->zone; i++)
        r->zone = line[i].ended ? NULL : line[i].zone;
    if (!r->zone && row.facts.zones.n == 1)
        r->zone = *(const char *const *)row.facts.zones.items;
    r->depth_mm = r->last ? r->last->facts.depth_mm : NUMBER_ABSENT;
    if (isnan(r->depth_mm) && row.facts.layout)
        r->depth_mm = row.facts.layout->depth_mm;
    return STIPPLE_OK;
}

static enum stipple_error aftercare_find(struct call *call, struct plan_result *r)
{
    struct list texts;
    TRY(aftercare_list(call->store, &call->arena, &texts, &call->error));
    r->aftercare = texts.n > 0 ? ((const struct aftercare *)texts.items)->version
                   : r->last   ? r->last->facts.aftercare
                               : NULL;
    return STIPPLE_OK;
}

static enum stipple_error handle_plan(struct call *call, void *params, void *result)
{
    const struct plan_params *p = params;
    struct plan_result *r = result;
    struct client client;
    const char *day, *end;
    TRY(client_show(call->store, &call->arena, p->client, &client, &call->error));
    TRY(day_or_today(call, p->day, &day));
    r->client = client.id;
    r->client_code = client.code;
    TRY(due_read(call, client.id, NULL, &r->due));
    TRY(plan_match(call->store, &call->arena, client.id, &r->match_code, &r->match_product,
                   &call->error));
    struct mix_filter cups = {.client = client.id, .day = day};
    TRY(mix_list(call->store, &call->arena, &cups, &r->cups, &end, &call->error));
    TRY(last_read(call, client.id, day, &r->last, &r->warnings));
    if (r->last)
        TRY(plan_cartridges(call->store, &call->arena, &r->last->row.uses, day, &r->cartridges,
                            &call->error));
    TRY(likely_find(call, r));
    TRY(aftercare_find(call, r));
    return courses_look(call, day, r);
}

static const struct example plan_examples[] = {
    {.name = "too soon after the last one",
     .params = "{\"client\":\"C-0001\",\"day\":\"2026-03-05\"}",
     .result = "{\"client_code\":\"C-0001\",\"match_code\":\"M-0001\",\"due\":[{\"course_code\":"
               "\"K-0001\",\"planned\":3,\"done\":1,\"what\":\"session\",\"due\":\"2026-03-12\","
               "\"zones\":[\"hairline\",\"crown\",\"temples\"]}],"
               "\"last\":{\"code\":\"V-0001\",\"needle\":\"3RL 0.25\"},\"warnings\":[{\"name\":"
               "\"session.too_soon\"},{\"name\":\"reading.healing\"}]}"},
    {.name = "nobody",
     .params = "{\"client\":\"C-0999\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {0}};
static const struct example due_examples[] = {
    {.name = "who is due this month",
     .params = "{}",
     .result = "{\"due\":[{\"client_code\":\"C-0001\",\"what\":\"session\",\"due\":"
               "\"2026-03-12\"}]}"},
    {.name = "nobody is, this week",
     .params = "{\"until\":\"2026-03-08\"}",
     .result = "{\"due\":[]}"},
    {.name = "until a day that does not exist",
     .params = "{\"until\":\"2026-04-31\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "until"},
    {0}};

static const enum stipple_error client_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_OK};

const struct method plan_methods[] = {
    {"session.plan", "What a client's next session begins with, and what to mind.", ROLE_ANY,
     METHOD_READ, &plan_params_schema, &plan_result_schema, client_errors, plan_examples,
     handle_plan},
    {"due.list", "Whose session, touch-up or refresh is due.", ROLE_ANY, METHOD_READ,
     &due_params_schema, &due_result_schema, client_errors, due_examples, handle_due},
    {0}};
