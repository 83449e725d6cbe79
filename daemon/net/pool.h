/* Jobs on libuv's thread pool, with cancelling while they still wait. */
#ifndef STIPPLE_NET_POOL_H
#define STIPPLE_NET_POOL_H

#include <stdbool.h>
#include <uv.h>

struct pool_job {
    uv_work_t work;
    void (*run)(struct pool_job *job);                  /* on a pool thread */
    void (*done)(struct pool_job *job, bool cancelled); /* on the loop thread, always once */
};

/* Embedded in the user's own job; filled by the caller except `work`. */
void pool_put(uv_loop_t *loop, struct pool_job *job);
/* Whether the job had not begun and will now not run; `done` is called with cancelled = true. */
bool pool_cancel(struct pool_job *job);

#endif
