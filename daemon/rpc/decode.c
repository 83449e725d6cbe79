/* One walk over the members given: each is found in the table, checked, and stored at its offset;
 * what was not given is then missing, or gets its fallback. The path to a value is a chain on the
 * stack that costs nothing until something is refused. */
#include "rpc/decode.h"

#include "base/value.h"
#include "rpc/layout.h"
#include "rpc/nearest.h"
#include "rpc/path.h"
#include "rpc/scalar.h"

#include <stdlib.h>
#include <string.h>

static enum stipple_error decode_object(struct decoding *d, const struct schema *schema,
                                        const cJSON *object, const struct path *up, void *into);

/* The field of that name and its number, counted through the bases. */
static const struct field *field_find(const struct schema *schema, const char *name,
                                      size_t *ret_number)
{
    size_t before = 0;
    for (; schema; before += schema->n_fields, schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            if (strcmp(schema->fields[i].name, name) == 0) {
                *ret_number = before + i;
                return &schema->fields[i];
            }
    return NULL;
}

static enum stipple_error fail_unknown(struct decoding *d, const struct schema *schema,
                                       const struct path *at)
{
    struct nearest near = {.given = at->name};
    for (const struct schema *s = schema; s; s = s->base)
        for (size_t i = 0; i < s->n_fields; i++)
            nearest_offer(&near, s->fields[i].name);
    char path[PATH_MAX_BYTES];
    path_write(at, path);
    enum stipple_error code =
        fail(d->error, STIPPLE_PARAM_UNKNOWN, path, "There is no parameter `%s` here.", path);
    if (near.best)
        fail_hint(d->error, "Did you mean %s?", near.best);
    return code;
}

static enum stipple_error fail_missing(struct decoding *d, const struct field *field,
                                       const struct path *up)
{
    struct path at = {.up = up, .name = field->name};
    char path[PATH_MAX_BYTES];
    path_write(&at, path);
    return fail(d->error, STIPPLE_PARAM_MISSING, path, "`%s` is missing: %s", path, field->doc);
}

static enum stipple_error decode_fixed(struct decoding *d, const struct field *field,
                                       const cJSON *json, const struct path *up, double *to)
{
    if (!cJSON_IsArray(json))
        return fail_type(d, up, "a list of numbers", json);
    size_t n = 0;
    for (const cJSON *item = json->child; item; item = item->next, n++) {
        struct path at = {.up = up, .index = n};
        if (n < field->fixed)
            TRY(scalar_decode(d, field, item, &at, to + n));
    }
    return n == field->fixed ? STIPPLE_OK : fail_items(d, up, field->fixed, field->fixed, n);
}

static enum stipple_error decode_items(struct decoding *d, const struct field *field,
                                       const cJSON *json, const struct path *up, char *to)
{
    size_t index = 0, size = field_item_size(field);
    for (const cJSON *item = json->child; item; item = item->next, index++) {
        struct path at = {.up = up, .index = index};
        TRY(field->type == FIELD_OBJECT
                ? decode_object(d, field->object, item, &at, to + index * size)
                : scalar_decode(d, field, item, &at, to + index * size));
    }
    return STIPPLE_OK;
}

static enum stipple_error decode_list(struct decoding *d, const struct field *field,
                                      const cJSON *json, const struct path *at, struct list *to)
{
    if (!cJSON_IsArray(json))
        return fail_type(d, at, "a list", json);
    size_t n = 0;
    for (const cJSON *item = json->child; item; item = item->next)
        n++;
    if (n < field->min_items || (field->max_items && n > field->max_items))
        return fail_items(d, at, field->min_items, field->max_items, n);
    *to = (struct list){.items = arena_array(d->arena, n, field_item_size(field)), .n = n};
    return to->items ? decode_items(d, field, json, at, to->items) : fail_memory(d->error);
}

static enum stipple_error decode_field(struct decoding *d, const struct field *field,
                                       const cJSON *json, const struct path *at, void *to)
{
    if (field->list)
        return decode_list(d, field, json, at, to);
    if (field->fixed)
        return decode_fixed(d, field, json, at, to);
    if (field->type != FIELD_OBJECT)
        return scalar_decode(d, field, json, at, to);
    void *object = arena_take(d->arena, field->object->size);
    if (!object)
        return fail_memory(d->error);
    *(void **)to = object;
    return decode_object(d, field->object, json, at, object);
}

static enum stipple_error decode_fallback(struct decoding *d, const struct field *field, void *to);

/* `given` has a bit for each field that was there, numbered from `number` on. */
static enum stipple_error decode_rest(struct decoding *d, const struct schema *schema,
                                      uint64_t given, const struct path *up, char *into)
{
    size_t number = 0;
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++) {
            const struct field *field = &schema->fields[i];
            if (given >> number++ & 1)
                continue;
            if (field->required)
                return fail_missing(d, field, up);
            TRY(decode_fallback(d, field, into + field->offset));
        }
    return STIPPLE_OK;
}

static enum stipple_error decode_object(struct decoding *d, const struct schema *schema,
                                        const cJSON *object, const struct path *up, void *into)
{
    if (object && !cJSON_IsObject(object))
        return fail_type(d, up, "an object", object);
    uint64_t given = 0;
    for (const cJSON *member = object ? object->child : NULL; member; member = member->next) {
        struct path at = {.up = up, .name = member->string};
        size_t number;
        const struct field *field = field_find(schema, member->string, &number);
        if (!field)
            return fail_unknown(d, schema, &at);
        TRY(decode_field(d, field, member, &at, (char *)into + field->offset));
        given |= (uint64_t)1 << number;
    }
    return decode_rest(d, schema, given, up, into);
}

/* A fallback stands in the table as JSON text of a scalar, or {}. It is made into the one node that
 * the parser would have made of it and takes the same way as a value from outside. */
static enum stipple_error decode_fallback(struct decoding *d, const struct field *field, void *to)
{
    field_set_absent(field, to);
    const char *text = field->fallback;
    if (!text)
        return STIPPLE_OK;
    cJSON json = {.type = cJSON_Number};
    if (*text == '{') {
        json.type = cJSON_Object;
    } else if (*text == '"') {
        json.type = cJSON_String;
        json.valuestring = arena_copy(d->arena, text + 1, strlen(text) - 2);
        if (!json.valuestring)
            return fail_memory(d->error);
    } else if (*text == 't' || *text == 'f') {
        json.type = *text == 't' ? cJSON_True : cJSON_False;
    } else {
        json.valuedouble = strtod(text, NULL);
    }
    struct path at = {.name = field->name};
    return decode_field(d, field, &json, &at, to);
}

enum stipple_error schema_decode(const struct schema *schema, const cJSON *object, struct arena *a,
                                 void *into, struct error *e)
{
    if (object && !cJSON_IsObject(object))
        return fail(e, STIPPLE_PARAM_TYPE, NULL, "Named members in an object are wanted here.");
    struct decoding d = {.arena = a, .error = e};
    memset(into, 0, schema->size);
    return decode_object(&d, schema, object, NULL, into);
}

enum stipple_error schema_default(const struct schema *schema, struct arena *a, void *into)
{
    struct decoding d = {.arena = a};
    memset(into, 0, schema->size);
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            TRY(decode_fallback(&d, &schema->fields[i], (char *)into + schema->fields[i].offset));
    return STIPPLE_OK;
}
