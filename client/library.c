/* One connection, one buffer: a reply stays where it was received and is lent to the caller until
 * the next call, so even a long list is never copied. A write's three outcomes (done, refused,
 * unknown) are kept apart here: what was not sent whole was not taken, since the daemon acts on
 * whole lines only; what was sent whole and carried an op_id is unknown until its answer comes. */
#include "client/library.h"

#include "base/sources.h"
#include "base/uuid.h"
#include "client/span.h"
#include "json/strict.h"
#include "json/writer.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVE_CHUNK = 64 * 1024 };

static enum stipple_exit connection_end(struct stipple_client *c, struct stipple_failure *f,
                                        const char *why)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    return failure_set(f, STIPPLE_CLIENT_UNREACHABLE, "The connection to the daemon ended%s.", why);
}

/* What a lost answer means: unknown, when the call could have changed something. */
static enum stipple_exit answer_lost(const struct stipple_client *c, const char *why,
                                     struct stipple_failure *f)
{
    if (c->write_id == 0)
        return failure_set(f, STIPPLE_CLIENT_UNREACHABLE, "%s before the daemon answered.", why);
    failure_set(f, STIPPLE_CLIENT_LOST,
                "%s before the daemon answered: whether this was done is not known.", why);
    failure_hint(f, "Send it again with the op_id %s: it is done at most once.", c->op_id);
    memcpy(f->op_id, c->op_id, sizeof f->op_id);
    return f->status;
}

/* 1 ready, 0 the time is over, -1 broken. */
static int socket_wait(int fd, short events, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = events};
    int n;
    do
        n = poll(&p, 1, deadline_left(deadline));
    while (n < 0 && errno == EINTR);
    return n;
}

static enum stipple_exit params_check(const char *params, size_t length, struct stipple_failure *f)
{
    struct json_fault fault;
    if (json_check(params, length, STIPPLE_DEPTH_MAX, &fault) != 0)
        return failure_set(f, STIPPLE_CLIENT_USAGE,
                           "The parameters are not strict JSON: %s, at byte %zu.", fault.why,
                           fault.at + 1);
    if (*span_trim(params, length).at != '{')
        return failure_set(f, STIPPLE_CLIENT_USAGE,
                           "The parameters are no JSON object: they go by name.");
    return STIPPLE_EXIT_DONE;
}

/* In checked JSON a line break is white space only; on the wire it would end the request. */
static void lines_join(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\n' || text[i] == '\r')
            text[i] = ' ';
}

static void request_write(struct buffer *out, int64_t id, const char *method, const char *params)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    json_key(&w, "jsonrpc");
    json_text(&w, "2.0");
    json_key(&w, "id");
    json_int(&w, id);
    json_key(&w, "method");
    json_text(&w, method);
    if (params) {
        json_key(&w, "params");
        json_raw(&w, params, strlen(params));
    }
    json_object_end(&w);
    if (!out->failed)
        lines_join(out->data, out->length);
    buffer_byte(out, '\n');
}

/* A daemon that takes no more connections says so before it closes. */
static enum stipple_exit send_fail(struct stipple_client *c, struct stipple_failure *f)
{
    struct stipple_message said;
    enum stipple_exit status = stipple_client_receive(c, 0, &said, f);
    bool heard = c->fd >= 0 && status != STIPPLE_EXIT_DONE && said.id == 0;
    struct stipple_failure why = *f;
    connection_end(c, f, " before the call was sent");
    if (heard)
        *f = why;
    return f->status;
}

static enum stipple_exit bytes_send(struct stipple_client *c, const struct buffer *line,
                                    int64_t deadline, struct stipple_failure *f)
{
    for (size_t sent = 0; sent < line->length;) {
        ssize_t n = send(c->fd, line->data + sent, line->length - sent, MSG_NOSIGNAL);
        if (n > 0) {
            sent += (size_t)n;
            continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != EAGAIN)
            return send_fail(c, f);
        if (socket_wait(c->fd, POLLOUT, deadline) <= 0)
            return connection_end(c, f, ": it takes nothing in");
    }
    return STIPPLE_EXIT_DONE;
}

static void line_release(struct stipple_client *c)
{
    if (c->taken == 0)
        return;
    memmove(c->in.data, c->in.data + c->taken, c->in.length - c->taken);
    buffer_cut(&c->in, c->in.length - c->taken);
    c->taken = 0;
}

static void write_remember(struct stipple_client *c, const char *params)
{
    struct span op_id;
    if (params && span_member(params, strlen(params), "op_id", &op_id) &&
        span_text(op_id, c->op_id, sizeof c->op_id))
        c->write_id = c->last_id;
}

enum stipple_exit stipple_client_send(struct stipple_client *client, const char *method,
                                      const char *params, int timeout_ms, int64_t *ret_id,
                                      struct stipple_failure *failure)
{
    struct buffer line = {.max = (size_t)STIPPLE_LINE_MAX};
    enum stipple_exit status =
        params ? params_check(params, strlen(params), failure) : STIPPLE_EXIT_DONE;
    if (status != STIPPLE_EXIT_DONE)
        return status;
    line_release(client);
    if (client->fd < 0)
        return connection_end(client, failure, " earlier");
    request_write(&line, client->last_id + 1, method, params);
    if (line.failed)
        status = failure_set(failure, STIPPLE_RPC_TOO_LARGE,
                             "The call is over the %d KiB that one line may have.",
                             STIPPLE_LINE_MAX / 1024);
    else
        status = bytes_send(client, &line, deadline_after(timeout_ms), failure);
    buffer_free(&line);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    client->last_id++;
    write_remember(client, params);
    if (ret_id)
        *ret_id = client->last_id;
    return STIPPLE_EXIT_DONE;
}

