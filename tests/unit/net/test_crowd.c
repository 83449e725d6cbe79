#include "harness.h"

#include <sys/resource.h>

static void more_than_connections_max_are_told_so_until_one_goes(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.connections_max = 2;
    harness_start(h);
    int first = client_open(h), second = client_open(h), third = client_socket();
    client_reach(h, third);
    client_say(third, "hello\n");
    client_hears(h, third, "full\n");
    struct buffer heard = {0};
    while (client_take(third, &heard, 1))
        uv_run(&h->loop, UV_RUN_NOWAIT);
    assert_int_equal(heard.length, 0);
    assert_int_equal(server_counters(h->server)->refused, 1);
    assert_int_equal(h->opened, 2);
    client_say(first, "served\n");
    client_hears(h, first, "served\n");
    close(second);
    until(h, h->closed == 1);
    second = client_open(h);
    client_say(second, "hello\n");
    client_hears(h, second, "hello\n");
    assert_int_equal(server_counters(h->server)->open, 2);
    close(first);
    close(second);
    close(third);
    harness_free(h);
}

/* Those hold nothing of whom everything was taken. */
static void past_held_max_whoever_holds_most_is_dropped(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.unsent_drop = SIZE_MAX;
    h->limits.held_max = 20 * REPLY_LENGTH;
    harness_start(h);
    int greedy = client_open(h), modest = client_open(h), half = client_open(h);
    client_say(half, "half a li");
    until(h, framing_half(&h->seen[2]->in));
    while (connection_is_drained(h->seen[1]))
        answer_at_length(h, h->seen[1], "x", 1);
    int sent = 0;
    for (; connection_is_open(h->seen[0]) && sent < 100; sent++)
        answer_at_length(h, h->seen[0], "x", 1);
    assert_in_range(sent, 2, 22);
    until(h, h->closed == 1);
    assert_int_equal(server_counters(h->server)->dropped_heavy, 1);
    assert_true(connection_is_open(h->seen[1]) && connection_is_open(h->seen[2]));
    close(greedy);
    close(modest);
    until(h, h->closed == 2);
    client_say(half, "ne\n");
    client_hears(h, half, "half a line\n");
    uv_run(&h->loop, UV_RUN_NOWAIT);
    assert_int_equal(h->server->held, 0);
    close(half);
    harness_free(h);
}

static void past_held_max_whoever_stood_still_for_longest_is_dropped_first(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.unsent_drop = SIZE_MAX;
    h->limits.held_max = 20 * REPLY_LENGTH;
    harness_start(h);
    int still = client_open(h), heavy = client_open(h), keeping = client_open(h);
    while (connection_is_drained(h->seen[0]))
        answer_at_length(h, h->seen[0], "x", 1);
    connection_tick(h->seen[0]);
    for (int i = 0; i < 12; i++)
        answer_at_length(h, h->seen[1], "x", 1);
    size_t first = h->limits.held_max - h->server->held + 1;
    connection_hold(h->seen[2], first);
    assert_false(connection_is_open(h->seen[0]));
    assert_true(connection_is_open(h->seen[1]));
    assert_true(connection_is_open(h->seen[2]));
    size_t second = h->limits.held_max - h->server->held + 1;
    connection_hold(h->seen[2], second);
    assert_false(connection_is_open(h->seen[1]));
    assert_true(connection_is_open(h->seen[2]));
    connection_release(h->seen[2], first + second);
    assert_int_equal(h->server->held, 0);
    until(h, h->closed == 2);
    assert_int_equal(server_counters(h->server)->dropped_heavy, 2);
    close(still);
    close(heavy);
    close(keeping);
    harness_free(h);
}

static void count_turn(uv_prepare_t *prepare)
{
    ++*(int *)prepare->data;
}

/* Lowers the limit so that `left` more descriptors can be opened. */
static struct rlimit files_left(unsigned left)
{
    struct rlimit before, low;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    low = before;
    int lowest = dup(0);
    assert_true(lowest >= 0);
    close(lowest);
    low.rlim_cur = (rlim_t)lowest + left;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    return before;
}

static void on_time(uv_timer_t *timer)
{
    *(bool *)timer->data = true;
}

/* Turns the loop through a few of the listener's rests and gives the number of turns. */
static int turns_taken(struct harness *h)
{
    bool over = false;
    int turns = 0;
    uv_timer_t timer;
    uv_prepare_t prepare;
    uv_timer_init(&h->loop, &timer);
    uv_prepare_init(&h->loop, &prepare);
    timer.data = &over;
    prepare.data = &turns;
    uv_prepare_start(&prepare, count_turn);
    uv_timer_start(&timer, on_time, 350, 0);
    until(h, over);
    uv_close((uv_handle_t *)&timer, NULL);
    uv_close((uv_handle_t *)&prepare, NULL);
    uv_run(&h->loop, UV_RUN_NOWAIT);
    return turns;
}

static void without_descriptors_it_rests_and_serves_those_inside(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fds[4];
    for (size_t i = 0; i < 4; i++)
        fds[i] = client_socket();
    struct rlimit before = files_left(2);
    for (size_t i = 0; i < 4; i++) {
        client_reach(h, fds[i]);
        client_say(fds[i], "hello\n");
    }
    client_hears(h, fds[0], "hello\n");
    client_hears(h, fds[1], "hello\n");
    assert_true(uv_is_active((const uv_handle_t *)&h->server->listener.retry));
    assert_in_range(turns_taken(h), 1, 20);
    assert_int_equal(h->opened, 2);
    client_say(fds[0], "served\n");
    client_hears(h, fds[0], "served\n");

    connection_drop(h->seen[1]); /* gives one back at once */
    client_hears(h, fds[2], "hello\n");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    client_hears(h, fds[3], "hello\n"); /* found by the timer */
    assert_int_equal(h->opened, 4);
    assert_int_equal(server_counters(h->server)->refused, 0);
    for (size_t i = 0; i < 4; i++)
        close(fds[i]);
    harness_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_connections_max_are_told_so_until_one_goes),
        cmocka_unit_test(past_held_max_whoever_holds_most_is_dropped),
        cmocka_unit_test(past_held_max_whoever_stood_still_for_longest_is_dropped_first),
        cmocka_unit_test(without_descriptors_it_rests_and_serves_those_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
