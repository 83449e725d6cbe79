/* The printed reference: the same table as the discovery document, laid out for reading. */
#include "rpc/discover.h"

#include "rpc/components.h"
#include "rpc/errors.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const char *type_word(const struct field *f)
{
    static const char *const words[] = {
        [FIELD_BOOL] = "true or false", [FIELD_INT] = "whole number", [FIELD_NUMBER] = "number",
        [FIELD_TEXT] = "text",          [FIELD_UUID] = "UUID",        [FIELD_REF] = "id or code",
        [FIELD_CHOICE] = "one of",      [FIELD_WORD] = "one of",      [FIELD_DATE] = "date",
        [FIELD_TIME] = "time",          [FIELD_OBJECT] = "",          [FIELD_ID] = "call id",
        [FIELD_JSON] = "any JSON"};
    return words[f->type];
}

/* Text in a cell of a table. */
static void add_cell(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            buffer_byte(out, '\\');
        buffer_byte(out, *text == '\n' ? ' ' : *text);
    }
}

static void add_link(struct buffer *out, const struct schema *schema)
{
    buffer_print(out, "[%s](#", schema->name);
    for (const char *c = schema->name; *c; c++)
        buffer_byte(out, (char)tolower((unsigned char)*c));
    buffer_byte(out, ')');
}

static void add_bounds(struct buffer *out, const struct field *f)
{
    const char *what = f->type == FIELD_TEXT || f->type == FIELD_REF ? " characters" : "";
    if (f->min == 0 && f->max == 0)
        return;
    if (isinf(f->max))
        buffer_print(out, ", at least %.15g%s", f->min, what);
    else if (isinf(f->min))
        buffer_print(out, ", at most %.15g%s", f->max, what);
    else
        buffer_print(out, ", %.15g to %.15g%s", f->min, f->max, what);
}

static void add_count(struct buffer *out, const struct field *f)
{
    if (f->fixed)
        buffer_print(out, "list of %zu × ", f->fixed);
    else if (f->list && f->max_items)
        buffer_print(out, "list of %zu to %zu × ", f->min_items, f->max_items);
    else if (f->list)
        buffer_text(out, "list of ");
}

static void add_type(struct buffer *out, const struct field *f)
{
    add_count(out, f);
    if (f->type == FIELD_OBJECT)
        add_link(out, f->object);
    buffer_text(out, type_word(f));
    if (f->of)
        buffer_print(out, " of a %s", f->of);
    for (const char *const *c = f->choices; c && *c; c++)
        buffer_print(out, "%s`%s`", c == f->choices ? " " : ", ", *c);
    add_bounds(out, f);
    if (f->unit) {
        buffer_text(out, ", ");
        add_cell(out, f->unit);
    }
    if (f->nullable)
        buffer_text(out, ", or null");
}

static void add_rows(struct buffer *out, const struct schema *schema)
{
    if (schema->base)
        add_rows(out, schema->base);
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct field *f = &schema->fields[i];
        buffer_print(out, "| %s%s%s | ", f->required ? "**" : "", f->name, f->required ? "**" : "");
        add_type(out, f);
        buffer_text(out, " | ");
        add_cell(out, f->doc);
        if (f->sealed)
            buffer_text(out, " Sealed.");
        if (f->fallback) {
            buffer_text(out, " Default: ");
            add_cell(out, f->fallback);
            buffer_byte(out, '.');
        }
        buffer_text(out, " |\n");
    }
}

static void add_fields(struct buffer *out, const struct schema *schema, const char *none)
{
    if (schema->n_fields == 0 && !schema->base) {
        buffer_print(out, "%s\n\n", none);
        return;
    }
    buffer_text(out, "| name | type | |\n|---|---|---|\n");
    add_rows(out, schema);
    buffer_byte(out, '\n');
}

static void add_roles(struct buffer *out, const struct method *method)
{
    const char *before = method->kind == METHOD_WRITE ? "Writes. For: " : "Reads. For: ";
    for (unsigned i = 0; role_names[i]; i++)
        if (method->roles >> i & 1) {
            buffer_print(out, "%s%s", before, role_names[i]);
            before = ", ";
        }
    buffer_text(out, ".\n\n");
}

static void add_errors(struct buffer *out, const enum stipple_error *errors)
{
    if (*errors == STIPPLE_OK)
        return;
    buffer_text(out, "| error | code | |\n|---|---|---|\n");
    for (; *errors != STIPPLE_OK; errors++) {
        const struct stipple_error_info *info = stipple_error_info(*errors);
        buffer_print(out, "| `%s` | %d | ", info->name, info->code);
        add_cell(out, info->text);
        buffer_text(out, " |\n");
    }
    buffer_byte(out, '\n');
}

static void add_example(struct buffer *out, const struct method *method,
                        const struct example *example)
{
    buffer_print(out, "Example: %s\n\n```json\n{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": ",
                 example->name);
    buffer_print(out, "\"%s\", \"params\": %s}\n```\n\n", method->name, example->params);
    if (example->result)
        buffer_print(out, "answers with\n\n```json\n%s\n```\n\n", example->result);
    else
        buffer_print(out, "is refused: `%s`%s%s%s.\n\n", stipple_error_info(example->error)->name,
                     example->field ? " at `" : "", example->field ? example->field : "",
                     example->field ? "`" : "");
}

static void add_method(struct buffer *out, const struct method *method)
{
    enum stipple_error errors[STIPPLE_ERROR_COUNT];
    errors_of_method(method, errors);
    buffer_print(out, "## %s\n\n%s\n\n", method->name, method->summary);
    add_roles(out, method);
    add_fields(out, method->params, "No parameters.");
    buffer_text(out, "Gives ");
    add_link(out, method->result);
    buffer_text(out, ".\n\n");
    add_errors(out, errors);
    for (const struct example *e = method->examples; e && e->name; e++)
        add_example(out, method, e);
}

void discover_markdown(const struct method *const *domains, struct buffer *out)
{
    struct arena a = {0};
    struct list all = {0};
    if (!components_collect(domains, &a, &all))
        out->failed = true;
    buffer_text(out, "# Methods\n\nParameters in bold are required; results in bold are always "
                     "there. Beside a time `x` in a result stands `x" FIELD_OFFSET_SUFFIX
                     "`, the offset from UTC in minutes it was written with, unless 0. What is "
                     "sealed is kept only encrypted under the client's own key.\n\n"
                     "A method lists its own errors. Any call may meet these besides:\n\n");
    add_errors(out, errors_of_calls);
    buffer_text(out, "and any write these:\n\n");
    add_errors(out, errors_of_writes);
    for (; *domains; domains++)
        for (const struct method *method = *domains; method->name; method++)
            add_method(out, method);
    buffer_text(out, "# Objects\n\n");
    const struct component *components = all.items;
    for (size_t i = 0; i < all.n; i++) {
        buffer_print(out, "## %s\n\n", components[i].schema->name);
        add_fields(out, components[i].schema, "Empty.");
    }
    arena_free(&a);
}
