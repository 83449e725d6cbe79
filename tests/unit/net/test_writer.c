#include "unit.h"
#undef fail /* base/error.h has a function of that name */

#include "net/writer.h"

#include <stdbool.h>
#include <unistd.h>

#define JOBS 40

struct numbered {
    struct writer_job job;
    int number;
};

/* The first batch waits on the gate, so that the test decides what waits behind it. */
struct desk {
    uv_loop_t loop;
    struct writer *writer;
    uv_sem_t running, gate, dry;
    bool first_seen;
    int batches, sizes[JOBS]; /* of the writer thread until `done` */
    int ran[JOBS], n_ran;
    int done[JOBS], n_done;
    int again; /* jobs to put from within `done` */
    int later; /* so often there is more to be done when the queue is dry */
    struct numbered jobs[JOBS];
    bool stopped;
};

static void on_run(void *context, struct writer_job *first)
{
    struct desk *d = context;
    uv_sem_post(&d->running);
    uv_sem_wait(&d->gate);
    for (struct writer_job *j = first; j; j = j->next) {
        d->ran[d->n_ran++] = ((struct numbered *)j)->number;
        d->sizes[d->batches]++;
    }
    d->batches++;
}

static void on_done(void *context, struct writer_job *first)
{
    struct desk *d = context;
    for (struct writer_job *job = first, *next; job; job = next) {
        next = job->next;
        d->done[d->n_done++] = ((struct numbered *)job)->number;
        if (d->again > 0) {
            d->again--;
            assert_true(writer_put(d->writer, &d->jobs[d->n_done].job));
        }
    }
}

static bool on_idle(void *context)
{
    struct desk *d = context;
    uv_sem_post(&d->dry);
    return d->later-- > 0;
}

static void on_stopped(void *context)
{
    struct desk *d = context;
    d->stopped = true;
}

static void desk_open(struct desk *d, size_t queue_max, size_t batch_max)
{
    static const struct writer_events events = {on_run, on_done, on_idle, NULL};
    *d = (struct desk){0};
    alarm(120); /* ends a test that hangs */
    for (int i = 0; i < JOBS; i++)
        d->jobs[i].number = i;
    assert_int_equal(uv_loop_init(&d->loop), 0);
    assert_int_equal(uv_sem_init(&d->running, 0), 0);
    assert_int_equal(uv_sem_init(&d->gate, 0), 0);
    assert_int_equal(uv_sem_init(&d->dry, 0), 0);
    struct error e = {0};
    assert_int_equal(writer_start(&d->loop, queue_max, batch_max, &events, d, &d->writer, &e),
                     STIPPLE_OK);
}

static void desk_close(struct desk *d)
{
    if (!d->stopped)
        writer_stop(d->writer, on_stopped);
    uv_run(&d->loop, UV_RUN_DEFAULT);
    assert_true(d->stopped);
    assert_int_equal(uv_loop_close(&d->loop), 0);
    uv_sem_destroy(&d->running);
    uv_sem_destroy(&d->gate);
    uv_sem_destroy(&d->dry);
    alarm(0);
}

static void open_gate(struct desk *d)
{
    for (int i = 0; i < JOBS; i++)
        uv_sem_post(&d->gate);
}

/* Puts the first job, and once it is being run the others. */
static void put_behind_the_first(struct desk *d, int n)
{
    assert_true(writer_put(d->writer, &d->jobs[0].job));
    uv_sem_wait(&d->running);
    for (int i = 1; i < n; i++)
        assert_true(writer_put(d->writer, &d->jobs[i].job));
}

static void assert_in_order(const struct desk *d, int n)
{
    assert_int_equal(d->n_ran, n);
    assert_int_equal(d->n_done, n);
    for (int i = 0; i < n; i++) {
        assert_int_equal(d->ran[i], i);
        assert_int_equal(d->done[i], i);
    }
}

