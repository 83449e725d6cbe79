#include "store/recipes.h"

#include "store/query.h"

#include <string.h>

static const struct column recipe_columns[] = {
    COLUMN(struct recipe_used, TEXT, zone),
    COLUMN(struct recipe_used, TEXT, session),
    COLUMN(struct recipe_used, TEXT, session_code),
    COLUMN(struct recipe_used, TIME, occurred_at),
    COLUMN(struct recipe_used, TEXT, container),
    COLUMN(struct recipe_used, TEXT, container_code),
    COLUMN(struct recipe_used, TEXT, kind),
    COLUMN(struct recipe_used, TEXT, match),
    COLUMN(struct recipe_used, TEXT, match_code),
    COLUMN(struct recipe_used, TEXT, skin_srgb),
    COLUMN(struct recipe_used, TEXT, wanted_srgb),
    COLUMN(struct recipe_used, TEXT, fresh_srgb),
    COLUMN(struct recipe_used, TEXT, healed_srgb),
};
static const struct shape recipe_shape = SHAPE(struct recipe_used, recipe_columns);

static const struct column part_columns[] = {
    COLUMN(struct recipe_part, TEXT, product_code),
    COLUMN(struct recipe_part, TEXT, product_name),
    COLUMN(struct recipe_part, TEXT, kind),
    COLUMN(struct recipe_part, REAL, ul),
};
static const struct shape part_shape = SHAPE(struct recipe_part, part_columns);

static double ratio_of(const struct list *parts)
{
    const struct recipe_part *part = parts->items;
    double pigment = 0, diluent = 0;
    for (size_t i = 0; i < parts->n; i++)
        if (!isnan(part[i].ul))
            *(strcmp(part[i].kind, "pigment") == 0 ? &pigment : &diluent) += part[i].ul;
    return pigment > 0 && diluent > 0 ? diluent / pigment : NUMBER_ABSENT;
}

static enum stipple_error parts_read(struct store *s, struct arena *a, struct recipe_used *recipe,
                                     struct error *e)
{
    QUERY(q, s, SQL_RECIPE_PARTS);
    query_text(&q, ":container", recipe->container);
    const char *end;
    TRY(query_page(&q, a, &part_shape, 0, &recipe->parts, &end, e));
    recipe->ratio = ratio_of(&recipe->parts);
    return STIPPLE_OK;
}

enum stipple_error client_recipes(struct store *s, struct arena *a, const char *client,
                                  struct list *ret, struct error *e)
{
    QUERY(q, s, SQL_CLIENT_RECIPES);
    query_text(&q, ":client", client);
    const char *end;
    TRY(query_page(&q, a, &recipe_shape, 0, ret, &end, e));
    struct recipe_used *recipe = ret->items;
    for (size_t i = 0; i < ret->n; i++)
        TRY(parts_read(s, a, &recipe[i], e));
    return STIPPLE_OK;
}
