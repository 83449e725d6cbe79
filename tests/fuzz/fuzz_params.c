/* The parameters of a request, decoded by the method's own table: what comes through is held
 * against that table once more, in the struct and by other means, and what is refused must be said
 * in words and at a place. */
#include "fuzz.h"

#include "app/table.h"
#include "base/time.h"
#include "base/uuid.h"
#include "base/value.h"
#include "json/parse.h"
#include "rpc/decode.h"
#include "rpc/encode.h"
#include "rpc/envelope.h"
#include "rpc/layout.h"
#include "stipple/protocol.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool bounded(const struct field *field, double value)
{
    return (field->min == 0 && field->max == 0) || (value >= field->min && value <= field->max);
}

/* Characters, counted from the back of each; none that control. */
static void text_hold(const struct field *field, const char *text)
{
    size_t points = 0;
    for (const char *c = text; *c; c++) {
        points += ((unsigned char)*c & 0xC0) != 0x80;
        if (iscntrl((unsigned char)*c))
            expect(field->scanned ? *c == '\x1d' : *c == '\n' || *c == '\t');
    }
    expect(bounded(field, (double)points));
}

static void uuid_hold(const char *text)
{
    expect(uuid_valid(text));
    for (const char *c = text; *c; c++)
        expect(!isupper((unsigned char)*c));
}

static void word_hold(const struct field *field, const char *text)
{
    const char *const *choice = field->choices;
    while (*choice && *choice != text)
        choice++;
    expect(*choice != NULL);
}

static void id_hold(const char *text)
{
    struct json_fault fault;
    expect((*text == '"' || *text == '-' || isdigit((unsigned char)*text)) &&
           json_check(text, strlen(text), 1, &fault) == 0);
}

static void schema_hold(const struct schema *schema, const char *in);

static void value_hold(const struct field *field, const void *at)
{
    const char *text = field_size(field) == sizeof text ? *(const char *const *)at : NULL;
    switch (field->type) {
    case FIELD_BOOL:
        expect((*(const int *)at & ~1) == 0);
        return;
    case FIELD_INT:
        expect(llabs(*(const int64_t *)at) <= INT_EXACT_MAX &&
               bounded(field, (double)*(const int64_t *)at));
        return;
    case FIELD_NUMBER:
        expect(isfinite(*(const double *)at) && bounded(field, *(const double *)at));
        return;
    case FIELD_CHOICE:
        for (int i = 0; i <= *(const int *)at; i++)
            expect(field->choices[i] != NULL);
        expect(*(const int *)at >= 0);
        return;
    case FIELD_TIME:
        expect(abs(((const struct instant *)at)->offset_min) < 24 * 60);
        return;
    case FIELD_TEXT:
        text_hold(field, *(const char *const *)at);
        return;
    case FIELD_REF:
        expect(text && *text != '\0' && !strpbrk(text, "\n\t") && field->of);
        return;
    case FIELD_UUID:
        uuid_hold(text);
        return;
    case FIELD_WORD:
        word_hold(field, text);
        return;
    case FIELD_DATE:
        expect(date_valid(text));
        return;
    case FIELD_ID:
        id_hold(text);
        return;
    case FIELD_OBJECT:
        schema_hold(field->object, *(const char *const *)at);
        return;
    case FIELD_JSON:
        abort();
    }
}

static void items_hold(const struct field *field, const struct list *list)
{
    size_t size = field_item_size(field);
    struct field one = *field;
    one.list = false;
    expect(list->n >= field->min_items && (!field->max_items || list->n <= field->max_items));
    for (size_t i = 0; i < list->n; i++) {
        const char *at = (const char *)list->items + i * size;
        if (field->type == FIELD_OBJECT)
            schema_hold(field->object, at);
        else
            value_hold(&one, at);
    }
}

static void field_hold(const struct field *field, const char *at)
{
    if (field_is_absent(field, at))
        expect(!field->required && !field->fallback);
    else if (field->list)
        items_hold(field, (const struct list *)(const void *)at);
    else
        for (size_t i = 0; i < (field->fixed ? field->fixed : 1); i++)
            value_hold(field, at + i * (field_size(field) / (field->fixed ? field->fixed : 1)));
}

static void schema_hold(const struct schema *schema, const char *in)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            field_hold(&schema->fields[i], in + schema->fields[i].offset);
}

/* Strict JSON on one line, and the same each time. */
static void encoding_hold(const struct schema *schema, const void *from)
{
    struct json_fault fault;
    struct buffer once = {.max = STIPPLE_REPLY_MAX}, again = {.max = STIPPLE_REPLY_MAX};
    schema_encode(schema, from, &(struct json_writer){&once, false});
    schema_encode(schema, from, &(struct json_writer){&again, false});
    expect(!once.failed && !memchr(once.data, '\n', once.length));
    expect(json_check(once.data, once.length, STIPPLE_DEPTH_MAX, &fault) == 0);
    expect(once.length == again.length && memcmp(once.data, again.data, once.length) == 0);
    buffer_free(&once);
    buffer_free(&again);
}

static enum stipple_error ref_found(void *context, const char *of, const char *path,
                                    const char **text, struct error *e)
{
    (void)context, (void)e;
    expect(of && *of && path && *path && *text && **text);
    *text = "00000000-0000-7000-8000-000000000000";
    return STIPPLE_OK;
}

static void refusal_hold(const char *id, const struct error *e)
{
    struct json_fault fault;
    struct buffer reply = {.max = STIPPLE_REPLY_MAX};
    expect(stipple_error_info(e->code)->code == -32602 && *e->message && *e->field);
    reply_error(&reply, id, e);
    expect(!reply.failed && json_check(reply.data, reply.length, STIPPLE_DEPTH_MAX, &fault) == 0);
    buffer_free(&reply);
}

static void request_try(const struct request *request, struct arena *a)
{
    struct error e = {0};
    const struct method *method = method_find(request->method);
    void *params = method ? arena_take(a, method->params->size) : NULL;
    if (!params)
        return;
    if (schema_decode(method->params, request->params, a, params, &e) != STIPPLE_OK) {
        refusal_hold(request->id, &e);
        return;
    }
    schema_hold(method->params, params);
    encoding_hold(method->params, params);
    expect(schema_refs(method->params, params, ref_found, NULL, &e) == STIPPLE_OK);
    schema_hold(method->params, params);
    encoding_hold(method->params, params);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct json_fault fault = {0};
    struct request request;
    struct error e = {0};
    const cJSON *json = json_parse(&a, (const char *)data, size, STIPPLE_DEPTH_MAX, &fault);
    if (json && request_read(json, &a, &request, &e) == STIPPLE_OK)
        request_try(&request, &a);
    arena_free(&a);
    return 0;
}
