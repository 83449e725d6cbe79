#include "unit.h"

#include "base/uuid.h"
#include "fake.h"
#include "stipple/client.h"
#include "stipple/protocol.h"

/* A connection whose other end is in the test's hands: answers are written before they are asked
 * for, since ids count from 1. */
struct pair {
    struct stipple_client *client;
    struct stipple_failure failure;
    const char *result;
    int daemon;
};

static int pair_open(void **state)
{
    struct pair *p = calloc(1, sizeof *p);
    int fd[2];
    assert_non_null(p);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    assert_int_equal(stipple_client_adopt(fd[0], &p->client, &p->failure), STIPPLE_EXIT_DONE);
    p->daemon = fd[1];
    *state = p;
    return 0;
}

static void pair_hang_up(struct pair *p)
{
    if (p->daemon >= 0)
        close(p->daemon);
    p->daemon = -1;
}

static int pair_close(void **state)
{
    struct pair *p = *state;
    pair_hang_up(p);
    stipple_client_free(p->client);
    free(p);
    return 0;
}

static enum stipple_exit run(struct pair *p, const char *method, const char *params)
{
    return stipple_client_run(p->client, method, params, 1000, &p->result, &p->failure);
}

static void a_result_comes_back_exactly_as_it_was_sent(void **state)
{
    struct pair *p = *state;
    char got[256];
    fake_write(
        p->daemon,
        "{\"jsonrpc\":\"2.0\", \"id\": 1, \"result\": {\"x\" : 1.50, \"y\":\"\\u00e9}]\"} }\r\n");
    assert_int_equal(run(p, "daemon.status", NULL), STIPPLE_EXIT_DONE);
    assert_string_equal(p->result, "{\"x\" : 1.50, \"y\":\"\\u00e9}]\"}");
    assert_string_equal(fake_read(p->daemon, got, sizeof got),
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"daemon.status\"}\n");
}

