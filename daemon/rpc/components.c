#include "rpc/components.h"

static bool component_add(struct arena *a, struct list *all, const struct schema *schema,
                          bool in_params);

static bool components_inside(struct arena *a, struct list *all, const struct schema *schema,
                              bool in_params)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            if (schema->fields[i].type == FIELD_OBJECT &&
                !component_add(a, all, schema->fields[i].object, in_params))
                return false;
    return true;
}

static struct component *component_find(const struct list *all, const struct schema *schema)
{
    struct component *components = all->items;
    for (size_t i = 0; i < all->n; i++)
        if (components[i].schema == schema)
            return &components[i];
    return NULL;
}

/* A schema met again in the same direction is not walked again, so a table that refers to itself
 * ends too. */
static bool component_add(struct arena *a, struct list *all, const struct schema *schema,
                          bool in_params)
{
    struct component *component = component_find(all, schema);
    if (!component) {
        component = list_add(a, all, sizeof *component);
        if (!component)
            return false;
        component->schema = schema;
    }
    bool *met = in_params ? &component->in_params : &component->in_results;
    if (*met)
        return true;
    *met = true;
    return components_inside(a, all, schema, in_params);
}

bool components_collect(const struct method *const *domains, struct arena *a, struct list *ret)
{
    for (; *domains; domains++)
        for (const struct method *method = *domains; method->name; method++)
            if (!components_inside(a, ret, method->params, true) ||
                !component_add(a, ret, method->result, false))
                return false;
    return true;
}
