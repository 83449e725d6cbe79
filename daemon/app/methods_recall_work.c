/* The work on a recall: its list, and who was told. */
#include "app/recall_schema.h"

#include "store/seal.h"

#include <string.h>

/* Who was told. */

static const struct field contact_fields[] = {
    {FIELD(struct recall_contact, recall, REF), .required = true, .of = "recall", .doc = "Which."},
    {FIELD(struct recall_contact, client, REF), .required = true, .of = "client", .doc = "Whom."},
    {FIELD(struct recall_contact, reached, BOOL), .required = true,
     .doc = "They were told and it is known; a letter sent is not yet one read."},
    {FIELD(struct recall_contact, way, CHOICE), .required = true, .choices = contact_ways,
     .doc = "How it was tried."},
    {FIELD(struct recall_contact, words, TEXT), .sealed = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "What was said; kept under the client's key."},
};
static const struct schema contact_schema =
    SCHEMA_ON(&write_head_schema, "RecallContact", struct recall_contact, contact_fields);

static const struct field contacted_fields[] = {
    {FIELD(struct recall_contacted, recall, UUID), .required = true, .doc = "The recall."},
    {FIELD(struct recall_contacted, recall_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recall_contacted, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct recall_contacted, client_code, TEXT), .required = true, .doc = "Their code."},
};
static const struct schema contacted_schema =
    SCHEMA("RecallContacted", struct recall_contacted, contacted_fields);

/* The list. */

struct recall_show_params {
    struct look_head look;
    struct page_params page;
    const char *recall;
    int names;
};
static const struct field show_fields[] = {
    {FIELD(struct recall_show_params, recall, REF), .required = true, .of = "recall",
     .doc = "Which."},
    {FIELD(struct recall_show_params, names, BOOL), .fallback = "false",
     .doc = "With who they are and what was said: a look at each."},
    PAGE_FIELDS(struct recall_show_params),
};
static const struct schema show_schema =
    SCHEMA_ON(&look_head_schema, "RecallShowParams", struct recall_show_params, show_fields);

struct recall_told {
    struct instant at;
    int way, reached;
    const char *by, *words;
};
static const struct field told_fields[] = {
    {FIELD(struct recall_told, at, TIME), .required = true, .doc = "When."},
    {FIELD(struct recall_told, way, CHOICE), .required = true, .choices = contact_ways,
     .doc = "How."},
    {FIELD(struct recall_told, reached, BOOL), .required = true, .doc = "Whether they were."},
    {FIELD(struct recall_told, by, TEXT), .required = true, .doc = "Who tried."},
    {FIELD(struct recall_told, words, TEXT), .doc = "What was said, where names are asked for."},
};
static const struct schema told_schema = SCHEMA("RecallTold", struct recall_told, told_fields);

struct recall_person {
    struct recall_client row;
    int erased, reached;
    const struct identity *identity;
    struct list log;
};
static const struct field person_fields[] = {
    {FIELD(struct recall_person, reached, BOOL), .required = true, .doc = "They were told."},
    {FIELD(struct recall_person, erased, BOOL), .required = true,
     .doc = "Their record was erased: they cannot be told any more."},
    {FIELD(struct recall_person, identity, OBJECT), .object = &identity_schema,
     .doc = "Who they are, where names are asked for."},
    {FIELD(struct recall_person, log, OBJECT), .list = true, .required = true,
     .object = &told_schema, .doc = "Each attempt, oldest first."},
};
static const struct schema person_schema =
    SCHEMA_ON(&recall_client_schema, "RecallPerson", struct recall_person, person_fields);

