#include "harness.h"

#include <grp.h>
#include "net/peer.h"

static void hold(struct harness *h, struct connection *c, const char *line, size_t length)
{
    (void)h, (void)line, (void)length;
    connection_ref(c);
}

static void pause_after_a_line(struct harness *h, struct connection *c, const char *line,
                               size_t length)
{
    (void)h, (void)line, (void)length;
    connection_pause(c);
}

static void lines_arrive_and_replies_leave_however_they_were_split(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    const char *text = "one\r\n\n\r\ntwo\nthree\n";
    for (const char *p = text; *p; p++) {
        char one[2] = {*p, '\0'};
        client_say(fd, one);
        uv_run(&h->loop, UV_RUN_NOWAIT);
    }
    client_hears(h, fd, "one\ntwo\nthree\n");
    client_say(fd, "four\nfi");
    client_say(fd, "ve\n");
    client_hears(h, fd, "four\nfive\n");
    const struct server_counters *n = server_counters(h->server);
    assert_int_equal(n->lines, 5);
    assert_int_equal(n->bytes_in, strlen(text) + 10);
    assert_int_equal(n->bytes_out, 24);
    assert_int_equal(n->open, 1);
    close(fd);
    harness_free(h);
}

static void an_oversize_line_gets_a_last_reply_and_is_closed(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    char *text = malloc(h->limits.line_max * 3 + 1);
    assert_non_null(text);
    memset(text, 'x', h->limits.line_max * 3);
    text[h->limits.line_max * 3] = '\0';
    client_say(fd, "short\n");
    client_say(fd, text);
    client_say(fd, "\nnever\n");
    client_hears(h, fd, "short\ntoo long\n");
    client_hears_the_end(h, fd);
    until(h, h->closed == 1);
    assert_int_equal(h->too_long, 1);
    assert_int_equal(h->lines, 1);
    free(text);
    close(fd);
    harness_free(h);
}

static void a_client_that_closed_its_sending_side_gets_its_answers(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = hold;
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "first\nsecond\nhalf a li");
    shutdown(fd, SHUT_WR);
    until(h, h->seen[0]->ended);
    assert_int_equal(h->lines, 2);
    struct connection *c = h->seen[0];
    reply(c, "one", 3);
    connection_unref(c);
    client_hears(h, fd, "one\n");
    assert_true(connection_is_open(c));
    reply(c, "two", 3);
    connection_unref(c);
    client_hears(h, fd, "two\n");
    client_hears_the_end(h, fd);
    until(h, h->closed == 1);
    close(fd);
    harness_free(h);
}

static void a_last_answer_is_sent_to_its_end(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = hold;
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "a call\n");
    shutdown(fd, SHUT_WR);
    until(h, h->seen[0]->ended);
    size_t length = 4000000;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, 'x', length);
    reply(h->seen[0], text, length);
    connection_unref(h->seen[0]);
    struct buffer heard = {0};
    assert_true(client_read(h, fd, &heard, length + 1));
    assert_int_equal(heard.data[length], '\n');
    client_hears_the_end(h, fd);
    buffer_free(&heard);
    free(text);
    close(fd);
    harness_free(h);
}

static void a_send_to_a_client_that_is_gone_is_dropped(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = hold;
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "a call\n");
    close(fd);
    until(h, h->closed == 1);
    struct connection *c = h->seen[0];
    assert_false(connection_is_open(c));
    reply(c, "late", 4);
    connection_pause(c);
    connection_resume(c);
    server_close(h->server, 0, on_done);
    until(h, h->done);
    reply(c, "later than the server", 21);
    connection_unref(c);
    assert_int_equal(h->closed, 1);
    harness_free(h);
}

