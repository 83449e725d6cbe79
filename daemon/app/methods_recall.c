/* Recalls: a notice read, and opened. */
#include "app/recall_schema.h"

struct recall_check_params {
    struct page_params page;
    struct notice notice;
};
static const struct field check_fields[] = {NOTICE_FIELDS(struct recall_check_params),
                                            PAGE_FIELDS(struct recall_check_params)};
static const struct schema check_schema =
    SCHEMA("RecallCheckParams", struct recall_check_params, check_fields);

struct recall_checked {
    struct recall_found found;
    int64_t on_list;
    struct list clients;
    const char *cursor;
};
static const struct field checked_fields[] = {
    {FIELD_AS("matches", struct recall_checked, found.matches, INT), .required = true,
     .doc = "Lots that are meant."},
    {FIELD_AS("possible", struct recall_checked, found.possible, INT), .required = true,
     .doc = "Lots that may be: somebody has to look."},
    {FIELD_AS("other", struct recall_checked, found.other, INT), .required = true,
     .doc = "Lots that are not."},
    {FIELD(struct recall_checked, on_list, INT), .required = true,
     .doc = "Clients that the first two reached."},
    {FIELD_AS("lots", struct recall_checked, found.lots, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema, .doc = "The first two, matches first; on the first page."},
    {FIELD_AS("stock", struct recall_checked, found.stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema,
     .doc = "What stands here of them, mixes too; on the first page."},
    {FIELD(struct recall_checked, clients, OBJECT), .list = true, .required = true,
     .object = &recall_client_schema, .doc = "Whom they reached, a page at a time."},
    CLIENTS_CURSOR_FIELD(struct recall_checked),
};
static const struct schema checked_schema =
    SCHEMA("RecallChecked", struct recall_checked, checked_fields);

struct recall_open_params {
    struct write_head head;
    struct notice notice;
    struct list also;
    int none_here;
    struct instant noticed_at;
};
static const struct field open_fields[] = {
    NOTICE_FIELDS(struct recall_open_params),
    {FIELD(struct recall_open_params, also, REF), .list = true, .max_items = NOTICE_NUMBERS_MAX,
     .of = "lot", .doc = "Possible lots that somebody looked at and found to be meant."},
    {FIELD(struct recall_open_params, none_here, BOOL),
     .doc = "Open it though no lot is held: what comes later is held against the notice."},
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

static enum stipple_error handle_check(struct call *call, void *params, void *result)
{
    const struct recall_check_params *p = params;
    struct recall_checked *checked = result;
    struct recall_found *found = &checked->found;
    TRY(recall_check(call->store, &call->arena, &p->notice, found, &call->error));
    checked->on_list = (int64_t)found->clients.n;
    if (p->page.cursor)
        found->lots = found->stock = (struct list){0};
    return recall_clients_page(&call->arena, &found->clients, p->page.limit, p->page.cursor,
                               &checked->clients, &checked->cursor, &call->error);
}

static enum stipple_error handle_open(struct call *call, void *params, void *result)
{
    const struct recall_open_params *p = params;
    return recall_open(call->store, &call->arena, &p->head, &p->notice, &p->also, p->none_here == 1,
                       p->noticed_at, result, &call->error);
}

static const struct example check_examples[] = {
    {.name = "a number as the notice prints it",
     .params = "{\"maker\":\"DEMO PIGMENTS Ltd.\",\"products\":[\"Neutral Black\"],"
               "\"lots\":[\"Lot nb 2270\"]}",
     .result = "{\"matches\":1,\"possible\":0,\"on_list\":2,\"lots\":[{\"lot_code\":\"L-0001\","
               "\"verdict\":\"match\"}]}"},
    {.name = "the second page of whom it reached",
     .params = "{\"maker\":\"Demo Pigments\",\"lots\":[\"NB-2270\"],\"limit\":1,"
               "\"cursor\":\"c0.1\"}",
     .result =
         "{\"on_list\":2,\"lots\":[],\"stock\":[],\"clients\":[{\"client_code\":\"C-0002\"}]}"},
    {.name = "no page of it",
     .params = "{\"maker\":\"Demo Pigments\",\"lots\":[\"NB-2270\"],\"cursor\":\"c1\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {.name = "the number alone",
     .params = "{\"batches\":[\"B-7\"]}",
     .result = "{\"matches\":0,\"possible\":1,\"lots\":[{\"lot_code\":\"L-0002\","
               "\"verdict\":\"possible\"}]}"},
    {.name = "the letter itself: what it names is possible",
     .params = "{\"text\":\"Please stop using our Neutral Black, lot no. NB 2270, at once. "
               "Demo Pigments\"}",
     .result = "{\"matches\":0,\"possible\":1,\"lots\":[{\"lot_code\":\"L-0001\","
               "\"verdict\":\"possible\"}]}"},
    {.name = "a number that may be read otherwise",
     .params = "{\"maker\":\"Demo Pigment\",\"products\":[\"Neutral Black\"],"
               "\"lots\":[\"NB-227O\"]}",
     .result = "{\"matches\":0,\"possible\":1,\"lots\":[{\"lot_code\":\"L-0001\"}]}"},
    {.name = "all lots of nobody known here",
     .params = "{\"maker\":\"Scalp Aesthetics\",\"products\":[\"Scalpaink SC\",\"Scalpaink PA\","
               "\"Scalpaink AL\"],\"all_lots\":true}",
     .result = "{\"matches\":0,\"possible\":0,\"lots\":[],\"stock\":[],\"clients\":[]}"},
    {.name = "which lots?",
     .params = "{\"maker\":\"Demo Pigments\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "lots"},
    {.name = "no number at all",
     .params = "{\"maker\":\"Demo Pigments\",\"lots\":[\"NB-2270\",\"all\"]}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "lots[1]"},
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
    {.name = "nothing that is here, and what may come is to be held",
     .params = "{" EXAMPLE_OP("0f0d") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                                      "\"products\":[\"Neutral Black\"],\"lots\":[\"NB-1\"],"
                                      "\"none_here\":true}",
     .result = "{\"recall_code\":\"R-0002\",\"lots\":[],\"containers\":0,\"clients\":0}"},
    {.name = "opened twice",
     .params = "{" EXAMPLE_OP("0f04") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"products\":["
                                      "\"Neutral Black\"],\"lots\":[\"NB-2270\"]}",
     .error = STIPPLE_RECALL_EXISTS},
    {.name = "a notice that came after the recall",
     .params = "{" EXAMPLE_OP("0f05") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"lots\":["
                                      "\"NB-2270\"],\"noticed_at\":\"2026-03-03T08:30:00Z\"}",
     .error = STIPPLE_TIME_ORDER,
     .field = "noticed_at"},
    {.name = "no moment that there is",
     .params = "{" EXAMPLE_OP("0f06") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"lots\":["
                                      "\"NB-2270\"],\"noticed_at\":\"2026-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "noticed_at"},
    {.name = "a lot that nothing in the notice fits",
     .params = "{" EXAMPLE_OP("0f03") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"products\":["
                                      "\"Neutral Black\"],\"lots\":[\"NB-2270\",\"NB-2271\"],"
                                      "\"also\":[\"L-0003\"]}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "also[0]"},
    {0}};

static const enum stipple_error check_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};
static const enum stipple_error open_errors[] = {STIPPLE_RECALL_EMPTY,  STIPPLE_RECALL_EXISTS,
                                                 STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                 STIPPLE_TIME_ORDER,    STIPPLE_OK};

const struct method recall_methods[] = {
    {"recall.check", "Reads a notice against stock and sessions; changes nothing.", ROLE_ANY,
     METHOD_READ, &check_schema, &checked_schema, check_errors, check_examples, handle_check},
    {"recall.open", "Opens a recall: the lots it means are held until they are released.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &open_schema, &opened_schema, open_errors,
     open_examples, handle_open},
    {0}};
