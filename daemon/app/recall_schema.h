/* Notices, and what they find, as the methods of recalls and reports give them. */
#ifndef STIPPLE_APP_RECALL_SCHEMA_H
#define STIPPLE_APP_RECALL_SCHEMA_H

#include "app/identity.h"
#include "app/schemas.h"
#include "store/recall.h"

/* A notice as printed; a long one names some dozens of products and numbers. */
enum { NOTICE_NUMBERS_MAX = 500, NOTICE_PRODUCTS_MAX = 200, NOTICE_TEXT_MAX_CHARS = 20000 };

#define NOTICE_FIELDS(Struct)                                                                      \
    {FIELD_AS("maker", Struct, notice.maker, TEXT), .min = 1, .max = NAME_MAX_CHARS,               \
     .doc = "The maker, or the brand."},                                                           \
        {FIELD_AS("products", Struct, notice.products, TEXT),                                      \
         .list = true,                                                                             \
         .max_items = NOTICE_PRODUCTS_MAX,                                                         \
         .min = 1,                                                                                 \
         .max = NAME_MAX_CHARS,                                                                    \
         .doc = "Names of products; none: whatever is the maker's."},                              \
        {FIELD_AS("lots", Struct, notice.lots, TEXT),                                              \
         .list = true,                                                                             \
         .max_items = NOTICE_NUMBERS_MAX,                                                          \
         .min = 1,                                                                                 \
         .max = NAME_MAX_CHARS,                                                                    \
         .doc = "Lot numbers as printed."},                                                        \
        {FIELD_AS("batches", Struct, notice.batches, TEXT),                                        \
         .list = true,                                                                             \
         .max_items = NOTICE_NUMBERS_MAX,                                                          \
         .min = 1,                                                                                 \
         .max = NAME_MAX_CHARS,                                                                    \
         .doc = "Batch numbers as printed."},                                                      \
        {FIELD_AS("all_lots", Struct, notice.all_lots, BOOL), .fallback = "false",                 \
         .doc = "Every lot of the products, or of the maker, is meant."},                          \
    {                                                                                              \
        FIELD_AS("text", Struct, notice.text, TEXT), .min = 1, .max = NOTICE_TEXT_MAX_CHARS,       \
                                                     .doc = "The notice in its own words: what "   \
                                                            "else it names is possible."           \
    }

#define EFFECT_FIELDS(Struct)                                                                      \
    {FIELD_AS("on_list", Struct, effect.clients, INT), .required = true,                           \
     .doc = "Clients that a lot of it reached."},                                                  \
        {FIELD_AS("reached", Struct, effect.reached, INT), .required = true,                       \
         .doc = "Of them, told and known to be."},                                                 \
        {FIELD_AS("erased", Struct, effect.erased, INT), .required = true,                         \
         .doc = "Of them, whose record was erased: nobody can tell them."},                        \
        {FIELD_AS("percent", Struct, effect.percent, NUMBER), .decimals = 1, .unit = "%",          \
         .doc = "Reached, of all on the list; absent when there is nobody."},                      \
    {                                                                                              \
        FIELD_AS("minutes_to_list", Struct, effect.minutes, INT),                                  \
            .unit = "min", .doc = "From the notice's coming to the list, where `noticed_at` says." \
    }

/* A list of clients is as long as a lot was wide: it comes in pages, and all else with the first.
 */
#define CLIENTS_CURSOR_FIELD(Struct)                                                               \
    {                                                                                              \
        FIELD(Struct, cursor, TEXT),                                                               \
            .doc = "There are more clients: ask again with this `cursor`."                         \
    }

/* What a lot that comes or is corrected has to do with the recalls there are. */
#define RECALLS_FIELD(Struct)                                                                      \
    {                                                                                              \
        FIELD(Struct, recalls, OBJECT), .list = true, .object = &recall_named_schema,              \
                                        .doc = "Recalls that hold it from now on."                 \
    }

extern const struct schema recall_named_schema;  /* struct recall_named */
extern const struct schema recall_schema;        /* struct recall */
extern const struct schema recall_lot_schema;    /* struct recall_lot */
extern const struct schema recall_stock_schema;  /* struct recall_stock */
extern const struct schema recall_client_schema; /* struct recall_client, without its log */
extern const struct schema recall_closed_schema; /* struct recall_closed */

/* Who the client on the list is; for the caller to note as a look where it is shown. */
enum stipple_error recall_identity(struct call *call, const struct recall_client *row,
                                   const struct identity **ret);

#endif
