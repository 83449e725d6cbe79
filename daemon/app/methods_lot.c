/* Lots: one batch of one product, in one delivery or several. */
#include "app/lot_schema.h"
#include "app/recall_schema.h"

static const struct field delivery_fields[] = {
    {FIELD(struct lot_delivery, received_at, TIME), .required = true, .doc = "When it came."},
    {FIELD(struct lot_delivery, recorded_at, TIME), .required = true,
     .doc = "When it was entered."},
    {FIELD(struct lot_delivery, by, TEXT), .required = true, .doc = "Who did it."},
    {FIELD(struct lot_delivery, supplier, TEXT), .doc = "Bought from."},
    {FIELD(struct lot_delivery, document, TEXT), .doc = "Invoice or delivery note."},
    {FIELD(struct lot_delivery, containers, INT), .required = true, .doc = "Bottles or boxes."},
};
static const struct schema delivery_schema =
    SCHEMA("LotDelivery", struct lot_delivery, delivery_fields);

static const struct field lot_fields[] = {
    {FIELD(struct lot, id, UUID), .required = true, .doc = "The lot."},
    {FIELD(struct lot, code, TEXT), .required = true, .doc = "L-0001."},
    {FIELD(struct lot, product, UUID), .required = true, .doc = "Of what."},
    {FIELD(struct lot, product_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct lot, product_name, TEXT), .required = true, .doc = "Its name."},
    {FIELD(struct lot, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct lot, lot_no, TEXT), .doc = "The maker's lot number; absent: not printed."},
    {FIELD(struct lot, batch_no, TEXT), .doc = "The maker's batch number; absent: not printed."},
    {FIELD(struct lot, expiry, DATE), .doc = "Last day of use; absent: not printed."},
    {FIELD(struct lot, supplier, TEXT), .doc = "Bought from; of the first delivery entered."},
    {FIELD(struct lot, document, TEXT), .doc = "Its invoice or delivery note."},
    {FIELD(struct lot, received_at, TIME), .required = true, .doc = "When it came."},
    {FIELD(struct lot, held, TEXT), .doc = "Why it is on hold; absent: it is not."},
    {FIELD(struct lot, recall_code, TEXT), .doc = "The recall that holds it: R-0001."},
    {FIELD(struct lot, containers, INT), .required = true,
     .doc = "Bottles or boxes not discarded."},
    {FIELD(struct lot, left_ul, INT), .unit = "µL", .doc = "Left in them."},
    {FIELD(struct lot, left_pieces, INT), .unit = "pieces", .doc = "Left in them."},
    {FIELD(struct lot, deliveries, OBJECT), .list = true, .object = &delivery_schema,
     .doc = "What came, as it was entered, oldest first; lot.show only."},
    {FIELD(struct lot, amendments, OBJECT), .list = true, .object = &amendment_schema,
     .doc = "What was corrected, oldest first; lot.show only."},
};
static const struct schema lot_schema = SCHEMA("Lot", struct lot, lot_fields);

static const struct field receive_fields[] = {
    {FIELD_AS("product", struct lot_receive, lot.product, REF), .of = "product",
     .doc = "Of what; may be left out where the label has its GTIN."},
    RECEIPT_FIELDS(struct lot_receive, lot.),
};
static const struct schema receive_schema =
    SCHEMA_ON(&write_head_schema, "LotReceive", struct lot_receive, receive_fields);

