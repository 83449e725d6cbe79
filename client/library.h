/* What the files of the client library share. */
#ifndef STIPPLE_CLIENT_LIBRARY_H
#define STIPPLE_CLIENT_LIBRARY_H

#include <stddef.h>
#include "base/buffer.h"
#include "stipple/client.h"
#include "stipple/protocol.h"

struct stipple_client {
    int fd;           /* -1 once the connection is of no more use */
    struct buffer in; /* what came; the line handed out last stands in front */
    size_t taken;     /* bytes of it that the next call throws away */
    size_t scanned;   /* bytes already searched for a line's end */
    int64_t last_id;
    int64_t write_id; /* the latest unanswered call with an op_id, 0 when none */
    char op_id[STIPPLE_OP_ID_SIZE];
};

/* Fills the failure from the error list and returns its status; message as printf. */
enum stipple_exit failure_set(struct stipple_failure *f, enum stipple_error code,
                              const char *format, ...) __attribute__((format(printf, 3, 4)));
void failure_hint(struct stipple_failure *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads one line (length bytes, a NUL behind it, which it may move to end the text it returns). */
enum stipple_exit reply_read(char *line, size_t length, struct stipple_message *ret,
                             struct stipple_failure *f);

/* Moments on the monotonic clock, so that a call with a timeout ends in time however often it is
 * interrupted. */
int64_t deadline_after(int timeout_ms);
/* What is left, for poll(2): -1 for ever, 0 when it has passed. */
int deadline_left(int64_t deadline);

#endif
