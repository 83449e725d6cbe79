/* Reports: everything that is printed, as data, signed. A report is made from one snapshot, signed
 * with the seal of that very snapshot, and answered only once the history says that it was made. */
#include "app/identity.h"
#include "app/report_schema.h"
#include "app/schemas.h"

#include "base/time.h"
#include "json/canonical.h"
#include "rpc/encode.h"
#include "stipple/protocol.h"
#include "store/lots.h"
#include "store/studio.h"

#include <string.h>

static const int64_t day_ms = 86400000;

/* The moment at which the day begins in the studio. The offset of a guess may be of the other side
 * of a change of clocks, that of the second is not. */
static enum stipple_error day_begin(struct call *call, int64_t days, int64_t *ret)
{
    struct instant at = {days * day_ms, 0};
    for (int round = 0; round < 2; round++)
        TRY(studio_local(call->store, days * day_ms - (int64_t)at.offset_min * 60000, &at,
                         &call->error));
    *ret = days * day_ms - (int64_t)at.offset_min * 60000;
    return STIPPLE_OK;
}

static enum stipple_error period_read(struct call *call, const struct report_params *p,
                                      struct report *report, struct report_filter *ret)
{
    char today[DATE_LENGTH + 1];
    date_of(report->time, today);
    const char *to = p->to ? p->to : arena_copy(&call->arena, today, DATE_LENGTH);
    if (!to)
        return fail_memory(&call->error);
    if (strcmp(to, today) > 0)
        return fail(&call->error, STIPPLE_TIME_FUTURE, "to",
                    "`to` lies in the future; today is %s.", today);
    if (p->from && strcmp(p->from, to) > 0)
        return fail(&call->error, STIPPLE_TIME_ORDER, "from",
                    "The period ends on %s, before it begins.", to);
    *ret = (struct report_filter){.day = to, .lot = p->lot, .client = p->client};
    TRY(day_begin(call, date_to_days(to) + 1, &ret->until));
    return p->from ? day_begin(call, date_to_days(p->from), &ret->from) : STIPPLE_OK;
}

/* Names. */

static const struct report_column name_columns[] = {
    {"client", "Client", CELL_TEXT}, {"name", "Name", CELL_TEXT},
    {"born", "Born", CELL_DATE},     {"phone", "Telephone", CELL_TEXT},
    {"email", "E-mail", CELL_TEXT},  {"address", "Address", CELL_TEXT},
};

static enum stipple_error name_row(struct call *call, const struct look_head *look, const char *id,
                                   struct list *rows)
{
    struct client client;
    struct identity who = {0};
    TRY(client_show(call->store, &call->arena, id, &client, &call->error));
    if (client.sealed) {
        TRY(identity_open(call, &client, &who));
        TRY(look_note(call, look, client.id));
    }
    const char *cells[] = {client.code, client.sealed ? who.name : "erased",
                           who.born,    who.phone,
                           who.email,   who.address};
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_array(&w);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        json_text(&w, cells[i]);
    json_array_end(&w);
    const char **slot = list_add(&call->arena, rows, sizeof *slot);
    const char *row = text.failed ? NULL : arena_copy(&call->arena, text.data, text.length);
    buffer_free(&text);
    if (!slot || !row)
        return fail_memory(&call->error);
    *slot = row;
    return STIPPLE_OK;
}

/* The last section, so that the pages before it can be handed on without it. */
static enum stipple_error names_add(struct call *call, const struct look_head *look,
                                    const struct report_filter *filter, struct list *sections)
{
    struct report_section *section = list_add(&call->arena, sections, sizeof *section);
    struct list clients = {0};
    if (!section)
        return fail_memory(&call->error);
    *section = (struct report_section){
        .subject = SUBJECT_NAME, .title = "Names", .text = "Who the codes of clients stand for."};
    for (size_t i = 0; i < sizeof name_columns / sizeof *name_columns; i++) {
        struct report_column *column = list_add(&call->arena, &section->columns, sizeof *column);
        if (!column)
            return fail_memory(&call->error);
        *column = name_columns[i];
    }
    TRY(report_clients(call->store, &call->arena, filter, &clients, &call->error));
    const char *const *id = clients.items;
    for (size_t i = 0; i < clients.n; i++)
        TRY(name_row(call, look, id[i], &section->rows));
    return STIPPLE_OK;
}