static void a_hang_up_before_the_reply_raises_no_signal(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "a call\n");
    close(fd);
    until(h, h->closed == 1);
    assert_int_equal(h->lines, 1);

    h->answer = hold;
    fd = client_open(h);
    client_say(fd, "a call\n");
    until(h, h->lines == 2);
    close(fd);
    reply(h->seen[1], "into nothing", 12);
    assert_false(connection_is_open(h->seen[1]));
    assert_int_equal(h->closed, 1); /* told from the loop, not from the send */
    connection_unref(h->seen[1]);
    until(h, h->closed == 2);
    harness_free(h);
}

/* Unread replies make the hang-up an error of the socket; what was sent before still counts. */
static void what_was_sent_before_a_hang_up_is_read(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "one\n");
    until(h, h->lines == 1);
    client_say(fd, "two\n");
    close(fd);
    until(h, h->closed == 1);
    assert_string_equal(buffer_string(&h->text), "one\ntwo\n");
    harness_free(h);
}

static void a_buffer_that_failed_is_not_sent(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    struct buffer b = {.max = 4};
    buffer_text(&b, "{\"r");
    buffer_text(&b, "esult\":");
    connection_send(h->seen[0], &b);
    assert_null(b.data);
    client_hears_the_end(h, fd);
    close(fd);
    harness_free(h);
}

static void a_pause_stops_between_two_lines_and_is_counted(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = pause_after_a_line;
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "one\ntwo\nthr");
    until(h, h->lines == 1);
    for (int i = 0; i < 10; i++)
        uv_run(&h->loop, UV_RUN_NOWAIT);
    assert_int_equal(h->lines, 1);
    connection_pause(h->seen[0]);
    connection_resume(h->seen[0]);
    for (int i = 0; i < 10; i++)
        uv_run(&h->loop, UV_RUN_NOWAIT);
    assert_int_equal(h->lines, 1);
    connection_resume(h->seen[0]);
    until(h, h->lines == 2);
    connection_resume(h->seen[0]);
    until(h, framing_half(&h->seen[0]->in));
    client_say(fd, "ee\n");
    until(h, h->lines == 3);
    assert_null(h->seen[0]->in.carry.data); /* a paused client holds no more than a read */
    assert_in_range(h->seen[0]->rest.length, 0, READ_MAX);
    assert_string_equal(buffer_string(&h->text), "one\ntwo\nthree\n");
    close(fd);
    connection_resume(h->seen[0]);
    harness_free(h);
}

static void what_is_sent_while_corked_goes_out_together(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h), gone = client_open(h);
    server_cork(h->server);
    server_cork(h->server);
    reply(h->seen[0], "one", 3);
    reply(h->seen[1], "nobody hears", 12);
    connection_drop(h->seen[1]);
    server_uncork(h->server);
    reply(h->seen[0], "two", 3);
    assert_int_equal(server_counters(h->server)->bytes_out, 0);
    server_uncork(h->server);
    assert_int_equal(server_counters(h->server)->bytes_out, 8);
    client_hears(h, fd, "one\ntwo\n");
    until(h, h->closed == 1);
    close(fd);
    close(gone);
    harness_free(h);
}

static void replies_corked_longer_than_is_good_go_out_before(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    char text[CORKED_MAX];
    memset(text, 'x', sizeof text);
    server_cork(h->server);
    reply(h->seen[0], text, 1);
    reply(h->seen[0], text, sizeof text);
    assert_in_range(server_counters(h->server)->bytes_out, 1, sizeof text + 3);
    server_uncork(h->server);
    struct buffer heard = {0};
    assert_true(client_read(h, fd, &heard, sizeof text + 3));
    buffer_free(&heard);
    close(fd);
    harness_free(h);
}

static void a_flood_of_tiny_lines_holds_nobody_up(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->limits.unsent_pause = h->limits.unsent_drop = SIZE_MAX;
    harness_start(h);
    int flood = client_open(h), other = client_open(h);
    char lines[40001];
    for (size_t i = 0; i < 20000; i++)
        memcpy(lines + 2 * i, "f\n", 3);
    client_say(flood, lines);
    client_say(other, "question\n");
    client_hears(h, other, "question\n");
    assert_in_range(h->lines, 1, 2 * LINES_PER_TURN + 1);
    until(h, h->lines == 20001);
    close(flood);
    close(other);
    harness_free(h);
}

