/* The queue in front of the one writer thread. The thread takes all that waits as one batch, so
 * that one disk sync serves everybody who waited, and hands the whole batch back to the loop. */
#ifndef STIPPLE_NET_WRITER_H
#define STIPPLE_NET_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>
#include "base/error.h"

/* Embedded in the user's own job as its first member. */
struct writer_job {
    struct writer_job *next;
};

struct writer;

struct writer_events {
    /* On the writer thread: do all jobs of the list, in order, as one transaction. The list stays
     * as it is. */
    void (*run)(void *context, struct writer_job *first);
    /* On the loop thread, after the batch of each job in the list is durable (or refused); a job
     * comes once, and all come in order. They are the user's again. */
    void (*done)(void *context, struct writer_job *first);
    /* On the writer thread when the queue has been dry for a moment: time for a checkpoint. What is
     * put meanwhile waits, so look first whether one is due. True: there is more to be done, later;
     * it is called again after a second without work. May be NULL. */
    bool (*idle)(void *context);
    /* On the writer thread when a batch has been handed back: what cannot wait for a dry queue, and
     * should not be waited for by those who are answered. May be NULL. */
    void (*after)(void *context);
};

/* `queue_max`: jobs that may wait; `batch_max`: jobs taken at once. */
enum stipple_error writer_start(uv_loop_t *loop, size_t queue_max, size_t batch_max,
                                const struct writer_events *events, void *context,
                                struct writer **ret, struct error *e);
/* False when the queue is full or the writer is stopping; the job stays the caller's. */
bool writer_put(struct writer *w, struct writer_job *job);
size_t writer_waiting(const struct writer *w);
/* No more jobs; those that wait are done, their `done` calls come, then the thread ends, `stopped`
 * is called on the loop and the writer is freed. */
void writer_stop(struct writer *w, void (*stopped)(void *context));

#endif
