/* One line as a client might send it: strict check, parse, envelope, and the parameters of every
 * method the request could mean, decoded and encoded again. */
#include "fuzz.h"

#include "app/table.h"
#include "json/parse.h"
#include "rpc/decode.h"
#include "rpc/encode.h"
#include "rpc/envelope.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

/* Whatever decodes must encode to JSON that passes the check itself. */
static void method_try(const struct method *method, const cJSON *params)
{
    struct arena a = {0};
    struct error e;
    struct json_fault fault;
    void *into = arena_take(&a, method->params->size);
    if (into && schema_decode(method->params, params, &a, into, &e) == STIPPLE_OK) {
        struct buffer out = {.max = STIPPLE_REPLY_MAX};
        struct json_writer w = {&out, false};
        schema_encode(method->params, into, &w);
        if (!out.failed && json_check(out.data, out.length, STIPPLE_DEPTH_MAX, &fault) != 0)
            abort();
        buffer_free(&out);
    }
    arena_free(&a);
}

static void request_try(const cJSON *json, struct arena *a)
{
    struct request request;
    struct error e;
    if (request_read(json, a, &request, &e) != STIPPLE_OK)
        return;
    for (const struct method *const *domain = method_domains; *domain; domain++)
        for (const struct method *method = *domain; method->name; method++)
            method_try(method, request.params);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct json_fault fault = {0};
    const cJSON *json = json_parse(&a, (const char *)data, size, STIPPLE_DEPTH_MAX, &fault);
    if (!json && (!fault.why || fault.at > size))
        abort();
    if (cJSON_IsObject(json))
        request_try(json, &a);
    const cJSON *member;
    cJSON_ArrayForEach(member, json)
    {
        request_try(member, &a);
    }
    arena_free(&a);
    return 0;
}
