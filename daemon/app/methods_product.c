/* Products: what the studio buys. */
#include "app/recall_schema.h"
#include "app/schemas.h"

#include "base/time.h"
#include "colour/pigment.h"
#include "store/products.h"

/* The facts stand flat among the parameters and results of three structs; `need` is whether maker,
 * name and kind must be there. */

/* All that a label can claim, and room for more. */
enum { CLAIMS_MAX = 16 };

#define FACTS_FIELDS(Struct, need)                                                                 \
    {FIELD_AS("maker", Struct, facts.maker, TEXT), .required = need, .min = 1,                     \
     .max = NAME_MAX_CHARS, .doc = "Who makes it."},                                               \
        {FIELD_AS("name", Struct, facts.name, TEXT), .required = need, .min = 1,                   \
         .max = NAME_MAX_CHARS, .doc = "As printed on it."},                                       \
        {FIELD_AS("kind", Struct, facts.kind, CHOICE), .required = need, .choices = product_kinds, \
         .doc = "What it is."},                                                                    \
        {FIELD_AS("gtin", Struct, facts.gtin, TEXT), .min = 8, .max = 14,                          \
         .doc = "GTIN of 8, 12, 13 or 14 digits with its check digit."},                           \
        {FIELD_AS("colour_index", Struct, facts.colour_index, TEXT),                               \
         .list = true,                                                                             \
         .max_items = 32,                                                                          \
         .min = 1,                                                                                 \
         .max = 32,                                                                                \
         .doc = "Colour index numbers: CI 77266."},                                                \
        {FIELD_AS("claims", Struct, facts.claims, WORD), .list = true, .max_items = CLAIMS_MAX,    \
         .choices = product_claims, .doc = "What the label claims (REACH entry 75 ¶7, sterile)."}, \
        {FIELD_AS("pao_days", Struct, facts.pao_days, INT), .min = 1, .max = 3660, .unit = "days", \
         .doc = "Period after opening."},                                                          \
        {FIELD_AS("ratio_range", Struct, facts.ratio_range, NUMBER),                               \
         .list = true,                                                                             \
         .min_items = 2,                                                                           \
         .max_items = 2,                                                                           \
         .min = 0,                                                                                 \
         .max = 1000,                                                                              \
         .doc = "Allowed dilution: parts of diluent to one, least and most."},                     \
        {FIELD_AS("drop_ul", Struct, facts.drop_ul, INT), .min = 1, .max = 1000, .unit = "µL",     \
         .doc = "One drop of it."},                                                                \
        {FIELD_AS("reorder_ul", Struct, facts.reorder_ul, INT), .min = 0, .max = 100000000,        \
         .unit = "µL", .doc = "Buy more of a liquid at so much or less."},                         \
        {FIELD_AS("reorder_pieces", Struct, facts.reorder_pieces, INT), .min = 0, .max = 1000000,  \
         .unit = "pieces", .doc = "The same, counted."},                                           \
    {                                                                                              \
        FIELD_AS("pigment", Struct, facts.pigment, TEXT),                                          \
            .min = 1, .max = 64, .doc = "Its optical profile: a name of pigment.list."             \
    }

static const struct field product_fields[] = {
    {FIELD(struct product, id, UUID), .required = true, .doc = "The product."},
    {FIELD(struct product, code, TEXT), .required = true, .doc = "P-0001."},
    FACTS_FIELDS(struct product, true),
    {FIELD(struct product, added_at, TIME), .required = true, .doc = "Since when."},
    {FIELD(struct product, retired_at, TIME), .doc = "Until when."},
    {FIELD(struct product, lots, INT), .required = true, .doc = "Lots taken in."},
    {FIELD(struct product, containers, INT), .required = true,
     .doc = "Bottles or boxes neither empty nor discarded."},
    {FIELD(struct product, left_ul, INT), .unit = "µL",
     .doc = "In those that may be used; product.list only."},
    {FIELD(struct product, left_pieces, INT), .unit = "pieces", .doc = "The same, counted."},
};
static const struct schema product_schema = SCHEMA("Product", struct product, product_fields);

static const struct field product_add_fields[] = {FACTS_FIELDS(struct product_add, true)};
static const struct schema product_add_schema =
    SCHEMA_ON(&write_head_schema, "ProductAdd", struct product_add, product_add_fields);

