/* Whoever presses the key waits for the answer, and what it says is inserted into a shell's command
 * line as it is: so nothing is waited for long, and nothing is offered that a shell would act upon.
 */
#include "client/complete.h"

#include "client/view.h"
#include "json/parse.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>

/* Pages of a list that are asked for, and how long a shell is kept waiting. */
enum { PAGES_MAX = 10, WAIT_MS = 2000 };

/* Where the codes are listed that a word in capitals, in the tables, stands for. */
static const struct source {
    const char *metavar, *method, *rows, *member, *about;
    bool pages; /* the list takes limit and cursor */
} sources[] = {
    {"PRODUCT", "product.list", "products", "code", "name", true},
    {"LOT", "lot.list", "lots", "code", "product_name", true},
    {"LOT", "lot.list", "lots", "lot_no", "product_name", true},
    {"BOTTLE", "stock.list", "containers", "code", "product_name", true},
    {"CONTAINER", "stock.list", "containers", "code", "product_name", true},
    {"CONTAINER", "mix.list", "mixes", "code", "kind", true},
    {"CODE", "stock.list", "containers", "code", "product_name", true},
    {"CODE", "mix.list", "mixes", "code", "kind", true},
    {"MIX", "mix.list", "mixes", "code", "kind", true},
    {"CLIENT", "client.list", "clients", "code", NULL, true},
    {"COURSE", "course.list", "courses", "code", "client_code", true},
    {"SESSION", "session.list", "sessions", "code", "client_code", true},
    {"RECALL", "recall.list", "recalls", "code", NULL, true},
    {"STAFF", "staff.list", "staff", "code", "name", false},
    {"PACK", "rule.list", "packs", "id", "place", false},
    {"ID", "rule.list", "packs", "id", "place", false},
    {"PIGMENT", "pigment.list", "pigments", "name", "origin", false},
    {"METHOD", "rpc.discover", "methods", "name", "summary", false},
};

static bool is_plain(const char *text)
{
    return *text && *text != '-' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                             "._/+@:-")] == '\0';
}

/* The result, in the arena; NULL when there is none. */
static const cJSON *ask(struct stipple_client *client, struct arena *a, const char *method,
                        const char *params)
{
    struct stipple_failure failure;
    struct json_fault fault;
    const char *result;
    if (stipple_client_run(client, method, params, WAIT_MS, &result, &failure) != STIPPLE_EXIT_DONE)
        return NULL;
    return json_parse(a, result, strlen(result), STIPPLE_DEPTH_MAX, &fault);
}

static void rows_offer(const struct offering *o, const struct source *source, const cJSON *result)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, member_at(result, source->rows))
    {
        const char *word = member_text(row, source->member);
        struct buffer about = {0};
        if (source->about)
            value_view(&about, row, source->about, FORMAT_TEXT);
        if (word && is_plain(word))
            offer(o, word, strlen(word), source->about ? buffer_string(&about) : NULL);
        buffer_free(&about);
    }
}

static void source_offer(const struct offering *o, const struct source *source,
                         struct stipple_client *client)
{
    char params[128] = "{}", cursor[80] = "";
    for (int page = 0; page < (source->pages ? PAGES_MAX : 1); page++) {
        struct arena a = {0};
        if (source->pages)
            snprintf(params, sizeof params, "{\"limit\":1000%s%s%s}",
                     *cursor ? ",\"cursor\":\"" : "", cursor, *cursor ? "\"" : "");
        const cJSON *result = ask(client, &a, source->method, params);
        const char *next = member_text(result, "cursor");
        rows_offer(o, source, result);
        snprintf(cursor, sizeof cursor, "%s", next && is_plain(next) ? next : "");
        arena_free(&a);
        if (!*cursor)
            return;
    }
}

static const cJSON *named(const cJSON *list, const char *name, size_t length)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = member_text(item, "name");
        if (text && strlen(text) == length && strncmp(text, name, length) == 0)
            return item;
    }
    return NULL;
}

/* The schema that a reference in the document leads to; a schema without one stays. */
static const cJSON *schema_of(const cJSON *document, const cJSON *schema)
{
    static const char place[] = "#/components/schemas/";
    const char *ref = member_text(schema, "$ref");
    if (!ref || strncmp(ref, place, strlen(place)) != 0)
        return schema;
    const cJSON *schemas = member_at(document, "components.schemas");
    return cJSON_GetObjectItemCaseSensitive(schemas, ref + strlen(place));
}

/* The words that the method lets a parameter be, "layout.zone" for a member of one. */
static const cJSON *choices_of(const cJSON *document, const char *method, const char *param)
{
    const cJSON *entry = named(member_at(document, "methods"), method, strlen(method));
    const cJSON *field = named(member_at(entry, "params"), param, strcspn(param, "."));
    const cJSON *schema = schema_of(document, member_at(field, "schema"));
    const char *dot = strchr(param, '.');
    if (dot)
        schema = cJSON_GetObjectItemCaseSensitive(member_at(schema, "properties"), dot + 1);
    const cJSON *items = member_at(schema, "items");
    return member_at(items ? items : schema, "enum");
}

static void choices_offer(const struct offering *o, const char *method, const char *param,
                          struct stipple_client *client)
{
    struct arena a = {0};
    const cJSON *word, *document = ask(client, &a, "rpc.discover", "{}");
    cJSON_ArrayForEach(word, choices_of(document, method, param))
    {
        if (cJSON_IsString(word) && is_plain(word->valuestring))
            offer(o, word->valuestring, strlen(word->valuestring), NULL);
    }
    arena_free(&a);
}

void values_offer(const struct offering *o, const struct command *c, const char *metavar,
                  const char *param, const char *socket)
{
    struct stipple_client *client;
    struct stipple_failure failure;
    size_t length = strspn(metavar, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool found = false;
    if (stipple_client_connect(socket, WAIT_MS, &client, &failure) != STIPPLE_EXIT_DONE)
        return;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strlen(sources[i].metavar) == length &&
            strncmp(sources[i].metavar, metavar, length) == 0) {
            source_offer(o, &sources[i], client);
            found = true;
        }
    if (!found && c && c->method && param)
        choices_offer(o, c->method, param, client);
    stipple_client_free(client);
}
