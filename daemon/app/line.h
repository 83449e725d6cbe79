/* A line of one connection and what is sent back for it: a reply a call, or all of a batch at once.
 */
#ifndef STIPPLE_APP_LINE_H
#define STIPPLE_APP_LINE_H

#include "base/buffer.h"
#include "base/error.h"
#include "net/server.h"

struct line {
    struct connection *connection; /* referenced */
    bool batch;
    size_t pending; /* calls not ended, and one while the line is being read */
    struct buffer out;
};

/* NULL when memory ran out. */
struct line *line_new(struct connection *c);
/* One reply, on its own or for the batch; the buffer is empty afterwards. */
void line_send(struct line *line, struct buffer *reply);
/* An error as a reply; `id` is JSON. */
void line_refuse(struct line *line, const char *id, const struct error *e);
/* One of `pending` less; the last sends the batch and frees the line. */
void line_release(struct line *line);
/* A reply that belongs to no line. */
void line_reply(struct connection *c, struct buffer *reply);

#endif
