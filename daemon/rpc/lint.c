#include "rpc/lint.h"

#include "json/parse.h"
#include "rpc/components.h"
#include "rpc/decode.h"
#include "rpc/layout.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>

static enum stipple_error fault(struct error *e, const char *where, const char *what)
{
    return fail(e, STIPPLE_PARAM_COMBINATION, where, "%s: %s.", where, what);
}

static bool is_wire_name(const char *name)
{
    return name && *name >= 'a' && *name <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static const char *shape_fault(const struct schema *schema, const struct field *f)
{
    if (f->size != field_size(f))
        return "the C member is not of the field's type";
    if (f->offset > schema->size || f->size > schema->size - f->offset)
        return "lies outside the struct";
    if (f->fixed && (f->list || f->type != FIELD_NUMBER))
        return "only numbers have a fixed count, and not in a list";
    if ((f->type == FIELD_CHOICE || f->type == FIELD_WORD) && (!f->choices || !f->choices[0]))
        return "has no choices";
    if (f->type == FIELD_OBJECT && !f->object)
        return "has no schema";
    if (f->type == FIELD_REF && !f->of)
        return "does not say what it refers to";
    if (f->whole && (f->type != FIELD_JSON || schema->n_fields != 1 || schema->base))
        return "only a lone FIELD_JSON is a whole result";
    return NULL;
}

static const char *bounds_fault(const struct field *f)
{
    if (!(f->min <= f->max))
        return "min is beyond max";
    if ((f->type == FIELD_TEXT || f->type == FIELD_REF) && f->min < 0)
        return "a length cannot be negative";
    if (f->max_items && f->min_items > f->max_items)
        return "min_items is beyond max_items";
    if (!f->list && (f->min_items || f->max_items))
        return "counts items but is no list";
    if (f->decimals < 0 || f->decimals > 9)
        return "decimals are 0 to 9";
    return NULL;
}

static const char *params_fault(const struct field *f)
{
    if (f->type == FIELD_JSON || f->nullable || f->whole)
        return "is for results only";
    if (f->list && f->max_items == 0)
        return "a list from outside needs max_items";
    if (f->type == FIELD_TEXT && f->max == 0)
        return "a text from outside needs a greatest length";
    if (f->required && f->fallback)
        return "is required and has a fallback";
    return NULL;
}

static const char *fallback_fault(const struct field *f)
{
    if (!f->fallback)
        return NULL;
    if (f->list || f->fixed || strchr(f->fallback, '\\'))
        return "a fallback is a scalar without escapes, or {}";
    struct json_fault json;
    if (json_check(f->fallback, strlen(f->fallback), 1, &json) < 0)
        return "the fallback is not JSON";
    return NULL;
}

static bool name_is_taken(const struct schema *schema, const struct field *f)
{
    for (const struct schema *s = schema; s; s = s->base)
        for (size_t i = 0; i < s->n_fields; i++)
            if (&s->fields[i] != f && strcmp(s->fields[i].name, f->name) == 0)
                return true;
    return false;
}

static enum stipple_error field_lint(const struct schema *schema, const struct field *f,
                                     bool is_params, struct error *e)
{
    char where[160];
    snprintf(where, sizeof where, "%s.%s", schema->name, f->name ? f->name : "?");
    if (!is_wire_name(f->name))
        return fault(e, where, "names are lower case letters, digits and _");
    if (f->name_length != strlen(f->name))
        return fault(e, where, "the name has another length");
    if (name_is_taken(schema, f))
        return fault(e, where, "the name stands twice");
    if (!f->doc || !*f->doc)
        return fault(e, where, "is not documented");
    const char *what = shape_fault(schema, f);
    what = what ? what : bounds_fault(f);
    what = what ? what : fallback_fault(f);
    what = what || !is_params ? what : params_fault(f);
    return what ? fault(e, where, what) : STIPPLE_OK;
}

static enum stipple_error fallbacks_lint(const struct schema *schema, struct error *e)
{
    struct arena a = {0};
    void *into = arena_take(&a, schema->size);
    enum stipple_error code = into ? schema_default(schema, &a, into) : fail_memory(e);
    arena_free(&a);
    return code ? fault(e, schema->name, "a fallback does not pass its own field's check") : code;
}

enum stipple_error schema_lint(const struct schema *schema, bool is_params, struct error *e)
{
    if (!schema->name || !*schema->name)
        return fault(e, "a schema", "has no name");
    if (schema_count(schema) > SCHEMA_FIELDS_MAX)
        return fault(e, schema->name, "has too many fields");
    if (schema->base && schema->base->size > schema->size)
        return fault(e, schema->name, "is smaller than its base");
    for (const struct schema *s = schema; s; s = s->base)
        for (size_t i = 0; i < s->n_fields; i++)
            TRY(field_lint(s, &s->fields[i], is_params, e));
    return fallbacks_lint(schema, e);
}

static bool has_sealed(const struct schema *schema)
{
    for (size_t i = 0; i < schema->n_fields; i++)
        if (schema->fields[i].sealed)
            return true;
    return false;
}

/* The result says under whose key: a UUID named `client`, always there. */
static bool names_client(const struct schema *result)
{
    for (size_t i = 0; i < result->n_fields; i++)
        if (strcmp(result->fields[i].name, "client") == 0)
            return result->fields[i].type == FIELD_UUID && result->fields[i].required;
    return false;
}

static enum stipple_error components_lint(const struct method *const *domains, struct arena *a,
                                          struct error *e)
{
    struct list all = {0};
    if (!components_collect(domains, a, &all))
        return fail_memory(e);
    const struct component *c = all.items;
    for (size_t i = 0; i < all.n; i++) {
        TRY(schema_lint(c[i].schema, c[i].in_params, e));
        if (has_sealed(c[i].schema))
            return fault(e, c[i].schema->name, "only parameters themselves are sealed");
        for (size_t j = 0; j < i; j++)
            if (strcmp(c[i].schema->name, c[j].schema->name) == 0)
                return fault(e, c[i].schema->name, "two schemas have this name");
    }
    return STIPPLE_OK;
}

static enum stipple_error example_params(const struct method *method, const struct example *example,
                                         struct arena *a, struct error *e)
{
    struct json_fault json;
    const cJSON *params =
        json_parse(a, example->params, strlen(example->params), STIPPLE_DEPTH_MAX, &json);
    if (!params)
        return fault(e, example->name, json.why);
    void *into = arena_take(a, method->params->size);
    if (!into)
        return fail_memory(e);
    enum stipple_error code = schema_decode(method->params, params, a, into, e);
    bool meant = example->error && stipple_error_info(example->error)->code == -32602;
    return meant ? STIPPLE_OK : code;
}

static enum stipple_error example_lint(const struct method *method, const struct example *example,
                                       struct error *e)
{
    struct json_fault json;
    const char *result = example->result;
    if (!result == !example->error)
        return fault(e, example->name, "an example has a result or an error");
    if (result && json_check(result, strlen(result), STIPPLE_DEPTH_MAX, &json) < 0)
        return fault(e, example->name, json.why);
    struct arena a = {0};
    enum stipple_error code = example_params(method, example, &a, e);
    arena_free(&a);
    return code;
}

static bool is_method_name(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && dot != name && is_wire_name(dot + 1) &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz") == (size_t)(dot - name);
}

static enum stipple_error method_lint(const struct method *const *domains,
                                      const struct method *method, struct error *e)
{
    size_t same = 0;
    for (; *domains; domains++)
        for (const struct method *m = *domains; m->name; m++)
            same += strcmp(m->name, method->name) == 0;
    if (same != 1 || !is_method_name(method->name))
        return fault(e, method->name, "names are two words with a dot, and unique");
    if (!method->summary || !*method->summary || !method->roles || method->roles > ROLE_ANY)
        return fault(e, method->name, "has no summary or no roles");
    if (!method->handler || !method->params || !method->result || !method->examples)
        return fault(e, method->name, "has no handler, parameters, result or examples");
    TRY(schema_lint(method->params, true, e));
    if (has_sealed(method->params) &&
        (method->kind != METHOD_WRITE || !names_client(method->result)))
        return fault(e, method->name, "has sealed parameters, and no client to seal them for");
    for (const struct example *example = method->examples; example->name; example++)
        TRY(example_lint(method, example, e));
    return STIPPLE_OK;
}

enum stipple_error methods_lint(const struct method *const *domains, struct error *e)
{
    for (const struct method *const *domain = domains; *domain; domain++)
        for (const struct method *method = *domain; method->name; method++)
            TRY(method_lint(domains, method, e));
    struct arena a = {0};
    enum stipple_error code = components_lint(domains, &a, e);
    arena_free(&a);
    return code;
}
