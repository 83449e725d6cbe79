/* What stippled's calls are measured beside: a server of lines on libuv, as little as will do.
 * - echo: the textbook; every read is allocated, and sent back by uv_write.
 * - bare: a call is parsed by cJSON into an arena and answered by uv_try_write with the payload.
 * - joined: the same, but what one read has brought is answered by one uv_try_write.
 * - tree: as joined, but the answer is built and printed through cJSON.
 * - rows: stock.adjust with plain SQLite; the same rows, a synchronous=FULL transaction a call.
 * Usage: bench_peer echo|bare|joined|tree|rows SOCKET [PAYLOAD|DATABASE] */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { READ_MAX = 65536, OUT_MAX = 4 << 20, LINE_SIZE = 8192 };

struct connection {
    uv_pipe_t pipe; /* first */
    char rest[LINE_SIZE];
    size_t rest_length;
};

struct echo {
    uv_write_t request; /* first */
    char *bytes;
};

static size_t (*answer)(char *line, size_t length, char *to);
static bool joined;
static char in[READ_MAX + LINE_SIZE], out[OUT_MAX];

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "bench_peer: %s\n", why);
    exit(EXIT_FAILURE);
}

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

static void echo_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    (void)handle;
    ret->base = malloc(wanted);
    ret->len = ret->base ? wanted : 0;
}

static void echo_done(uv_write_t *request, int status)
{
    (void)status;
    free(((struct echo *)request)->bytes);
    free(request);
}

static void echo_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *bytes)
{
    struct echo *echo = n > 0 ? malloc(sizeof *echo) : NULL;
    if (!echo) {
        free(bytes->base);
        if (n < 0)
            uv_close((uv_handle_t *)stream, on_closed);
        return;
    }
    echo->bytes = bytes->base;
    uv_buf_t back = uv_buf_init(bytes->base, (unsigned)n);
    uv_write(&echo->request, stream, &back, 1, echo_done);
}

/* Behind what the connection's last read left over. */
static void line_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    struct connection *c = (struct connection *)handle;
    (void)wanted;
    memcpy(in, c->rest, c->rest_length);
    *ret = uv_buf_init(in + c->rest_length, READ_MAX);
}

/* What a full socket does not take at once is tried again: the bench takes its answers. */
static void out_send(uv_stream_t *stream, size_t length)
{
    for (size_t done = 0; done < length;) {
        uv_buf_t rest = uv_buf_init(out + done, (unsigned)(length - done));
        int n = uv_try_write(stream, &rest, 1);
        if (n < 0 && n != UV_EAGAIN)
            die(uv_strerror(n));
        done += n > 0 ? (size_t)n : 0;
    }
}

static void line_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *bytes)
{
    struct connection *c = (struct connection *)stream;
    (void)bytes;
    if (n < 0) {
        uv_close((uv_handle_t *)stream, on_closed);
        return;
    }
    char *at = in, *end = in + c->rest_length + n, *line_end;
    size_t length = 0;
    for (; (line_end = memchr(at, '\n', (size_t)(end - at))); at = line_end + 1) {
        *line_end = '\0';
        length += answer(at, (size_t)(line_end - at), out + length);
        if (!joined) {
            out_send(stream, length);
            length = 0;
        }
    }
    c->rest_length = (size_t)(end - at);
    if (c->rest_length > LINE_SIZE)
        die("a line too long");
    memcpy(c->rest, at, c->rest_length);
    out_send(stream, length);
}

static void on_connection(uv_stream_t *listener, int status)
{
    struct connection *c = status == 0 ? calloc(1, sizeof *c) : NULL;
    if (!c)
        return;
    uv_pipe_init(listener->loop, &c->pipe, 0);
    uv_stream_t *stream = (uv_stream_t *)&c->pipe;
    if (uv_accept(listener, stream) != 0)
        uv_close((uv_handle_t *)stream, on_closed);
    else if (answer)
        uv_read_start(stream, line_room, line_read);
    else
        uv_read_start(stream, echo_room, echo_read);
}

int main(int argc, char **argv)
{
    uv_pipe_t listener;
    if (argc < 3)
        die("echo|bare|joined|tree|rows SOCKET [PAYLOAD|DATABASE]");
    joined = strcmp(argv[1], "bare") != 0;
    if (strcmp(argv[1], "rows") == 0)
        answer = rows_open(argv[3]);
    else if (strcmp(argv[1], "echo") != 0)
        answer = payload_open(argv[3], strcmp(argv[1], "tree") == 0);
    if ((!answer && strcmp(argv[1], "echo") != 0) ||
        uv_pipe_init(uv_default_loop(), &listener, 0) != 0 ||
        uv_pipe_bind(&listener, argv[2]) != 0 ||
        uv_listen((uv_stream_t *)&listener, 1024, on_connection) != 0)
        die("cannot listen");
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