struct amend_params {
    struct product_amend command;
    struct list add_claims; /* besides those of the command, or those that stand */
};
static const struct field product_amend_fields[] = {
    {FIELD(struct product_amend, product, REF), .required = true, .of = "product",
     .doc = "Which one."},
    {FIELD(struct product_amend, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why it is changed."},
    FACTS_FIELDS(struct product_amend, false),
    {FIELD(struct amend_params, add_claims, WORD), .list = true, .max_items = CLAIMS_MAX,
     .choices = product_claims, .doc = "Claims besides those that stand."},
};
static const struct schema product_amend_schema =
    SCHEMA_ON(&write_head_schema, "ProductAmend", struct amend_params, product_amend_fields);

static const struct field product_retire_fields[] = {
    {FIELD(struct product_retire, product, REF), .required = true, .of = "product",
     .doc = "Which one."},
    {FIELD(struct product_retire, reason, TEXT), .min = 1, .max = WORDS_MAX_CHARS, .doc = "Why."},
};
static const struct schema product_retire_schema =
    SCHEMA_ON(&write_head_schema, "ProductRetire", struct product_retire, product_retire_fields);

static const struct field product_made_fields[] = {
    {FIELD(struct product_made, product, UUID), .required = true, .doc = "The product."},
    {FIELD(struct product_made, product_code, TEXT), .required = true, .doc = "Its code."},
};
static const struct schema product_made_schema =
    SCHEMA("ProductMade", struct product_made, product_made_fields);

static const struct field product_amended_fields[] = {
    {FIELD(struct product_amended, product, UUID), .required = true, .doc = "The product."},
    {FIELD(struct product_amended, product_code, TEXT), .required = true, .doc = "Its code."},
    RECALLS_FIELD(struct product_amended),
    WARNINGS_FIELD(struct product_amended),
};
static const struct schema product_amended_schema =
    SCHEMA("ProductAmended", struct product_amended, product_amended_fields);

struct product_show_params {
    const char *product;
};
static const struct field product_show_fields[] = {
    {FIELD(struct product_show_params, product, REF), .required = true, .of = "product",
     .doc = "Which one."},
};
static const struct schema product_show_schema =
    SCHEMA("ProductShowParams", struct product_show_params, product_show_fields);

struct product_list_params {
    struct page_params page;
    int kind, retired, low;
    const char *search, *day;
};
static const struct field product_list_fields[] = {
    {FIELD(struct product_list_params, kind, CHOICE), .choices = product_kinds,
     .doc = "Only this kind."},
    {FIELD(struct product_list_params, retired, BOOL), .fallback = "false",
     .doc = "With those no longer bought."},
    {FIELD(struct product_list_params, low, BOOL), .fallback = "false",
     .doc = "Only those at their reorder point or under."},
    {FIELD(struct product_list_params, day, DATE),
     .doc = "The day that decides what may be used; today when left out."},
    {FIELD(struct product_list_params, search, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "A part of maker or name."},
    PAGE_FIELDS(struct product_list_params),
};
static const struct schema product_list_schema =
    SCHEMA("ProductListParams", struct product_list_params, product_list_fields);

static const struct field product_list_result_fields[] = {
    {FIELD_AS("products", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &product_schema, .doc = "In the order of their codes."},
    NEXT_FIELD,
};
static const struct schema product_list_result_schema =
    SCHEMA("ProductList", struct page_result, product_list_result_fields);

static enum stipple_error pigment_known(struct call *call, const struct product_facts *facts)
{
    if (!facts->pigment || pigment_find(facts->pigment))
        return STIPPLE_OK;
    fail(&call->error, STIPPLE_PIGMENT_NOT_FOUND, "pigment", "There is no pigment profile `%s`.",
         facts->pigment);
    return fail_hint(&call->error, "pigment.list names them");
}

static enum stipple_error handle_add(struct call *call, void *params, void *result)
{
    const struct product_add *p = params;
    TRY(pigment_known(call, &p->facts));
    return product_add(call->store, &call->arena, p, result, &call->error);
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct amend_params *p = params;
    struct product_amend *command = &p->command;
    struct product product;
    TRY(pigment_known(call, &command->facts));
    if (p->add_claims.n > 0) {
        TRY(product_show(call->store, &call->arena, command->product, &product, &call->error));
        TRY(texts_join(call, "add_claims", CLAIMS_MAX, &product.facts.claims,
                       &command->facts.claims, &p->add_claims));
    }
    return product_amend(call->store, &call->arena, command, result, &call->error);
}

static enum stipple_error handle_retire(struct call *call, void *params, void *result)
{
    return product_retire(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct product_show_params *p = params;
    return product_show(call->store, &call->arena, p->product, result, &call->error);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct product_list_params *p = params;
    struct page_result *r = result;
    char today[DATE_LENGTH + 1];
    TRY(studio_today(call, today));
    struct product_filter filter = {.kind = p->kind,
                                    .retired_too = p->retired == 1,
                                    .low_only = p->low == 1,
                                    .day = p->day ? p->day : today,
                                    .search = p->search,
                                    .limit = p->page.limit,
                                    .cursor = p->page.cursor};
    return product_list(call->store, &call->arena, &filter, &r->rows, &r->cursor, &call->error);
}

static const struct example add_examples[] = {
    {.name = "a carbon black stock with its optical profile",
     .params = "{" EXAMPLE_OP(
         "0401") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                 "\"name\":\"Neutral Black\",\"kind\":\"pigment\",\"colour_index\":[\"CI 77266\"],"
                 "\"pao_days\":180,\"drop_ul\":50,\"pigment\":\"neutral-carbon\"}",
     .result = "{\"product_code\":\"P-0001\"}"},
    {.name = "sterile diluent",
     .params = "{" EXAMPLE_OP(
         "0402") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                 "\"name\":\"Dilution Fluid\",\"kind\":\"diluent\",\"claims\":[\"sterile\"],"
                 "\"pao_days\":90,\"drop_ul\":50}",
     .result = "{\"product_code\":\"P-0002\"}"},
    {.name = "cartridges, counted in pieces",
     .params = "{" EXAMPLE_OP(
         "0406") ",\"by\":\"S-01\",\"maker\":\"Demo Needles\","
                 "\"name\":\"Round Liner 1\",\"kind\":\"cartridge\",\"claims\":[\"sterile\"]}",
     .result = "{\"product_code\":\"P-0003\"}"},
    {.name = "cartridges that a scanner finds",
     .params = "{" EXAMPLE_OP(
         "0407") ",\"by\":\"S-01\",\"maker\":\"Demo Needles\",\"name\":\"Round Liner 3\","
                 "\"kind\":\"cartridge\",\"gtin\":\"9506000134352\",\"claims\":[\"sterile\"],"
                 "\"reorder_pieces\":40}",
     .result = "{\"product_code\":\"P-0004\"}"},
    {.name = "a GTIN whose last digit does not check the others",
     .params = "{" EXAMPLE_OP(
         "0408") ",\"by\":\"S-01\",\"maker\":\"Demo Needles\",\"name\":\"Round Liner 5\","
                 "\"kind\":\"cartridge\",\"gtin\":\"9506000134353\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "gtin"},
    {.name = "a claim that is not on the label",
     .params = "{" EXAMPLE_OP(
         "040a") ",\"by\":\"S-01\",\"maker\":\"Demo Waters\","
                 "\"name\":\"Distilled Water\",\"kind\":\"diluent\",\"claims\":[\"sterile\"]}",
     .result = "{\"product_code\":\"P-0005\"}"},
    {.name = "a liquid watched in pieces",
     .params =
         "{" EXAMPLE_OP("0409") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\",\"name\":\"Umber\","
                                "\"kind\":\"pigment\",\"reorder_pieces\":2}",
     .error = STIPPLE_STOCK_UNIT,
     .field = "reorder_pieces"},
    {.name = "titanium white scatters: no optical profile",
     .params = "{" EXAMPLE_OP(
         "0403") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                 "\"name\":\"Pale Grey\",\"kind\":\"pigment\",\"colour_index\":[\"CI 77891\"],"
                 "\"pigment\":\"cool-grey\"}",
     .error = STIPPLE_PRODUCT_KIND,
     .field = "pigment"},
    {.name = "no such profile",
     .params = "{" EXAMPLE_OP(
         "0404") ",\"by\":\"S-01\",\"maker\":\"Demo Pigments\","
                 "\"name\":\"Midnight\",\"kind\":\"pigment\",\"pigment\":\"midnight\"}",
     .error = STIPPLE_PIGMENT_NOT_FOUND,
     .field = "pigment"},
    {.name = "a kind there is not",
     .params =
         "{" EXAMPLE_OP("0405") ",\"maker\":\"Demo Pigments\",\"name\":\"X\",\"kind\":\"ink\"}",
     .error = STIPPLE_PARAM_CHOICE,
     .field = "kind"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "a dilution range learned from the maker",
     .params = "{" EXAMPLE_OP("0411") ",\"by\":\"S-01\",\"product\":\"P-0001\","
                                      "\"reason\":\"maker's data sheet\",\"ratio_range\":[0,60]}",
     .result = "{\"product_code\":\"P-0001\"}"},
    {.name = "a wrong claim is taken away: an empty list empties, what is left out stays",
     .params = "{" EXAMPLE_OP("0413") ",\"by\":\"S-01\",\"product\":\"P-0005\","
                                      "\"reason\":\"not on the label\",\"claims\":[]}",
     .result = "{\"product_code\":\"P-0005\"}"},
    {.name = "one more, beside those that stand",
     .params = "{" EXAMPLE_OP("0415") ",\"by\":\"S-01\",\"product\":\"P-0002\","
                                      "\"reason\":\"read again\",\"add_claims\":[\"batch\"]}",
     .result = "{\"product_code\":\"P-0002\"}"},
    {.name = "there is none to take away any more",
     .params = "{" EXAMPLE_OP("0414") ",\"by\":\"S-01\",\"product\":\"P-0005\","
                                      "\"reason\":\"not on the label\",\"claims\":[]}",
     .error = STIPPLE_NOTHING_TO_DO},
    {.name = "least above most",
     .params = "{" EXAMPLE_OP("0412") ",\"by\":\"S-01\",\"product\":\"P-0001\","
                                      "\"reason\":\"slip\",\"ratio_range\":[60,0]}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "ratio_range"},
    {0}};

static const struct example list_examples[] = {
    {.name = "pigments",
     .params = "{\"kind\":\"pigment\"}",
     .result = "{\"products\":[{\"code\":\"P-0001\",\"name\":\"Neutral Black\","
               "\"kind\":\"pigment\",\"ratio_range\":[0,60],\"lots\":0,\"containers\":0}]}"},
    {.name = "what is to be bought",
     .params = "{\"low\":true}",
     .result = "{\"products\":[{\"code\":\"P-0004\",\"reorder_pieces\":40,\"left_pieces\":0}]}"},
    {.name = "a cursor from nowhere",
     .params = "{\"cursor\":\"nowhere\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {0}};

static const struct example show_examples[] = {
    {.name = "one product",
     .params = "{\"product\":\"P-0002\"}",
     .result = "{\"code\":\"P-0002\",\"kind\":\"diluent\",\"claims\":[\"sterile\",\"batch\"],\"pao_"
               "days\":90}"},
    {.name = "a code nobody has",
     .params = "{\"product\":\"P-0099\"}",
     .error = STIPPLE_PRODUCT_NOT_FOUND,
     .field = "product"},
    {0}};

static const struct example retire_examples[] = {
    {.name = "no longer bought",
     .params = "{" EXAMPLE_OP("0421") ",\"by\":\"S-01\",\"product\":\"P-0003\","
                                      "\"reason\":\"bought elsewhere now\"}",
     .result = "{\"product_code\":\"P-0003\"}"},
    {.name = "a product there is not",
     .params = "{" EXAMPLE_OP("0422") ",\"product\":\"P-0099\",\"by\":\"S-01\"}",
     .error = STIPPLE_PRODUCT_NOT_FOUND,
     .field = "product"},
    {0}};

static const enum stipple_error add_errors[] = {STIPPLE_PRODUCT_EXISTS,    STIPPLE_PRODUCT_KIND,
                                                STIPPLE_PIGMENT_NOT_FOUND, STIPPLE_STOCK_UNIT,
                                                STIPPLE_OP_REUSED,         STIPPLE_OK};
static const enum stipple_error amend_errors[] = {STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_PRODUCT_EXISTS,
                                                  STIPPLE_PRODUCT_KIND,      STIPPLE_STOCK_UNIT,
                                                  STIPPLE_NOTHING_TO_DO,     STIPPLE_OK};
static const enum stipple_error retire_errors[] = {STIPPLE_PRODUCT_NOT_FOUND,
                                                   STIPPLE_PRODUCT_RETIRED, STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_PRODUCT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                 STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method product_methods[] = {
    {"product.add", "A product the studio buys.", ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE,
     &product_add_schema, &product_made_schema, add_errors, add_examples, handle_add},
    {"product.amend", "Corrects a product; what is left out stays, an empty list empties.",
     ROLE_MANAGER, METHOD_WRITE, &product_amend_schema, &product_amended_schema, amend_errors,
     amend_examples, handle_amend},
    {"product.list", "Products, a page at a time.", ROLE_ANY, METHOD_READ, &product_list_schema,
     &product_list_result_schema, list_errors, list_examples, handle_list},
    {"product.show", "One product.", ROLE_ANY, METHOD_READ, &product_show_schema, &product_schema,
     show_errors, show_examples, handle_show},
    {"product.retire", "No longer bought; its lots stay.", ROLE_MANAGER, METHOD_WRITE,
     &product_retire_schema, &product_made_schema, retire_errors, retire_examples, handle_retire},
    {0}};