static void all_that_waits_is_one_batch(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, JOBS);
    put_behind_the_first(&d, 8);
    assert_int_equal(writer_waiting(d.writer), 7);
    open_gate(&d);
    while (d.n_done < 8)
        uv_run(&d.loop, UV_RUN_ONCE);
    assert_int_equal(writer_waiting(d.writer), 0);
    assert_in_order(&d, 8);
    assert_int_equal(d.batches, 2);
    assert_int_equal(d.sizes[0], 1);
    assert_int_equal(d.sizes[1], 7);
    desk_close(&d);
}

static void a_batch_has_its_bound(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, 3);
    put_behind_the_first(&d, 9);
    open_gate(&d);
    while (d.n_done < 9)
        uv_run(&d.loop, UV_RUN_ONCE);
    assert_in_order(&d, 9);
    assert_int_equal(d.batches, 4);
    assert_int_equal(d.sizes[1], 3);
    assert_int_equal(d.sizes[2], 3);
    assert_int_equal(d.sizes[3], 2);
    desk_close(&d);
}

static void a_lone_job_waits_for_nobody(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, JOBS);
    open_gate(&d);
    d.again = 9;
    assert_true(writer_put(d.writer, &d.jobs[0].job));
    while (d.n_done < 10)
        uv_run(&d.loop, UV_RUN_ONCE);
    assert_in_order(&d, 10);
    assert_int_equal(d.batches, 10);
    desk_close(&d);
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, 4, JOBS);
    put_behind_the_first(&d, 5);
    assert_false(writer_put(d.writer, &d.jobs[5].job));
    assert_int_equal(writer_waiting(d.writer), 4);
    open_gate(&d);
    while (d.n_done < 5)
        uv_run(&d.loop, UV_RUN_ONCE);
    assert_true(writer_put(d.writer, &d.jobs[5].job));
    desk_close(&d);
    assert_in_order(&d, 6);
}

static void stopping_does_what_waits_and_takes_no_more(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, 2);
    put_behind_the_first(&d, 6);
    writer_stop(d.writer, on_stopped);
    assert_false(writer_put(d.writer, &d.jobs[6].job));
    open_gate(&d);
    while (!d.stopped) {
        uv_run(&d.loop, UV_RUN_ONCE);
        assert_true(!d.stopped || d.n_done == 6);
    }
    assert_in_order(&d, 6);
    assert_int_equal(uv_sem_trywait(&d.dry),
                     UV_EAGAIN); /* the last checkpoint is the closing one */
    desk_close(&d);
}

static void an_empty_writer_stops_at_once(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, JOBS);
    desk_close(&d);
    assert_int_equal(d.n_ran, 0);
}

static void a_dry_queue_is_told_after_each_spell_of_work(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, 2);
    put_behind_the_first(&d, 6);
    assert_int_equal(uv_sem_trywait(&d.dry), UV_EAGAIN);
    open_gate(&d);
    uv_sem_wait(&d.dry);
    assert_int_equal(d.n_ran, 6);
    assert_true(writer_put(d.writer, &d.jobs[6].job));
    uv_sem_wait(&d.dry);
    desk_close(&d);
    assert_in_order(&d, 7);
    assert_int_equal(uv_sem_trywait(&d.dry), UV_EAGAIN);
}

static void what_is_left_to_do_is_tried_again_without_work(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, JOBS, 2);
    d.later = 2;
    open_gate(&d);
    assert_true(writer_put(d.writer, &d.jobs[0].job));
    for (int i = 0; i < 3; i++)
        uv_sem_wait(&d.dry);
    desk_close(&d);
    assert_in_order(&d, 1);
    assert_int_equal(uv_sem_trywait(&d.dry), UV_EAGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_waits_is_one_batch),
        cmocka_unit_test(a_batch_has_its_bound),
        cmocka_unit_test(a_lone_job_waits_for_nobody),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(stopping_does_what_waits_and_takes_no_more),
        cmocka_unit_test(an_empty_writer_stops_at_once),
        cmocka_unit_test(a_dry_queue_is_told_after_each_spell_of_work),
        cmocka_unit_test(what_is_left_to_do_is_tried_again_without_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
