/* The id is read first, whatever else is wrong, so that the refusal finds its way to the call it
 * refuses. It is kept as JSON text: text and number ids then need no second look when they go back.
 */
#include "rpc/envelope.h"

#include "base/value.h"
#include "json/canonical.h"
#include "json/escape.h"
#include "json/writer.h"
#include "stipple/protocol.h"

#include <math.h>
#include <string.h>

static const char null_id[] = "null";

const char *id_text(const cJSON *id, struct arena *a)
{
    struct buffer text = {0};
    if (cJSON_IsNull(id))
        return null_id;
    if (cJSON_IsString(id) && strlen(id->valuestring) <= STIPPLE_ID_MAX)
        json_escape(&text, id->valuestring, strlen(id->valuestring));
    else if (cJSON_IsNumber(id) && id->valuedouble == trunc(id->valuedouble) &&
             fabs(id->valuedouble) <= (double)INT_EXACT_MAX)
        json_integer(&text, (int64_t)id->valuedouble);
    else
        return NULL;
    const char *copy = text.failed ? NULL : arena_copy(a, text.data, text.length);
    a->starved |= text.failed;
    buffer_free(&text);
    return copy;
}

static enum stipple_error id_read(const cJSON *json, struct arena *a, struct request *ret,
                                  struct error *e)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(json, "id");
    ret->notification = !id;
    if (!id)
        return STIPPLE_OK;
    const char *text = id_text(id, a);
    if (!text && a->starved)
        return fail_memory(e);
    if (!text)
        return fail(e, STIPPLE_RPC_INVALID, "id",
                    "The id must be a text of at most %d bytes, a whole number or null.",
                    STIPPLE_ID_MAX);
    ret->id = text;
    return STIPPLE_OK;
}

static enum stipple_error names_check(const cJSON *json, struct error *e)
{
    for (const cJSON *member = json->child; member; member = member->next)
        if (strcmp(member->string, "jsonrpc") != 0 && strcmp(member->string, "id") != 0 &&
            strcmp(member->string, "method") != 0 && strcmp(member->string, "params") != 0)
            return fail(e, STIPPLE_RPC_INVALID, NULL,
                        "A request holds jsonrpc, id, method and params, nothing else.");
    return STIPPLE_OK;
}

static enum stipple_error method_read(const cJSON *json, struct request *ret, struct error *e)
{
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(json, "jsonrpc");
    if (!cJSON_IsString(version) || strcmp(version->valuestring, "2.0") != 0)
        return fail(e, STIPPLE_RPC_INVALID, "jsonrpc", "`jsonrpc` must be \"2.0\".");
    const cJSON *method = cJSON_GetObjectItemCaseSensitive(json, "method");
    if (!cJSON_IsString(method))
        return fail(e, STIPPLE_RPC_INVALID, "method", "`method` must be the name of a method.");
    ret->method = method->valuestring;
    return STIPPLE_OK;
}

static enum stipple_error envelope_read(const cJSON *json, struct arena *a, struct request *ret,
                                        struct error *e)
{
    if (!cJSON_IsObject(json))
        return fail(e, STIPPLE_RPC_INVALID, NULL, "A request is an object.");
    TRY(id_read(json, a, ret, e));
    TRY(names_check(json, e));
    TRY(method_read(json, ret, e));
    ret->params = cJSON_GetObjectItemCaseSensitive(json, "params");
    if (ret->params && !cJSON_IsObject(ret->params) && !cJSON_IsArray(ret->params))
        return fail(e, STIPPLE_RPC_INVALID, "params", "`params` must be an object.");
    return STIPPLE_OK;
}

enum stipple_error request_read(const cJSON *json, struct arena *a, struct request *ret,
                                struct error *e)
{
    *ret = (struct request){.id = null_id};
    enum stipple_error code = envelope_read(json, a, ret, e);
    if (code != STIPPLE_OK) {
        ret->notification = false;
        return code;
    }
    if (cJSON_IsArray(ret->params))
        return fail(e, STIPPLE_PARAM_TYPE, NULL, "Parameters go by name, in an object.");
    return STIPPLE_OK;
}

void reply_begin(struct buffer *out, const char *id)
{
    buffer_text(out, "{\"jsonrpc\":\"2.0\",\"id\":");
    buffer_text(out, id);
    buffer_text(out, ",\"result\":");
}

void reply_end(struct buffer *out)
{
    buffer_byte(out, '}');
}

void error_encode(const struct error *e, struct json_writer *w)
{
    const struct stipple_error_info *info = stipple_error_info(e->code);
    json_object(w);
    json_key(w, "code");
    json_int(w, info->code);
    json_key(w, "message");
    json_text(w, e->message);
    json_key(w, "data");
    json_object(w);
    json_key(w, "name");
    json_text(w, info->name);
    if (*e->field) {
        json_key(w, "field");
        json_text(w, e->field);
    }
    if (*e->hint) {
        json_key(w, "hint");
        json_text(w, e->hint);
    }
    json_key(w, "retry");
    json_bool(w, info->retry);
    json_object_end(w);
    json_object_end(w);
}

void reply_error(struct buffer *out, const char *id, const struct error *e)
{
    buffer_text(out, "{\"jsonrpc\":\"2.0\",\"id\":");
    buffer_text(out, id);
    buffer_text(out, ",\"error\":");
    struct json_writer w = {.out = out};
    error_encode(e, &w);
    buffer_byte(out, '}');
}

void notification_write(struct buffer *out, const char *method, const char *params)
{
    buffer_text(out, "{\"jsonrpc\":\"2.0\",\"method\":");
    json_escape(out, method, strlen(method));
    buffer_text(out, ",\"params\":");
    buffer_text(out, params);
    buffer_byte(out, '}');
}