static const struct field amend_fields[] = {
    {FIELD(struct lot_amend, lot, REF), .required = true, .of = "lot", .doc = "Which one."},
    {FIELD(struct lot_amend, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why it is changed."},
    PRINTED_FIELDS(struct lot_amend, ),
    {FIELD(struct lot_amend, clear, WORD), .list = true, .max_items = 5, .choices = lot_facts,
     .doc = "What is taken away, because it is not printed after all, or not known."},
};
static const struct schema amend_schema =
    SCHEMA_ON(&write_head_schema, "LotAmend", struct lot_amend, amend_fields);

static const struct field hold_fields[] = {
    {FIELD(struct lot_hold, lot, REF), .required = true, .of = "lot", .doc = "Which one."},
    {FIELD(struct lot_hold, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why."},
};
static const struct schema hold_schema =
    SCHEMA_ON(&write_head_schema, "LotHold", struct lot_hold, hold_fields);

static const struct field amended_fields[] = {
    {FIELD(struct lot_amended, lot, UUID), .required = true, .doc = "The lot."},
    {FIELD(struct lot_amended, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct lot_amended, was, JSON), .doc = "The members changed, as they were."},
    RECALLS_FIELD(struct lot_amended),
    WARNINGS_FIELD(struct lot_amended),
};
static const struct schema amended_schema =
    SCHEMA("LotAmended", struct lot_amended, amended_fields);

struct lot_show_params {
    const char *lot;
};
static const struct field show_fields[] = {
    {FIELD(struct lot_show_params, lot, REF), .required = true, .of = "lot",
     .doc = "Id, code, or a number that only one lot has."},
};
static const struct schema show_schema =
    SCHEMA("LotShowParams", struct lot_show_params, show_fields);

struct lot_list_params {
    struct page_params page;
    const char *product, *number;
    int held, in_stock;
};
static const struct field list_fields[] = {
    {FIELD(struct lot_list_params, product, REF), .of = "product", .doc = "Only of this product."},
    {FIELD(struct lot_list_params, number, TEXT), .min = 1, .max = 64,
     .doc = "Only with this lot or batch number."},
    {FIELD(struct lot_list_params, held, BOOL), .fallback = "false", .doc = "Only those on hold."},
    {FIELD(struct lot_list_params, in_stock, BOOL), .fallback = "false",
     .doc = "Only those with something left."},
    PAGE_FIELDS(struct lot_list_params),
};
static const struct schema list_schema =
    SCHEMA("LotListParams", struct lot_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("lots", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &lot_schema, .doc = "Newest first."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("LotList", struct page_result, list_result_fields);

static enum stipple_error handle_receive(struct call *call, void *params, void *result)
{
    return lot_receive(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    return lot_amend(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_hold(struct call *call, void *params, void *result)
{
    return lot_hold(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_release(struct call *call, void *params, void *result)
{
    return lot_release(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct lot_show_params *p = params;
    return lot_show(call->store, &call->arena, p->lot, result, &call->error);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct lot_list_params *p = params;
    struct page_result *r = result;
    struct lot_filter filter = {p->product,       p->number,     p->held == 1,
                                p->in_stock == 1, p->page.limit, p->page.cursor};
    return lot_list(call->store, &call->arena, &filter, &r->rows, &r->cursor, &call->error);
}

static const struct example receive_examples[] = {
    {.name = "two bottles of pigment",
     .params = "{" EXAMPLE_OP(
         "0501") ",\"by\":\"S-01\",\"product\":\"P-0001\",\"lot_no\":\"NB-2207\","
                 "\"expiry\":\"2027-06-30\",\"supplier\":\"Demo Supplies\",\"containers\":2,"
                 "\"each_ul\":15000}",
     .result = "{\"lot_code\":\"L-0001\",\"containers\":[{\"container_code\":\"B-0001\"},"
               "{\"container_code\":\"B-0002\"}],\"warnings\":[]}"},
    {.name = "diluent",
     .params =
         "{" EXAMPLE_OP("0502") ",\"by\":\"S-01\",\"product\":\"P-0002\",\"lot_no\":\"DF-11\","
                                "\"batch_no\":\"B7\",\"expiry\":\"2027-01-31\",\"each_ul\":100000}",
     .result = "{\"lot_code\":\"L-0002\",\"containers\":[{\"container_code\":\"B-0003\"}]}"},
    {.name = "a liquid in pieces",
     .params =
         "{" EXAMPLE_OP("0504") ",\"by\":\"S-01\",\"product\":\"P-0001\",\"lot_no\":\"NB-2208\","
                                "\"each_pieces\":3}",
     .error = STIPPLE_STOCK_UNIT,
     .field = "each_pieces"},
    {.name = "a label as scanned: the product by its GTIN, lot and expiry from it",
     .params = "{" EXAMPLE_OP("0506") ",\"by\":\"S-01\",\"gs1\":\"]d20109506000134352"
                                      "17271231\\u001d10RL-9\\u001d21N7\",\"each_pieces\":20}",
     .result = "{\"lot_code\":\"L-0003\",\"containers\":[{\"container_code\":\"B-0004\"}]}"},
    {.name = "the same label, by its serial number of the same box, again",
     .params = "{" EXAMPLE_OP("0515") ",\"by\":\"S-01\",\"gs1\":\"(01)09506000134352"
                                      "(17)271231(10)RL-9(21)N7\",\"each_pieces\":20}",
     .error = STIPPLE_CONTAINER_EXISTS,
     .field = "serials"},
    {.name = "the same, misread in its 18th character",
     .params = "{" EXAMPLE_OP("0507") ",\"by\":\"S-01\",\"gs1\":\"(01)09506000134353(10)RL-9\","
                                      "\"each_pieces\":20}",
     .error = STIPPLE_GS1_INVALID,
     .field = "gs1"},
    {.name = "a GTIN no product has",
     .params = "{" EXAMPLE_OP("0508") ",\"by\":\"S-01\",\"gs1\":\"(01)00012345678905(10)X1\","
                                      "\"each_ul\":15000}",
     .error = STIPPLE_PRODUCT_NOT_FOUND,
     .field = "gs1"},
    {.name = "label and typing differ",
     .params = "{" EXAMPLE_OP("0509") ",\"by\":\"S-01\",\"gs1\":\"(01)09506000134352(10)RL-7\","
                                      "\"lot_no\":\"RL-1\",\"each_pieces\":20}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "lot_no"},
    {.name = "of what?",
     .params = "{" EXAMPLE_OP("0510") ",\"by\":\"S-01\",\"lot_no\":\"NB-2209\",\"each_ul\":15000}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "product"},
    {.name = "more bottles of a lot that is here",
     .params =
         "{" EXAMPLE_OP("0503") ",\"by\":\"S-01\",\"product\":\"P-0001\",\"lot_no\":\"NB-2207\","
                                "\"expiry\":\"2027-06-30\",\"each_ul\":15000}",
     .result = "{\"lot_code\":\"L-0001\",\"containers\":[{\"container_code\":\"B-0005\"}],"
               "\"warnings\":[{\"name\":\"lot.again\"}]}"},
    {.name = "the same lot with another expiry",
     .params =
         "{" EXAMPLE_OP("0513") ",\"by\":\"S-01\",\"product\":\"P-0001\",\"lot_no\":\"NB-2207\","
                                "\"expiry\":\"2027-09-30\",\"each_ul\":15000}",
     .error = STIPPLE_LOT_EXISTS,
     .field = "expiry"},
    {.name = "diluent that is not claimed to be sterile",
     .params = "{" EXAMPLE_OP("0514") ",\"by\":\"S-01\",\"product\":\"P-0005\",\"lot_no\":\"DW-3\","
                                      "\"expiry\":\"2027-12-31\",\"each_ul\":500000}",
     .result = "{\"lot_code\":\"L-0004\",\"containers\":[{\"container_code\":\"B-0006\"}],"
               "\"warnings\":[{\"name\":\"lot.not_sterile\"}]}"},
    {.name = "30 February",
     .params = "{" EXAMPLE_OP("0505") ",\"product\":\"P-0001\",\"expiry\":\"2027-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "expiry"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "a mistyped number; the mistake stays visible",
     .params = "{" EXAMPLE_OP("0511") ",\"by\":\"S-01\",\"lot\":\"L-0001\",\"lot_no\":\"NB-2270\","
                                      "\"reason\":\"mistyped\"}",
     .result = "{\"lot_code\":\"L-0001\",\"was\":{\"lot_no\":\"NB-2207\"}}"},
    {.name = "given, and taken away",
     .params =
         "{" EXAMPLE_OP("0594") ",\"by\":\"S-01\",\"lot\":\"L-0001\",\"expiry\":\"2027-06-30\","
                                "\"clear\":[\"expiry\"],\"reason\":\"mistyped\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "clear"},
    {.name = "an expiry that is not printed",
     .params = "{" EXAMPLE_OP("0595") ",\"by\":\"S-01\",\"lot\":\"L-0003\","
                                      "\"clear\":[\"expiry\"],\"reason\":\"that was another box\"}",
     .result = "{\"lot_code\":\"L-0003\",\"was\":{\"expiry\":\"2027-12-31\"}}"},
    {.name = "and it is printed after all",
     .params = "{" EXAMPLE_OP("0596") ",\"by\":\"S-01\",\"lot\":\"L-0003\","
                                      "\"expiry\":\"2027-12-31\",\"reason\":\"found on the back\"}",
     .result = "{\"lot_code\":\"L-0003\",\"was\":{\"expiry\":null}}"},
    {.name = "nothing would change",
     .params = "{" EXAMPLE_OP("0512") ",\"by\":\"S-01\",\"lot\":\"L-0001\",\"lot_no\":\"NB-2270\","
                                      "\"reason\":\"mistyped\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {.name = "no such lot",
     .params = "{" EXAMPLE_OP(
         "0593") ",\"by\":\"S-01\",\"lot\":\"L-0999\",\"lot_no\":\"A\",\"reason\":\"mistyped\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};

static const struct example hold_examples[] = {
    {.name = "set aside",
     .params = "{" EXAMPLE_OP("0521") ",\"by\":\"S-01\",\"lot\":\"NB-2270\","
                                      "\"reason\":\"maker's notice\"}",
     .result = "{\"lot_code\":\"L-0001\"}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0522") ",\"by\":\"S-01\",\"lot\":\"L-0001\",\"reason\":\"again\"}",
     .error = STIPPLE_LOT_HELD,
     .field = "lot"},
    {0}};

static const struct example release_examples[] = {
    {.name = "back on the shelf",
     .params = "{" EXAMPLE_OP("0531") ",\"by\":\"S-01\",\"lot\":\"L-0001\","
                                      "\"reason\":\"other lot meant\"}",
     .result = "{\"lot_code\":\"L-0001\"}"},
    {.name = "not on hold",
     .params = "{" EXAMPLE_OP("0532") ",\"by\":\"S-01\",\"lot\":\"L-0001\",\"reason\":\"again\"}",
     .error = STIPPLE_LOT_NOT_HELD,
     .field = "lot"},
    {0}};

static const struct example show_examples[] = {
    {.name = "by the maker's number",
     .params = "{\"lot\":\"NB-2270\"}",
     .result = "{\"code\":\"L-0001\",\"maker\":\"Demo Pigments\",\"expiry\":\"2027-06-30\","
               "\"containers\":3,\"left_ul\":45000,"
               "\"deliveries\":[{\"by\":\"S-01\",\"supplier\":\"Demo Supplies\",\"containers\":2},"
               "{\"by\":\"S-01\",\"containers\":1}],"
               "\"amendments\":[{\"reason\":\"mistyped\",\"was\":{\"lot_no\":\"NB-2207\"}}]}"},
    {.name = "a number no lot has",
     .params = "{\"lot\":\"NB-9999\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};

static const struct example list_examples[] = {
    {.name = "what is there of a product",
     .params = "{\"product\":\"P-0001\",\"in_stock\":true}",
     .result = "{\"lots\":[{\"code\":\"L-0001\",\"lot_no\":\"NB-2270\",\"left_ul\":45000}]}"},
    {.name = "a page of none",
     .params = "{\"limit\":0}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "limit"},
    {0}};

static const enum stipple_error receive_errors[] = {
    STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_PRODUCT_RETIRED,  STIPPLE_LOT_EXISTS,
    STIPPLE_STOCK_UNIT,        STIPPLE_GS1_INVALID,      STIPPLE_REF_AMBIGUOUS,
    STIPPLE_OP_REUSED,         STIPPLE_CONTAINER_EXISTS, STIPPLE_OK};
static const enum stipple_error amend_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                  STIPPLE_LOT_EXISTS, STIPPLE_NOTHING_TO_DO,
                                                  STIPPLE_OK};
static const enum stipple_error hold_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                 STIPPLE_LOT_HELD, STIPPLE_OK};
static const enum stipple_error release_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                    STIPPLE_LOT_NOT_HELD, STIPPLE_LOT_RECALLED,
                                                    STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                 STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method lot_methods[] = {
    {"lot.receive", "Takes bottles in: a new lot, or more of one that is here.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &receive_schema, &lot_received_schema,
     receive_errors, receive_examples, handle_receive},
    {"lot.amend", "Corrects a lot; the mistake stays visible.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &amend_schema, &amended_schema, amend_errors, amend_examples, handle_amend},
    {"lot.hold", "Sets a lot aside: nothing of it is offered or used.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &hold_schema, &amended_schema, hold_errors, hold_examples, handle_hold},
    {"lot.release", "Ends a hold.", ROLE_MANAGER, METHOD_WRITE, &hold_schema, &amended_schema,
     release_errors, release_examples, handle_release},
    {"lot.show", "One lot with its deliveries and its corrections.", ROLE_ANY, METHOD_READ,
     &show_schema, &lot_schema, show_errors, show_examples, handle_show},
    {"lot.list", "Lots, a page at a time.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
