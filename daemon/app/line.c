/* Every call of a line keeps it alive, and the last one to end sends a batch. */
#include "app/line.h"

#include "rpc/envelope.h"
#include "stipple/protocol.h"

#include <stdlib.h>

struct line *line_new(struct connection *c)
{
    struct line *line = malloc(sizeof *line);
    if (line)
        *line = (struct line){
            .connection = connection_ref(c), .pending = 1, .out = {.max = STIPPLE_REPLY_MAX}};
    return line;
}

/* The end of the line does not count as the reply's. */
void line_reply(struct connection *c, struct buffer *reply)
{
    reply->max = 0;
    buffer_byte(reply, '\n');
    connection_send(c, reply);
}

void line_send(struct line *line, struct buffer *reply)
{
    if (line->batch && connection_is_open(line->connection)) {
        size_t before = line->out.capacity;
        buffer_byte(&line->out, line->out.length ? ',' : '[');
        buffer_add(&line->out, reply->data, reply->length);
        line->out.failed |= reply->failed;
        line->out.full |= reply->full;
        connection_hold(line->connection, line->out.capacity - before);
    } else if (!line->batch) {
        line_reply(line->connection, reply);
    }
    buffer_free(reply);
}

/* A batch whose joined replies are over the limit is one error, as JSON-RPC has no half answers. */
static void batch_send(struct line *line)
{
    if (line->out.failed) {
        struct error e;
        if (line->out.full)
            fail(&e, STIPPLE_RPC_TOO_LARGE, NULL, "The answers of the batch are over the limit.");
        else
            fail_memory(&e);
        buffer_free(&line->out);
        reply_error(&line->out, "null", &e);
    } else if (line->out.length > 0) {
        buffer_byte(&line->out, ']');
    }
    if (line->out.length > 0 || line->out.failed)
        line_reply(line->connection, &line->out);
}

void line_release(struct line *line)
{
    if (--line->pending > 0)
        return;
    connection_release(line->connection, line->out.capacity);
    if (line->batch)
        batch_send(line);
    buffer_free(&line->out);
    connection_unref(line->connection);
    free(line);
}

void line_refuse(struct line *line, const char *id, const struct error *e)
{
    struct buffer reply = {.max = STIPPLE_REPLY_MAX};
    reply_error(&reply, id, e);
    line_send(line, &reply);
}