static void line_breaks_in_parameters_do_not_end_the_request(void **state)
{
    struct pair *p = *state;
    char got[256];
    fake_write(p->daemon, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
    assert_int_equal(run(p, "lot.show", "{\n\"lot\":\r\n\"L-1\"}"), STIPPLE_EXIT_DONE);
    fake_read(p->daemon, got, sizeof got);
    assert_ptr_equal(strchr(got, '\n'), got + strlen(got) - 1);
    assert_non_null(strstr(got, "\"params\":{ \"lot\":  \"L-1\"}"));
}

static void what_is_no_request_is_refused_before_a_byte_is_sent(void **state)
{
    struct pair *p = *state;
    char got[16];
    const size_t line = (size_t)STIPPLE_LINE_MAX;
    char *large = malloc(line + 3);
    assert_non_null(large);
    assert_int_equal(run(p, "lot.show", "{\"lot\":\"a\",\"lot\":\"b\"}"), STIPPLE_EXIT_USAGE);
    assert_int_equal(run(p, "lot.show", "{\"lot\":"), STIPPLE_EXIT_USAGE);
    assert_int_equal(run(p, "lot.show", ""), STIPPLE_EXIT_USAGE);
    assert_int_equal(run(p, "lot.show", "[1]"), STIPPLE_EXIT_USAGE);
    assert_string_equal(p->failure.name, "client.usage");
    memset(large, ' ', line);
    memcpy(large + line, "{}", 3);
    assert_int_equal(run(p, "lot.show", large), STIPPLE_EXIT_USAGE);
    assert_string_equal(p->failure.name, "rpc.too_large");
    assert_string_equal(fake_read(p->daemon, got, sizeof got), "");
    free(large);
}

static void a_refusal_carries_name_field_hint_and_exit_status(void **state)
{
    struct pair *p = *state;
    fake_write(
        p->daemon,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":101,\"message\":\"No \\\"L-9\\\".\","
        "\"data\":{\"name\":\"lot.not_found\",\"field\":\"lot\",\"hint\":\"List "
        "them.\",\"retry\":false}}}\n"
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":999,\"message\":\"New.\","
        "\"data\":{\"name\":\"future.thing\",\"retry\":true}}}\n"
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":20,\"message\":\"No.\","
        "\"data\":{\"name\":\"role.denied\"}}}\n");
    assert_int_equal(run(p, "lot.show", "{\"lot\":\"L-9\"}"), STIPPLE_EXIT_NOT_FOUND);
    assert_int_equal(p->failure.code, 101);
    assert_string_equal(p->failure.name, "lot.not_found");
    assert_string_equal(p->failure.message, "No \"L-9\".");
    assert_string_equal(p->failure.field, "lot");
    assert_string_equal(p->failure.hint, "List them.");
    assert_false(p->failure.retry);
    assert_int_equal(run(p, "lot.show", "{}"), STIPPLE_EXIT_FAILED);
    assert_string_equal(p->failure.name, "future.thing");
    assert_true(p->failure.retry);
    assert_int_equal(run(p, "lot.show", "{}"), STIPPLE_EXIT_NOT_ALLOWED);
}

static void a_write_without_op_id_is_given_one_when_the_daemon_asks(void **state)
{
    struct pair *p = *state;
    char got[512];
    fake_write(p->daemon,
               "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Missing.\","
               "\"data\":{\"name\":\"param.missing\",\"field\":\"op_id\",\"retry\":false}}}\n"
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"done\":true}}\n");
    assert_int_equal(run(p, "stock.open", " { \"container\":\"B-1\" } "), STIPPLE_EXIT_DONE);
    assert_string_equal(p->result, "{\"done\":true}");
    fake_read(p->daemon, got, sizeof got);
    char *second = strchr(got, '\n') + 1;
    char *op_id = strstr(second, "{\"op_id\":\"");
    assert_non_null(op_id);
    assert_non_null(strstr(second, "\",\"container\":\"B-1\" }}\n"));
    op_id += strlen("{\"op_id\":\"");
    op_id[UUID_LENGTH] = '\0';
    assert_true(uuid_valid(op_id));
}

static void a_lost_answer_is_unknown_for_a_write_and_only_lost_for_a_read(void **state)
{
    struct pair *p = *state;
    fake_write(p->daemon, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n{\"jsonrpc\"");
    assert_int_equal(run(p, "lot.list", "{}"), STIPPLE_EXIT_DONE);
    pair_hang_up(p);
    assert_int_equal(run(p, "lot.list", "{}"), STIPPLE_EXIT_UNREACHABLE);
    assert_string_equal(p->failure.op_id, "");
}

static void a_lost_write_says_which_op_id_to_send_again(void **state)
{
    struct pair *p = *state;
    static const char op_id[] = "0190a0b0-0000-7000-8000-000000000001";
    int64_t id;
    struct stipple_message message;
    assert_int_equal(stipple_client_send(p->client, "stock.open",
                                         "{\"op_id\":\"0190a0b0-0000-7000-8000-000000000001\"}",
                                         1000, &id, &p->failure),
                     STIPPLE_EXIT_DONE);
    pair_hang_up(p);
    assert_int_equal(stipple_client_receive(p->client, 1000, &message, &p->failure),
                     STIPPLE_EXIT_UNKNOWN);
    assert_string_equal(p->failure.name, "client.lost");
    assert_string_equal(p->failure.op_id, op_id);
    assert_true(p->failure.retry);
    assert_int_equal(run(p, "lot.list", "{}"), STIPPLE_EXIT_UNREACHABLE);
}

static void store_unknown_carries_the_op_id_too(void **state)
{
    struct pair *p = *state;
    fake_write(p->daemon,
               "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":41,\"message\":\"The disk.\","
               "\"data\":{\"name\":\"store.unknown\",\"retry\":true}}}\n");
    assert_int_equal(run(p, "stock.open", "{\"op_id\":\"0190a0b0-0000-7000-8000-000000000002\"}"),
                     STIPPLE_EXIT_UNKNOWN);
    assert_string_equal(p->failure.op_id, "0190a0b0-0000-7000-8000-000000000002");
}

static void a_timeout_leaves_the_connection_usable_and_the_late_answer_is_dropped(void **state)
{
    struct pair *p = *state;
    assert_int_equal(stipple_client_run(p->client, "lot.list", "{}", 0, &p->result, &p->failure),
                     STIPPLE_EXIT_UNREACHABLE);
    fake_write(p->daemon, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"late\":1}}\n"
                          "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"right\":1}}\n");
    assert_int_equal(run(p, "lot.list", "{}"), STIPPLE_EXIT_DONE);
    assert_string_equal(p->result, "{\"right\":1}");
}

static void answers_come_in_any_order_and_in_pieces(void **state)
{
    struct pair *p = *state;
    struct stipple_message message;
    int64_t first, second;
    stipple_client_send(p->client, "lot.list", NULL, 1000, &first, &p->failure);
    stipple_client_send(p->client, "product.list", NULL, 1000, &second, &p->failure);
    assert_int_not_equal(first, second);
    fake_write(p->daemon,
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[2]}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"re");
    assert_int_equal(stipple_client_receive(p->client, 1000, &message, &p->failure),
                     STIPPLE_EXIT_DONE);
    assert_int_equal(message.id, second);
    assert_string_equal(message.text, "[2]");
    assert_int_equal(stipple_client_receive(p->client, 0, &message, &p->failure),
                     STIPPLE_EXIT_UNREACHABLE);
    fake_write(p->daemon, "sult\":[1]}\n");
    assert_int_equal(stipple_client_receive(p->client, 1000, &message, &p->failure),
                     STIPPLE_EXIT_DONE);
    assert_int_equal(message.id, first);
    assert_string_equal(message.text, "[1]");
}

static void notifications_are_told_from_answers(void **state)
{
    struct pair *p = *state;
    struct stipple_message message;
    fake_write(p->daemon, "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"seq\":7}}\n");
    assert_int_equal(stipple_client_receive(p->client, 1000, &message, &p->failure),
                     STIPPLE_EXIT_DONE);
    assert_int_equal(message.id, 0);
    assert_string_equal(message.method, "event");
    assert_string_equal(message.text, "{\"seq\":7}");
}

static void what_is_not_this_protocol_is_named_so(void **state)
{
    struct pair *p = *state;
    static const char *const lines[] = {"HTTP/1.1 400 Bad Request\n",
                                        "{\"jsonrpc\":\"2.0\",\"id\":1}\n",
                                        "[]\n",
                                        "3\n",
                                        "{\"id\":1,\"result\":1,\"result\":2}\n",
                                        "{\"id\":1,\"error\":{\"message\":\"x\"}}\n",
                                        "{\"id\":1,\"error\":[]}\n",
                                        "{\"method\":7,\"params\":{}}\n",
                                        "{\"result\":\"\x1b\"}\n"};
    struct stipple_message message;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        fake_write(p->daemon, lines[i]);
        assert_int_equal(stipple_client_receive(p->client, 1000, &message, &p->failure),
                         STIPPLE_EXIT_FAILED);
        assert_string_equal(p->failure.name, "client.protocol");
    }
}

