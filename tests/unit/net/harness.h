/* A server in a loop of the test's own, with clients that are plain sockets of the same process.
 * The loop is turned until something is the case; nothing is decided by how long that took. */
#ifndef STIPPLE_TESTS_NET_HARNESS_H
#define STIPPLE_TESTS_NET_HARNESS_H

#include "unit.h"
#undef fail /* base/error.h has a function of that name */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "net/internal.h"

#define SEEN_MAX     16
#define REPLY_LENGTH ((size_t)100000)

struct harness {
    uv_loop_t loop;
    char directory[32], path[64];
    struct server_limits limits;
    struct server *server;
    struct connection *seen[SEEN_MAX]; /* in the order they came */
    int opened, lines, too_long, closed, drained;
    bool done;
    struct buffer text; /* every line that came, each with a \n */
    struct peer peer;   /* of the last; its groups are good while that is open */
    /* What to do with a line; NULL: send it back. */
    void (*answer)(struct harness *h, struct connection *c, const char *line, size_t length);
};

/* Turns the loop until the condition holds; the alarm ends a test in which it never does. */
#define until(h, condition)                                                                        \
    while (!(condition))                                                                           \
    uv_run(&(h)->loop, UV_RUN_ONCE)

static inline void reply(struct connection *c, const char *text, size_t length)
{
    struct buffer b = {0};
    buffer_add(&b, text, length);
    buffer_byte(&b, '\n');
    connection_send(c, &b);
    assert_int_equal(b.length, 0);
}

/* An `answer` of REPLY_LENGTH bytes. */
static inline void answer_at_length(struct harness *h, struct connection *c, const char *line,
                                    size_t length)
{
    (void)h, (void)length;
    char text[REPLY_LENGTH - 1];
    memset(text, *line, sizeof text);
    reply(c, text, sizeof text);
}

static inline void *on_opened(void *context, struct connection *c, const struct peer *peer)
{
    struct harness *h = context;
    h->peer = *peer;
    if (h->opened < SEEN_MAX)
        h->seen[h->opened] = c;
    h->opened++;
    return c;
}

static inline void on_line(void *context, struct connection *c, char *line, size_t length)
{
    struct harness *h = context;
    assert_ptr_equal(connection_user(c), c);
    h->lines++;
    buffer_add(&h->text, line, length);
    buffer_byte(&h->text, '\n');
    if (h->answer)
        h->answer(h, c, line, length);
    else
        reply(c, line, length);
    memset(line, 0, length); /* ours until we return */
}

static inline void on_too_long(void *context, struct connection *c)
{
    struct harness *h = context;
    h->too_long++;
    reply(c, "too long", 8);
}

static inline void on_gone(void *context, struct connection *c)
{
    struct harness *h = context;
    h->closed++;
    assert_false(connection_is_open(c));
}

static inline void on_done(void *context)
{
    ((struct harness *)context)->done = true;
}

static inline void on_drained(void *context, struct connection *c)
{
    struct harness *h = context;
    assert_true(connection_is_drained(c));
    h->drained++;
}

static inline void on_full(void *context, struct buffer *ret)
{
    (void)context;
    buffer_text(ret, "full\n");
}

static const struct server_events harness_events = {on_opened, on_line,    on_too_long,
                                                    on_gone,   on_drained, on_full};

static inline struct harness *harness_new(void)
{
    struct harness *h = calloc(1, sizeof *h);
    assert_non_null(h);
    alarm(120);
    assert_int_equal(uv_loop_init(&h->loop), 0);
    snprintf(h->directory, sizeof h->directory, "/tmp/stipple-net-XXXXXX");
    assert_non_null(mkdtemp(h->directory));
    snprintf(h->path, sizeof h->path, "%s/s", h->directory);
    h->limits = (struct server_limits){1000, 65536, 262144, 60000, 100, SIZE_MAX};
    return h;
}

static inline void harness_start(struct harness *h)
{
    struct error e = {0};
    assert_int_equal(
        server_start(&h->loop, h->path, &h->limits, &harness_events, h, &h->server, &e),
        STIPPLE_OK);
}

static inline void harness_free(struct harness *h)
{
    if (h->server && !h->done) {
        server_close(h->server, 0, on_done);
        until(h, h->done);
    }
    assert_int_equal(h->closed, h->opened);
    uv_run(&h->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&h->loop), 0);
    assert_int_equal(rmdir(h->directory), 0);
    buffer_free(&h->text);
    free(h);
    alarm(0);
}

static inline int client_socket(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    return fd;
}

static inline struct sockaddr_un socket_address(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    return address;
}

static inline void client_reach(const struct harness *h, int fd)
{
    struct sockaddr_un address = socket_address(h->path);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
}

/* A client the server has taken. */
static inline int client_open(struct harness *h)
{
    int fd = client_socket(), before = h->opened;
    client_reach(h, fd);
    until(h, h->opened > before);
    return fd;
}

static inline void client_say(int fd, const char *text)
{
    size_t length = strlen(text);
    assert_int_equal(send(fd, text, length, MSG_NOSIGNAL), length);
}

/* Takes up to `max` bytes that are there; false at the end of the stream. */
static inline bool client_take(int fd, struct buffer *to, size_t max)
{
    char bytes[64 * 1024];
    ssize_t n = recv(fd, bytes, max < sizeof bytes ? max : sizeof bytes, 0);
    if (n > 0)
        buffer_add(to, bytes, (size_t)n);
    return n > 0 || (n < 0 && errno == EAGAIN);
}

/* Turns the loop until the client has read `length` bytes; false when the stream ended before. */
static inline bool client_read(struct harness *h, int fd, struct buffer *to, size_t length)
{
    while (to->length < length) {
        uv_run(&h->loop, UV_RUN_NOWAIT);
        if (!client_take(fd, to, length - to->length))
            return false;
    }
    return true;
}

static inline void client_hears(struct harness *h, int fd, const char *text)
{
    struct buffer heard = {0};
    assert_true(client_read(h, fd, &heard, strlen(text)));
    assert_memory_equal(heard.data, text, heard.length);
    buffer_free(&heard);
}

/* The server has closed, and sent nothing more. */
static inline void client_hears_the_end(struct harness *h, int fd)
{
    struct buffer heard = {0};
    assert_false(client_read(h, fd, &heard, 1));
    buffer_free(&heard);
}

#endif
