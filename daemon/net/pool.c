/* libuv's own pool is all that is needed; this gives it a job type that says in one place what
 * runs where, and that a cancelled job's `done` comes too, so that memory has one place to end. */
#include "net/pool.h"

static void on_work(uv_work_t *work)
{
    struct pool_job *job = work->data;
    job->run(job);
}

static void on_worked(uv_work_t *work, int status)
{
    struct pool_job *job = work->data;
    job->done(job, status == UV_ECANCELED);
}

void pool_put(uv_loop_t *loop, struct pool_job *job)
{
    job->work.data = job;
    uv_queue_work(loop, &job->work, on_work, on_worked);
}

bool pool_cancel(struct pool_job *job)
{
    return uv_cancel((uv_req_t *)&job->work) == 0;
}