/* The end of the first line in the buffer, NULL when it is not there yet. */
static char *line_end(struct stipple_client *c)
{
    if (c->in.length == c->scanned)
        return NULL;
    char *end = memchr(c->in.data + c->scanned, '\n', c->in.length - c->scanned);
    c->scanned = end ? 0 : c->in.length;
    return end;
}

static enum stipple_exit bytes_receive(struct stipple_client *c, int64_t deadline,
                                       struct stipple_failure *f)
{
    char chunk[RECEIVE_CHUNK];
    ssize_t n = recv(c->fd, chunk, sizeof chunk, 0);
    if (n < 0 && errno == EAGAIN) {
        if (socket_wait(c->fd, POLLIN, deadline) != 0)
            return STIPPLE_EXIT_DONE;
        return answer_lost(c, "The time was over", f);
    }
    if (n < 0 && errno == EINTR)
        return STIPPLE_EXIT_DONE;
    if (n <= 0) {
        connection_end(c, f, "");
        return answer_lost(c, "The connection ended", f);
    }
    buffer_add(&c->in, chunk, (size_t)n);
    if (!c->in.failed)
        return STIPPLE_EXIT_DONE;
    connection_end(c, f, "");
    return failure_set(f, STIPPLE_CLIENT_PROTOCOL,
                       "The daemon's answer is over the %d MiB a line may have.",
                       STIPPLE_REPLY_MAX / (1024 * 1024));
}

enum stipple_exit stipple_client_receive(struct stipple_client *client, int timeout_ms,
                                         struct stipple_message *ret,
                                         struct stipple_failure *failure)
{
    int64_t deadline = deadline_after(timeout_ms);
    char *end;
    *ret = (struct stipple_message){0};
    line_release(client);
    while (!(end = line_end(client))) {
        if (client->fd < 0)
            return answer_lost(client, "The connection ended", failure);
        enum stipple_exit status = bytes_receive(client, deadline, failure);
        if (status != STIPPLE_EXIT_DONE)
            return status;
    }
    size_t length = (size_t)(end - client->in.data);
    *end = '\0';
    client->taken = length + 1;
    enum stipple_exit status = reply_read(client->in.data, length, ret, failure);
    if (ret->id != 0 && ret->id == client->write_id) {
        client->write_id = 0;
        if (status == STIPPLE_EXIT_UNKNOWN)
            memcpy(failure->op_id, client->op_id, sizeof failure->op_id);
    }
    return status;
}

static enum stipple_exit run_once(struct stipple_client *c, const char *method, const char *params,
                                  int64_t deadline, const char **ret, struct stipple_failure *f)
{
    int64_t id = 0;
    struct stipple_message message;
    enum stipple_exit status =
        stipple_client_send(c, method, params, deadline_left(deadline), &id, f);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    do {
        status = stipple_client_receive(c, deadline_left(deadline), &message, f);
        /* an error without an id is about the connection or the line: nothing more will come */
        if (status != STIPPLE_EXIT_DONE && message.id == 0)
            return status;
    } while (message.id != id);
    if (status == STIPPLE_EXIT_DONE)
        *ret = message.text;
    return status;
}

static bool op_id_wanted(const struct stipple_failure *f)
{
    return strcmp(f->name, "param.missing") == 0 && strcmp(f->field, "op_id") == 0;
}

/* The parameters with a fresh op_id in front; NULL when memory ran out. The caller frees it. */
static char *op_id_put(const char *params)
{
    char op_id[STIPPLE_OP_ID_SIZE];
    struct span object = params ? span_trim(params, strlen(params)) : (struct span){"{}", 2};
    struct span rest = span_trim(object.at + 1, object.length - 1);
    stipple_op_id_make(op_id);
    struct buffer out = {0};
    buffer_print(&out, "{\"op_id\":\"%s\"%s%.*s", op_id, *rest.at == '}' ? "" : ",",
                 (int)rest.length, rest.at);
    if (!out.failed)
        return out.data;
    buffer_free(&out);
    return NULL;
}

enum stipple_exit stipple_client_run(struct stipple_client *client, const char *method,
                                     const char *params, int timeout_ms, const char **ret_result,
                                     struct stipple_failure *failure)
{
    int64_t deadline = deadline_after(timeout_ms);
    enum stipple_exit status = run_once(client, method, params, deadline, ret_result, failure);
    if (status == STIPPLE_EXIT_DONE || !op_id_wanted(failure))
        return status;
    char *with = op_id_put(params);
    if (!with)
        return failure_set(failure, STIPPLE_DAEMON_MEMORY, "Memory ran out; nothing was done.");
    status = run_once(client, method, with, deadline, ret_result, failure);
    free(with);
    return status;
}

void stipple_op_id_make(char ret[STIPPLE_OP_ID_SIZE])
{
    uuid_v7(&sources_system, ret);
}
