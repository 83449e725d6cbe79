/* JSON-RPC 2.0 around a call: requests out of a parsed line, replies into a buffer. */
#ifndef STIPPLE_RPC_ENVELOPE_H
#define STIPPLE_RPC_ENVELOPE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "json/writer.h"

struct request {
    const char *id; /* JSON text of the id as it is to be sent back; "null" where none is known */
    bool notification;
    const char *method;
    const cJSON *params; /* an object, or NULL */
};

/* The JSON text of an id, in the arena; NULL when no call can have it (a text of more than
 * STIPPLE_ID_MAX bytes, a number that is not whole or not exact) or the arena is starved. */
const char *id_text(const cJSON *id, struct arena *a);

/* Checks one member of a batch, or a single request. On failure `ret` still holds the id as far as
 * it was legible, and is a notification only where it is sound but for parameters in a list:
 * JSON-RPC (section 4.1) leaves that unanswered. */
enum stipple_error request_read(const cJSON *json, struct arena *a, struct request *ret,
                                struct error *e);

/* {"jsonrpc":"2.0","id":…,"result": — the caller appends the result's text, then reply_end. No
 * newline is written: batches join replies. */
void reply_begin(struct buffer *out, const char *id);
void reply_end(struct buffer *out);
/* The error object: {"code", "message", "data": {"name", "field"?, "hint"?, "retry"}}. */
void error_encode(const struct error *e, struct json_writer *w);
/* A whole error reply. */
void reply_error(struct buffer *out, const char *id, const struct error *e);
/* A whole notification from the daemon; params is JSON text. */
void notification_write(struct buffer *out, const char *method, const char *params);

#endif
