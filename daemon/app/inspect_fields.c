/* Rules name fields as the wire does, so what is missing is found by the tables that encode the
 * wire: a field that can be shown can be asked for, and nothing here knows one by its name. */
#include "app/inspect.h"

#include "rpc/layout.h"

#include <string.h>

const struct record_kind record_kinds[] = {
    [RECORD_STUDIO] = {"studio", "studio.show", NULL, "studio.set"},
    [RECORD_STAFF] = {"staff", "staff.list", "staff", "staff.amend"},
    [RECORD_PRODUCT] = {"product", "product.show", NULL, "product.amend"},
    [RECORD_LOT] = {"lot", "lot.show", NULL, "lot.amend"},
    [RECORD_CLIENT] = {"client", "client.show", "identity", "client.amend"},
    [RECORD_COURSE] = {"course", "course.show", NULL, "course.amend"},
    [RECORD_SESSION] = {"session", "session.show", NULL, "session.amend"},
    [RECORDS] = {0}};

/* A piece of text that is not ended by NUL. */
struct span {
    const char *at;
    size_t length;
};

/* One step of a path: `name`, or `name[key=word]`. */
struct step {
    struct span name, key, word; /* key.at NULL: every item of a list */
    const char *rest;            /* behind the dot; NULL: this is the last one */
};

static bool span_is(struct span span, const char *text)
{
    return strlen(text) == span.length && strncmp(text, span.at, span.length) == 0;
}

static struct span span_until(const char **path, const char *ends)
{
    struct span span = {*path, strcspn(*path, ends)};
    *path += span.length;
    return span;
}

/* false when it is not written so. */
static bool step_read(const char *path, struct step *ret)
{
    *ret = (struct step){.name = span_until(&path, ".[")};
    if (*path == '[') {
        path++;
        ret->key = span_until(&path, "=]");
        if (*path++ != '=')
            return false;
        ret->word = span_until(&path, "]");
        if (*path++ != ']')
            return false;
    }
    if (*path && *path != '.')
        return false;
    ret->rest = *path ? path + 1 : NULL;
    return true;
}

static const struct field *field_find(const struct schema *schema, struct span name)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++)
            if (span_is(name, schema->fields[i].name))
                return &schema->fields[i];
    return NULL;
}

/* Whether items of the field can be told apart by such a value. */
static bool key_fits(const struct field *field, const struct step *step)
{
    const struct field *key =
        field->type == FIELD_OBJECT && field->list ? field_find(field->object, step->key) : NULL;
    if (!key || key->type != FIELD_WORD)
        return false;
    for (const char *const *choice = key->choices; choice && *choice; choice++)
        if (span_is(step->word, *choice))
            return true;
    return false;
}

const struct field *field_at(const struct schema *schema, const char *path)
{
    struct step step;
    for (; path && step_read(path, &step); path = step.rest) {
        const struct field *field = field_find(schema, step.name);
        if (!field || (step.key.at && !key_fits(field, &step)))
            return NULL;
        if (!step.rest)
            return field;
        if (field->type != FIELD_OBJECT)
            return NULL;
        schema = field->object;
    }
    return NULL;
}

const struct schema *record_schema(const struct record_kind *kind)
{
    const struct method *method = method_find(kind->shows);
    if (!method || !kind->member)
        return method ? method->result : NULL;
    const struct field *field = field_at(method->result, kind->member);
    return field ? field->object : NULL;
}

static const void *pointer_at(const char *at)
{
    return *(const void *const *)(const void *)at;
}

/* The values of a field: of a list its items, else the one. */
static struct list values_of(const struct field *field, const char *at)
{
    return field->list ? *(const struct list *)(const void *)at
                       : (struct list){(void *)(uintptr_t)at, 1};
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
        return field->type != FIELD_BOOL || *(const int *)(const void *)at == 1;
    struct list values = values_of(field, at);
    const char *const *texts = values.items;
    for (size_t i = 0; i < values.n; i++)
        if (text_hits(rule, day, texts[i]))
            return true;
    return false;
}

/* Whether the item has the value that the step asks for. */
static bool item_fits(const struct schema *schema, const char *item, const struct step *step)
{
    if (!step->key.at)
        return true;
    const struct field *key = field_find(schema, step->key);
    if (!key || field_is_absent(key, item + key->offset))
        return false;
    struct list values = values_of(key, item + key->offset);
    const char *const *words = values.items;
    for (size_t i = 0; i < values.n; i++)
        if (span_is(step->word, words[i]))
            return true;
    return false;
}

/* Whether anything at the path is there, is the value, or has passed. */
static bool path_hits(const struct rule *rule, const char *day, const struct schema *schema,
                      const char *row, const char *path)
{
    struct step step;
    const struct field *field = step_read(path, &step) ? field_find(schema, step.name) : NULL;
    const char *at = field ? row + field->offset : NULL;
    if (!at || field_is_absent(field, at))
        return false;
    if (!step.rest && !step.key.at)
        return value_hits(rule, day, field, at);
    if (field->type != FIELD_OBJECT)
        return false;
    struct list items =
        field->list ? values_of(field, at) : (struct list){(void *)(uintptr_t)pointer_at(at), 1};
    for (size_t i = 0; i < items.n; i++) {
        const char *item = (const char *)items.items + i * field->object->size;
        if (item_fits(field->object, item, &step) &&
            (!step.rest || path_hits(rule, day, field->object, item, step.rest)))
            return true;
    }
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

/* `uses[kinds=pigment].zone` as "uses (pigment) zone". */
static void path_words(struct buffer *out, const char *path)
{
    struct step step;
    for (; path && step_read(path, &step); path = step.rest) {
        buffer_add(out, step.name.at, step.name.length);
        if (step.key.at)
            buffer_print(out, " (%.*s)", (int)step.word.length, step.word.at);
        if (step.rest)
            buffer_text(out, step.key.at ? " " : ".");
    }
}

const char *rule_words(struct arena *a, const struct list *fields, const char *value)
{
    struct buffer words = {0};
    const char *const *paths = fields->items;
    for (size_t i = 0; i < fields->n; i++) {
        buffer_text(&words, i ? " or " : "");
        path_words(&words, paths[i]);
    }
    if (value)
        buffer_print(&words, ": %s", value);
    const char *text = buffer_string(&words);
    const char *ret = text ? arena_copy(a, text, words.length) : NULL;
    buffer_free(&words);
    return ret;
}