static void the_peer_is_known_by_user_group_and_groups(void **state)
{
    (void)state;
    gid_t groups[64], some[] = {5, 11, 22};
    int before = getgroups(64, groups);
    assert_in_range(before, 0, 64);
    bool changed = setgroups(3, some) == 0; /* root only; others are tested with what they have */
    struct harness *h = harness_new();
    harness_start(h);
    int fd = client_open(h);
    assert_int_equal(h->peer.uid, getuid());
    assert_int_equal(h->peer.gid, getgid());
    assert_int_equal(h->peer.n_groups, changed ? 3 : before);
    assert_memory_equal(h->peer.groups ? h->peer.groups : some, changed ? some : groups,
                        h->peer.n_groups * sizeof(gid_t));
    if (changed)
        assert_int_equal(setgroups((size_t)before, groups), 0);
    close(fd);
    harness_free(h);
}

static void a_socket_without_a_peer_is_refused(void **state)
{
    (void)state;
    struct peer none = {.uid = 7};
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_false(peer_read(ends[0], &none));
    assert_int_equal(none.uid, 7);
    close(ends[0]);
    close(ends[1]);
}

static void closing_waits_for_calls_under_way(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = hold;
    harness_start(h);
    int busy = client_open(h), idle = client_open(h);
    client_say(busy, "a call\n");
    until(h, h->lines == 1);
    server_close(h->server, 1 << 30, on_done);
    client_hears_the_end(h, idle);
    client_say(busy, "too late\n");
    for (int i = 0; i < 10; i++)
        uv_run(&h->loop, UV_RUN_NOWAIT);
    assert_int_equal(h->lines, 1);
    assert_false(h->done);
    reply(h->seen[0], "answer", 6);
    connection_unref(h->seen[0]);
    client_hears(h, busy, "answer\n");
    client_hears_the_end(h, busy);
    until(h, h->done);
    assert_int_equal(h->closed, 2);
    close(busy);
    close(idle);
    harness_free(h);
}

static void closing_waits_no_longer_than_its_grace(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    h->answer = hold;
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "a call\n");
    until(h, h->lines == 1);
    server_stop_listening(h->server);
    server_stop_listening(h->server);
    assert_int_equal(access(h->path, F_OK), -1);
    server_close(h->server, 5, on_done);
    until(h, h->done);
    assert_int_equal(h->closed, 1);
    connection_unref(h->seen[0]);
    close(fd);
    harness_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_arrive_and_replies_leave_however_they_were_split),
        cmocka_unit_test(an_oversize_line_gets_a_last_reply_and_is_closed),
        cmocka_unit_test(a_client_that_closed_its_sending_side_gets_its_answers),
        cmocka_unit_test(a_last_answer_is_sent_to_its_end),
        cmocka_unit_test(a_send_to_a_client_that_is_gone_is_dropped),
        cmocka_unit_test(a_hang_up_before_the_reply_raises_no_signal),
        cmocka_unit_test(what_was_sent_before_a_hang_up_is_read),
        cmocka_unit_test(a_buffer_that_failed_is_not_sent),
        cmocka_unit_test(a_pause_stops_between_two_lines_and_is_counted),
        cmocka_unit_test(what_is_sent_while_corked_goes_out_together),
        cmocka_unit_test(replies_corked_longer_than_is_good_go_out_before),
        cmocka_unit_test(a_flood_of_tiny_lines_holds_nobody_up),
        cmocka_unit_test(the_peer_is_known_by_user_group_and_groups),
        cmocka_unit_test(a_socket_without_a_peer_is_refused),
        cmocka_unit_test(closing_waits_for_calls_under_way),
        cmocka_unit_test(closing_waits_no_longer_than_its_grace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
