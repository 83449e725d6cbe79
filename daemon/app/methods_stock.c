/* Bottles and boxes: what is there, and what happens to it outside a session. */
#include "app/book_schema.h"

#include "store/products.h"
#include "store/stock.h"

static const struct field container_fields[] = {
    {FIELD(struct container, id, UUID), .required = true, .doc = "The bottle or box."},
    {FIELD(struct container, code, TEXT), .required = true, .doc = "B-0001."},
    {FIELD(struct container, lot, UUID), .required = true, .doc = "Its lot."},
    {FIELD(struct container, lot_code, TEXT), .required = true, .doc = "The lot's code."},
    {FIELD(struct container, lot_no, TEXT), .doc = "The maker's lot number."},
    {FIELD(struct container, expiry, DATE), .doc = "The lot's last day."},
    {FIELD(struct container, product, UUID), .required = true, .doc = "Its product."},
    {FIELD(struct container, product_code, TEXT), .required = true, .doc = "The product's code."},
    {FIELD(struct container, product_name, TEXT), .required = true, .doc = "The product's name."},
    {FIELD(struct container, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD_AS("kind", struct container, product_kind, CHOICE), .required = true,
     .choices = product_kinds, .doc = "What it is."},
    {FIELD(struct container, pigment, TEXT), .doc = "Its optical profile."},
    {FIELD(struct container, full_ul, INT), .unit = "µL", .doc = "In it when it came."},
    {FIELD(struct container, left_ul, INT), .unit = "µL", .doc = "Left in it."},
    {FIELD(struct container, full_pieces, INT), .unit = "pieces", .doc = "In it when it came."},
    {FIELD(struct container, left_pieces, INT), .unit = "pieces", .doc = "Left in it."},
    {FIELD(struct container, opened_at, TIME), .doc = "When it was opened; absent: sealed."},
    {FIELD(struct container, usable_until, DATE),
     .doc = "Last day: expiry, or opening and the period after it, whichever is first."},
    {FIELD(struct container, refusal, TEXT),
     .doc = "Why it may not be used today, as an error's name; absent: it may."},
};
static const struct schema container_schema =
    SCHEMA("Container", struct container, container_fields);

struct stock_list_params {
    struct page_params page;
    const char *product, *lot, *day;
    int64_t expiring_days;
    int kind, discarded, usable;
};
static const struct field list_fields[] = {
    {FIELD(struct stock_list_params, product, REF), .of = "product",
     .doc = "Only of this product."},
    {FIELD(struct stock_list_params, lot, REF), .of = "lot", .doc = "Only of this lot."},
    {FIELD(struct stock_list_params, kind, CHOICE), .choices = product_kinds,
     .doc = "Only this kind."},
    {FIELD(struct stock_list_params, discarded, BOOL), .fallback = "false",
     .doc = "With those discarded."},
    {FIELD(struct stock_list_params, usable, BOOL), .fallback = "false",
     .doc = "Only those that may be used."},
    EXPIRING_FIELD(struct stock_list_params),
    {FIELD(struct stock_list_params, day, DATE),
     .doc = "The day that is asked about; today when left out."},
    PAGE_FIELDS(struct stock_list_params),
};
static const struct schema list_schema =
    SCHEMA("StockListParams", struct stock_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("containers", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &container_schema, .doc = "In the order of use: opened first, then first expired."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("StockList", struct page_result, list_result_fields);

static const struct field open_fields[] = {
    {FIELD(struct stock_open, container, REF), .required = true, .of = "container",
     .doc = "Which bottle."},
};
static const struct schema open_schema =
    SCHEMA_ON(&write_head_schema, "StockOpen", struct stock_open, open_fields);

static const struct field adjust_fields[] = {
    {FIELD(struct stock_adjust, container, REF), .required = true, .of = "container",
     .doc = "Which bottle or box."},
    {FIELD(struct stock_adjust, delta_ul, INT), .min = -10000000, .max = 10000000, .unit = "µL",
     .doc = "So much more (or less, below zero) is in it."},
    {FIELD(struct stock_adjust, delta_pieces, INT), .min = -100000, .max = 100000, .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD(struct stock_adjust, counted_ul, INT), .min = 0, .max = 10000000, .unit = "µL",
     .doc = "So much is in it."},
    {FIELD(struct stock_adjust, counted_pieces, INT), .min = 0, .max = 100000, .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD(struct stock_adjust, reason, CHOICE), .required = true, .choices = adjust_reasons,
     .doc = "Why."},
    {FIELD(struct stock_adjust, words, TEXT), .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "In words; needed with damage and found."},
};
static const struct schema adjust_schema =
    SCHEMA_ON(&write_head_schema, "StockAdjust", struct stock_adjust, adjust_fields);

static const struct field discard_fields[] = {
    {FIELD(struct stock_discard, container, REF), .required = true, .of = "container",
     .doc = "Which bottle or box."},
    {FIELD(struct stock_discard, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why."},
    {FIELD(struct stock_discard, route, CHOICE), .required = true, .choices = discard_routes,
     .doc = "Where it went."},
    {FIELD(struct stock_discard, manifest, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Number of the waste papers."},
};
static const struct schema discard_schema =
    SCHEMA_ON(&write_head_schema, "StockDiscard", struct stock_discard, discard_fields);

static const struct field changed_fields[] = {
    {FIELD(struct stock_changed, container, UUID), .required = true, .doc = "The bottle or box."},
    {FIELD(struct stock_changed, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct stock_changed, left_ul, INT), .unit = "µL", .doc = "Left in it."},
    {FIELD(struct stock_changed, left_pieces, INT), .unit = "pieces", .doc = "Left in it."},
    {FIELD(struct stock_changed, delta_ul, INT), .unit = "µL", .doc = "As booked."},
    {FIELD(struct stock_changed, delta_pieces, INT), .unit = "pieces", .doc = "As booked."},
    {FIELD(struct stock_changed, usable_until, DATE), .doc = "Last day."},
    WARNINGS_FIELD(struct stock_changed),
};
static const struct schema changed_schema =
    SCHEMA("StockChanged", struct stock_changed, changed_fields);

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct stock_list_params *p = params;
    struct page_result *r = result;
    struct stock_filter filter = {.product = p->product,
                                  .lot = p->lot,
                                  .kind = p->kind,
                                  .discarded_too = p->discarded == 1,
                                  .usable_only = p->usable == 1,
                                  .limit = p->page.limit,
                                  .cursor = p->page.cursor};
    TRY(day_or_today(call, p->day, &filter.day));
    TRY(day_on(call, filter.day, p->expiring_days, &filter.expiring_until));
    return stock_list(call->store, &call->arena, &filter, &r->rows, &r->cursor, &call->error);
}

static enum stipple_error handle_open(struct call *call, void *params, void *result)
{
    return stock_open(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_adjust(struct call *call, void *params, void *result)
{
    return stock_adjust(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_discard(struct call *call, void *params, void *result)
{
    return stock_discard(call->store, &call->arena, params, result, &call->error);
}

static const struct example open_examples[] = {
    {.name = "a bottle is opened: its period after opening begins",
     .params = "{" EXAMPLE_OP("0601") ",\"by\":\"S-01\",\"container\":\"B-0002\"}",
     .result = "{\"container_code\":\"B-0002\",\"left_ul\":15000,\"usable_until\":\"2026-08-29\"}"},
    {.name = "open already",
     .params = "{" EXAMPLE_OP("0602") ",\"by\":\"S-01\",\"container\":\"B-0002\"}",
     .error = STIPPLE_CONTAINER_OPENED,
     .field = "container"},
    {.name = "opened before it came",
     .params = "{" EXAMPLE_OP("0603") ",\"by\":\"S-01\",\"container\":\"B-0001\","
                                      "\"occurred_at\":\"2020-01-01T10:00:00+01:00\"}",
     .error = STIPPLE_TIME_ORDER,
     .field = "occurred_at"},
    {.name = "opened tomorrow",
     .params = "{" EXAMPLE_OP("0604") ",\"by\":\"S-01\",\"container\":\"B-0001\","
                                      "\"occurred_at\":\"2030-01-01T10:00:00Z\"}",
     .error = STIPPLE_TIME_FUTURE,
     .field = "occurred_at"},
    {0}};

static const struct example adjust_examples[] = {
    {.name = "a spill",
     .params =
         "{" EXAMPLE_OP("0611") ",\"by\":\"S-01\",\"container\":\"B-0002\",\"delta_ul\":-1500,"
                                "\"reason\":\"spill\"}",
     .result = "{\"left_ul\":13500,\"delta_ul\":-1500}"},
    {.name = "counted",
     .params = "{" EXAMPLE_OP("0612") ",\"by\":\"S-01\",\"container\":\"B-0002\","
                                      "\"counted_ul\":13000,\"reason\":\"count\"}",
     .result = "{\"left_ul\":13000,\"delta_ul\":-500}"},
    {.name = "more than there is",
     .params = "{" EXAMPLE_OP("0613") ",\"by\":\"S-01\",\"container\":\"B-0002\","
                                      "\"delta_ul\":-99000,\"reason\":\"spill\"}",
     .error = STIPPLE_STOCK_SHORT,
     .field = "delta_ul"},
    {.name = "two ways at once",
     .params = "{" EXAMPLE_OP("0614") ",\"by\":\"S-01\",\"container\":\"B-0002\",\"delta_ul\":-5,"
                                      "\"counted_ul\":5,\"reason\":\"count\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "delta_ul"},
    {0}};

static const struct example list_examples[] = {
    {.name = "what may be used, in the order of use",
     .params = "{\"kind\":\"pigment\",\"usable\":true}",
     .result = "{\"containers\":[{\"code\":\"B-0002\",\"left_ul\":13000,"
               "\"usable_until\":\"2026-08-29\"},{\"code\":\"B-0001\",\"left_ul\":15000,"
               "\"usable_until\":\"2027-06-30\"}]}"},
    {.name = "what will be past its day within half a year",
     .params = "{\"kind\":\"pigment\",\"expiring_days\":183}",
     .result = "{\"containers\":[{\"code\":\"B-0002\",\"usable_until\":\"2026-08-29\"}]}"},
    {.name = "asked about a day after all of it has ended",
     .params = "{\"kind\":\"pigment\",\"day\":\"2027-07-01\"}",
     .result = "{\"containers\":[{\"code\":\"B-0002\",\"refusal\":\"lot.expired\"},"
               "{\"code\":\"B-0001\",\"refusal\":\"lot.expired\"}]}"},
    {.name = "a kind that is none",
     .params = "{\"kind\":\"pigmant\"}",
     .error = STIPPLE_PARAM_CHOICE,
     .field = "kind"},
    {0}};

static const struct example discard_examples[] = {
    {.name = "thrown away",
     .params = "{" EXAMPLE_OP("0621") ",\"by\":\"S-01\",\"container\":\"B-0001\","
                                      "\"reason\":\"cap broken\",\"route\":\"ordinary\"}",
     .result = "{\"container_code\":\"B-0001\",\"left_ul\":0,\"delta_ul\":-15000}"},
    {.name = "gone already",
     .params = "{" EXAMPLE_OP("0622") ",\"by\":\"S-01\",\"container\":\"B-0001\","
                                      "\"reason\":\"cap broken\",\"route\":\"ordinary\"}",
     .error = STIPPLE_CONTAINER_DISCARDED,
     .field = "container"},
    {0}};

static const enum stipple_error open_errors[] = {
    STIPPLE_CONTAINER_NOT_FOUND, STIPPLE_CONTAINER_OPENED, STIPPLE_CONTAINER_DISCARDED,
    STIPPLE_TIME_ORDER,          STIPPLE_TIME_FUTURE,      STIPPLE_OK};
static const enum stipple_error adjust_errors[] = {
    STIPPLE_CONTAINER_NOT_FOUND, STIPPLE_CONTAINER_DISCARDED, STIPPLE_STOCK_UNIT,
    STIPPLE_STOCK_SHORT,         STIPPLE_PARAM_COMBINATION,   STIPPLE_OK};
static const enum stipple_error discard_errors[] = {STIPPLE_CONTAINER_NOT_FOUND,
                                                    STIPPLE_CONTAINER_DISCARDED, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_LOT_NOT_FOUND,
                                                 STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method stock_methods[] = {
    {"stock.open", "A bottle is opened; may be back-dated.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &open_schema, &changed_schema, open_errors, open_examples, handle_open},
    {"stock.adjust", "What is in a bottle is not what the books say.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &adjust_schema, &changed_schema, adjust_errors, adjust_examples, handle_adjust},
    {"stock.list", "Bottles and boxes in the order of use, and which may be used.", ROLE_ANY,
     METHOD_READ, &list_schema, &list_result_schema, list_errors, list_examples, handle_list},
    {"stock.discard", "A bottle is thrown away, held or not.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &discard_schema, &changed_schema, discard_errors, discard_examples,
     handle_discard},
    {0}};
