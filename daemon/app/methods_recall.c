/* Recalls: a notice read and opened, and closed at last. */
#include "app/recall_schema.h"

struct recall_check_params {
    struct notice notice;
    const char *text;
};
static const struct field check_fields[] = {NOTICE_FIELDS(struct recall_check_params)};
static const struct schema check_schema =
    SCHEMA("RecallCheckParams", struct recall_check_params, check_fields);

static const struct field found_fields[] = {
    {FIELD(struct recall_found, matches, INT), .required = true, .doc = "Lots that are meant."},
    {FIELD(struct recall_found, possible, INT), .required = true,
     .doc = "Lots that may be: somebody has to look."},
    {FIELD(struct recall_found, other, INT), .required = true, .doc = "Lots that are not."},
    {FIELD(struct recall_found, lots, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema, .doc = "The first two, matches first."},
    {FIELD(struct recall_found, stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema, .doc = "What stands here of them, mixes too."},
    {FIELD(struct recall_found, clients, OBJECT), .list = true, .required = true,
     .object = &recall_client_schema, .doc = "Whom they reached."},
};
static const struct schema found_schema = SCHEMA("RecallFound", struct recall_found, found_fields);

struct recall_open_params {
    struct write_head head;
    struct notice notice;
    const char *text;
    struct list also;
    struct instant noticed_at;
};
static const struct field open_fields[] = {
    NOTICE_FIELDS(struct recall_open_params),
    {FIELD(struct recall_open_params, also, REF), .list = true, .max_items = NOTICE_NUMBERS_MAX,
     .of = "lot", .doc = "Possible lots that somebody looked at and found to be meant."},
    {FIELD(struct recall_open_params, noticed_at, TIME), .doc = "When the notice came."},
};
static const struct schema open_schema =
    SCHEMA_ON(&write_head_schema, "RecallOpen", struct recall_open_params, open_fields);

static const struct field made_lot_fields[] = {
    {FIELD(struct recall_made_lot, lot, UUID), .required = true, .doc = "A lot."},
    {FIELD(struct recall_made_lot, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_made_lot, verdict, CHOICE), .required = true, .choices = verdicts,
     .doc = "Whether the notice means it."},
};
static const struct schema made_lot_schema =
    SCHEMA("RecallHeld", struct recall_made_lot, made_lot_fields);

static const struct field opened_fields[] = {
    {FIELD(struct recall_opened, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_opened, recall_code, TEXT), .required = true, .doc = "Its code: R-0001."},
    {FIELD(struct recall_opened, lots, OBJECT), .list = true, .required = true,
     .object = &made_lot_schema, .doc = "Held from now on."},
    {FIELD(struct recall_opened, containers, INT), .required = true,
     .doc = "Bottles and mixes to be set aside."},
    {FIELD(struct recall_opened, clients, INT), .required = true, .doc = "Clients to be told."},
    {FIELD(struct recall_opened, possible, INT), .required = true,
     .doc = "Lots that may be meant too, and are not held."},
    WARNINGS_FIELD(struct recall_opened),
};
static const struct schema opened_schema =
    SCHEMA("RecallOpened", struct recall_opened, opened_fields);

static const struct field close_fields[] = {
    {FIELD(struct recall_close, recall, REF), .required = true, .of = "recall", .doc = "Which."},
    {FIELD(struct recall_close, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; kept in clear, so name nobody here."},
};
static const struct schema close_schema =
    SCHEMA_ON(&write_head_schema, "RecallClose", struct recall_close, close_fields);

static const struct field closed_fields[] = {
    {FIELD(struct recall_closed, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_closed, recall_code, TEXT), .required = true, .doc = "Its code."},
    EFFECT_FIELDS(struct recall_closed),
    WARNINGS_FIELD(struct recall_closed),
};
static const struct schema closed_schema =
    SCHEMA("RecallClosed", struct recall_closed, closed_fields);

struct recall_list_params {
    int open_only;
    struct page_params page;
};
static const struct field list_fields[] = {
    {FIELD(struct recall_list_params, open_only, BOOL), .fallback = "false",
     .doc = "Only those that are not closed."},
    PAGE_FIELDS(struct recall_list_params),
};
static const struct schema list_schema =
    SCHEMA("RecallListParams", struct recall_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("recalls", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &recall_schema, .doc = "Newest first."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("RecallList", struct page_result, list_result_fields);

static enum stipple_error handle_check(struct call *call, void *params, void *result)
{
    const struct recall_check_params *p = params;
    return recall_check(call->store, &call->arena, &p->notice, result, &call->error);
}

static enum stipple_error handle_open(struct call *call, void *params, void *result)
{
    const struct recall_open_params *p = params;
    return recall_open(call->store, &call->arena, &p->head, &p->notice, &p->also, p->noticed_at,
                       result, &call->error);
}

static enum stipple_error handle_close(struct call *call, void *params, void *result)
{
    return recall_close(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct recall_list_params *p = params;
    struct page_result *r = result;
    return recall_list(call->store, &call->arena, p->open_only == 1, p->page.limit, p->page.cursor,
                       &r->rows, &r->cursor, &call->error);
}

static const struct example check_examples[] = {
    {.name = "a number as the notice prints it",
     .params = "{\"maker\":\"DEMO PIGMENTS Ltd.\",\"products\":[\"Neutral Black\"],"
               "\"lots\":[\"Lot nb 2270\"]}",
     .result = "{\"matches\":1,\"possible\":0,\"lots\":[{\"lot_code\":\"L-0001\","
               "\"verdict\":\"match\"}]}"},
    {.name = "the number alone",
     .params = "{\"batches\":[\"B-7\"]}",
     .result = "{\"matches\":0,\"possible\":1,\"lots\":[{\"lot_code\":\"L-0002\","
               "\"verdict\":\"possible\"}]}"},
    {.name = "all lots of nobody known here",
     .params = "{\"maker\":\"Scalp Aesthetics\",\"products\":[\"Scalpaink SC\",\"Scalpaink PA\","
               "\"Scalpaink AL\"],\"all_lots\":true}",
     .result = "{\"matches\":0,\"possible\":0,\"lots\":[],\"stock\":[],\"clients\":[]}"},
    {.name = "which lots?",
     .params = "{\"maker\":\"Demo Pigments\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "lots"},
    {.name = "some, and all",
     .params = "{\"maker\":\"Demo Pigments\",\"lots\":[\"1\"],\"all_lots\":true}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "all_lots"},
    {0}};

static const struct example open_examples[] = {
    {.name = "half an hour after it came",
     .params = "{" EXAMPLE_OP("0f01") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"products\":["
                                      "\"Neutral Black\"],\"lots\":[\"NB-2270\"],"
                                      "\"noticed_at\":\"2026-03-02T08:30:00Z\"}",
     .result = "{\"recall_code\":\"R-0001\",\"lots\":[{\"lot_code\":\"L-0001\"}],\"possible\":0}"},
    {.name = "it means nothing that is here",
     .params = "{" EXAMPLE_OP("0f02") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                                      "\"lots\":[\"NB-1\"]}",
     .error = STIPPLE_RECALL_EMPTY},
    {.name = "a lot that nothing in the notice fits",
     .params = "{" EXAMPLE_OP("0f03") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"products\":["
                                      "\"Neutral Black\"],\"lots\":[\"NB-2270\"],"
                                      "\"also\":[\"L-0003\"]}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "also[0]"},
    {0}};

static const struct example close_examples[] = {
    {.name = "the work is done; the lots stay on hold",
     .params = "{" EXAMPLE_OP("0f21") ",\"by\":\"S-01\",\"recall\":\"R-0001\","
                                      "\"reason\":\"bottles sent back\"}",
     .result = "{\"recall_code\":\"R-0001\",\"minutes_to_list\":30}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0f22") ",\"by\":\"S-01\",\"recall\":\"r-0001\","
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_RECALL_CLOSED,
     .field = "recall"},
    {0}};

static const struct example list_examples[] = {
    {.name = "a closed one is not forgotten",
     .params = "{}",
     .result = "{\"recalls\":[{\"code\":\"R-0001\",\"closed_reason\":\"bottles sent back\","
               "\"notice\":{\"lots\":[\"NB-2270\"]}}]}"},
    {.name = "none is open", .params = "{\"open_only\":true}", .result = "{\"recalls\":[]}"},
    {.name = "no page of this list",
     .params = "{\"cursor\":\"x1\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {0}};

static const enum stipple_error check_errors[] = {STIPPLE_OK};
static const enum stipple_error open_errors[] = {STIPPLE_RECALL_EMPTY, STIPPLE_LOT_NOT_FOUND,
                                                 STIPPLE_REF_AMBIGUOUS, STIPPLE_TIME_ORDER,
                                                 STIPPLE_OK};
static const enum stipple_error close_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_RECALL_CLOSED,
                                                  STIPPLE_TIME_ORDER, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method recall_methods[] = {
    {"recall.check", "Reads a notice against stock and sessions; changes nothing.", ROLE_ANY,
     METHOD_READ, &check_schema, &found_schema, check_errors, check_examples, handle_check},
    {"recall.open", "Opens a recall: the lots it means are held until they are released.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &open_schema, &opened_schema, open_errors,
     open_examples, handle_open},
    {0}};

const struct method recall_end_methods[] = {
    {"recall.close", "Ends the work on a recall. Its lots stay on hold, and nothing is forgotten.",
     ROLE_MANAGER, METHOD_WRITE, &close_schema, &closed_schema, close_errors, close_examples,
     handle_close},
    {"recall.list", "Recalls, a page at a time.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
