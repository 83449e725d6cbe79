/* With stdio a signal that comes just before it begins to read would be lost until the next key:
 * ppoll lets it in exactly while it waits. */
#include "client/typed.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t broken;

static void on_interrupt(int number)
{
    (void)number;
    broken = 1;
}

void typed_begin(struct typed *t)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigset_t interrupt;
    *t = (struct typed){0};
    broken = 0;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &t->mask);
    sigaction(SIGINT, &action, &t->action);
}

void typed_end(struct typed *t)
{
    sigaction(SIGINT, &t->action, NULL);
    sigprocmask(SIG_SETMASK, &t->mask, NULL);
}

bool typed_broken(void)
{
    return broken;
}

/* More of the input; false when there is none to come. */
static bool bytes_wait(struct typed *t)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    while (!t->ended && !broken) {
        if (ppoll(&input, 1, NULL, &t->mask) < 0) {
            t->ended = errno != EINTR; /* a signal: it is asked above whether it was ours */
            continue;
        }
        ssize_t n = read(STDIN_FILENO, t->bytes + t->n, sizeof t->bytes - t->n);
        if (n > 0) {
            t->n += (size_t)n;
            return true;
        }
        t->ended = n == 0 || errno != EINTR;
    }
    return false;
}

/* Gives out `length` bytes as a line, and drops its end with them. */
static enum typed_line line_take(struct typed *t, size_t length, char *ret, size_t size)
{
    size_t end = length < t->n ? length + 1 : length;
    size_t text = length > 0 && t->bytes[length - 1] == '\r' ? length - 1 : length;
    bool holds = text < size && !t->skips;
    memcpy(ret, t->bytes, holds ? text : 0);
    ret[holds ? text : 0] = '\0';
    memmove(t->bytes, t->bytes + end, t->n - end);
    t->n -= end;
    t->skips = false;
    return holds ? TYPED_LINE : TYPED_LONG;
}

enum typed_line typed_read(struct typed *t, char *ret, size_t size)
{
    for (;;) {
        const char *newline = memchr(t->bytes, '\n', t->n);
        if (newline)
            return line_take(t, (size_t)(newline - t->bytes), ret, size);
        if (t->n == sizeof t->bytes) {
            t->skips = true;
            t->n = 0;
        }
        if (bytes_wait(t))
            continue;
        if (broken || (t->n == 0 && !t->skips))
            return TYPED_END;
        return line_take(t, t->n, ret, size);
    }
}
