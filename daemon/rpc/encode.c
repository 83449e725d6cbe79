#include "rpc/encode.h"

#include "base/time.h"
#include "base/value.h"
#include "rpc/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void encode_number(const struct field *field, double value, struct json_writer *w)
{
    if (field->decimals > 0)
        json_rounded(w, value, field->decimals);
    else
        json_double(w, value);
}

static void encode_time(const struct instant *at, struct json_writer *w)
{
    char text[TIME_LENGTH + 1];
    time_format(at->ms, text);
    json_text_n(w, text, TIME_LENGTH);
}

static void encode_choice(const struct field *field, int choice, struct json_writer *w)
{
    const char *text = field->choices[choice];
    if (field_is_numeric_choice(field))
        json_raw(w, text, strlen(text));
    else
        json_text(w, text);
}

static void encode_scalar(const struct field *field, const void *from, struct json_writer *w)
{
    const char *text;
    switch (field->type) {
    case FIELD_BOOL:
        json_bool(w, *(const int *)from != 0);
        break;
    case FIELD_INT:
        json_int(w, *(const int64_t *)from);
        break;
    case FIELD_NUMBER:
        encode_number(field, *(const double *)from, w);
        break;
    case FIELD_CHOICE:
        encode_choice(field, *(const int *)from, w);
        break;
    case FIELD_TIME:
        encode_time(from, w);
        break;
    case FIELD_ID:
    case FIELD_JSON:
        text = *(const char *const *)from;
        json_raw(w, text, strlen(text));
        break;
    default:
        json_text(w, *(const char *const *)from);
    }
}

static void encode_list(const struct field *field, const struct list *list, struct json_writer *w)
{
    const char *item = list->items;
    size_t size = field_item_size(field);
    json_array(w);
    for (size_t i = 0; i < list->n; i++, item += size)
        if (field->type == FIELD_OBJECT)
            schema_encode(field->object, item, w);
        else
            encode_scalar(field, item, w);
    json_array_end(w);
}

static void encode_fixed(const struct field *field, const double *from, struct json_writer *w)
{
    json_array(w);
    for (size_t i = 0; i < field->fixed; i++)
        encode_number(field, from[i], w);
    json_array_end(w);
}

/* The instant is told in UTC; the offset it was written with stands beside it. */
static void encode_offset(const struct field *field, const struct instant *at,
                          struct json_writer *w)
{
    if (at->offset_min == 0)
        return;
    char key[80];
    snprintf(key, sizeof key, "%s" FIELD_OFFSET_SUFFIX, field->name);
    json_key(w, key);
    json_int(w, at->offset_min);
}

static void encode_field(const struct field *field, const void *from, struct json_writer *w)
{
    bool absent = field_is_absent(field, from);
    if (absent && !field->nullable && !(field->list && field->required))
        return;
    json_name(w, field->name,
              field->name_length); /* lint.c sees to it that nothing is to be escaped */
    if (absent && field->nullable)
        json_null(w);
    else if (field->list)
        encode_list(field, from, w);
    else if (field->fixed)
        encode_fixed(field, from, w);
    else if (field->type == FIELD_OBJECT)
        schema_encode(field->object, *(const void *const *)from, w);
    else
        encode_scalar(field, from, w);
    if (field->type == FIELD_TIME && !field->list && !absent)
        encode_offset(field, from, w);
}

static void encode_fields(const struct schema *schema, const void *from, bool sealed,
                          struct json_writer *w)
{
    for (size_t i = 0; i < schema->n_fields; i++)
        if (schema->fields[i].sealed == sealed)
            encode_field(&schema->fields[i], (const char *)from + schema->fields[i].offset, w);
}

void schema_encode_own(const struct schema *schema, const void *from, struct json_writer *w)
{
    encode_fields(schema, from, false, w);
}

bool schema_encode_sealed(const struct schema *schema, const void *from, struct json_writer *w)
{
    bool any = false;
    for (size_t i = 0; i < schema->n_fields && !any; i++) {
        const struct field *field = &schema->fields[i];
        any = field->sealed && !field_is_absent(field, (const char *)from + field->offset);
    }
    if (!any)
        return false;
    json_object(w);
    encode_fields(schema, from, true, w);
    json_object_end(w);
    return true;
}

static void encode_members(const struct schema *schema, const void *from, struct json_writer *w)
{
    if (schema->base)
        encode_members(schema->base, from, w);
    encode_fields(schema, from, false, w);
    encode_fields(schema, from, true, w);
}

void schema_encode(const struct schema *schema, const void *from, struct json_writer *w)
{
    if (schema->n_fields == 1 && schema->fields[0].whole) {
        encode_scalar(schema->fields, (const char *)from + schema->fields[0].offset, w);
        return;
    }
    json_object(w);
    encode_members(schema, from, w);
    json_object_end(w);
}
