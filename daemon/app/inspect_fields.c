/* Rules name fields as the wire does, so what is missing is found by the tables that encode the
 * wire: a field that can be shown can be asked for, and nothing here knows one by its name. */
#include "app/inspect.h"

#include "rpc/layout.h"

#include <string.h>

const struct record_kind record_kinds[] = {{"studio", "studio.show", NULL, "studio.set"},
                                           {"staff", "staff.list", "staff", "staff.amend"},
                                           {"product", "product.show", NULL, "product.amend"},
                                           {"lot", "lot.show", NULL, "lot.amend"},
                                           {"client", "client.show", "identity", "client.amend"},
                                           {"course", "course.show", NULL, "course.open"},
                                           {"session", "session.show", NULL, "session.amend"},
                                           {0}};

static const struct field *field_find(const struct schema *schema, const char *name, size_t length)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            if (strlen(schema->fields[i].name) == length &&
                strncmp(schema->fields[i].name, name, length) == 0)
                return &schema->fields[i];
    return NULL;
}

const struct field *field_at(const struct schema *schema, const char *path)
{
    for (;;) {
        size_t length = strcspn(path, ".");
        const struct field *field = field_find(schema, path, length);
        if (!field || !path[length])
            return field;
        if (field->type != FIELD_OBJECT)
            return NULL;
        schema = field->object;
        path += length + 1;
    }
}

const struct schema *record_schema(const struct record_kind *kind)
{
    const struct method *method = method_find(kind->shows);
    if (!method || !kind->member)
        return method ? method->result : NULL;
    const struct field *field = field_at(method->result, kind->member);
    return field ? field->object : NULL;
}

static bool text_hits(const struct rule *rule, const char *day, const char *text)
{
    if (rule->check == RULE_HAS)
        return strcmp(text, rule->value) == 0;
    return strcmp(text, day) < 0;
}

static bool value_hits(const struct rule *rule, const char *day, const struct field *field,
                       const char *at)
{
    if (field_is_absent(field, at))
        return false;
    if (rule->check == RULE_PRESENT)
        return true;
    if (!field->list)
        return text_hits(rule, day, *(const char *const *)(const void *)at);
    const struct list *list = (const void *)at;
    const char *const *texts = list->items;
    for (size_t i = 0; i < list->n; i++)
        if (text_hits(rule, day, texts[i]))
            return true;
    return false;
}

/* Whether anything at the path is there, is the value, or has passed. */
static bool path_hits(const struct rule *rule, const char *day, const struct schema *schema,
                      const char *row, const char *path)
{
    size_t length = strcspn(path, ".");
    const struct field *field = field_find(schema, path, length);
    const char *at = field ? row + field->offset : NULL;
    if (!at || !path[length])
        return at && value_hits(rule, day, field, at);
    if (field->type != FIELD_OBJECT || field_is_absent(field, at))
        return false;
    struct list one = {
        (void *)(uintptr_t)(field->list ? NULL : *(const char *const *)(const void *)at), 1};
    const struct list *list = field->list ? (const void *)at : &one;
    for (size_t i = 0; i < list->n; i++)
        if (path_hits(rule, day, field->object, (char *)list->items + i * field->object->size,
                      path + length + 1))
            return true;
    return false;
}

bool rule_met(const struct rule *rule, const char *day, const struct schema *schema,
              const void *row)
{
    const char *const *fields = rule->fields.items;
    for (size_t i = 0; i < rule->fields.n; i++)
        if (path_hits(rule, day, schema, row, fields[i]))
            return rule->check != RULE_HOLDS;
    return rule->check == RULE_HOLDS;
}
