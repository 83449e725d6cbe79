#include "rpc/jsonschema.h"

#include "rpc/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void write_member(struct json_writer *w, const char *name, const char *text)
{
    json_key(w, name);
    json_text(w, text);
}

static void write_ref(struct json_writer *w, const struct schema *schema)
{
    char ref[160];
    snprintf(ref, sizeof ref, "#/components/schemas/%s", schema->name);
    write_member(w, "$ref", ref);
}

void schema_ref_write(const struct schema *schema, struct json_writer *w)
{
    json_object(w);
    write_ref(w, schema);
    json_object_end(w);
}

static void write_bounds(struct json_writer *w, const struct field *f, const char *low,
                         const char *high)
{
    if (f->min == 0 && f->max == 0)
        return;
    if (isfinite(f->min)) {
        json_key(w, low);
        json_double(w, f->min);
    }
    if (isfinite(f->max)) {
        json_key(w, high);
        json_double(w, f->max);
    }
}

static void write_choices(struct json_writer *w, const struct field *f)
{
    bool numeric = field_is_numeric_choice(f);
    write_member(w, "type", numeric ? "integer" : "string");
    json_key(w, "enum");
    json_array(w);
    for (const char *const *c = f->choices; *c; c++)
        if (numeric)
            json_raw(w, *c, strlen(*c));
        else
            json_text(w, *c);
    json_array_end(w);
}

static void write_string(struct json_writer *w, const struct field *f, const char *format)
{
    write_member(w, "type", "string");
    if (format)
        write_member(w, "format", format);
    else
        write_bounds(w, f, "minLength", "maxLength");
    if (f->type == FIELD_TEXT && f->min >= 1)
        write_member(w, "pattern", "\\S");
    if (f->of)
        write_member(w, "x-of", f->of);
}

static void write_number(struct json_writer *w, const struct field *f)
{
    write_member(w, "type", f->type == FIELD_INT ? "integer" : "number");
    write_bounds(w, f, "minimum", "maximum");
}

static void write_id(struct json_writer *w)
{
    json_key(w, "type");
    json_array(w);
    json_text(w, "string");
    json_text(w, "integer");
    json_array_end(w);
}

/* The members of the JSON Schema of one value of the field. */
static void write_type(struct json_writer *w, const struct field *f)
{
    switch (f->type) {
    case FIELD_BOOL:
        write_member(w, "type", "boolean");
        break;
    case FIELD_INT:
    case FIELD_NUMBER:
        write_number(w, f);
        break;
    case FIELD_TEXT:
    case FIELD_REF:
        write_string(w, f, NULL);
        break;
    case FIELD_UUID:
        write_string(w, f, "uuid");
        break;
    case FIELD_DATE:
        write_string(w, f, "date");
        break;
    case FIELD_TIME:
        write_string(w, f, "date-time");
        break;
    case FIELD_CHOICE:
    case FIELD_WORD:
        write_choices(w, f);
        break;
    case FIELD_OBJECT:
        write_ref(w, f->object);
        break;
    case FIELD_ID:
        write_id(w);
        break;
    case FIELD_JSON: /* anything: the empty schema */
        break;
    }
}

static void write_items(struct json_writer *w, const struct field *f)
{
    size_t low = f->fixed ? f->fixed : f->min_items, high = f->fixed ? f->fixed : f->max_items;
    write_member(w, "type", "array");
    json_key(w, "items");
    json_object(w);
    write_type(w, f);
    json_object_end(w);
    if (low > 0) {
        json_key(w, "minItems");
        json_int(w, (int64_t)low);
    }
    if (high > 0) {
        json_key(w, "maxItems");
        json_int(w, (int64_t)high);
    }
}

static void write_value_schema(struct json_writer *w, const struct field *f)
{
    if (f->list || f->fixed)
        write_items(w, f);
    else
        write_type(w, f);
}

void field_schema_write(const struct field *f, struct json_writer *w)
{
    json_object(w);
    if (f->nullable) {
        json_key(w, "anyOf");
        json_array(w);
        json_object(w);
        write_value_schema(w, f);
        json_object_end(w);
        json_object(w);
        write_member(w, "type", "null");
        json_object_end(w);
        json_array_end(w);
    } else {
        write_value_schema(w, f);
    }
    write_member(w, "description", f->doc);
    if (f->unit)
        write_member(w, "x-unit", f->unit);
    if (f->sealed) {
        json_key(w, "x-sealed");
        json_bool(w, true);
    }
    if (f->fallback) {
        json_key(w, "default");
        json_raw(w, f->fallback, strlen(f->fallback));
    }
    json_object_end(w);
}

static void write_offset_property(struct json_writer *w, const struct field *f)
{
    char key[80];
    snprintf(key, sizeof key, "%s" FIELD_OFFSET_SUFFIX, f->name);
    json_key(w, key);
    json_object(w);
    write_member(w, "type", "integer");
    write_member(w, "description", "Offset from UTC it was written with; left out when 0.");
    write_member(w, "x-unit", "min");
    json_object_end(w);
}

static void write_properties(struct json_writer *w, const struct schema *schema, bool in_results)
{
    if (schema->base)
        write_properties(w, schema->base, in_results);
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct field *f = &schema->fields[i];
        json_key(w, f->name);
        field_schema_write(f, w);
        if (f->type == FIELD_TIME && !f->list && in_results)
            write_offset_property(w, f);
    }
}

static void write_required(struct json_writer *w, const struct schema *schema)
{
    if (schema->base)
        write_required(w, schema->base);
    for (size_t i = 0; i < schema->n_fields; i++)
        if (schema->fields[i].required)
            json_text(w, schema->fields[i].name);
}

void component_write(const struct component *c, struct json_writer *w)
{
    json_object(w);
    write_member(w, "title", c->schema->name);
    write_member(w, "type", "object");
    if (c->schema->n_fields == 0 || !c->schema->fields[0].whole) {
        json_key(w, "properties");
        json_object(w);
        write_properties(w, c->schema, c->in_results);
        json_object_end(w);
        json_key(w, "required");
        json_array(w);
        write_required(w, c->schema);
        json_array_end(w);
    }
    if (!c->in_results) {
        json_key(w, "additionalProperties");
        json_bool(w, false);
    }
    json_object_end(w);
}
