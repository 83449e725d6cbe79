/* The rows that several methods of recalls answer with. */
#include "app/recall_schema.h"

static const struct field named_fields[] = {
    {FIELD(struct recall_named, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_named, recall_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_named, lot, UUID), .required = true, .doc = "The lot."},
    {FIELD(struct recall_named, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_named, verdict, CHOICE), .required = true, .choices = verdicts,
     .doc = "Whether the notice means it."},
};
const struct schema recall_named_schema = SCHEMA("RecallNamed", struct recall_named, named_fields);

static const struct field recall_fields[] = {
    {FIELD(struct recall, id, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall, code, TEXT), .required = true, .doc = "R-0001."},
    {FIELD(struct recall, notice, JSON), .required = true, .doc = "The notice, as it was given."},
    {FIELD(struct recall, noticed_at, TIME), .doc = "When it came; absent: nobody said."},
    {FIELD(struct recall, opened_at, TIME), .required = true, .doc = "When it was opened."},
    {FIELD(struct recall, recorded_at, TIME), .required = true,
     .doc = "When that was entered: from then on there was a list."},
    {FIELD(struct recall, closed_at, TIME), .doc = "Absent: it is open."},
    {FIELD(struct recall, closed_reason, TEXT), .doc = "Why it was closed."},
    {FIELD(struct recall, unreached_reason, TEXT),
     .doc = "Why it was closed with some not reached."},
    {FIELD(struct recall, withdrawn_at, TIME),
     .doc = "From then on the notice is held against no lot."},
    {FIELD(struct recall, withdrawn_reason, TEXT), .doc = "Why it was withdrawn."},
    {FIELD_AS("lots_held", struct recall, lots, INT), .required = true,
     .doc = "Lots that it put on hold."},
};
const struct schema recall_schema = SCHEMA("Recall", struct recall, recall_fields);

static const struct field lot_fields[] = {
    {FIELD_AS("lot", struct recall_lot, lot.id, UUID), .required = true, .doc = "The lot."},
    {FIELD_AS("lot_code", struct recall_lot, lot.code, TEXT), .required = true, .doc = "L-0001."},
    {FIELD(struct recall_lot, verdict, CHOICE), .required = true, .choices = verdicts,
     .doc = "Whether the notice means it; of what is held, a person decided on what is possible."},
    {FIELD(struct recall_lot, why, TEXT), .doc = "Why it is or may be, where the notice is asked."},
    {FIELD(struct recall_lot, at, TIME),
     .doc = "When it was held, where that was after the opening; or when somebody looked."},
    {FIELD(struct recall_lot, by, TEXT), .doc = "Who did that."},
    {FIELD(struct recall_lot, reason, TEXT), .doc = "Why, where a person decided."},
    {FIELD(struct recall_lot, released_at, TIME), .doc = "When it was let go; absent: it is held."},
    {FIELD(struct recall_lot, released_because, TEXT), .doc = "Why it was let go."},
    {FIELD_AS("maker", struct recall_lot, lot.maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD_AS("product_name", struct recall_lot, lot.product_name, TEXT), .required = true,
     .doc = "Of what."},
    {FIELD_AS("product_code", struct recall_lot, lot.product_code, TEXT), .required = true,
     .doc = "P-0001."},
    {FIELD_AS("lot_no", struct recall_lot, lot.lot_no, TEXT), .doc = "The maker's lot number."},
    {FIELD_AS("batch_no", struct recall_lot, lot.batch_no, TEXT),
     .doc = "The maker's batch number."},
    {FIELD_AS("expiry", struct recall_lot, lot.expiry, DATE), .doc = "Last day of use."},
    {FIELD_AS("supplier", struct recall_lot, lot.supplier, TEXT), .doc = "Bought from."},
    {FIELD_AS("containers", struct recall_lot, lot.containers, INT), .required = true,
     .doc = "Bottles or boxes that stand here."},
    {FIELD_AS("recall_code", struct recall_lot, lot.recall_code, TEXT),
     .doc = "The recall that holds it now; absent: none does, or it was released."},
};
const struct schema recall_lot_schema = SCHEMA("RecallLot", struct recall_lot, lot_fields);

static const struct field stock_fields[] = {
    {FIELD(struct recall_stock, container, UUID), .required = true, .doc = "A bottle or a mix."},
    {FIELD(struct recall_stock, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_stock, lots, TEXT), .list = true, .required = true,
     .doc = "Codes of the lots in it."},
    {FIELD(struct recall_stock, verdict, CHOICE), .required = true, .choices = verdicts,
     .doc = "Of the surest of them."},
    {FIELD(struct recall_stock, left_ul, INT), .unit = "µL", .doc = "Left in it."},
    {FIELD(struct recall_stock, left_pieces, INT), .unit = "pieces", .doc = "Left in it."},
    {FIELD(struct recall_stock, opened_at, TIME), .doc = "Absent: sealed."},
};
const struct schema recall_stock_schema = SCHEMA("RecallStock", struct recall_stock, stock_fields);

static const struct field client_fields[] = {
    {FIELD(struct recall_client, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct recall_client, client_code, TEXT), .required = true, .doc = "C-0001."},
    {FIELD(struct recall_client, verdict, CHOICE), .required = true, .choices = verdicts,
     .doc = "Of the surest lot that reached them."},
    {FIELD(struct recall_client, lots, TEXT), .list = true, .required = true,
     .doc = "Codes of the lots that reached them."},
    {FIELD(struct recall_client, sessions, TEXT), .list = true, .required = true,
     .doc = "Codes of the sessions in which."},
    {FIELD(struct recall_client, days, DATE), .list = true, .required = true,
     .doc = "The days of them, as the studio's calendar had it."},
};
const struct schema recall_client_schema =
    SCHEMA("RecallClient", struct recall_client, client_fields);

static const struct field closed_fields[] = {
    {FIELD(struct recall_closed, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_closed, recall_code, TEXT), .required = true, .doc = "Its code."},
    EFFECT_FIELDS(struct recall_closed),
    WARNINGS_FIELD(struct recall_closed),
};
const struct schema recall_closed_schema =
    SCHEMA("RecallClosed", struct recall_closed, closed_fields);
