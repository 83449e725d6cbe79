/* Daemons that say what they are told to say. */
#ifndef STIPPLE_TESTS_FAKE_H
#define STIPPLE_TESTS_FAKE_H

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Writes all of the text into a socket that has room for it. */
static inline void fake_write(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* What has come in, NUL-terminated; the socket is not waited for. */
static inline const char *fake_read(int fd, char *ret, size_t size)
{
    ssize_t n = recv(fd, ret, size - 1, MSG_DONTWAIT);
    ret[n > 0 ? n : 0] = '\0';
    return ret;
}

/* A daemon in a process of its own: takes one connection at `path`, and answers every line with the
 * next of `answers` (ended by NULL) after putting `{"jsonrpc":"2.0","id":N,` and `}` around it.
 * Ends with the connection. The lines it got go to `log` (a file descriptor) unless that is -1. */
struct fake {
    pid_t pid;
    char directory[64], path[96];
};

static inline void fake_serve(int listener, const char *const *answers, int log)
{
    int fd = accept(listener, NULL, NULL), id = 0;
    char chunk[4096];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0) {
        if (log >= 0 && write(log, chunk, (size_t)n) != n)
            _exit(1);
        if (chunk[n - 1] != '\n' || !answers[id])
            continue;
        char line[16384];
        int length = snprintf(line, sizeof line, "{\"jsonrpc\":\"2.0\",\"id\":%d,%s}\n", id + 1,
                              answers[id]);
        id++;
        if (send(fd, line, (size_t)length, MSG_NOSIGNAL) != length)
            break;
    }
    _exit(0);
}

static inline void fake_start(struct fake *f, const char *const *answers, int log)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(f->directory, sizeof f->directory, "/tmp/stipple-client-XXXXXX");
    assert_non_null(mkdtemp(f->directory));
    snprintf(f->path, sizeof f->path, "%s/socket", f->directory);
    memcpy(address.sun_path, f->path, strlen(f->path) + 1);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    f->pid = fork();
    assert_true(f->pid >= 0);
    if (f->pid == 0)
        fake_serve(listener, answers, log);
    close(listener);
}

static inline void fake_stop(struct fake *f)
{
    waitpid(f->pid, NULL, 0);
    unlink(f->path);
    rmdir(f->directory);
}

#endif
