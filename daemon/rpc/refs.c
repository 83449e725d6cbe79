/* Ids and codes are told apart by the store, which this room does not know: the table says where
 * they stand, and a visitor resolves them in place before the handler runs. */
#include "rpc/decode.h"

#include "base/value.h"
#include "rpc/layout.h"
#include "rpc/path.h"

struct visit {
    ref_visitor *visit;
    void *context;
    struct error *error;
};

static enum stipple_error visit_object(const struct visit *v, const struct schema *schema,
                                       const struct path *up, char *in);

static enum stipple_error visit_ref(const struct visit *v, const struct field *field,
                                    const struct path *at, const char **text)
{
    char path[PATH_MAX_BYTES];
    path_write(at, path);
    return v->visit(v->context, field->of, path, text, v->error);
}

static enum stipple_error visit_list(const struct visit *v, const struct field *field,
                                     const struct path *up, const struct list *list)
{
    char *item = list->items;
    for (size_t i = 0; i < list->n; i++, item += field_item_size(field)) {
        struct path at = {.up = up, .index = i};
        TRY(field->type == FIELD_OBJECT ? visit_object(v, field->object, &at, item)
                                        : visit_ref(v, field, &at, (const char **)(void *)item));
    }
    return STIPPLE_OK;
}

static enum stipple_error visit_field(const struct visit *v, const struct field *field,
                                      const struct path *at, void *place)
{
    if ((field->type != FIELD_REF && field->type != FIELD_OBJECT) || field_is_absent(field, place))
        return STIPPLE_OK;
    if (field->list)
        return visit_list(v, field, at, place);
    if (field->type == FIELD_OBJECT)
        return visit_object(v, field->object, at, *(char **)place);
    return visit_ref(v, field, at, place);
}

static enum stipple_error visit_object(const struct visit *v, const struct schema *schema,
                                       const struct path *up, char *in)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++) {
            struct path at = {.up = up, .name = schema->fields[i].name};
            TRY(visit_field(v, &schema->fields[i], &at, in + schema->fields[i].offset));
        }
    return STIPPLE_OK;
}

enum stipple_error schema_refs(const struct schema *schema, void *in, ref_visitor *visit,
                               void *context, struct error *e)
{
    struct visit v = {.visit = visit, .context = context, .error = e};
    return visit_object(&v, schema, NULL, in);
}
