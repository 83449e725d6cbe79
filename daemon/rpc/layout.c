#include "rpc/layout.h"

#include "base/value.h"

#include <math.h>
#include <string.h>

static size_t value_size(enum field_type type)
{
    switch (type) {
    case FIELD_BOOL:
    case FIELD_CHOICE:
        return sizeof(int);
    case FIELD_INT:
        return sizeof(int64_t);
    case FIELD_NUMBER:
        return sizeof(double);
    case FIELD_TIME:
        return sizeof(struct instant);
    case FIELD_TEXT:
    case FIELD_UUID:
    case FIELD_REF:
    case FIELD_WORD:
    case FIELD_DATE:
    case FIELD_ID:
    case FIELD_JSON:
    case FIELD_OBJECT:
        break;
    }
    return sizeof(const char *);
}

size_t field_item_size(const struct field *field)
{
    return field->type == FIELD_OBJECT ? field->object->size : value_size(field->type);
}

size_t field_size(const struct field *field)
{
    if (field->list)
        return sizeof(struct list);
    return value_size(field->type) * (field->fixed ? field->fixed : 1);
}

bool field_is_absent(const struct field *field, const void *at)
{
    if (field->list)
        return !((const struct list *)at)->items;
    switch (field->type) {
    case FIELD_BOOL:
    case FIELD_CHOICE:
        return *(const int *)at == CHOICE_ABSENT;
    case FIELD_INT:
        return *(const int64_t *)at == INT_ABSENT;
    case FIELD_NUMBER:
        return isnan(*(const double *)at);
    case FIELD_TIME:
        return ((const struct instant *)at)->ms == INT_ABSENT;
    default:
        return !*(const void *const *)at;
    }
}

void field_set_absent(const struct field *field, void *at)
{
    memset(at, 0, field_size(field));
    if (field->list)
        return;
    if (field->type == FIELD_BOOL || field->type == FIELD_CHOICE)
        *(int *)at = CHOICE_ABSENT;
    else if (field->type == FIELD_INT)
        *(int64_t *)at = INT_ABSENT;
    else if (field->type == FIELD_TIME)
        ((struct instant *)at)->ms = INT_ABSENT;
    else if (field->type == FIELD_NUMBER)
        for (size_t i = 0; i < (field->fixed ? field->fixed : 1); i++)
            ((double *)at)[i] = NUMBER_ABSENT;
}

bool field_is_numeric_choice(const struct field *field)
{
    const char *first = field->type == FIELD_CHOICE ? field->choices[0] : NULL;
    return first && *first && first[strspn(first, "0123456789")] == '\0';
}

size_t schema_count(const struct schema *schema)
{
    return schema ? schema->n_fields + schema_count(schema->base) : 0;
}
