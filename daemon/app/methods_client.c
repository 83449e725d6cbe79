/* Clients: a code for everybody, a name that is sealed. */
#include "app/identity.h"
#include "app/schemas.h"

#include "base/time.h"

#include <string.h>

/* Taking in and amending. */

struct client_add {
    struct write_head head;
    struct identity identity;
};
static const struct field add_fields[] = {
    IDENTITY_FIELDS(struct client_add, identity, true, true),
};
static const struct schema add_schema =
    SCHEMA_ON(&write_head_schema, "ClientAdd", struct client_add, add_fields);

struct client_amend {
    struct write_head head;
    const char *client, *reason;
    struct identity identity;
};
static const struct field amend_fields[] = {
    {FIELD(struct client_amend, client, REF), .required = true, .of = "client", .doc = "Whose."},
    {FIELD(struct client_amend, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; kept in clear, so name nobody here."},
    IDENTITY_FIELDS(struct client_amend, identity, false, true),
};
static const struct schema amend_schema =
    SCHEMA_ON(&write_head_schema, "ClientAmend", struct client_amend, amend_fields);

static const struct field made_fields[] = {
    {FIELD(struct client_made, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct client_made, client_code, TEXT), .required = true, .doc = "Their code: C-0001."},
};
static const struct schema made_schema = SCHEMA("ClientMade", struct client_made, made_fields);

/* What is given wins; an empty text takes away. */
static const char *said(const char *given, const char *stands)
{
    const char *text = given ? given : stands;
    return text && *text ? text : NULL;
}

static struct identity identity_merged(const struct identity *given, const struct identity *stands)
{
    return (struct identity){
        .name = said(given->name, stands->name),
        .born = said(given->born, stands->born),
        .phone = said(given->phone, stands->phone),
        .email = said(given->email, stands->email),
        .address = said(given->address, stands->address),
        .notes = said(given->notes, stands->notes),
    };
}

static bool text_same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static bool identity_same(const struct identity *one, const struct identity *other)
{
    return text_same(one->name, other->name) && text_same(one->born, other->born) &&
           text_same(one->phone, other->phone) && text_same(one->email, other->email) &&
           text_same(one->address, other->address) && text_same(one->notes, other->notes);
}

/* What was wrong is not repeated: errors bear no identity. */
static enum stipple_error identity_check(struct call *call, const struct identity *identity)
{
    char today[DATE_LENGTH + 1];
    struct instant now;
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, today);
    const char *name = identity->name ? identity->name : "";
    if (strspn(name, " \t\n") == strlen(name))
        return fail(&call->error, STIPPLE_PARAM_FORMAT, "name", "`name` is empty.");
    if (identity->born && strcmp(identity->born, today) > 0)
        return fail(&call->error, STIPPLE_TIME_FUTURE, "born",
                    "A birth date in the future: check the year.");
    if (identity->email && !strchr(identity->email, '@'))
        return fail(&call->error, STIPPLE_PARAM_FORMAT, "email",
                    "An e-mail address has an @ in it.");
    return STIPPLE_OK;
}

static enum stipple_error handle_add(struct call *call, void *params, void *result)
{
    struct client_add *p = params;
    p->identity = identity_merged(&p->identity, &(struct identity){0});
    TRY(identity_check(call, &p->identity));
    return client_add(call->store, &call->arena, result, &call->error);
}

/* The whole identity after the change is what is sealed: the last event holds all of it. */
static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct client_amend *p = params;
    struct client client;
    struct identity stands, merged;
    TRY(client_show(call->store, &call->arena, p->client, &client, &call->error));
    TRY(identity_open(call, &client, &stands));
    merged = identity_merged(&p->identity, &stands);
    if (identity_same(&merged, &stands))
        return fail(&call->error, STIPPLE_NOTHING_TO_DO, NULL, "%s is like that already.",
                    client.code);
    TRY(identity_check(call, &merged));
    p->identity = merged;
    *(struct client_made *)result = (struct client_made){client.id, client.code};
    return STIPPLE_OK;
}

/* Examples. */

static const struct example add_examples[] = {
    {.name = "a new client",
     .params = "{" EXAMPLE_OP("0c01") ",\"by\":\"S-01\",\"name\":\"Démo Client\","
                                      "\"born\":\"1984-05-17\",\"phone\":\"+45 00 00 00 00\","
                                      "\"notes\":\"Takes nothing that thins the blood.\"}",
     .result = "{\"client_code\":\"C-0001\"}"},
    {.name = "another",
     .params = "{" EXAMPLE_OP("0c02") ",\"by\":\"S-01\",\"name\":\"Other Client\"}",
     .result = "{\"client_code\":\"C-0002\"}"},
    {.name = "born tomorrow",
     .params = "{" EXAMPLE_OP("0c03") ",\"by\":\"S-01\",\"name\":\"Third Client\","
                                      "\"born\":\"2026-03-03\"}",
     .error = STIPPLE_TIME_FUTURE,
     .field = "born"},
    {.name = "nobody",
     .params = "{" EXAMPLE_OP("0c04") ",\"by\":\"S-01\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "name"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "a new address; what is left out stays",
     .params = "{" EXAMPLE_OP("0c11") ",\"by\":\"S-01\",\"client\":\"C-0001\","
                                      "\"reason\":\"wants letters by e-mail\","
                                      "\"email\":\"demo@client.example\",\"phone\":\"\"}",
     .result = "{\"client_code\":\"C-0001\"}"},
    {.name = "that is no address",
     .params = "{" EXAMPLE_OP("0c12") ",\"by\":\"S-01\",\"client\":\"C-0001\","
                                      "\"reason\":\"new address\",\"email\":\"demo\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "email"},
    {.name = "nothing new",
     .params = "{" EXAMPLE_OP("0c13") ",\"by\":\"S-01\",\"client\":\"C-0001\","
                                      "\"reason\":\"checked\",\"born\":\"1984-05-17\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {0}};

static const enum stipple_error add_errors[] = {STIPPLE_TIME_FUTURE, STIPPLE_OP_REUSED, STIPPLE_OK};
static const enum stipple_error amend_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                  STIPPLE_NOTHING_TO_DO, STIPPLE_TIME_FUTURE,
                                                  STIPPLE_OK};
const struct method client_methods[] = {
    {"client.add", "Takes a client in; who they are is sealed.", ROLE_ARTIST | ROLE_MANAGER,
     METHOD_WRITE, &add_schema, &made_schema, add_errors, add_examples, handle_add},
    {"client.amend", "Changes who a client is; what is left out stays.", ROLE_ARTIST | ROLE_MANAGER,
     METHOD_WRITE, &amend_schema, &made_schema, amend_errors, amend_examples, handle_amend},
    {0}};