struct recall_view {
    struct recall recall;
    struct recall_effect effect;
    struct list lots, undecided, spared, stock, clients;
    const char *cursor;
};
static const struct field view_fields[] = {
    EFFECT_FIELDS(struct recall_view),
    {FIELD(struct recall_view, lots, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema,
     .doc = "The lots it put on hold, matches first; on the first page."},
    {FIELD(struct recall_view, undecided, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema,
     .doc = "Lots that its notice may mean and that are not held: recall.include or "
            "recall.exclude. On the first page."},
    {FIELD(struct recall_view, spared, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema,
     .doc = "Lots that somebody looked at and found not to be; on the first page."},
    {FIELD(struct recall_view, stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema,
     .doc = "What stands here of them, to be set aside; on the first page."},
    {FIELD(struct recall_view, clients, OBJECT), .list = true, .required = true,
     .object = &person_schema, .doc = "Whom they reached, with the log, a page at a time."},
    CLIENTS_CURSOR_FIELD(struct recall_view),
};
static const struct schema view_schema =
    SCHEMA_ON(&recall_schema, "RecallView", struct recall_view, view_fields);

/* What contact_schema seals. */
struct recall_words {
    const char *words;
};
static const struct field words_fields[] = {
    {FIELD(struct recall_words, words, TEXT), .doc = "What was said."}};
static const struct schema words_schema = SCHEMA("RecallWords", struct recall_words, words_fields);

static enum stipple_error log_fill(struct call *call, const struct recall_client *client,
                                   bool names, struct list *ret)
{
    const struct recall_attempt *attempt = client->log.items;
    for (size_t i = 0; i < client->log.n; i++) {
        struct recall_told *told = list_add(&call->arena, ret, sizeof *told);
        if (!told)
            return fail_memory(&call->error);
        *told = (struct recall_told){attempt[i].at, attempt[i].way, attempt[i].reached == 1,
                                     attempt[i].by, NULL};
        if (!names || !attempt[i].sealed)
            continue;
        const char *json;
        struct recall_words words = {0};
        TRY(seal_open(call->store, &call->arena, client->client, attempt[i].sealed, &json,
                      &call->error));
        TRY(sealed_read(call, &words_schema, json, &words));
        told->words = words.words;
    }
    return STIPPLE_OK;
}

enum stipple_error recall_identity(struct call *call, const struct recall_client *row,
                                   const struct identity **ret)
{
    struct client client = {.id = row->client, .code = row->client_code, .sealed = row->sealed};
    struct identity *identity = arena_take(&call->arena, sizeof *identity);
    if (!identity)
        return fail_memory(&call->error);
    TRY(identity_open(call, &client, identity));
    *ret = identity;
    return STIPPLE_OK;
}

static enum stipple_error person_fill(struct call *call, const struct recall_show_params *p,
                                      const struct recall_client *row, struct recall_person *ret)
{
    bool names = p->names == 1 && row->sealed;
    ret->row = *row;
    ret->erased = row->sealed == NULL;
    ret->reached = row->reached;
    if (names) {
        TRY(recall_identity(call, row, &ret->identity));
        TRY(look_note(call, &p->look, row->client));
    }
    return log_fill(call, row, names, &ret->log);
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct recall_show_params *p = params;
    struct recall_view *view = result;
    struct recall_status status;
    struct list page;
    if (p->names == 1)
        TRY(look_check(call, &p->look));
    TRY(recall_show(call->store, &call->arena, p->recall, &status, &call->error));
    *view = (struct recall_view){.recall = status.recall, .effect = status.effect};
    if (!p->page.cursor) {
        view->lots = status.found.lots;
        view->undecided = status.undecided;
        view->spared = status.spared;
        view->stock = status.found.stock;
    }
    TRY(recall_clients_page(&call->arena, &status.found.clients, p->page.limit, p->page.cursor,
                            &page, &view->cursor, &call->error));
    const struct recall_client *row = page.items;
    for (size_t i = 0; i < page.n; i++) {
        struct recall_person *person = list_add(&call->arena, &view->clients, sizeof *person);
        if (!person)
            return fail_memory(&call->error);
        TRY(person_fill(call, p, &row[i], person));
    }
    return STIPPLE_OK;
}

static enum stipple_error handle_contact(struct call *call, void *params, void *result)
{
    return recall_contact(call->store, &call->arena, params, result, &call->error);
}

static const struct example contact_examples[] = {
    {.name = "nobody answers",
     .params = "{" EXAMPLE_OP("0f11") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"client\":"
                                      "\"C-0001\",\"reached\":false,\"way\":\"phone\"}",
     .result = "{\"recall_code\":\"R-0001\",\"client_code\":\"C-0001\"}"},
    {.name = "told; what was said is kept sealed",
     .params = "{" EXAMPLE_OP("0f12") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"client\":"
                                      "\"C-0001\",\"reached\":true,\"way\":\"phone\","
                                      "\"words\":\"No trouble so far; comes by on Friday.\"}",
     .result = "{\"client_code\":\"C-0001\"}"},
    {.name = "nobody by that code",
     .params = "{" EXAMPLE_OP("0f13") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"client\":"
                                      "\"C-0099\",\"reached\":true,\"way\":\"phone\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {.name = "a way there is not",
     .params = "{" EXAMPLE_OP("0f14") ",\"by\":\"S-01\",\"recall\":\"R-0001\",\"client\":"
                                      "\"C-0001\",\"reached\":true,\"way\":\"pigeon\"}",
     .error = STIPPLE_PARAM_CHOICE,
     .field = "way"},
    {0}};

static const struct example show_examples[] = {
    {.name = "how far it has come; codes only",
     .params = "{\"recall\":\"R-0001\"}",
     .result = "{\"code\":\"R-0001\",\"on_list\":2,\"reached\":1,\"percent\":50,"
               "\"minutes_to_list\":30,\"lots\":[{\"lot_code\":\"L-0001\"}],"
               "\"clients\":[{\"client_code\":\"C-0001\",\"log\":[{\"reached\":false},"
               "{\"reached\":true,\"by\":\"S-01\"}]}]}"},
    {.name = "the list to telephone by",
     .params = "{\"recall\":\"R-0001\",\"names\":true,\"by\":\"S-01\"}",
     .result = "{\"clients\":[{\"identity\":{\"name\":\"Démo Client\"},\"log\":[{},"
               "{\"words\":\"No trouble so far; comes by on Friday.\"}]}]}"},
    {.name = "the first page",
     .params = "{\"recall\":\"R-0001\",\"limit\":1}",
     .result = "{\"on_list\":2,\"clients\":[{\"client_code\":\"C-0001\"}],\"cursor\":\"c0.1\"}"},
    {.name = "and the next",
     .params = "{\"recall\":\"R-0001\",\"limit\":1,\"cursor\":\"c0.1\"}",
     .result = "{\"on_list\":2,\"lots\":[],\"clients\":[{\"client_code\":\"C-0002\"}]}"},
    {.name = "no page of it",
     .params = "{\"recall\":\"R-0001\",\"cursor\":\"x1\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {.name = "no such recall",
     .params = "{\"recall\":\"R-0099\"}",
     .error = STIPPLE_RECALL_NOT_FOUND,
     .field = "recall"},
    {0}};

static const enum stipple_error contact_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_RECALL_CLIENT,
                                                    STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                    STIPPLE_TIME_ORDER,       STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_REASON_MISSING,
                                                 STIPPLE_CURSOR_INVALID, STIPPLE_OK};

const struct method recall_work_methods[] = {
    {"recall.contact", "Writes down that a client was told, or that it was tried.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &contact_schema, &contacted_schema, contact_errors,
     contact_examples, handle_contact},
    {"recall.show", "One recall: stock held, clients with the log, how far it has come.", ROLE_ANY,
     METHOD_READ, &show_schema, &view_schema, show_errors, show_examples, handle_show},
    {0}};
