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
#include "store/recall.h"
#include "store/studio.h"

#include <string.h>

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
    *ret =
        (struct report_filter){.day = to, .lot = p->lot, .client = p->client, .recall = p->recall};
    TRY(studio_day_begin(call, to, 1, &ret->until));
    return p->from ? studio_day_begin(call, p->from, 0, &ret->from) : STIPPLE_OK;
}

/* The parts around the sections. */

static enum stipple_error asked_fill(struct call *call, const struct report_params *p,
                                     const struct report_filter *filter, struct report_asked *ret)
{
    *ret = (struct report_asked){.from = p->from,
                                 .to = filter->day,
                                 .lot = p->lot,
                                 .client = p->client,
                                 .recall = p->recall,
                                 .pack = p->pack,
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
    struct recall_status recall = {0};
    if (p->recall)
        TRY(recall_show(call->store, &call->arena, p->recall, &recall, &call->error));
    ret->recall_code = recall.recall.code;
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
    filter.zone = parts->studio.time_zone;
    TRY(by_fill(call, p, &parts->by));
    TRY(asked_fill(call, p, &filter, &parts->asked));
    if (kind == REPORT_INSPECTION || kind == REPORT_CLIENT)
        TRY(report_missing(call, p, &report->sections));
    if (kind == REPORT_INSPECTION || kind == REPORT_RECALL)
        TRY(report_undecided(call, p, &report->sections));
    TRY(report_sections(call->store, &call->arena, kind, &filter, &report->sections, &call->error));
    TRY(p->names == 1 ? report_names(call, &p->look, &filter, &report->sections) : STIPPLE_OK);
    TRY(seal_make(call->store, &call->arena, call->app->signing_key, &parts->seal, &call->error));
    report->kind = strchr(call->method->name, '.') + 1;
    report->studio = &parts->studio;
    report->by = &parts->by;
    report->asked = &parts->asked;
    report->seal = &parts->seal;
    report->drill = p->drill == 1;
    return STIPPLE_OK;
}

static enum stipple_error report_seal(struct call *call, struct report_signed *ret)
{
    struct buffer text = {.max = STIPPLE_REPLY_MAX}, canonical = {0};
    struct json_writer w = {.out = &text};
    schema_encode(&report_schema, ret->report, &w);
    enum stipple_error code;
    if (text.full)
        code = fail(&call->error, STIPPLE_RPC_TOO_LARGE, NULL,
                    "The report is over %d MiB; ask for a shorter period.",
                    STIPPLE_REPLY_MAX / (1024 * 1024));
    else if (text.failed || !json_canonical(text.data, text.length, &canonical) || canonical.failed)
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
HANDLER(recall, REPORT_RECALL, "A recall and whom it reached")

static const struct example stock_examples[] = {
    {.name = "the stock, the doubtful first",
     .params = "{\"by\":\"S-01\",\"from\":\"2026-01-01\"}",
     .result = "{\"report\":{\"kind\":\"stock\",\"by\":{\"code\":\"S-01\"},\"asked\":{\"from\":"
               "\"2026-01-01\",\"to\":\"2026-03-02\",\"names\":false},\"drill\":false,"
               "\"sections\":[{\"subject\":\"gap\",\"title\":\"Gaps in stock\"},"
               "{\"subject\":\"recall\"},{\"subject\":\"override\"},{\"subject\":\"discrepancy\","
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
    {.name = "the same as an exercise: each page says so",
     .params = "{\"by\":\"S-01\",\"lot\":\"L-0001\",\"drill\":true}",
     .result = "{\"report\":{\"kind\":\"lot\",\"drill\":true}}"},
    {.name = "no such lot",
     .params = "{\"lot\":\"L-9999\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};
static const struct example client_examples[] = {
    {.name = "one client, by code",
     .params = "{\"by\":\"S-01\",\"client\":\"C-0001\"}",
     .result = "{\"report\":{\"kind\":\"client\",\"asked\":{\"client_code\":\"C-0001\"},"
               "\"sections\":[{\"subject\":\"gap\",\"title\":\"Missing against the rules\"}]}}"},
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
    {.name = "held against a pack",
     .params = "{\"by\":\"S-01\",\"pack\":\"us-neha\"}",
     .result = "{\"report\":{\"asked\":{\"pack\":\"us-neha\"},\"sections\":[{\"subject\":"
               "\"gap\",\"title\":\"Missing against the rules\"}]}}"},
    {.name = "a pack that nobody knows",
     .params = "{\"pack\":\"us-jn\"}",
     .error = STIPPLE_RULE_NOT_FOUND,
     .field = "pack"},
    {.name = "no such day",
     .params = "{\"from\":\"2026-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "from"},
    {0}};

static const struct example recall_examples[] = {
    {.name = "who was reached, and who was not",
     .params = "{\"by\":\"S-01\",\"recall\":\"R-0001\"}",
     .result = "{\"report\":{\"kind\":\"recall\",\"asked\":{\"recall_code\":\"R-0001\"},"
               "\"sections\":[{\"subject\":\"gap\",\"title\":\"Undecided in recalls\"},"
               "{\"subject\":\"gap\",\"title\":\"Not reached\"}]}}"},
    {.name = "no such recall",
     .params = "{\"recall\":\"R-0099\"}",
     .error = STIPPLE_RECALL_NOT_FOUND,
     .field = "recall"},
    {0}};

#define REPORT_ERRORS                                                                              \
    STIPPLE_STAFF_NOT_FOUND, STIPPLE_STAFF_RETIRED, STIPPLE_REASON_MISSING, STIPPLE_TIME_FUTURE,   \
        STIPPLE_TIME_ORDER, STIPPLE_RPC_TOO_LARGE
static const enum stipple_error errors[] = {REPORT_ERRORS, STIPPLE_OK};
static const enum stipple_error lot_errors[] = {REPORT_ERRORS, STIPPLE_LOT_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error inspection_errors[] = {REPORT_ERRORS, STIPPLE_RULE_NOT_FOUND,
                                                       STIPPLE_OK};
static const enum stipple_error recall_errors[] = {REPORT_ERRORS, STIPPLE_RECALL_NOT_FOUND,
                                                   STIPPLE_OK};
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
     &report_inspection_params, &report_signed_schema, inspection_errors, inspection_examples,
     handle_inspection},
    {"report.recall", "A recall: its lots, whom they reached, and who was told.", ROLE_ANY,
     METHOD_READ, &report_recall_params, &report_signed_schema, recall_errors, recall_examples,
     handle_recall},
    {0}};
