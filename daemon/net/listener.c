/* The socket is made and accepted from directly, not through uv_pipe_t, for three reasons.
 * uv_pipe_bind cuts a path that is too long and reports success. When descriptors run out,
 * libuv's listener accepts and closes whoever waits, and without its spare descriptor it spins;
 * here they stay in the backlog until one is free. And a libuv listener cannot be told to rest. */
#include "net/listener.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/log.h"

/* Connections that may wait to be accepted: a crowd, so that each is taken or told why not. */
#define BACKLOG STIPPLE_CONNECTIONS_MAX
/* Accepted in one turn of the loop, so that a storm of connects does not starve those inside. */
#define ACCEPTS_PER_TURN 16
/* Rest after accept(2) failed: short for a person, long for a processor. */
#define RETRY_MS 100
/* The group may talk to the daemon, the world may not. */
#define SOCKET_MODE 0660

static enum stipple_error fail_socket(struct error *e, const char *path, const char *what)
{
    return fail(e, STIPPLE_DAEMON_SOCKET, NULL, "%s %s: %s.", what, path, strerror(errno));
}

/* Whether somebody listens there, or may: only a refusal says that nobody does. */
static bool socket_alive(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool refused = fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 &&
                   (errno == ECONNREFUSED || errno == ENOENT);
    if (fd >= 0)
        close(fd);
    return !refused;
}

/* Removes what a dead daemon left; anything that is not a socket is somebody's file, and a socket
 * that answers is that of a daemon with other data. */
static enum stipple_error clear_path(const char *path, struct error *e)
{
    struct stat found;
    if (lstat(path, &found) < 0)
        return errno == ENOENT ? STIPPLE_OK : fail_socket(e, path, "Cannot look at");
    if (!S_ISSOCK(found.st_mode))
        return fail(e, STIPPLE_DAEMON_SOCKET, NULL, "%s is there already and is not a socket.",
                    path);
    if (socket_alive(path))
        return fail(e, STIPPLE_DAEMON_SOCKET, NULL, "Another process listens on %s.", path);
    if (unlink(path) < 0 && errno != ENOENT)
        return fail_socket(e, path, "Cannot remove the old socket");
    return STIPPLE_OK;
}

/* The mode is set before listen(2), and before that nobody can connect: no moment with another
 * mode, and no umask, which is the whole process's. */
static enum stipple_error socket_bind(int fd, const char *path, struct error *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0)
        return fail_socket(e, path, "Cannot make the socket");
    if (chmod(path, SOCKET_MODE) < 0 || listen(fd, BACKLOG) < 0) {
        enum stipple_error code = fail_socket(e, path, "Cannot listen on");
        unlink(path);
        return code;
    }
    return STIPPLE_OK;
}

static enum stipple_error socket_open(const char *path, int *ret, struct error *e)
{
    size_t length = strlen(path);
    if (length == 0 || length > STIPPLE_SOCKET_PATH_MAX)
        return fail(e, STIPPLE_DAEMON_SOCKET, NULL,
                    "A socket's path has 1 to %d bytes, and this one has %zu.",
                    STIPPLE_SOCKET_PATH_MAX, length);
    TRY(clear_path(path, e));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fail_socket(e, path, "Cannot make the socket");
    enum stipple_error code = socket_bind(fd, path, e);
    if (code != STIPPLE_OK) {
        close(fd);
        return code;
    }
    *ret = fd;
    return STIPPLE_OK;
}

enum stipple_error listener_open(struct listener *l, uv_loop_t *loop, const char *path,
                                 struct error *e)
{
    TRY(socket_open(path, &l->fd, e));
    int code = uv_poll_init(loop, &l->poll, l->fd);
    if (code != 0) {
        close(l->fd);
        unlink(path);
        return fail(e, STIPPLE_DAEMON_SOCKET, NULL, "Cannot watch %s: %s.", path,
                    uv_strerror(code));
    }
    uv_timer_init(loop, &l->retry);
    l->poll.data = l->retry.data = l;
    memcpy(l->path, path, strlen(path) + 1);
    return STIPPLE_OK;
}

static void on_connectable(uv_poll_t *poll, int status, int events);

static void listener_watch(struct listener *l, bool watched)
{
    if (l->watched == watched)
        return;
    l->watched = watched;
    uv_poll_start(&l->poll, watched ? UV_READABLE : 0, on_connectable);
}

static void on_retry(uv_timer_t *retry)
{
    listener_wake(retry->data);
}

static void listener_rest(struct listener *l, const char *why)
{
    if (!l->warned)
        log_warning("cannot accept connections: %s; trying again", why);
    l->warned = true;
    listener_watch(l, false);
    uv_timer_start(&l->retry, on_retry, RETRY_MS, 0);
}

static void on_connectable(uv_poll_t *poll, int status, int events)
{
    (void)events;
    struct listener *l = poll->data;
    if (status < 0) {
        listener_rest(l, uv_strerror(status));
        return;
    }
    for (int turn = 0; turn < ACCEPTS_PER_TURN; turn++) {
        int fd = accept4(l->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            l->warned = false;
            l->take(l->context, fd);
        } else if (errno != EINTR && errno != ECONNABORTED) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                listener_rest(l, strerror(errno));
            return;
        }
    }
}

void listener_wake(struct listener *l)
{
    if (l->fd < 0)
        return;
    uv_timer_stop(&l->retry);
    listener_watch(l, true);
}

void listener_close(struct listener *l, uv_close_cb closed)
{
    if (l->fd < 0)
        return;
    uv_close((uv_handle_t *)&l->poll, closed);
    uv_close((uv_handle_t *)&l->retry, closed);
    unlink(l->path);
    close(l->fd);
    l->fd = -1;
}
