/* Fields that the methods of lots share. */
#ifndef STIPPLE_APP_LOT_SCHEMA_H
#define STIPPLE_APP_LOT_SCHEMA_H

#include "app/schemas.h"
#include "base/gs1.h"
#include "store/lots.h"

/* What is printed and where it came from: facts that are received and can be amended. `in`: where
 * they lie in the struct, "lot." or nothing. */
#define PRINTED_FIELDS(Struct, in)                                                                 \
    {FIELD_AS("lot_no", Struct, in lot_no, TEXT), .min = 1, .max = 64,                             \
     .doc = "The maker's lot number."},                                                            \
        {FIELD_AS("batch_no", Struct, in batch_no, TEXT), .min = 1, .max = 64,                     \
         .doc = "The maker's batch number, where both are printed."},                              \
        {FIELD_AS("expiry", Struct, in expiry, DATE), .doc = "Last day of use."},                  \
        {FIELD_AS("supplier", Struct, in supplier, TEXT), .min = 1, .max = NAME_MAX_CHARS,         \
         .doc = "Bought from."},                                                                   \
    {                                                                                              \
        FIELD_AS("document", Struct, in document, TEXT), .min = 1, .max = NAME_MAX_CHARS,          \
                                                         .doc = "Invoice or delivery note."        \
    }

/* The rest of a receipt, behind its product. */
#define RECEIPT_FIELDS(Struct, in)                                                                   \
    {FIELD_AS("gs1", Struct, in gs1, TEXT), .min = 1, .max = GS1_TEXT_MAX, .scanned = true,          \
     .doc = "The label as scanned: (01)…(17)…(10)…, or raw with FNC1 as U+001D; or an EAN or " \
            "UPC code, which names the product alone."},                                             \
        PRINTED_FIELDS(Struct, in),                                                                  \
        {FIELD_AS("containers", Struct, in containers, INT), .min = 1, .max = LOT_CONTAINERS_MAX,    \
         .fallback = "1", .doc = "Bottles or boxes."},                                               \
        {FIELD_AS("each_ul", Struct, in each_ul, INT), .min = 1, .max = 10000000, .unit = "µL",      \
         .doc = "In each, of a liquid."},                                                            \
        {FIELD_AS("serials", Struct, in serials, TEXT),                                              \
         .list = true,                                                                               \
         .min = 1,                                                                                   \
         .max = LOT_SERIAL_MAX_CHARS,                                                                \
         .max_items = LOT_CONTAINERS_MAX,                                                            \
         .doc = "The makers' serial numbers of the bottles; the one of `gs1` is taken from it."},    \
    {                                                                                                \
        FIELD_AS("each_pieces", Struct, in each_pieces, INT),                                        \
            .min = 1, .max = LOT_PIECES_MAX, .unit = "pieces",                                       \
            .doc = "In each, of what is counted."                                                    \
    }

extern const struct schema lot_received_schema; /* struct lot_received */

#endif