static void nobody_at_the_socket_is_said_with_how_to_start_one(void **state)
{
    (void)state;
    struct stipple_client *client = NULL;
    struct stipple_failure failure;
    char path[200];
    assert_int_equal(stipple_client_connect("/nonexistent/stippled.sock", 1000, &client, &failure),
                     STIPPLE_EXIT_UNREACHABLE);
    assert_non_null(strstr(failure.message, "/nonexistent/stippled.sock"));
    assert_non_null(strstr(failure.hint, "stippled"));
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_int_equal(stipple_client_connect(path, 1000, &client, &failure),
                     STIPPLE_EXIT_UNREACHABLE);
    assert_non_null(strstr(failure.message, "107"));
    assert_null(client);
}

static void the_socket_is_looked_for_where_the_environment_says(void **state)
{
    (void)state;
    struct stipple_client *client = NULL;
    struct stipple_failure failure;
    setenv("STIPPLE_SOCKET", "/nonexistent/a.sock", 1);
    setenv("RUNTIME_DIRECTORY", "/nonexistent/run", 1);
    stipple_client_connect(NULL, 1000, &client, &failure);
    assert_non_null(strstr(failure.message, "/nonexistent/a.sock"));
    assert_null(strstr(failure.message, "/nonexistent/run"));
    unsetenv("STIPPLE_SOCKET");
    if (stipple_client_connect(NULL, 1000, &client, &failure) != STIPPLE_EXIT_DONE)
        assert_non_null(strstr(failure.message, "/nonexistent/run/stippled.sock"));
    stipple_client_free(client);
    unsetenv("RUNTIME_DIRECTORY");
}

static void a_daemon_at_a_path_is_reached(void **state)
{
    (void)state;
    static const char *const answers[] = {"\"result\":{\"version\":\"x\"}", NULL};
    struct stipple_client *client = NULL;
    struct stipple_failure failure;
    struct fake fake = {0};
    const char *result = "";
    fake_start(&fake, answers, -1);
    assert_int_equal(stipple_client_connect(fake.path, 5000, &client, &failure), STIPPLE_EXIT_DONE);
    assert_int_equal(stipple_client_run(client, "daemon.status", "{}", 5000, &result, &failure),
                     STIPPLE_EXIT_DONE);
    assert_string_equal(result, "{\"version\":\"x\"}");
    stipple_client_free(client);
    fake_stop(&fake);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    stipple_client_free(NULL);
}

#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAIR(a_result_comes_back_exactly_as_it_was_sent),
        WITH_PAIR(line_breaks_in_parameters_do_not_end_the_request),
        WITH_PAIR(what_is_no_request_is_refused_before_a_byte_is_sent),
        WITH_PAIR(a_refusal_carries_name_field_hint_and_exit_status),
        WITH_PAIR(a_write_without_op_id_is_given_one_when_the_daemon_asks),
        WITH_PAIR(a_lost_answer_is_unknown_for_a_write_and_only_lost_for_a_read),
        WITH_PAIR(a_lost_write_says_which_op_id_to_send_again),
        WITH_PAIR(store_unknown_carries_the_op_id_too),
        WITH_PAIR(a_timeout_leaves_the_connection_usable_and_the_late_answer_is_dropped),
        WITH_PAIR(answers_come_in_any_order_and_in_pieces),
        WITH_PAIR(notifications_are_told_from_answers),
        WITH_PAIR(what_is_not_this_protocol_is_named_so),
        cmocka_unit_test(nobody_at_the_socket_is_said_with_how_to_start_one),
        cmocka_unit_test(the_socket_is_looked_for_where_the_environment_says),
        cmocka_unit_test(a_daemon_at_a_path_is_reached),
        cmocka_unit_test(freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
