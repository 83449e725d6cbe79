#include "store/products.h"

#include "store/changes.h"

const char *const product_kinds[] = {"pigment",     "diluent", "cartridge",
                                     "anaesthetic", "other",   NULL};
const char *const product_claims[] = {"tattoo_purpose", "batch",  "ingredients",
                                      "ph_regulator",   "nickel", "chromium_vi",
                                      "sterile",        NULL};

bool product_liquid(int kind)
{
    return kind == PRODUCT_PIGMENT || kind == PRODUCT_DILUENT || kind == PRODUCT_ANAESTHETIC;
}

bool product_bears(const struct product *product, const char *claim)
{
    return text_listed(&product->facts.claims, claim);
}

static const struct column product_columns[] = {
    COLUMN(struct product, TEXT, id),
    COLUMN(struct product, TEXT, code),
    COLUMN(struct product, TEXT, facts.maker),
    COLUMN(struct product, TEXT, facts.name),
    COLUMN_OF(struct product, facts.kind, product_kinds),
    COLUMN(struct product, TEXT, facts.gtin),
    COLUMN(struct product, TEXTS, facts.colour_index),
    COLUMN(struct product, TEXTS, facts.claims),
    COLUMN(struct product, INT, facts.pao_days),
    COLUMN(struct product, REALS, facts.ratio_range),
    COLUMN(struct product, INT, facts.drop_ul),
    COLUMN(struct product, TEXT, facts.pigment),
    COLUMN(struct product, INT, facts.reorder_ul),
    COLUMN(struct product, INT, facts.reorder_pieces),
    COLUMN(struct product, TIME, added_at),
    COLUMN(struct product, TIME, retired_at),
    COLUMN(struct product, INT, lots),
    COLUMN(struct product, INT, containers),
    COLUMN(struct product, INT, left_ul),
    COLUMN(struct product, INT, left_pieces),
};
static const struct shape product_shape = SHAPE(struct product, product_columns);

enum stipple_error product_show(struct store *s, struct arena *a, const char *id,
                                struct product *ret, struct error *e)
{
    QUERY(q, s, SQL_PRODUCT_SHOW);
    query_text(&q, ":product", id);
    struct product product = {0};
    bool row;
    TRY(query_one(&q, a, &product_shape, &product, &row, e));
    if (!row)
        return fail(e, STIPPLE_PRODUCT_NOT_FOUND, "product", "No product has the id %s.", id);
    *ret = product;
    return STIPPLE_OK;
}

enum stipple_error product_list(struct store *s, struct arena *a,
                                const struct product_filter *filter, struct list *ret,
                                const char **ret_cursor, struct error *e)
{
    int64_t after = 0;
    TRY(cursor_read(filter->cursor, 'p', 1, &after, e));
    QUERY(q, s, SQL_PRODUCT_LIST);
    query_int(&q, ":after", after);
    query_text(&q, ":kind", filter->kind == CHOICE_ABSENT ? NULL : product_kinds[filter->kind]);
    query_int(&q, ":retired_too", filter->retired_too);
    query_text(&q, ":search", filter->search);
    query_int(&q, ":low_only", filter->low_only);
    query_text(&q, ":day", filter->day);
    query_limit(&q, filter->limit);
    return query_page(&q, a, &product_shape, filter->limit, ret, ret_cursor, e);
}
