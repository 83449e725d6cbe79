/* The work on a recall: its list, who was told, and the drill that shows beforehand how long it
 * takes and who could not be told. */
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
    const char *recall;
    int names;
};
static const struct field show_fields[] = {
    {FIELD(struct recall_show_params, recall, REF), .required = true, .of = "recall",
     .doc = "Which."},
    {FIELD(struct recall_show_params, names, BOOL), .fallback = "false",
     .doc = "With who they are and what was said: a look at each."},
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
    struct list lots, stock, clients;
};
static const struct field view_fields[] = {
    EFFECT_FIELDS(struct recall_view),
    {FIELD(struct recall_view, lots, OBJECT), .list = true, .required = true,
     .object = &recall_lot_schema, .doc = "The lots it put on hold, matches first."},
    {FIELD(struct recall_view, stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema, .doc = "What stands here of them, to be set aside."},
    {FIELD(struct recall_view, clients, OBJECT), .list = true, .required = true,
     .object = &person_schema, .doc = "Whom they reached, with the log."},
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

static enum stipple_error identity_fill(struct call *call, const struct recall_client *row,
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
        TRY(identity_fill(call, row, &ret->identity));
        TRY(look_note(call, &p->look, row->client));
    }
    return log_fill(call, row, names, &ret->log);
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct recall_show_params *p = params;
    struct recall_view *view = result;
    struct recall_status status;
    if (p->names == 1)
        TRY(look_check(call, &p->look));
    TRY(recall_show(call->store, &call->arena, p->recall, &status, &call->error));
    const struct recall_client *row = status.found.clients.items;
    *view = (struct recall_view){
        status.recall, status.effect, status.found.lots, status.found.stock, {0}};
    for (size_t i = 0; i < status.found.clients.n; i++) {
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

/* The drill. */

struct recall_drill {
    struct write_head head;
    const char *lot;
};
static const struct field drill_fields[] = {
    {FIELD(struct recall_drill, lot, REF), .of = "lot",
     .doc = "As if this one were recalled; left out: one drawn by lot, that reached somebody."},
};
static const struct schema drill_schema =
    SCHEMA_ON(&write_head_schema, "RecallDrill", struct recall_drill, drill_fields);

struct drill_client {
    struct recall_client row;
    int reachable;
};
static const struct field drill_client_fields[] = {
    {FIELD(struct drill_client, reachable, BOOL), .required = true,
     .doc = "A telephone number, an address or an e-mail address is on file."},
};
static const struct schema drill_client_schema =
    SCHEMA_ON(&recall_client_schema, "DrillClient", struct drill_client, drill_client_fields);

struct drill_result {
    int drill, found;
    const char *lot, *lot_code, *maker, *product_name, *lot_no, *batch_no;
    struct list stock, clients;
    int64_t on_list, reachable, took_ms;
    double percent;
};
static const struct field drilled_fields[] = {
    {FIELD(struct drill_result, drill, BOOL), .required = true,
     .doc = "Always true: this was a drill, nothing is recalled and nothing held."},
    {FIELD(struct drill_result, lot, UUID), .required = true, .doc = "The lot drawn."},
    {FIELD(struct drill_result, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct drill_result, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct drill_result, product_name, TEXT), .required = true, .doc = "Of what."},
    {FIELD(struct drill_result, lot_no, TEXT), .doc = "The maker's lot number."},
    {FIELD(struct drill_result, batch_no, TEXT), .doc = "The maker's batch number."},
    {FIELD(struct drill_result, found, BOOL), .required = true,
     .doc = "A notice of it finds it again."},
    {FIELD(struct drill_result, stock, OBJECT), .list = true, .required = true,
     .object = &recall_stock_schema, .doc = "What would be set aside."},
    {FIELD(struct drill_result, clients, OBJECT), .list = true, .required = true,
     .object = &drill_client_schema, .doc = "Who would be told."},
    {FIELD(struct drill_result, on_list, INT), .required = true, .doc = "How many they are."},
    {FIELD(struct drill_result, reachable, INT), .required = true,
     .doc = "Of them, with a way to tell them on file."},
    {FIELD(struct drill_result, percent, NUMBER), .decimals = 1, .unit = "%",
     .doc = "Reachable, of all on the list: the score; absent when there is nobody."},
    {FIELD(struct drill_result, took_ms, INT), .required = true, .unit = "ms",
     .doc = "From the notice to the list."},
};
static const struct schema drilled_schema =
    SCHEMA("RecallDrilled", struct drill_result, drilled_fields);

/* Nobody is shown who they are, so this is no look. */
static enum stipple_error drill_people(struct call *call, const struct list *clients,
                                       struct drill_result *ret)
{
    const struct recall_client *row = clients->items;
    for (size_t i = 0; i < clients->n; i++) {
        const struct identity *who = NULL;
        struct drill_client *client = list_add(&call->arena, &ret->clients, sizeof *client);
        if (!client)
            return fail_memory(&call->error);
        if (row[i].sealed)
            TRY(identity_fill(call, &row[i], &who));
        client->row = row[i];
        client->reachable = who && (who->phone || who->email || who->address);
        ret->reachable += client->reachable;
    }
    ret->on_list = (int64_t)clients->n;
    ret->percent =
        clients->n > 0 ? 100.0 * (double)ret->reachable / (double)clients->n : NUMBER_ABSENT;
    return STIPPLE_OK;
}

static bool drill_finds(const struct recall_found *found, const char *code)
{
    const struct recall_lot *lot = found->lots.items;
    for (size_t i = 0; i < found->lots.n; i++)
        if (lot[i].verdict == VERDICT_MATCH && strcmp(lot[i].lot.code, code) == 0)
            return true;
    return false;
}

static enum stipple_error handle_drill(struct call *call, void *params, void *result)
{
    const struct recall_drill *p = params;
    const struct sources *sources = call->app->sources;
    struct notice notice;
    struct lot lot;
    struct recall_found found;
    struct drill_result made = {.drill = 1};
    TRY(recall_drill_notice(call->store, &call->arena, p->lot, &notice, &lot, &call->error));
    int64_t began = sources->now_ms(sources->context);
    TRY(recall_check(call->store, &call->arena, &notice, &found, &call->error));
    TRY(drill_people(call, &found.clients, &made));
    int64_t took = sources->now_ms(sources->context) - began;
    made.took_ms = took > 0 ? took : 0; /* the clock may have been set */
    made.found = drill_finds(&found, lot.code);
    made.stock = found.stock;
    made.lot = lot.id;
    made.lot_code = lot.code;
    made.maker = lot.maker;
    made.product_name = lot.product_name;
    made.lot_no = lot.lot_no;
    made.batch_no = lot.batch_no;
    *(struct drill_result *)result = made;
    return STIPPLE_OK;
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
    {.name = "no such recall",
     .params = "{\"recall\":\"R-0099\"}",
     .error = STIPPLE_RECALL_NOT_FOUND,
     .field = "recall"},
    {0}};

static const struct example drill_examples[] = {
    {.name = "as if this one were recalled",
     .params = "{" EXAMPLE_OP("0f31") ",\"by\":\"S-01\",\"lot\":\"L-0001\"}",
     .result = "{\"drill\":true,\"lot_code\":\"L-0001\",\"found\":true,\"on_list\":2,"
               "\"reachable\":1,\"percent\":50}"},
    {.name = "a lot there is not",
     .params = "{" EXAMPLE_OP("0f32") ",\"by\":\"S-01\",\"lot\":\"L-0099\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};

static const enum stipple_error contact_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_RECALL_CLIENT,
                                                    STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                    STIPPLE_TIME_ORDER,       STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_RECALL_NOT_FOUND, STIPPLE_REASON_MISSING,
                                                 STIPPLE_OK};
static const enum stipple_error drill_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                  STIPPLE_OK};

const struct method recall_work_methods[] = {
    {"recall.contact", "Writes down that a client was told, or that it was tried.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &contact_schema, &contacted_schema, contact_errors,
     contact_examples, handle_contact},
    {"recall.show", "One recall: stock held, clients with the log, how far it has come.", ROLE_ANY,
     METHOD_READ, &show_schema, &view_schema, show_errors, show_examples, handle_show},
    {"recall.drill", "A recall as an exercise: finds and times everything, holds nothing.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &drill_schema, &drilled_schema, drill_errors,
     drill_examples, handle_drill},
    {0}};
