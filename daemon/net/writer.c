/* Group commit without a timer: while the thread is in one commit, the jobs that arrive form the
 * next batch. So batches grow with the load by themselves, and a lone job is taken the moment it
 * is put. The thread and the loop share two lists under one lock; jobs move from one to the other
 * and are never copied or allocated here, so that putting one cannot fail for memory. */
#include "net/writer.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Clients that wait for their answers before they ask again leave the queue dry after each batch.
 */
#define IDLE_FIRST_NS UINT64_C(20000000)
#define IDLE_AGAIN_NS UINT64_C(1000000000)

struct jobs {
    struct writer_job *first, *last;
};

struct writer {
    struct writer_events events;
    void *context;
    size_t queue_max, batch_max;
    uv_thread_t thread;
    uv_async_t async;
    uv_mutex_t lock; /* for all below */
    uv_cond_t wake;
    struct jobs queue, finished;
    atomic_size_t waiting; /* in the queue; written under the lock, read by anyone */
    bool stopping, ended;
    void (*stopped)(void *context);
};

static void jobs_append(struct jobs *to, struct jobs more)
{
    if (to->last)
        to->last->next = more.first;
    else
        to->first = more.first;
    to->last = more.last;
}

static struct jobs batch_take(struct writer *w)
{
    struct jobs batch = {w->queue.first, w->queue.first};
    size_t n = 1;
    for (; n < w->batch_max && batch.last->next; n++)
        batch.last = batch.last->next;
    w->queue.first = batch.last->next;
    if (!w->queue.first)
        w->queue.last = NULL;
    batch.last->next = NULL;
    w->waiting -= n;
    return batch;
}

static void batch_run(struct writer *w)
{
    struct jobs batch = batch_take(w);
    uv_mutex_unlock(&w->lock);
    w->events.run(w->context, batch.first);
    uv_mutex_lock(&w->lock);
    jobs_append(&w->finished, batch);
    uv_mutex_unlock(&w->lock); /* or the loop wakes up to wait for it */
    uv_async_send(&w->async);
    if (w->events.after)
        w->events.after(w->context);
    uv_mutex_lock(&w->lock);
}

/* How long to wait until the next time; 0: nothing is left to be done. */
static uint64_t on_dry(struct writer *w)
{
    if (!w->events.idle)
        return 0;
    uv_mutex_unlock(&w->lock);
    bool later = w->events.idle(w->context);
    uv_mutex_lock(&w->lock);
    return later ? IDLE_AGAIN_NS : 0;
}

/* `idle`: after so many nanoseconds without work it is time for what is not urgent; 0: never. */
static void work_await(struct writer *w, uint64_t idle)
{
    while (!w->queue.first && !w->stopping)
        if (idle == 0)
            uv_cond_wait(&w->wake, &w->lock);
        else if (uv_cond_timedwait(&w->wake, &w->lock, idle) == UV_ETIMEDOUT)
            idle = on_dry(w);
}

static void writer_thread(void *argument)
{
    struct writer *w = argument;
    uv_mutex_lock(&w->lock);
    work_await(w, 0);
    while (w->queue.first || !w->stopping) {
        while (w->queue.first)
            batch_run(w);
        work_await(w, IDLE_FIRST_NS);
    }
    w->ended = true;
    uv_async_send(&w->async);
    uv_mutex_unlock(&w->lock);
}

static void writer_free(struct writer *w)
{
    uv_cond_destroy(&w->wake);
    uv_mutex_destroy(&w->lock);
    free(w);
}

static void on_closed(uv_handle_t *handle)
{
    struct writer *w = handle->data;
    void (*stopped)(void *context) = w->stopped;
    void *context = w->context;
    writer_free(w);
    if (stopped)
        stopped(context);
}

static void on_finished(uv_async_t *async)
{
    struct writer *w = async->data;
    uv_mutex_lock(&w->lock);
    struct writer_job *job = w->finished.first;
    w->finished = (struct jobs){0};
    bool ended = w->ended;
    uv_mutex_unlock(&w->lock);
    if (job)
        w->events.done(w->context, job);
    if (ended) {
        uv_thread_join(&w->thread);
        uv_close((uv_handle_t *)&w->async, on_closed);
    }
}

static struct writer *writer_new(size_t queue_max, size_t batch_max,
                                 const struct writer_events *events, void *context)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    if (uv_mutex_init(&w->lock) != 0) {
        free(w);
        return NULL;
    }
    if (uv_cond_init(&w->wake) != 0) {
        uv_mutex_destroy(&w->lock);
        free(w);
        return NULL;
    }
    w->events = *events;
    w->context = context;
    w->queue_max = queue_max;
    w->batch_max = batch_max;
    return w;
}

static enum stipple_error fail_start(struct error *e, int code)
{
    return fail(e, STIPPLE_INTERNAL, NULL, "The writer thread could not be started: %s.",
                uv_strerror(code));
}

enum stipple_error writer_start(uv_loop_t *loop, size_t queue_max, size_t batch_max,
                                const struct writer_events *events, void *context,
                                struct writer **ret, struct error *e)
{
    struct writer *w = writer_new(queue_max, batch_max, events, context);
    if (!w)
        return fail_memory(e);
    int code = uv_async_init(loop, &w->async, on_finished);
    if (code != 0) {
        writer_free(w);
        return fail_start(e, code);
    }
    w->async.data = w;
    code = uv_thread_create(&w->thread, writer_thread, w);
    if (code != 0) {
        uv_close((uv_handle_t *)&w->async, on_closed);
        return fail_start(e, code);
    }
    *ret = w;
    return STIPPLE_OK;
}

bool writer_put(struct writer *w, struct writer_job *job)
{
    uv_mutex_lock(&w->lock);
    bool room = !w->stopping && w->waiting < w->queue_max;
    if (room) {
        job->next = NULL;
        jobs_append(&w->queue, (struct jobs){job, job});
        w->waiting++;
    }
    uv_mutex_unlock(&w->lock);
    if (room)
        uv_cond_signal(&w->wake);
    return room;
}

size_t writer_waiting(const struct writer *w)
{
    return w->waiting;
}

void writer_stop(struct writer *w, void (*stopped)(void *context))
{
    uv_mutex_lock(&w->lock);
    w->stopping = true;
    w->stopped = stopped;
    uv_cond_signal(&w->wake);
    uv_mutex_unlock(&w->lock);
}
