/* Recalls: what a person decides of a lot, and how a recall ends. */
#include "app/recall_schema.h"

static const struct field judge_fields[] = {
    {FIELD(struct recall_judge, recall, REF), .required = true, .of = "recall", .doc = "Which."},
    {FIELD(struct recall_judge, lots, REF), .required = true, .list = true, .min_items = 1,
     .max_items = NOTICE_NUMBERS_MAX, .of = "lot", .doc = "The lots that were looked at."},
    {FIELD(struct recall_judge, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "What was found; kept in clear, so name nobody here."},
};
static const struct schema judge_schema =
    SCHEMA_ON(&write_head_schema, "RecallJudge", struct recall_judge, judge_fields);

static const struct field judged_fields[] = {
    {FIELD(struct recall_judged, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_judged, recall_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_judged, recalls, OBJECT), .list = true, .required = true,
     .object = &recall_named_schema, .doc = "The lots: in it from now on, or not."},
    {FIELD(struct recall_judged, containers, INT), .required = true,
     .doc = "Bottles and mixes here that have something of these lots."},
    {FIELD(struct recall_judged, clients, INT), .required = true,
     .doc = "Clients that these lots reached."},
    WARNINGS_FIELD(struct recall_judged),
};
static const struct schema judged_schema =
    SCHEMA("RecallJudged", struct recall_judged, judged_fields);

static const struct field close_fields[] = {
    {FIELD(struct recall_close, recall, REF), .required = true, .of = "recall", .doc = "Which."},
    {FIELD(struct recall_close, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; kept in clear, so name nobody here."},
    {FIELD(struct recall_close, unreached, TEXT), .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why some were not reached, where that is so; kept in clear."},
};
static const struct schema close_schema =
    SCHEMA_ON(&write_head_schema, "RecallClose", struct recall_close, close_fields);

static const struct field withdraw_fields[] = {
    {FIELD(struct recall_close, recall, REF), .required = true, .of = "recall", .doc = "Which."},
    {FIELD(struct recall_close, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Who took the notice back, or what was entered wrongly."},
};
static const struct schema withdraw_schema =
    SCHEMA_ON(&write_head_schema, "RecallWithdraw", struct recall_close, withdraw_fields);

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

static const struct field row_fields[] = {
    {FIELD(struct recall, on_list, INT), .required = true,
     .doc = "Clients that a lot of it reached."},
    {FIELD(struct recall, reached, INT), .required = true, .doc = "Of them, told and known to be."},
};
static const struct schema row_schema =
    SCHEMA_ON(&recall_schema, "RecallRow", struct recall, row_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("recalls", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &row_schema, .doc = "Newest first."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("RecallList", struct page_result, list_result_fields);

static enum stipple_error handle_include(struct call *call, void *params, void *result)
{
    return recall_include(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_exclude(struct call *call, void *params, void *result)
{
    return recall_exclude(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_close(struct call *call, void *params, void *result)
{
    return recall_close(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_withdraw(struct call *call, void *params, void *result)
{
    return recall_withdraw(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct recall_list_params *p = params;
    struct page_result *r = result;
    return recall_list(call->store, &call->arena, p->open_only == 1, p->page.limit, p->page.cursor,
                       &r->rows, &r->cursor, &call->error);
}

static const struct example include_examples[] = {
    {.name = "the maker says that this lot is meant too",
     .params = "{" EXAMPLE_OP("0f41") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0005\"],\"reason\":\"maker's second letter\"}",
     .result = "{\"recall_code\":\"R-0001\",\"recalls\":[{\"lot_code\":\"L-0005\","
               "\"verdict\":\"possible\"}],\"containers\":1,\"clients\":0}"},
    {.name = "it is in it already",
     .params = "{" EXAMPLE_OP("0f42") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0001\"],\"reason\":\"again\"}",
     .error = STIPPLE_NOTHING_TO_DO,
     .field = "lots[0]"},
    {.name = "a lot there is not",
     .params = "{" EXAMPLE_OP("0f43") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0005\",\"L-0099\"],\"reason\":\"letter\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lots[1]"},
    {0}};

static const struct example exclude_examples[] = {
    {.name = "it was not meant after all: it may be used again",
     .params = "{" EXAMPLE_OP("0f44") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0005\"],\"reason\":\"another filling\"}",
     .result = "{\"recalls\":[{\"lot_code\":\"L-0005\",\"verdict\":\"no\"}],\"warnings\":[]}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0f45") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0005\"],\"reason\":\"again\"}",
     .error = STIPPLE_NOTHING_TO_DO,
     .field = "lots[0]"},
    {.name = "a lot that the notice has nothing to do with",
     .params = "{" EXAMPLE_OP("0f46") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"lots\":["
                                      "\"L-0003\"],\"reason\":\"cartridges\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "lots[0]"},
    {0}};

static const struct example close_examples[] = {
    {.name = "somebody could still be told",
     .params = "{" EXAMPLE_OP("0f20") ",\"by\":\"S-01\",\"recall\":\"R-0001\","
                                      "\"reason\":\"bottles sent back\"}",
     .error = STIPPLE_RECALL_UNREACHED,
     .field = "unreached"},
    {.name = "the work is done; the lots stay on hold",
     .params = "{" EXAMPLE_OP("0f21") ",\"by\":\"S-01\",\"recall\":\"R-0001\","
                                      "\"reason\":\"bottles sent back\",\"unreached\":"
                                      "\"moved, two letters came back\"}",
     .result = "{\"recall_code\":\"R-0001\",\"minutes_to_list\":30}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0f22") ",\"by\":\"S-01\",\"recall\":\"r-0001\","
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_RECALL_CLOSED,
     .field = "recall"},
    {0}};

static const struct example withdraw_examples[] = {
    {.name = "the maker takes it back: the lot stays on hold until somebody releases it",
     .params = "{" EXAMPLE_OP("0f23") ",\"by\":\"S-01\",\"recall\":\"R-0001\","
                                      "\"reason\":\"maker's letter of today\"}",
     .result = "{\"recall_code\":\"R-0001\",\"warnings\":[{\"name\":\"recall.told\"},"
               "{\"name\":\"recall.held\"}]}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0f24") ",\"by\":\"S-01\",\"recall\":\"R-0001\","
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_RECALL_WITHDRAWN,
     .field = "recall"},
    {0}};

static const struct example list_examples[] = {
    {.name = "a closed one is not forgotten",
     .params = "{}",
     .result = "{\"recalls\":[{\"code\":\"R-0002\"},{\"code\":\"R-0001\",\"closed_reason\":"
               "\"bottles sent back\","
               "\"on_list\":2,\"reached\":1,"
               "\"notice\":{\"lots\":[\"NB-2270\"]}}]}"},
    {.name = "those that are open",
     .params = "{\"open_only\":true}",
     .result = "{\"recalls\":[{\"code\":\"R-0002\",\"on_list\":0}]}"},
    {.name = "no page of this list",
     .params = "{\"cursor\":\"x1\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {0}};

static const enum stipple_error include_errors[] = {STIPPLE_RECALL_NOT_FOUND,
                                                    STIPPLE_RECALL_WITHDRAWN,
                                                    STIPPLE_LOT_NOT_FOUND,
                                                    STIPPLE_REF_AMBIGUOUS,
                                                    STIPPLE_NOTHING_TO_DO,
                                                    STIPPLE_TIME_ORDER,
                                                    STIPPLE_OK};
static const enum stipple_error exclude_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_LOT_NOT_FOUND,
                                                    STIPPLE_REF_AMBIGUOUS,    STIPPLE_NOTHING_TO_DO,
                                                    STIPPLE_TIME_ORDER,       STIPPLE_OK};
static const enum stipple_error close_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_RECALL_CLOSED,
                                                  STIPPLE_RECALL_UNREACHED, STIPPLE_TIME_ORDER,
                                                  STIPPLE_OK};
static const enum stipple_error withdraw_errors[] = {
    STIPPLE_RECALL_NOT_FOUND, STIPPLE_RECALL_WITHDRAWN, STIPPLE_TIME_ORDER, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method recall_end_methods[] = {
    {"recall.include", "A person has looked: these lots are meant too, and are held.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &judge_schema, &judged_schema, include_errors,
     include_examples, handle_include},
    {"recall.exclude", "A person has looked: these lots are not meant, and are held no longer.",
     ROLE_MANAGER, METHOD_WRITE, &judge_schema, &judged_schema, exclude_errors, exclude_examples,
     handle_exclude},
    {"recall.close",
     "Ends the work on a recall. Its lots stay on hold, its notice is held against lots that come, "
     "and nothing is forgotten.",
     ROLE_MANAGER, METHOD_WRITE, &close_schema, &recall_closed_schema, close_errors, close_examples,
     handle_close},
    {"recall.withdraw",
     "The notice was taken back or entered wrongly: it is held against no lot that comes.",
     ROLE_MANAGER, METHOD_WRITE, &withdraw_schema, &recall_closed_schema, withdraw_errors,
     withdraw_examples, handle_withdraw},
    {"recall.list", "Recalls, a page at a time.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
