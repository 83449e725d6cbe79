/* Where the daemon is: one place if somebody named it, else the user's own daemon before the
 * system's. The socket is non-blocking and every wait is a poll(2) with what is left of the call's
 * time, so no daemon, however stuck, can hang its client. */
#include "client/library.h"

#include "base/paths.h"
#include "json/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* How long a full accept queue is left alone before the next try; Linux has no event for it. */
enum { BACKLOG_WAIT_MS = 10 };

struct places {
    char path[2][STIPPLE_SOCKET_PATH_MAX + 1];
    int n;
};

int64_t deadline_after(int timeout_ms)
{
    struct timespec now;
    if (timeout_ms < 0)
        return INT64_MAX;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + timeout_ms;
}

int deadline_left(int64_t deadline)
{
    if (deadline == INT64_MAX)
        return -1;
    int64_t left = deadline - deadline_after(0);
    return left > 0 ? (int)left : 0;
}

/* False when the path is longer than a socket's address can be. */
static bool place_add(struct places *p, const char *path)
{
    size_t length = strlen(path);
    if (length >= sizeof p->path[0])
        return false;
    memcpy(p->path[p->n++], path, length + 1);
    return true;
}

static enum stipple_exit places_find(const char *path, struct places *ret,
                                     struct stipple_failure *f)
{
    const char *named = path ? path : getenv("STIPPLE_SOCKET");
    char own[PATHS_MAX];
    if (named && *named) {
        if (place_add(ret, named))
            return STIPPLE_EXIT_DONE;
        return failure_set(f, STIPPLE_CLIENT_UNREACHABLE,
                           "The socket's path is longer than the %d bytes the system allows.",
                           STIPPLE_SOCKET_PATH_MAX);
    }
    if (paths_socket(geteuid(), own, sizeof own))
        place_add(ret, own);
    if (ret->n == 0 || strcmp(ret->path[0], PATHS_SYSTEM_SOCKET) != 0)
        place_add(ret, PATHS_SYSTEM_SOCKET);
    return STIPPLE_EXIT_DONE;
}

/* A connected socket, or -1 with errno. */
static int socket_open(const char *path, int64_t deadline)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    while (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        bool again = errno == EINTR || (errno == EAGAIN && deadline_left(deadline) != 0);
        if (!again) {
            int why = errno;
            close(fd);
            errno = why;
            return -1;
        }
        nanosleep(&(struct timespec){.tv_nsec = BACKLOG_WAIT_MS * 1000000L}, NULL);
    }
    return fd;
}

static enum stipple_exit unreachable(const struct places *p, int why, struct stipple_failure *f)
{
    const char *last = p->path[p->n - 1];
    if (why == EACCES || why == EPERM) {
        failure_set(f, STIPPLE_CLIENT_UNREACHABLE, "You may not open the daemon's socket %s.",
                    last);
        failure_hint(f, "Ask to be put into the group that owns it, then log in again.");
    } else if (why == ENOENT || why == ECONNREFUSED || why == ENOTDIR) {
        failure_set(f, STIPPLE_CLIENT_UNREACHABLE,
                    "The daemon is not running: nobody answers at %s%s%s.", p->path[0],
                    p->n > 1 ? " or " : "", p->n > 1 ? last : "");
        failure_hint(f, "Start it with `stippled &`, or name its socket with --socket PATH or "
                        "STIPPLE_SOCKET.");
    } else {
        failure_set(f, STIPPLE_CLIENT_UNREACHABLE, "The daemon at %s cannot be reached: %s.", last,
                    strerror(why)); // NOLINT(concurrency-mt-unsafe)
    }
    return f->status;
}

enum stipple_exit stipple_client_connect(const char *path, int timeout_ms,
                                         struct stipple_client **ret,
                                         struct stipple_failure *failure)
{
    struct places places = {.n = 0};
    int64_t deadline = deadline_after(timeout_ms);
    enum stipple_exit status = places_find(path, &places, failure);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    int fd = -1;
    for (int i = 0; i < places.n && fd < 0; i++)
        fd = socket_open(places.path[i], deadline);
    if (fd < 0)
        return unreachable(&places, errno, failure);
    status = stipple_client_adopt(fd, ret, failure);
    if (status != STIPPLE_EXIT_DONE)
        close(fd);
    return status;
}

enum stipple_exit stipple_client_adopt(int fd, struct stipple_client **ret,
                                       struct stipple_failure *failure)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return failure_set(failure, STIPPLE_CLIENT_UNREACHABLE, "This is not an open socket.");
    struct stipple_client *client = calloc(1, sizeof *client);
    if (!client)
        return failure_set(failure, STIPPLE_DAEMON_MEMORY, "Memory ran out; nothing was done.");
    client->fd = fd;
    client->in.max = STIPPLE_REPLY_MAX + 2; /* its line end, and the NUL set behind it */
    *ret = client;
    return STIPPLE_EXIT_DONE;
}

void stipple_client_free(struct stipple_client *client)
{
    if (!client)
        return;
    if (client->fd >= 0)
        close(client->fd);
    buffer_free(&client->in);
    free(client);
}
