/* Deliveries: many lots at once, tried first or taken in. */
#include "app/lot_schema.h"
#include "app/recall_schema.h"
#include "store/products.h"

static const struct field made_container_fields[] = {
    {FIELD(struct lot_made_container, container, UUID), .required = true,
     .doc = "A bottle or box."},
    {FIELD(struct lot_made_container, container_code, TEXT), .required = true, .doc = "Its code."},
};
static const struct schema made_container_schema =
    SCHEMA("LotContainer", struct lot_made_container, made_container_fields);

static const struct field received_fields[] = {
    {FIELD(struct lot_received, lot, UUID), .required = true,
     .doc = "The lot: a new one, or the one that was here with these numbers and this expiry."},
    {FIELD(struct lot_received, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct lot_received, containers, OBJECT), .list = true, .required = true,
     .object = &made_container_schema, .doc = "The bottles or boxes: write the codes on them."},
    {FIELD(struct lot_received, claims_missing, WORD), .list = true, .choices = product_claims,
     .doc = "Label claims that the studio's rule packs want and the product is not known to bear."},
    {FIELD(struct lot_received, product_code, TEXT), .doc = "The product they are missing of."},
    RECALLS_FIELD(struct lot_received),
    WARNINGS_FIELD(struct lot_received),
};
const struct schema lot_received_schema =
    SCHEMA("LotReceived", struct lot_received, received_fields);

static const struct field receipt_fields[] = {
    {FIELD(struct lot_receipt, product, REF), .of = "product",
     .doc = "Of what; may be left out where the label has its GTIN."},
    RECEIPT_FIELDS(struct lot_receipt, ),
};
static const struct schema receipt_schema =
    SCHEMA("LotReceipt", struct lot_receipt, receipt_fields);

static const struct field receive_fields[] = {
    {FIELD(struct lot_deliver, lots, OBJECT), .required = true, .list = true, .min_items = 1,
     .max_items = LOTS_MAX, .object = &receipt_schema, .doc = "What came."},
};
static const struct schema receive_schema =
    SCHEMA_ON(&write_head_schema, "LotDeliver", struct lot_deliver, receive_fields);

static const struct field delivered_fields[] = {
    {FIELD(struct lot_delivered, lots, OBJECT), .required = true, .list = true,
     .object = &lot_received_schema, .doc = "In the order given."},
};
static const struct schema delivered_schema =
    SCHEMA("LotDelivered", struct lot_delivered, delivered_fields);

/* A product nobody has is one of the faults that a preview tells, so here it is a text. */
static const struct field draft_fields[] = {
    {FIELD(struct lot_receipt, product, TEXT), .min = 1, .max = 64,
     .doc = "Id or code; may be left out where the label has its GTIN."},
    RECEIPT_FIELDS(struct lot_receipt, ),
};
static const struct schema draft_schema = SCHEMA("LotDraft", struct lot_receipt, draft_fields);

struct preview_params {
    struct list lots;
    struct instant occurred_at;
};
static const struct field preview_fields[] = {
    {FIELD(struct preview_params, lots, OBJECT), .required = true, .list = true, .min_items = 1,
     .max_items = LOTS_MAX, .object = &draft_schema, .doc = "As for lot.deliver."},
    {FIELD(struct preview_params, occurred_at, TIME), .doc = "When it came, when that is not now."},
};
static const struct schema preview_schema =
    SCHEMA("LotPreviewParams", struct preview_params, preview_fields);

static const struct field previewed_fields[] = {
    {FIELD(struct lot_previewed, product, UUID), .doc = "Of what; absent: not found."},
    {FIELD(struct lot_previewed, product_code, TEXT), .doc = "Its code."},
    {FIELD(struct lot_previewed, product_name, TEXT), .doc = "Its name."},
    {FIELD(struct lot_previewed, maker, TEXT), .doc = "Its maker."},
    PRINTED_FIELDS(struct lot_previewed, lot.),
    {FIELD_AS("containers", struct lot_previewed, lot.containers, INT), .required = true,
     .doc = "Bottles or boxes."},
    {FIELD_AS("each_ul", struct lot_previewed, lot.each_ul, INT), .unit = "µL", .doc = "In each."},
    {FIELD_AS("each_pieces", struct lot_previewed, lot.each_pieces, INT), .unit = "pieces",
     .doc = "In each."},
    {FIELD(struct lot_previewed, problem, OBJECT), .object = &warning_schema,
     .doc = "Why it would be refused; absent: it would not."},
    WARNINGS_FIELD(struct lot_previewed),
};
static const struct schema previewed_schema =
    SCHEMA("LotPreviewed", struct lot_previewed, previewed_fields);

