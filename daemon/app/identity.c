#include "app/identity.h"

#include "app/schemas.h"
#include "json/parse.h"
#include "rpc/decode.h"
#include "stipple/protocol.h"

#include <string.h>

static const struct field identity_fields[] = {
    {FIELD(struct identity, name, TEXT), .required = true, .doc = "First and last name."},
    {FIELD(struct identity, born, DATE), .doc = "Date of birth."},
    {FIELD(struct identity, phone, TEXT), .doc = "Telephone."},
    {FIELD(struct identity, email, TEXT), .doc = "E-mail address."},
    {FIELD(struct identity, address, TEXT), .doc = "Where letters reach them."},
    {FIELD(struct identity, notes, TEXT), .doc = "History and health, in words."}};
const struct schema identity_schema = SCHEMA("Identity", struct identity, identity_fields);

enum stipple_error sealed_read(struct call *call, const struct schema *schema, const char *json,
                               void *into)
{
    struct json_fault fault;
    struct error e = {0};
    const cJSON *object = json_parse(&call->arena, json, strlen(json), STIPPLE_DEPTH_MAX, &fault);
    if (object && schema_decode(schema, object, &call->arena, into, &e) == STIPPLE_OK)
        return STIPPLE_OK;
    if (call->arena.starved)
        return fail_memory(&call->error);
    return fail(&call->error, STIPPLE_INTERNAL, NULL, "What was kept is no %s.", schema->name);
}

enum stipple_error identity_read(struct call *call, const char *json, struct identity *ret)
{
    return sealed_read(call, &identity_schema, json, ret);
}

enum stipple_error identity_open(struct call *call, const struct client *client,
                                 struct identity *ret)
{
    const char *json;
    TRY(client_open(call->store, &call->arena, client, &json, &call->error));
    return identity_read(call, json, ret);
}
