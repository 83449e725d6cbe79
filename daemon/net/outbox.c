/* Replies wait here for the rest of their turn, or until a full socket has room. sendmsg(2) with
 * MSG_NOSIGNAL is used and not libuv's streams: those write(2), so that a client which hangs up
 * would raise SIGPIPE unless the whole process ignores it, and a library does not decide that. */
#include "net/outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Replies written at once: as many as a turn answers, mostly. */
enum { TOGETHER_MAX = 64 };

struct reply {
    struct reply *next;
    char *data;
    size_t length, capacity;
};

bool outbox_put(struct outbox *o, struct buffer *bytes)
{
    struct reply *r = bytes->failed ? NULL : malloc(sizeof *r);
    if (!r) {
        buffer_free(bytes);
        return false;
    }
    *r = (struct reply){.data = bytes->data, .length = bytes->length, .capacity = bytes->capacity};
    o->held += r->capacity;
    *bytes = (struct buffer){.max = bytes->max};
    if (o->last) {
        o->last->next = r;
        o->waiting += r->length;
    } else {
        o->first = r;
    }
    o->last = r;
    return true;
}

static void drop_first(struct outbox *o)
{
    struct reply *r = o->first;
    o->first = r->next;
    o->sent = 0;
    o->held -= r->capacity;
    if (o->first)
        o->waiting -= o->first->length;
    else
        o->last = NULL;
    free(r->data);
    free(r);
}

static size_t parts_gather(const struct outbox *o, struct iovec *ret)
{
    size_t n = 0, sent = o->sent;
    for (const struct reply *r = o->first; r && n < TOGETHER_MAX; r = r->next, sent = 0)
        ret[n++] = (struct iovec){r->data + sent, r->length - sent};
    return n;
}

static void parts_drop(struct outbox *o, size_t taken)
{
    o->sent += taken;
    while (o->first && o->sent >= o->first->length) {
        size_t rest = o->sent - o->first->length;
        drop_first(o);
        o->sent = rest;
    }
}

ssize_t outbox_send(struct outbox *o, int fd)
{
    ssize_t total = 0;
    while (o->first) {
        struct iovec parts[TOGETHER_MAX];
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = parts_gather(o, parts)};
        ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK ? total : -1;
        parts_drop(o, (size_t)n);
        total += n;
    }
    return total;
}

void outbox_free(struct outbox *o)
{
    while (o->first)
        drop_first(o);
}
