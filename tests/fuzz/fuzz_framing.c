/* Bytes as they might come from a client, in pieces of any size: the lines that framing gives out
 * are those of a plain split of the whole, and each goes on to the strict check, the parser and the
 * envelope. The last two bytes of the input say how long a line may be and how the pieces fall. */
#include "fuzz.h"

#include "json/parse.h"
#include "net/framing.h"
#include "rpc/envelope.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

/* What the stream means, told slowly. */
struct plain {
    const char *at, *end;
    size_t line_max;
};

static enum frame plain_next(struct plain *p, const char **ret_line, size_t *ret_length)
{
    while (p->at < p->end) {
        const char *line = p->at, *end = line;
        while (end < p->end && *end != '\n')
            end++;
        size_t length = (size_t)(end - line);
        if (length > 0 && line[length - 1] == '\r')
            length--;
        p->at = end < p->end ? end + 1 : end;
        if (length > p->line_max)
            return FRAME_TOO_LONG;
        *ret_line = line;
        *ret_length = length;
        if (end < p->end && length > 0)
            return FRAME_LINE;
    }
    return FRAME_MORE;
}

/* A refusal is itself a line of strict JSON. */
static void refusal_try(const char *id, const struct error *e)
{
    struct json_fault fault;
    struct buffer reply = {.max = STIPPLE_REPLY_MAX};
    reply_error(&reply, id, e);
    expect(!reply.failed && !memchr(reply.data, '\n', reply.length));
    expect(json_check(reply.data, reply.length, STIPPLE_DEPTH_MAX, &fault) == 0);
    buffer_free(&reply);
}

static void request_try(const cJSON *json, struct arena *a)
{
    struct request request;
    struct error e = {0};
    if (request_read(json, a, &request, &e) != STIPPLE_OK)
        refusal_try(request.id, &e);
}

static void line_try(struct span *line)
{
    struct arena a = {0};
    struct json_fault fault = {0};
    const cJSON *json = json_parse(&a, line->data, line->length, STIPPLE_DEPTH_MAX, &fault);
    expect(json || (fault.why && fault.at <= line->length));
    if (cJSON_IsArray(json)) {
        const cJSON *member;
        cJSON_ArrayForEach(member, json)
        {
            request_try(member, &a);
        }
    } else if (json) {
        request_try(json, &a);
    }
    arena_free(&a);
}

/* Hands the piece on until it is used up; false when the stream is of no use any more. */
static bool piece_try(struct framing *f, struct span *piece, struct plain *plain)
{
    for (;;) {
        struct span line;
        const char *wanted = NULL;
        size_t length = 0;
        enum frame frame = framing_next(f, piece, plain->line_max, &line);
        if (frame == FRAME_MORE)
            return true;
        expect(frame == plain_next(plain, &wanted, &length));
        if (frame != FRAME_LINE)
            return false;
        expect(line.length == length && memcmp(line.data, wanted, length) == 0);
        line_try(&line);
        memset(line.data, '\n', line.length); /* the bytes are the reader's to change */
        framing_release(f);
        expect(!framing_half(f));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size -= 2;
    size_t line_max = data[size] == 0xFF ? STIPPLE_LINE_MAX : (size_t)data[size] * 8 + 1;
    unsigned step = data[size + 1];
    struct plain plain = {(const char *)data, (const char *)data + size, line_max};
    struct framing f = {0};
    bool sound = true;
    for (size_t done = 0, n; sound && done < size; done += n) {
        n = step % 61 + 1;
        step = step * 5 + 3;
        if (n > size - done)
            n = size - done;
        char *bytes = malloc(n); /* so that a look beyond the piece is seen */
        if (!bytes)
            break;
        memcpy(bytes, data + done, n);
        sound = piece_try(&f, &(struct span){bytes, n}, &plain);
        free(bytes);
    }
    const char *rest;
    size_t length;
    if (sound)
        expect(plain_next(&plain, &rest, &length) == FRAME_MORE);
    framing_free(&f);
    return 0;
}