struct preview_result {
    struct list lots;
    int64_t refused;
};
static const struct field preview_result_fields[] = {
    {FIELD(struct preview_result, lots, OBJECT), .required = true, .list = true,
     .object = &previewed_schema, .doc = "In the order given."},
    {FIELD(struct preview_result, refused, INT), .required = true,
     .doc = "Lots that would be refused; with any, lot.deliver takes none."},
};
static const struct schema preview_result_schema =
    SCHEMA("LotPreview", struct preview_result, preview_result_fields);

static enum stipple_error handle_receive(struct call *call, void *params, void *result)
{
    return lot_deliver(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_preview(struct call *call, void *params, void *result)
{
    const struct preview_params *p = params;
    struct preview_result *r = result;
    struct instant at = p->occurred_at;
    if (at.ms == INT_ABSENT)
        TRY(studio_local(call->store, call->now_ms, &at, &call->error));
    TRY(lot_preview(call->store, &call->arena, at, &p->lots, &r->lots, &call->error));
    const struct lot_previewed *rows = r->lots.items;
    r->refused = 0;
    for (size_t i = 0; i < r->lots.n; i++)
        r->refused += rows[i].problem != NULL;
    return STIPPLE_OK;
}

static const struct example preview_examples[] = {
    {.name = "a delivery, tried: every fault at once",
     .params = "{\"lots\":[{\"product\":\"P-0001\",\"lot_no\":\"NB-2301\","
               "\"expiry\":\"2027-09-30\",\"each_ul\":15000},"
               "{\"product\":\"P-0099\",\"lot_no\":\"X\",\"each_ul\":1},"
               "{\"gs1\":\"(01)09506000134352(17)271331\",\"each_pieces\":20},"
               "{\"product\":\"P-0001\",\"lot_no\":\"NB-2301\",\"each_ul\":15000}]}",
     .result = "{\"refused\":3,\"lots\":[{\"product_code\":\"P-0001\",\"lot_no\":\"NB-2301\","
               "\"containers\":1,\"warnings\":[]},"
               "{\"problem\":{\"name\":\"product.not_found\",\"field\":\"product\"}},"
               "{\"problem\":{\"name\":\"label.invalid\",\"field\":\"gs1\"}},"
               "{\"problem\":{\"name\":\"lot.exists\",\"field\":\"expiry\"}}]}"},
    {.name = "an empty list",
     .params = "{\"lots\":[]}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "lots"},
    {0}};

static const struct example receive_examples[] = {
    {.name = "a delivery with one bad line is not taken in",
     .params = "{" EXAMPLE_OP(
         "0541") ",\"by\":\"S-01\",\"lots\":["
                 "{\"product\":\"P-0001\",\"lot_no\":\"NB-2301\",\"each_ul\":15000},"
                 "{\"product\":\"P-0001\",\"lot_no\":\"NB-2301\",\"each_pieces\":20}]}",
     .error = STIPPLE_STOCK_UNIT,
     .field = "lots[1].each_pieces"},
    {.name = "a delivery",
     .params = "{" EXAMPLE_OP("0542") ",\"by\":\"S-01\",\"lots\":["
                                      "{\"product\":\"P-0002\",\"lot_no\":\"DF-12\","
                                      "\"expiry\":\"2027-05-31\",\"each_ul\":100000},"
                                      "{\"gs1\":\"(01)09506000134352(17)280100(10)RL-10\","
                                      "\"containers\":2,\"each_pieces\":20}]}",
     .result =
         "{\"lots\":[{\"lot_code\":\"L-0005\"},{\"lot_code\":\"L-0006\","
         "\"containers\":[{\"container_code\":\"B-0008\"},{\"container_code\":\"B-0009\"}]}]}"},
    {0}};

static const enum stipple_error receive_errors[] = {
    STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_PRODUCT_RETIRED,  STIPPLE_LOT_EXISTS,
    STIPPLE_STOCK_UNIT,        STIPPLE_GS1_INVALID,      STIPPLE_REF_AMBIGUOUS,
    STIPPLE_OP_REUSED,         STIPPLE_CONTAINER_EXISTS, STIPPLE_OK};

const struct method delivery_methods[] = {
    {"lot.preview", "Tries a delivery line by line and takes nothing in.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_READ, &preview_schema, &preview_result_schema, NULL,
     preview_examples, handle_preview},
    {"lot.deliver", "Takes a delivery in: all of its lots, or none.", ROLE_MANAGER | ROLE_ARTIST,
     METHOD_WRITE, &receive_schema, &delivered_schema, receive_errors, receive_examples,
     handle_receive},
    {0}};
