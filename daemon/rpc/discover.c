/* The document is written from the table each time it is asked for, and says what the table says:
 * parameters by name, required ones first as OpenRPC wants them, objects by reference to
 * components, and what OpenRPC has no word for as x-roles and x-kind. */
#include "rpc/discover.h"

#include "json/canonical.h"
#include "rpc/envelope.h"
#include "rpc/errors.h"
#include "rpc/jsonschema.h"

#include <stdio.h>
#include <string.h>

static const char openrpc_version[] = "1.3.2";

static void write_member(struct json_writer *w, const char *name, const char *text)
{
    json_key(w, name);
    json_text(w, text);
}

static void write_params(struct json_writer *w, const struct schema *schema, bool required)
{
    if (schema->base)
        write_params(w, schema->base, required);
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct field *f = &schema->fields[i];
        if (f->required != required)
            continue;
        json_object(w);
        write_member(w, "name", f->name);
        write_member(w, "description", f->doc);
        json_key(w, "required");
        json_bool(w, required);
        json_key(w, "schema");
        field_schema_write(f, w);
        json_object_end(w);
    }
}

static void write_error(struct json_writer *w, enum stipple_error code, const char *field)
{
    struct error e = {.code = code};
    snprintf(e.message, sizeof e.message, "%s", stipple_error_info(code)->text);
    snprintf(e.field, sizeof e.field, "%s", field ? field : "");
    error_encode(&e, w);
}

/* Codes stand once in a method's list, as OpenRPC asks; several names may share -32602. */
static void write_errors(struct json_writer *w, const enum stipple_error *errors)
{
    json_key(w, "errors");
    json_array(w);
    for (size_t i = 0; errors[i] != STIPPLE_OK; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again |= stipple_error_info(errors[j])->code == stipple_error_info(errors[i])->code;
        if (!again)
            write_error(w, errors[i], NULL);
    }
    json_array_end(w);
}

static void write_roles(struct json_writer *w, unsigned roles)
{
    json_key(w, "x-roles");
    json_array(w);
    for (unsigned i = 0; role_names[i]; i++)
        if (roles >> i & 1)
            json_text(w, role_names[i]);
    json_array_end(w);
}

/* Behind the string that starts at `at`. */
static const char *string_end(const char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

/* Behind the value that starts at `at`, in canonical JSON. */
static const char *value_end(const char *at)
{
    int depth = 0;
    do {
        if (*at == '"') {
            at = string_end(at);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    } while (depth > 0 || (*at != ',' && *at != '}'));
    return at;
}

/* Each member of a canonical object as an example object of its own. */
static void write_example_params(struct json_writer *w, const char *at)
{
    json_key(w, "params");
    json_array(w);
    while (*at != '}' && at[1] != '}') {
        const char *name = at + 1, *colon = string_end(name), *end = value_end(colon + 1);
        json_object(w);
        json_key(w, "name");
        json_raw(w, name, (size_t)(colon - name));
        json_key(w, "value");
        json_raw(w, colon + 1, (size_t)(end - colon - 1));
        json_object_end(w);
        at = end;
    }
    json_array_end(w);
}

static void write_example_outcome(struct json_writer *w, const struct example *example)
{
    json_key(w, example->result ? "result" : "error");
    json_object(w);
    write_member(w, "name", example->result ? "result" : "error");
    if (example->result)
        write_member(w, "summary", "The members that matter here; the answer may have more.");
    json_key(w, "value");
    if (example->result)
        json_raw(w, example->result, strlen(example->result));
    else
        write_error(w, example->error, example->field);
    json_object_end(w);
}

static void write_example(struct json_writer *w, const struct example *example)
{
    struct buffer params = {0};
    const char *text = json_canonical(example->params, strlen(example->params), &params)
                           ? buffer_string(&params)
                           : NULL;
    if (text) {
        json_object(w);
        write_member(w, "name", example->name);
        write_example_params(w, text);
        write_example_outcome(w, example);
        json_object_end(w);
    } else {
        w->out->failed = true;
    }
    buffer_free(&params);
}

static void write_method(struct json_writer *w, const struct method *method)
{
    enum stipple_error errors[STIPPLE_ERROR_COUNT];
    errors_of_method(method, errors);
    json_object(w);
    write_member(w, "name", method->name);
    write_member(w, "summary", method->summary);
    write_member(w, "paramStructure", "by-name");
    json_key(w, "params");
    json_array(w);
    write_params(w, method->params, true);
    write_params(w, method->params, false);
    json_array_end(w);
    json_key(w, "result");
    json_object(w);
    write_member(w, "name", "result");
    json_key(w, "schema");
    schema_ref_write(method->result, w);
    json_object_end(w);
    write_errors(w, errors);
    json_key(w, "examples");
    json_array(w);
    for (const struct example *e = method->examples; e && e->name; e++)
        write_example(w, e);
    json_array_end(w);
    write_roles(w, method->roles);
    write_member(w, "x-kind", method->kind == METHOD_WRITE ? "write" : "read");
    json_object_end(w);
}

static void write_info(struct json_writer *w, const char *version)
{
    write_member(w, "openrpc", openrpc_version);
    json_key(w, "info");
    json_object(w);
    write_member(w, "title", "Stipple");
    write_member(w, "version", version);
    write_member(w, "description",
                 "JSON-RPC 2.0, one JSON text per line, over a Unix socket. Parameters go by name; "
                 "unknown ones are refused. Unknown members of results are to be ignored. A method "
                 "lists its own errors; components.errors are those that any call or any "
                 "write may meet besides.");
    json_key(w, "license");
    json_object(w);
    write_member(w, "name", "MIT");
    json_object_end(w);
    json_object_end(w);
}

static void write_methods(struct json_writer *w, const struct method *const *domains)
{
    json_key(w, "methods");
    json_array(w);
    for (; *domains; domains++)
        for (const struct method *method = *domains; method->name; method++)
            write_method(w, method);
    json_array_end(w);
}

static void write_common_errors(struct json_writer *w, const enum stipple_error *errors)
{
    for (; *errors != STIPPLE_OK; errors++) {
        json_key(w, stipple_error_info(*errors)->name);
        write_error(w, *errors, NULL);
    }
}

static void write_components(struct json_writer *w, const struct list *all)
{
    const struct component *components = all->items;
    json_key(w, "components");
    json_object(w);
    json_key(w, "schemas");
    json_object(w);
    for (size_t i = 0; i < all->n; i++) {
        json_key(w, components[i].schema->name);
        component_write(&components[i], w);
    }
    json_object_end(w);
    json_key(w, "errors");
    json_object(w);
    write_common_errors(w, errors_of_calls);
    write_common_errors(w, errors_of_writes);
    json_object_end(w);
    json_object_end(w);
}

void discover_openrpc(const struct method *const *domains, const char *version, struct buffer *out)
{
    struct arena a = {0};
    struct list components = {0};
    struct json_writer w = {.out = out};
    if (components_collect(domains, &a, &components)) {
        json_object(&w);
        write_info(&w, version);
        write_methods(&w, domains);
        write_components(&w, &components);
        json_object_end(&w);
    } else {
        out->failed = true;
    }
    arena_free(&a);
}
