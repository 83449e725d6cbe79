/* All clients, and the one somebody is looking for. */
#include "app/identity.h"
#include "app/schemas.h"

struct client_row {
    const char *id, *code, *name, *born;
    int erased;
    int64_t purged_by;
    struct instant added_at;
    int64_t open_courses;
};
static const struct field row_fields[] = {
    {FIELD(struct client_row, id, UUID), .required = true, .doc = "The client."},
    {FIELD(struct client_row, code, TEXT), .required = true, .doc = "C-0001."},
    {FIELD(struct client_row, name, TEXT), .doc = "Where names were asked for."},
    {FIELD(struct client_row, born, DATE), .doc = "Likewise."},
    {FIELD(struct client_row, erased, BOOL), .required = true, .doc = "Their record was erased."},
    {FIELD(struct client_row, purged_by, INT), .doc = "The event that purged it."},
    {FIELD(struct client_row, added_at, TIME), .required = true, .doc = "Since when."},
    {FIELD(struct client_row, open_courses, INT), .required = true,
     .doc = "Courses that are not closed."},
};
static const struct schema row_schema = SCHEMA("ClientRow", struct client_row, row_fields);

struct client_list_params {
    struct look_head look;
    int names;
    struct page_params page;
};
static const struct field list_fields[] = {
    {FIELD(struct client_list_params, names, BOOL), .fallback = "false",
     .doc = "With names: a look at each."},
    PAGE_FIELDS(struct client_list_params),
};
static const struct schema list_schema =
    SCHEMA_ON(&look_head_schema, "ClientListParams", struct client_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("clients", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &row_schema, .doc = "In the order they came."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("ClientList", struct page_result, list_result_fields);

static struct client_row row_of(const struct client *client)
{
    return (struct client_row){.id = client->id,
                               .code = client->code,
                               .erased = client->sealed == NULL,
                               .purged_by = client->purged,
                               .added_at = client->added_at,
                               .open_courses = client->open_courses};
}

static enum stipple_error row_name(struct call *call, const struct look_head *look,
                                   const struct identity *identity, struct client_row *row)
{
    row->name = identity->name;
    row->born = identity->born;
    return look_note(call, look, row->id);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct client_list_params *p = params;
    struct page_result *r = result;
    struct list clients;
    bool names = p->names == 1;
    TRY(names ? look_check(call, &p->look) : STIPPLE_OK);
    TRY(client_list(call->store, &call->arena, p->page.limit, p->page.cursor, &clients, &r->cursor,
                    &call->error));
    const struct client *client = clients.items;
    for (size_t i = 0; i < clients.n; i++) {
        struct client_row *row = list_add(&call->arena, &r->rows, sizeof *row);
        struct identity identity;
        if (!row)
            return fail_memory(&call->error);
        *row = row_of(&client[i]);
        if (!names || row->erased)
            continue;
        TRY(identity_open(call, &client[i], &identity));
        TRY(row_name(call, &p->look, &identity, row));
    }
    return STIPPLE_OK;
}

struct client_find_params {
    struct look_head look;
    const char *name;
    int64_t limit;
};
static const struct field find_fields[] = {
    {FIELD(struct client_find_params, name, TEXT), .required = true, .min = 1,
     .max = NAME_MAX_CHARS,
     .doc = "How the words of the name begin, in any order; case and accents do not matter."},
    {FIELD(struct client_find_params, limit, INT), .min = 1, .max = 100, .fallback = "20",
     .doc = "Rows at most."},
};
static const struct schema find_schema =
    SCHEMA_ON(&look_head_schema, "ClientFindParams", struct client_find_params, find_fields);

struct client_find_result {
    struct list clients, warnings;
};
static const struct field find_result_fields[] = {
    {FIELD(struct client_find_result, clients, OBJECT), .list = true, .required = true,
     .object = &row_schema, .doc = "In the order they came."},
    WARNINGS_FIELD(struct client_find_result),
};
static const struct schema find_result_schema =
    SCHEMA("ClientsFound", struct client_find_result, find_result_fields);

static enum stipple_error handle_find(struct call *call, void *params, void *result)
{
    const struct client_find_params *p = params;
    struct client_find_result *r = result;
    struct list all;
    bool more;
    TRY(look_check(call, &p->look));
    TRY(client_find(call->store, &call->arena, p->name, p->limit, &all, &more, &call->error));
    const struct client_found *found = all.items;
    for (size_t i = 0; i < all.n; i++) {
        struct client_row *row = list_add(&call->arena, &r->clients, sizeof *row);
        struct identity identity;
        if (!row)
            return fail_memory(&call->error);
        *row = row_of(&found[i].client);
        TRY(identity_read(call, found[i].identity, &identity));
        TRY(row_name(call, &p->look, &identity, row));
    }
    if (more)
        warn(&call->arena, &r->warnings, "client.more", "name",
             "There are more; say more of the name.");
    return STIPPLE_OK;
}

static const struct example list_examples[] = {
    {.name = "codes",
     .params = "{}",
     .result = "{\"clients\":[{\"code\":\"C-0001\",\"open_courses\":0},{\"code\":\"C-0002\"}]}"},
    {.name = "names, each of them a look",
     .params = "{\"names\":true,\"reason\":\"tidying up\",\"by\":\"S-01\",\"limit\":1}",
     .result = "{\"clients\":[{\"code\":\"C-0001\",\"name\":\"Démo Client\"}]}"},
    {.name = "a page of nothing",
     .params = "{\"limit\":0}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "limit"},
    {0}};

static const struct example find_examples[] = {
    {.name = "by the beginning of the words of a name",
     .params = "{\"name\":\"cli DEM\"}",
     .result = "{\"clients\":[{\"code\":\"C-0001\",\"name\":\"Démo Client\","
               "\"born\":\"1984-05-17\"}],\"warnings\":[]}"},
    {.name = "nobody", .params = "{\"name\":\"lient\"}", .result = "{\"clients\":[]}"},
    {.name = "no name at all",
     .params = "{\"name\":\"\"}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "name"},
    {0}};

static const enum stipple_error list_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_REASON_MISSING,
                                                 STIPPLE_OK};
static const enum stipple_error find_errors[] = {STIPPLE_REASON_MISSING, STIPPLE_OK};
const struct method client_list_methods[] = {
    {"client.list", "All clients, by code. Names shown leave an event.", ROLE_ANY, METHOD_READ,
     &list_schema, &list_result_schema, list_errors, list_examples, handle_list},
    {"client.find", "Looks for a name. What is found leaves an event.",
     ROLE_ARTIST | ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &find_schema, &find_result_schema,
     find_errors, find_examples, handle_find},
    {0}};
