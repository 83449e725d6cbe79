#include "unit.h"

#include "net/pool.h"

#include <stdlib.h>
#include <unistd.h>

struct errand {
    struct pool_job job; /* first: the job is the errand */
    uv_sem_t begun, gate;
    uv_thread_t ran_on, done_on;
    int runs, ends;
    bool cancelled;
};

static void on_run(struct pool_job *job)
{
    struct errand *e = (struct errand *)job;
    e->runs++;
    e->ran_on = uv_thread_self();
    uv_sem_post(&e->begun);
    uv_sem_wait(&e->gate);
}

static void on_done(struct pool_job *job, bool cancelled)
{
    struct errand *e = (struct errand *)job;
    e->ends++;
    e->cancelled = cancelled;
    e->done_on = uv_thread_self();
}

static void errand_init(struct errand *e)
{
    *e = (struct errand){.job = {.run = on_run, .done = on_done}};
    assert_int_equal(uv_sem_init(&e->begun, 0), 0);
    assert_int_equal(uv_sem_init(&e->gate, 0), 0);
}

static void errand_free(struct errand *e)
{
    uv_sem_destroy(&e->begun);
    uv_sem_destroy(&e->gate);
}

/* The pool has one thread here, so the second errand waits while the first holds it. */
static void a_waiting_job_can_be_cancelled_and_a_running_one_not(void **state)
{
    (void)state;
    uv_loop_t loop;
    struct errand first, second;
    alarm(120); /* ends a test that hangs */
    assert_int_equal(uv_loop_init(&loop), 0);
    errand_init(&first);
    errand_init(&second);
    pool_put(&loop, &first.job);
    pool_put(&loop, &second.job);
    uv_sem_wait(&first.begun);
    assert_false(pool_cancel(&first.job));
    assert_true(pool_cancel(&second.job));
    assert_int_equal(second.ends, 0); /* from the loop only */
    uv_sem_post(&first.gate);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(first.runs, 1);
    assert_int_equal(first.ends, 1);
    assert_false(first.cancelled);
    assert_int_equal(second.runs, 0);
    assert_int_equal(second.ends, 1);
    assert_true(second.cancelled);
    uv_thread_t self = uv_thread_self();
    assert_false(uv_thread_equal(&first.ran_on, &self));
    assert_true(uv_thread_equal(&first.done_on, &self));
    assert_true(uv_thread_equal(&second.done_on, &self));
    errand_free(&first);
    errand_free(&second);
    assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
    setenv("UV_THREADPOOL_SIZE", "1", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_waiting_job_can_be_cancelled_and_a_running_one_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
