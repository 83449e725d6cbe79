#include "harness.h"

static void a_client_that_does_not_read_is_read_no_more(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = answer_at_length;
    h->limits.unsent_drop = SIZE_MAX;
    harness_start(h);
    int fd = client_open(h), other = client_open(h);
    char calls[] = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
    size_t n = strlen(calls) / 2;
    client_say(fd, calls);
    until(h, h->seen[0]->out.waiting > h->limits.unsent_pause);
    int lines = h->lines;
    assert_true(lines < (int)n);
    client_say(other, "z\n");
    struct buffer heard = {0};
    assert_true(client_read(h, other, &heard, REPLY_LENGTH));
    assert_int_equal(h->lines, lines + 1);
    heard.length = 0;
    assert_true(client_read(h, fd, &heard, n * REPLY_LENGTH));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(heard.data[i * REPLY_LENGTH], calls[2 * i]);
        assert_int_equal(heard.data[(i + 1) * REPLY_LENGTH - 2], calls[2 * i]);
        assert_int_equal(heard.data[(i + 1) * REPLY_LENGTH - 1], '\n');
    }
    assert_int_equal(h->seen[0]->out.waiting, 0);
    buffer_free(&heard);
    close(fd);
    close(other);
    harness_free(h);
}

static void past_unsent_drop_the_client_is_dropped(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    size_t sent = 0, most = 8 * h->limits.unsent_drop;
    while (connection_is_open(h->seen[0]) && sent < most) {
        answer_at_length(h, h->seen[0], "x", 1);
        sent += REPLY_LENGTH;
    }
    assert_true(sent > h->limits.unsent_drop && sent < most);
    until(h, h->closed == 1);
    assert_int_equal(server_counters(h->server)->dropped_slow, 1);
    assert_int_equal(server_counters(h->server)->open, 0);
    close(fd);
    harness_free(h);
}

static void its_sender_is_told_when_all_that_waited_is_taken(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.unsent_drop = SIZE_MAX;
    harness_start(h);
    int fd = client_open(h);
    reply(h->seen[0], "short", 5);
    assert_true(connection_is_drained(h->seen[0]));
    size_t sent = strlen("short\n");
    for (; connection_is_drained(h->seen[0]); sent += REPLY_LENGTH)
        answer_at_length(h, h->seen[0], "x", 1);
    assert_int_equal(h->drained, 0); /* what went out at once is no news */
    struct buffer heard = {0};
    assert_true(client_read(h, fd, &heard, sent));
    until(h, h->drained > 0);
    assert_int_equal(h->drained, 1);
    buffer_free(&heard);
    close(fd);
    harness_free(h);
}

static void one_long_reply_is_not_counted_against_its_client(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    size_t length = 8 * h->limits.unsent_drop;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, 'x', length);
    reply(h->seen[0], text, length);
    client_say(fd, "more\n");
    until(h, h->lines == 1);
    struct buffer heard = {0};
    assert_true(client_read(h, fd, &heard, length + 6));
    assert_memory_equal(heard.data + length, "\nmore\n", 6);
    buffer_free(&heard);
    free(text);
    close(fd);
    harness_free(h);
}

static void a_reader_that_stalls_is_dropped(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.stall_ms = 8;
    h->limits.unsent_drop = SIZE_MAX;
    harness_start(h);
    int fd = client_open(h), other = client_open(h);
    for (int i = 0; i < 10; i++)
        answer_at_length(h, h->seen[0], "x", 1);
    until(h, h->closed == 1);
    assert_int_equal(server_counters(h->server)->dropped_slow, 1);
    assert_true(connection_is_open(h->seen[1]));
    close(fd);
    close(other);
    harness_free(h);
}

struct sipper {
    uv_timer_t timer;
    int fd;
    struct buffer heard;
};

static void on_sip(uv_timer_t *timer)
{
    struct sipper *s = timer->data;
    assert_true(client_take(s->fd, &s->heard, 16000));
}

/* The reader sips on the same loop as often as the server's stall clock ticks, so that both are
 * held up together when the machine is slow; too little at a time for the socket to report room
 * before the clock would be over. */
static void a_reader_that_is_slow_but_reads_is_kept(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.stall_ms = 8;
    h->limits.unsent_drop = SIZE_MAX;
    harness_start(h);
    struct sipper s = {.fd = client_open(h)};
    s.timer.data = &s;
    uv_timer_init(&h->loop, &s.timer);
    uv_timer_start(&s.timer, on_sip, 2, 2);
    for (int i = 0; i < 6; i++)
        answer_at_length(h, h->seen[0], "x", 1);
    until(h, s.heard.length == 6 * REPLY_LENGTH);
    assert_int_equal(h->closed, 0);
    uv_close((uv_handle_t *)&s.timer, NULL);
    buffer_free(&s.heard);
    close(s.fd);
    harness_free(h);
}

static void half_a_line_may_not_stall_and_an_idle_client_may(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.stall_ms = 8;
    harness_start(h);
    int idle = client_open(h), half = client_open(h), next = client_open(h);
    client_say(idle, "here\n");
    client_hears(h, idle, "here\n");
    client_say(half, "half a li");
    client_hears_the_end(h, half);
    until(h, h->closed == 1);
    client_say(next, "and anoth");
    client_hears_the_end(h, next);
    until(h, h->closed == 2);
    assert_int_equal(server_counters(h->server)->dropped_stalled, 2);
    client_say(idle, "still here\n");
    client_hears(h, idle, "still here\n");
    assert_int_equal(h->lines, 2);
    close(idle);
    close(half);
    close(next);
    harness_free(h);
}

static void a_paused_client_does_not_stall(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.stall_ms = 8;
    harness_start(h);
    int paused = client_open(h), half = client_open(h);
    client_say(paused, "half a li");
    until(h, framing_half(&h->seen[0]->in));
    connection_pause(h->seen[0]);
    client_say(half, "half a li");
    client_hears_the_end(h, half);
    assert_true(connection_is_open(h->seen[0]));
    client_say(paused, "ne\n");
    connection_resume(h->seen[0]);
    client_hears(h, paused, "half a line\n");
    close(paused);
    close(half);
    harness_free(h);
}

static void the_stall_clock_stands_while_nobody_can_stall(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.stall_ms = 8;
    harness_start(h);
    int fd = client_open(h);
    const uv_handle_t *clock = (const uv_handle_t *)&h->server->tick;
    assert_false(uv_is_active(clock));
    client_say(fd, "begun");
    until(h, uv_is_active(clock));
    client_say(fd, " and ended\n");
    client_hears(h, fd, "begun and ended\n");
    until(h, !uv_is_active(clock));
    assert_int_equal(h->closed, 0);
    close(fd);
    harness_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_that_does_not_read_is_read_no_more),
        cmocka_unit_test(past_unsent_drop_the_client_is_dropped),
        cmocka_unit_test(its_sender_is_told_when_all_that_waited_is_taken),
        cmocka_unit_test(one_long_reply_is_not_counted_against_its_client),
        cmocka_unit_test(a_reader_that_stalls_is_dropped),
        cmocka_unit_test(a_reader_that_is_slow_but_reads_is_kept),
        cmocka_unit_test(half_a_line_may_not_stall_and_an_idle_client_may),
        cmocka_unit_test(a_paused_client_does_not_stall),
        cmocka_unit_test(the_stall_clock_stands_while_nobody_can_stall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
