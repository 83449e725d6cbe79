#include "unit.h"

#include "json/parse.h"
#include "rpc/envelope.h"
#include "stipple/protocol.h"

#include <string.h>

static struct arena arena;
static struct error error;

static enum stipple_error read_text(const char *text, struct request *ret)
{
    struct json_fault fault;
    cJSON *json = json_parse(&arena, text, strlen(text), STIPPLE_DEPTH_MAX, &fault);
    if (!json)
        fail_msg("%s: %s", text, fault.why);
    return request_read(json, &arena, ret, &error);
}

static void assert_id(const char *id, const char *wanted)
{
    struct request r;
    char *text = arena_print(&arena, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"a.b\"}", id);
    assert_int_equal(read_text(text, &r), STIPPLE_OK);
    assert_string_equal(r.id, wanted);
    assert_false(r.notification);
    assert_null(r.params);
}

static void an_id_goes_back_as_it_came(void **state)
{
    (void)state;
    assert_id("1", "1");
    assert_id("-9007199254740991", "-9007199254740991");
    assert_id("null", "null");
    assert_id("\"\"", "\"\"");
    assert_id("\"a\\n\\u00e9\\\"\"", "\"a\\n\xC3\xA9\\\"\"");
}

static void a_request_without_an_id_is_a_notification(void **state)
{
    (void)state;
    struct request r;
    assert_int_equal(read_text("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"params\":{\"x\":1}}", &r),
                     STIPPLE_OK);
    assert_true(r.notification);
    assert_string_equal(r.method, "a.b");
    assert_non_null(r.params);
}

static void assert_refused(const char *text, enum stipple_error code, const char *id)
{
    struct request r;
    if (read_text(text, &r) != code)
        fail_msg("%s: %s", text, stipple_error_info(error.code)->name);
    assert_string_equal(r.id, id);
    assert_false(r.notification);
}

static void what_is_no_request_is_refused_with_its_id(void **state)
{
    (void)state;
    assert_refused("1", STIPPLE_RPC_INVALID, "null");
    assert_refused("[]", STIPPLE_RPC_INVALID, "null");
    assert_refused("{}", STIPPLE_RPC_INVALID, "null");
    assert_refused("{\"method\":\"a.b\",\"id\":7}", STIPPLE_RPC_INVALID, "7");
    assert_refused("{\"jsonrpc\":2.0,\"method\":\"a.b\",\"id\":7}", STIPPLE_RPC_INVALID, "7");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":\"x\"}", STIPPLE_RPC_INVALID, "\"x\"");
    assert_refused("{\"jsonrpc\":\"2.0\",\"Method\":\"a.b\",\"id\":7}", STIPPLE_RPC_INVALID, "7");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":7,\"auth\":1}",
                   STIPPLE_RPC_INVALID, "7");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":7,\"params\":null}",
                   STIPPLE_RPC_INVALID, "7");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":7,\"params\":[1]}",
                   STIPPLE_PARAM_TYPE, "7");
}

static void an_id_that_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":1.5}", STIPPLE_RPC_INVALID,
                   "null");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":1e300}", STIPPLE_RPC_INVALID,
                   "null");
    assert_refused("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":[1]}", STIPPLE_RPC_INVALID,
                   "null");
    char text[300], id[STIPPLE_ID_MAX + 2];
    memset(id, 'x', sizeof id);
    snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"id\":\"%.*s\"}",
             STIPPLE_ID_MAX + 1, id);
    assert_refused(text, STIPPLE_RPC_INVALID, "null");
    id[STIPPLE_ID_MAX] = '\0';
    char *quoted = arena_print(&arena, "\"%s\"", id);
    assert_id(quoted, quoted);
}

static void a_notification_with_listed_parameters_stays_one(void **state)
{
    (void)state;
    struct request r;
    assert_int_equal(read_text("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"params\":[1]}", &r),
                     STIPPLE_PARAM_TYPE);
    assert_true(r.notification);
}

static void replies_look_as_json_rpc_has_them(void **state)
{
    (void)state;
    struct buffer out = {0};
    reply_begin(&out, "\"x\"");
    buffer_text(&out, "{}");
    reply_end(&out);
    assert_string_equal(buffer_string(&out), "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}");
    buffer_cut(&out, 0);
    fail(&error, STIPPLE_LOT_EXPIRED, "lot", "Lot \"7\" expired.");
    fail_hint(&error, "Take another.");
    reply_error(&out, "7", &error);
    assert_string_equal(buffer_string(&out),
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":117,\"message\":\"Lot "
                        "\\\"7\\\" expired.\",\"data\":{\"name\":\"lot.expired\",\"field\":\"lot\","
                        "\"hint\":\"Take another.\",\"retry\":false}}}");
    buffer_cut(&out, 0);
    fail(&error, STIPPLE_DAEMON_BUSY, NULL, "Busy.");
    reply_error(&out, "null", &error);
    assert_string_equal(buffer_string(&out),
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":10,\"message\":"
                        "\"Busy.\",\"data\":{\"name\":\"daemon.busy\",\"retry\":true}}}");
    buffer_cut(&out, 0);
    notification_write(&out, "event", "{\"seq\":1}");
    assert_string_equal(buffer_string(&out),
                        "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"seq\":1}}");
    buffer_free(&out);
}

static int begin(void **state)
{
    (void)state;
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_id_goes_back_as_it_came, end),
        cmocka_unit_test_teardown(a_request_without_an_id_is_a_notification, end),
        cmocka_unit_test_teardown(what_is_no_request_is_refused_with_its_id, end),
        cmocka_unit_test_teardown(an_id_that_cannot_be_is_refused, end),
        cmocka_unit_test_teardown(a_notification_with_listed_parameters_stays_one, end),
        cmocka_unit_test_teardown(replies_look_as_json_rpc_has_them, end),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
