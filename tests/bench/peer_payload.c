/* A call answered with what is known beforehand: the least that parsing and answering can cost. */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024, PAYLOAD_MAX = 16384 };

static char block[BLOCK_SIZE], payload[PAYLOAD_MAX];
static size_t used, payload_length;
static cJSON *model;

static void *block_take(size_t size)
{
    size = (size + 15) / 16 * 16;
    if (size > BLOCK_SIZE - used)
        return NULL;
    used += size;
    return block + used - size;
}

static void block_leave(void *memory)
{
    (void)memory;
}

cJSON *call_parse(const char *line, size_t length)
{
    used = 0;
    cJSON_InitHooks(&(cJSON_Hooks){block_take, block_leave});
    cJSON *call = cJSON_ParseWithLength(line, length);
    if (!cJSON_IsString(cJSON_GetObjectItemCaseSensitive(call, "method")))
        abort();
    return call;
}

size_t call_answer(const cJSON *call, const char *result, size_t length, char *to)
{
    int head = sprintf(to, "{\"jsonrpc\":\"2.0\",\"id\":%.0f,\"result\":",
                       cJSON_GetObjectItemCaseSensitive(call, "id")->valuedouble);
    memcpy(to + head, result, length);
    to[(size_t)head + length] = '}';
    to[(size_t)head + length + 1] = '\n';
    return (size_t)head + length + 2;
}

static size_t payload_answer(char *line, size_t length, char *to)
{
    return call_answer(call_parse(line, length), payload, payload_length, to);
}

static size_t tree_answer(char *line, size_t length, char *to)
{
    const cJSON *call = call_parse(line, length);
    cJSON *reply = cJSON_CreateObject();
    cJSON_AddStringToObject(reply, "jsonrpc", "2.0");
    cJSON_AddNumberToObject(reply, "id", cJSON_GetObjectItemCaseSensitive(call, "id")->valuedouble);
    cJSON_AddItemToObject(reply, "result", cJSON_Duplicate(model, true));
    if (!cJSON_PrintPreallocated(reply, to, PAYLOAD_MAX, false))
        abort();
    size_t n = strlen(to);
    to[n] = '\n';
    return n + 1;
}

peer_answer *payload_open(const char *path, bool tree)
{
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file)
        return NULL;
    payload_length = fread(payload, 1, sizeof payload, file);
    fclose(file);
    model = cJSON_ParseWithLength(payload, payload_length);
    return model ? (tree ? tree_answer : payload_answer) : NULL;
}