/* The parts around the sections. */

static enum stipple_error asked_fill(struct call *call, const struct report_params *p,
                                     const struct report_filter *filter, struct report_asked *ret)
{
    *ret = (struct report_asked){.from = p->from,
                                 .to = filter->day,
                                 .lot = p->lot,
                                 .client = p->client,
                                 .names = p->names == 1,
                                 .reason = p->look.reason};
    struct lot lot = {0};
    struct client client;
    if (p->lot)
        TRY(lot_show(call->store, &call->arena, p->lot, &lot, &call->error));
    if (p->client)
        TRY(client_show(call->store, &call->arena, p->client, &client, &call->error));
    ret->lot_code = lot.code;
    ret->client_code = p->client ? client.code : NULL;
    return STIPPLE_OK;
}

static enum stipple_error by_fill(struct call *call, const struct report_params *p,
                                  struct report_by *ret)
{
    TRY(staff_looking(call->store, &call->arena, p->look.by, (int64_t)call->uid, &ret->by,
                      &call->error));
    return report_asker(call->store, &call->arena, ret->by, &ret->code, &ret->name, &call->error);
}

/* Room for what a report points at. */
struct report_parts {
    struct report report;
    struct studio studio;
    struct report_by by;
    struct report_asked asked;
    struct seal seal;
};

static enum stipple_error report_make(struct call *call, enum report_kind kind,
                                      const struct report_params *p, struct report_parts *parts)
{
    struct report *report = &parts->report;
    struct report_filter filter;
    TRY(studio_local(call->store, call->now_ms, &report->time, &call->error));
    TRY(period_read(call, p, report, &filter));
    TRY(studio_show(call->store, &call->arena, &parts->studio, &call->error));
    TRY(by_fill(call, p, &parts->by));
    TRY(asked_fill(call, p, &filter, &parts->asked));
    TRY(report_sections(call->store, &call->arena, kind, &filter, &report->sections, &call->error));
    TRY(p->names == 1 ? names_add(call, &p->look, &filter, &report->sections) : STIPPLE_OK);
    TRY(seal_make(call->store, &call->arena, call->app->signing_key, &parts->seal, &call->error));
    report->kind = strchr(call->method->name, '.') + 1;
    report->studio = &parts->studio;
    report->by = &parts->by;
    report->asked = &parts->asked;
    report->seal = &parts->seal;
    return STIPPLE_OK;
}

static enum stipple_error report_seal(struct call *call, struct report_signed *ret)
{
    struct buffer text = {.max = STIPPLE_REPLY_MAX}, canonical = {0};
    struct json_writer w = {.out = &text};
    schema_encode(&report_schema, ret->report, &w);
    enum stipple_error code;
    if (text.failed)
        code = fail(&call->error, STIPPLE_RPC_TOO_LARGE, NULL,
                    "The report is over %d MiB; ask for a shorter period.",
                    STIPPLE_REPLY_MAX / (1024 * 1024));
    else if (!json_canonical(text.data, text.length, &canonical) || canonical.failed)
        code = fail_memory(&call->error);
    else
        code = report_sign(call->app->signing_key, &call->arena, canonical.data, canonical.length,
                           &ret->digest, &ret->signature, &call->error);
    buffer_free(&text);
    buffer_free(&canonical);
    return code;
}

static enum stipple_error report_answer(struct call *call, enum report_kind kind, const char *title,
                                        const struct report_params *p, struct report_signed *ret)
{
    if (p->names == 1 && !p->look.reason)
        return fail(&call->error, STIPPLE_REASON_MISSING, "reason",
                    "A report with names leaves the house: say why it is asked for.");
    TRY(p->names == 1 ? look_check(call, &p->look) : STIPPLE_OK);
    struct report_parts *parts = arena_take(&call->arena, sizeof *parts);
    if (!parts)
        return fail_memory(&call->error);
    parts->report.title = title;
    TRY(report_make(call, kind, p, parts));
    ret->report = &parts->report;
    TRY(report_seal(call, ret));
    look_report(call, &p->look, ret->digest);
    return STIPPLE_OK;
}

#define HANDLER(word, kind, title)                                                                 \
    static enum stipple_error handle_##word(struct call *call, void *params, void *result)         \
    {                                                                                              \
        return report_answer(call, kind, title, params, result);                                   \
    }
