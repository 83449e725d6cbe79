/* The client of the bench: so many connections, each with so many requests under way, for so long.
 * A request goes out for every reply that came in; what comes together goes out together. Every
 * reply is looked at: a refusal ends the run.
 * Usage: bench_load SOCKET status|list|ping|adjust CONNECTIONS DEPTH MILLISECONDS [CONTAINER...]
 * Prints: requests of all, replies counted, the seconds of these, p50 and p99 in microseconds. */
#include "bench.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 1024, DEPTH_MAX = 64, REQUEST_MAX = 512, LINE_MAX = 65536 };
/* Of a run before anything is counted. */
static const double warm_share = 0.2;

struct client {
    int fd;
    unsigned under_way;
    double sent[DEPTH_MAX]; /* of the requests under way, a ring */
    unsigned oldest;
    char rest[LINE_MAX]; /* of a reply not yet whole */
    size_t rest_length;
};

struct load {
    const char *path, *what;
    char **containers;
    unsigned n_containers, n_clients, depth;
    unsigned long requests;
    uint64_t run; /* so that no two runs on one studio share an op_id */
    double counted_from;
    double *taken; /* seconds, of the replies counted */
    size_t n_taken, room;
};

static struct client clients[CONNECTIONS_MAX];

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "bench_load: %s\n", why);
    exit(EXIT_FAILURE);
}

static int path_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || strlen(path) >= sizeof address.sun_path)
        die("no socket");
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        die(strerror(errno));
    return fd;
}

static size_t request_write(struct load *l, char *to)
{
    unsigned long n = l->requests++;
    int length;
    if (*l->what == 'p')
        length = snprintf(to, REQUEST_MAX, "PING\r\n");
    else if (*l->what != 'a')
        length = snprintf(to, REQUEST_MAX, "{\"jsonrpc\":\"2.0\",\"id\":%lu,\"method\":\"%s\"}\n",
                          n, *l->what == 's' ? "daemon.status" : "stock.list");
    else
        length = snprintf(to, REQUEST_MAX,
                          "{\"jsonrpc\":\"2.0\",\"id\":%lu,\"method\":\"stock.adjust\",\"params\":"
                          "{\"op_id\":\"%08x-%04x-4000-8000-%012lx\",\"container\":\"%s\","
                          "\"delta_ul\":%d,\"reason\":\"count\"}}\n",
                          n, (unsigned)(l->run >> 16 & 0xFFFFFFFF), (unsigned)(l->run & 0xFFFF), n,
                          l->containers[n / 2 % l->n_containers], n % 2 ? 1 : -1);
    return (size_t)length;
}

static void requests_send(struct load *l, struct client *c, unsigned n)
{
    char bytes[DEPTH_MAX * REQUEST_MAX];
    size_t length = 0, done = 0;
    for (unsigned i = 0; i < n; i++)
        length += request_write(l, bytes + length);
    double now = bench_now();
    for (unsigned i = 0; i < n; i++)
        c->sent[(c->oldest + c->under_way++) % DEPTH_MAX] = now;
    while (done < length) {
        ssize_t m = send(c->fd, bytes + done, length - done, MSG_NOSIGNAL);
        if (m < 0)
            die(strerror(errno));
        done += (size_t)m;
    }
}

static void reply_count(struct load *l, struct client *c, const char *line, size_t length,
                        double now)
{
    if (memmem(line, length < 80 ? length : 80, "\"error\"", 7) || *line == '-')
        die(line);
    if (c->under_way-- == 0)
        die("a reply to nothing");
    double sent = c->sent[c->oldest++ % DEPTH_MAX];
    if (now < l->counted_from)
        return;
    if (l->n_taken == l->room) {
        l->room = l->room ? l->room * 2 : 65536;
        l->taken = realloc(l->taken, l->room * sizeof *l->taken);
        if (!l->taken)
            die("no memory");
    }
    l->taken[l->n_taken++] = now - sent;
}

/* The replies in what has come; their number. */
static unsigned replies_take(struct load *l, struct client *c, char *bytes, size_t length)
{
    char *at = bytes, *end = bytes + length, *line_end;
    unsigned n = 0;
    double now = bench_now();
    for (; (line_end = memchr(at, '\n', (size_t)(end - at))); at = line_end + 1, n++) {
        *line_end = '\0';
        reply_count(l, c, at, (size_t)(line_end - at), now);
    }
    c->rest_length = (size_t)(end - at);
    if (c->rest_length >= LINE_MAX)
        die("a reply too long");
    memcpy(c->rest, at, c->rest_length);
    return n;
}

/* False when the time is up. */
static bool client_turn(struct load *l, struct client *c, bool more)
{
    static char bytes[4 * LINE_MAX];
    memcpy(bytes, c->rest, c->rest_length);
    ssize_t n = recv(c->fd, bytes + c->rest_length, sizeof bytes - c->rest_length, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN)
        return true;
    if (n <= 0)
        die("the server hung up");
    unsigned replies = replies_take(l, c, bytes, c->rest_length + (size_t)n);
    if (more && replies > 0)
        requests_send(l, c, replies);
    return c->under_way > 0;
}

/* The seconds in which replies were counted. */
static double load_run(struct load *l, int poll, double seconds)
{
    struct epoll_event events[CONNECTIONS_MAX];
    double begun = bench_now(), until = begun + seconds, now = begun;
    l->counted_from = begun + warm_share * seconds;
    for (unsigned i = 0; i < l->n_clients; i++)
        requests_send(l, &clients[i], l->depth);
    for (unsigned busy = l->n_clients; busy > 0;) {
        int n = epoll_wait(poll, events, CONNECTIONS_MAX, 30000);
        if (n <= 0 && errno != EINTR)
            die("the server answers nothing any more");
        for (int i = 0; i < n; i++)
            busy -= !client_turn(l, events[i].data.ptr, now < until);
        if (n > 0)
            now = bench_now();
    }
    return now - l->counted_from;
}

int main(int argc, char **argv)
{
    struct load l = {.containers = argv + 6};
    if (argc < 6)
        die("SOCKET status|list|ping|adjust CONNECTIONS DEPTH MILLISECONDS [CONTAINER...]");
    l.path = argv[1];
    l.what = argv[2];
    l.n_clients = (unsigned)strtoul(argv[3], NULL, 10);
    l.depth = (unsigned)strtoul(argv[4], NULL, 10);
    l.n_containers = (unsigned)argc - 6;
    l.run = (uint64_t)(bench_clock_read(CLOCK_REALTIME) * 1e6);
    if (l.n_clients < 1 || l.n_clients > CONNECTIONS_MAX || l.depth < 1 || l.depth > DEPTH_MAX ||
        (*l.what == 'a' && l.n_containers == 0))
        die("at most 1024 connections 64 deep, and bottles to be adjusted");
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (unsigned i = 0; i < l.n_clients; i++) {
        clients[i].fd = path_connect(l.path);
        epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].fd,
                  &(struct epoll_event){.events = EPOLLIN, .data.ptr = &clients[i]});
    }
    double seconds = load_run(&l, poll, strtod(argv[5], NULL) * 1e-3);
    if (l.n_taken == 0)
        die("nothing was answered in the time");
    qsort(l.taken, l.n_taken, sizeof *l.taken, bench_compare);
    printf("%lu %zu %.6f %.1f %.1f\n", l.requests, l.n_taken, seconds, l.taken[l.n_taken / 2] * 1e6,
           l.taken[l.n_taken * 99 / 100] * 1e6);
    free(l.taken);
    return EXIT_SUCCESS;
}
