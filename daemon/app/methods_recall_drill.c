/* The drill, which shows beforehand how long a recall takes and who could not be told. */
#include "app/recall_schema.h"

struct recall_drill {
    struct write_head head;
    const char *lot;
};
static const struct field drill_fields[] = {
    {FIELD(struct recall_drill, lot, REF), .of = "lot",
     .doc = "As if this one were recalled; left out: one drawn by lot, that reached somebody."},
};
static const struct schema drill_schema =
    SCHEMA_ON(&write_head_schema, "RecallDrill", struct recall_drill, drill_fields);

struct drill_client {
    struct recall_client row;
    int reachable;
};
static const struct field drill_client_fields[] = {
    {FIELD(struct drill_client, reachable, BOOL), .required = true,
     .doc = "A telephone number, an address or an e-mail address is on file."},
};
static const struct schema drill_client_schema =
    SCHEMA_ON(&recall_client_schema, "DrillClient", struct drill_client, drill_client_fields);

struct drill_result {
    int drill, found;
    const char *lot, *lot_code, *maker, *product_name, *lot_no, *batch_no;
    struct list stock, clients;
    int64_t on_list, reachable, took_ms;
    double percent;
};
static const struct field drilled_fields[] = {
    {FIELD(struct drill_result, drill, BOOL), .required = true,
     .doc = "Always true: this was a drill, nothing is recalled and nothing held."},
    {FIELD(struct drill_result, lot, UUID), .required = true, .doc = "The lot drawn."},
    {FIELD(struct drill_result, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct drill_result, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct drill_result, product_name, TEXT), .required = true, .doc = "Of what."},
    {FIELD(struct drill_result, lot_no, TEXT), .doc = "The maker's lot number."},
    {FIELD(struct drill_result, batch_no, TEXT), .doc = "The maker's batch number."},
    {FIELD(struct drill_result, found, BOOL), .required = true,
     .doc = "A notice of it finds it again."},
    {FIELD(struct drill_result, stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema, .doc = "What would be set aside; a hundred at most."},
    {FIELD(struct drill_result, clients, OBJECT), .list = true, .required = true,
     .object = &drill_client_schema, .doc = "Who would be told; a hundred at most."},
    {FIELD(struct drill_result, on_list, INT), .required = true, .doc = "How many there are."},
    {FIELD(struct drill_result, reachable, INT), .required = true,
     .doc = "Of them, with a way to tell them on file."},
    {FIELD(struct drill_result, percent, NUMBER), .decimals = 1, .unit = "%",
     .doc = "Reachable, of all on the list: the score; absent when there is nobody."},
    {FIELD(struct drill_result, took_ms, INT), .required = true, .unit = "ms",
     .doc = "From the notice to the list."},
};
static const struct schema drilled_schema =
    SCHEMA("RecallDrilled", struct drill_result, drilled_fields);

/* The answer is kept in the history for good, and a drill is not the recall: it shows so many. */
enum { DRILL_SHOWN_MAX = 100 };

/* Nobody is shown who they are, so this is no look. */
static enum stipple_error drill_people(struct call *call, const struct list *clients,
                                       struct drill_result *ret)
{
    const struct recall_client *row = clients->items;
    for (size_t i = 0; i < clients->n; i++) {
        const struct identity *who = NULL;
        if (row[i].verdict != VERDICT_MATCH)
            continue; /* a recall would not have them on its list either */
        if (row[i].sealed)
            TRY(recall_identity(call, &row[i], &who));
        bool reachable = who && (who->phone || who->email || who->address);
        ret->reachable += reachable;
        if (ret->on_list++ >= DRILL_SHOWN_MAX)
            continue;
        struct drill_client *client = list_add(&call->arena, &ret->clients, sizeof *client);
        if (!client)
            return fail_memory(&call->error);
        *client = (struct drill_client){row[i], reachable};
    }
    ret->percent =
        ret->on_list > 0 ? 100.0 * (double)ret->reachable / (double)ret->on_list : NUMBER_ABSENT;
    return STIPPLE_OK;
}

static bool drill_finds(const struct recall_found *found, const struct lot *lot)
{
    const struct recall_lot *row = recall_lot_find(&found->lots, lot->id);
    return row && row->verdict == VERDICT_MATCH;
}

static enum stipple_error handle_drill(struct call *call, void *params, void *result)
{
    const struct recall_drill *p = params;
    const struct sources *sources = call->app->sources;
    struct notice notice;
    struct lot lot;
    struct recall_found found;
    struct drill_result made = {.drill = 1};
    TRY(recall_drill_notice(call->store, &call->arena, p->lot, &notice, &lot, &call->error));
    int64_t began = sources->steady_ms(sources->context);
    TRY(recall_check(call->store, &call->arena, &notice, &found, &call->error));
    TRY(drill_people(call, &found.clients, &made));
    made.took_ms = sources->steady_ms(sources->context) - began;
    made.found = drill_finds(&found, &lot);
    made.stock = found.stock;
    if (made.stock.n > DRILL_SHOWN_MAX)
        made.stock.n = DRILL_SHOWN_MAX;
    made.lot = lot.id;
    made.lot_code = lot.code;
    made.maker = lot.maker;
    made.product_name = lot.product_name;
    made.lot_no = lot.lot_no;
    made.batch_no = lot.batch_no;
    *(struct drill_result *)result = made;
    return STIPPLE_OK;
}

/* The scores. */

struct drills_params {
    struct page_params page;
};
static const struct field drills_fields[] = {PAGE_FIELDS(struct drills_params)};
static const struct schema drills_schema =
    SCHEMA("RecallDrillsParams", struct drills_params, drills_fields);

static const struct field score_fields[] = {
    {FIELD(struct recall_score, at, TIME), .required = true, .doc = "When it was."},
    {FIELD(struct recall_score, by, TEXT), .required = true, .doc = "Whose drill."},
    {FIELD(struct recall_score, lot_code, TEXT), .required = true, .doc = "The lot drawn."},
    {FIELD(struct recall_score, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct recall_score, product_name, TEXT), .required = true, .doc = "Of what."},
    {FIELD(struct recall_score, found, BOOL), .required = true,
     .doc = "A notice of it found it again."},
    {FIELD(struct recall_score, on_list, INT), .required = true, .doc = "Clients to be told."},
    {FIELD(struct recall_score, reachable, INT), .required = true,
     .doc = "Of them, with a way to tell them on file."},
    {FIELD(struct recall_score, percent, NUMBER), .decimals = 1, .unit = "%",
     .doc = "Reachable, of all on the list; absent when there was nobody."},
    {FIELD(struct recall_score, took_ms, INT), .required = true, .unit = "ms",
     .doc = "From the notice to the list."},
};
static const struct schema score_schema = SCHEMA("RecallScore", struct recall_score, score_fields);

static const struct field drills_result_fields[] = {
    {FIELD_AS("drills", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &score_schema, .doc = "Newest first."},
    NEXT_FIELD,
};
static const struct schema drills_result_schema =
    SCHEMA("RecallDrills", struct page_result, drills_result_fields);

static enum stipple_error handle_drills(struct call *call, void *params, void *result)
{
    const struct drills_params *p = params;
    struct page_result *r = result;
    return recall_drills(call->store, &call->arena, p->page.limit, p->page.cursor, &r->rows,
                         &r->cursor, &call->error);
}

static const struct example drill_examples[] = {
    {.name = "as if this one were recalled",
     .params = "{" EXAMPLE_OP("0f31") ",\"by\":\"S-01\",\"lot\":\"L-0001\"}",
     .result = "{\"drill\":true,\"lot_code\":\"L-0001\",\"found\":true,\"on_list\":2,"
               "\"reachable\":1,\"percent\":50}"},
    {.name = "a lot there is not",
     .params = "{" EXAMPLE_OP("0f32") ",\"by\":\"S-01\",\"lot\":\"L-0099\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};

static const struct example drills_examples[] = {
    {.name = "the scores so far",
     .params = "{}",
     .result = "{\"drills\":[{\"by\":\"S-01\",\"lot_code\":\"L-0001\",\"found\":true,\"on_list\":2,"
               "\"reachable\":1,\"percent\":50}]}"},
    {.name = "a page of none",
     .params = "{\"limit\":0}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "limit"},
    {0}};

static const enum stipple_error drill_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                  STIPPLE_OK};
static const enum stipple_error drills_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method recall_drill_methods[] = {
    {"recall.drill", "A recall as an exercise: finds and times everything, holds nothing.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &drill_schema, &drilled_schema, drill_errors,
     drill_examples, handle_drill},
    {"recall.drills", "The scores of the drills, a page at a time.", ROLE_ANY, METHOD_READ,
     &drills_schema, &drills_result_schema, drills_errors, drills_examples, handle_drills},
    {0}};