HANDLER(stock, REPORT_STOCK, "Stock")
HANDLER(lot, REPORT_LOT, "A lot and what became of it")
HANDLER(client, REPORT_CLIENT, "A client's record")
HANDLER(inspection, REPORT_INSPECTION, "Inspection")

static const struct example stock_examples[] = {
    {.name = "the stock, the doubtful first",
     .params = "{\"by\":\"S-01\",\"from\":\"2026-01-01\"}",
     .result = "{\"report\":{\"kind\":\"stock\",\"by\":{\"code\":\"S-01\"},\"asked\":{\"from\":"
               "\"2026-01-01\",\"to\":\"2026-03-02\",\"names\":false},\"drill\":false,"
               "\"sections\":[{\"subject\":\"gap\",\"title\":\"Gaps in stock\"},"
               "{\"subject\":\"override\"},{\"subject\":\"discrepancy\","
               "\"columns\":[{\"name\":\"occurred_at\",\"type\":\"time\"}]}]}}"},
    {.name = "a period that ends before it begins",
     .params = "{\"from\":\"2026-02-02\",\"to\":\"2026-02-01\"}",
     .error = STIPPLE_TIME_ORDER,
     .field = "from"},
    {.name = "a report of tomorrow",
     .params = "{\"to\":\"2026-03-03\"}",
     .error = STIPPLE_TIME_FUTURE,
     .field = "to"},
    {0}};
static const struct example lot_examples[] = {
    {.name = "one lot",
     .params = "{\"by\":\"S-01\",\"lot\":\"L-0001\"}",
     .result = "{\"report\":{\"kind\":\"lot\",\"asked\":{\"lot_code\":\"L-0001\"}}}"},
    {.name = "no such lot",
     .params = "{\"lot\":\"L-9999\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};
static const struct example client_examples[] = {
    {.name = "one client, by code",
     .params = "{\"by\":\"S-01\",\"client\":\"C-0001\"}",
     .result = "{\"report\":{\"kind\":\"client\",\"asked\":{\"client_code\":\"C-0001\"}}}"},
    {.name = "names without a reason",
     .params = "{\"by\":\"S-01\",\"client\":\"C-0001\",\"names\":true}",
     .error = STIPPLE_REASON_MISSING,
     .field = "reason"},
    {0}};
static const struct example inspection_examples[] = {
    {.name = "a quarter, with names",
     .params = "{\"by\":\"S-01\",\"from\":\"2026-01-01\",\"to\":\"2026-03-02\",\"names\":true,"
               "\"reason\":\"inspection of March\"}",
     .result = "{\"report\":{\"kind\":\"inspection\",\"asked\":{\"names\":true,\"reason\":"
               "\"inspection of March\"}}}"},
    {.name = "no such day",
     .params = "{\"from\":\"2026-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "from"},
    {0}};

#define REPORT_ERRORS                                                                              \
    STIPPLE_STAFF_NOT_FOUND, STIPPLE_STAFF_RETIRED, STIPPLE_REASON_MISSING, STIPPLE_TIME_FUTURE,   \
        STIPPLE_TIME_ORDER, STIPPLE_RPC_TOO_LARGE
static const enum stipple_error errors[] = {REPORT_ERRORS, STIPPLE_OK};
static const enum stipple_error lot_errors[] = {REPORT_ERRORS, STIPPLE_LOT_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error client_errors[] = {REPORT_ERRORS, STIPPLE_CLIENT_NOT_FOUND,
                                                   STIPPLE_OK};

const struct method report_methods[] = {
    {"report.stock", "The ledger of the stock over a period, to be printed.", ROLE_ANY, METHOD_READ,
     &report_stock_params, &report_signed_schema, errors, stock_examples, handle_stock},
    {"report.lot", "One lot: where it came from, and whom it reached.", ROLE_ANY, METHOD_READ,
     &report_lot_params, &report_signed_schema, lot_errors, lot_examples, handle_lot},
    {"report.client", "What was done for one client, and with which lots.",
     ROLE_ARTIST | ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &report_client_params,
     &report_signed_schema, client_errors, client_examples, handle_client},
    {"report.inspection", "A period as an inspector asks for it.", ROLE_ANY, METHOD_READ,
     &report_inspection_params, &report_signed_schema, errors, inspection_examples,
     handle_inspection},
    {0}};
