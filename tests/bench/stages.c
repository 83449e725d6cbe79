/* What a call of daemon.status is spent on, step by step, each step by itself and many times over.
 * Usage: bench_stages [ROUNDS] */
#include "app/call.h"
#include "app/table.h"
#include "bench.h"
#include "json/parse.h"
#include "net/internal.h"
#include "rpc/decode.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TIMES = 1000, ROUNDS_MAX = 1001 };

static const char request[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"daemon.status\",\"params\":{}}";

/* A call as dispatch has it, without a connection, and two ends of a socket. */
static struct trial {
    struct app app;
    struct server server;
    struct arena tree;
    struct call call;
    const cJSON *json;
    int ends[2];
} trial;

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "bench_stages: %s\n", why);
    exit(EXIT_FAILURE);
}

static void check(void)
{
    struct json_fault fault;
    if (json_check(request, sizeof request - 1, STIPPLE_DEPTH_MAX, &fault) < 0)
        die(fault.why);
}

static void parse(void)
{
    struct json_fault fault;
    arena_reset(&trial.tree);
    trial.json = json_parse(&trial.tree, request, sizeof request - 1, STIPPLE_DEPTH_MAX, &fault);
    if (!trial.json)
        die(fault.why);
}

static void decode(void)
{
    struct call *call = &trial.call;
    arena_reset(&call->arena);
    if (request_read(trial.json, &call->arena, &call->request, &call->error) != STIPPLE_OK)
        die(call->error.message);
    call->method = method_find(call->request.method);
    call->params = arena_take(&call->arena, call->method->params->size);
    if (!call->params || schema_decode(call->method->params, call->request.params, &call->arena,
                                       call->params, &call->error) != STIPPLE_OK)
        die(call->error.message);
}

static void handle(void)
{
    decode();
    if (call_handle(&trial.call) != STIPPLE_OK)
        die(trial.call.error.message);
}

static void encode(void)
{
    const char *text;
    size_t length;
    buffer_free(&trial.call.reply);
    if (call_answer(&trial.call, &text, &length) != STIPPLE_OK)
        die(trial.call.error.message);
}

static void put(void)
{
    static char heard[65536];
    struct outbox out = {0};
    encode();
    if (!outbox_put(&out, &trial.call.reply) || outbox_send(&out, trial.ends[0]) <= 0 ||
        recv(trial.ends[1], heard, sizeof heard, 0) <= 0)
        die("the socket takes nothing");
}

/* The last one measures what is to be taken off the step before it. */
static void hear(void)
{
    static char heard[65536];
    if (send(trial.ends[0], request, 1, 0) != 1 || recv(trial.ends[1], heard, sizeof heard, 0) != 1)
        die("the socket takes nothing");
}

static double step_time(void (*step)(void))
{
    double begun = bench_spent();
    for (int i = 0; i < TIMES; i++)
        step();
    return (bench_spent() - begun) / TIMES;
}

static void trial_prepare(void)
{
    char dir[] = "/tmp/stipple-bench-XXXXXX";
    struct error e = {0};
    trial.app.sources = &sources_system;
    trial.app.server = &trial.server;
    pthread_mutex_init(&trial.app.position_lock, NULL);
    memset(trial.app.position.seal, 'a', sizeof trial.app.position.seal - 1);
    memset(trial.app.instance, 'b', sizeof trial.app.instance - 1);
    if (!mkdtemp(dir) || socketpair(AF_UNIX, SOCK_STREAM, 0, trial.ends) != 0)
        die("no folder or no sockets");
    if (signing_key_open(dir, &sources_system, &trial.app.signing_key, &e) != STIPPLE_OK)
        die(e.message);
    if (chdir(dir) == 0)
        unlink("seal.key");
    rmdir(dir);
    trial.call = (struct call){
        .app = &trial.app, .roles = ROLE_MANAGER, .reply = {.max = STIPPLE_REPLY_MAX}};
}

int main(int argc, char **argv)
{
    static void (*const steps[])(void) = {check, parse, decode, handle, encode, put, hear};
    enum { CHECK, PARSE, DECODE, HANDLE, ENCODE, PUT, HEAR, STEPS };
    static double times[STEPS][ROUNDS_MAX];
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 21;
    if (rounds < 1 || rounds > ROUNDS_MAX)
        die("usage: bench_stages [1 to 1001 ROUNDS]");
    trial_prepare();
    for (size_t r = 0; r < rounds; r++)
        for (int i = 0; i < STEPS; i++)
            times[i][r] = step_time(steps[i]);
    double us[STEPS];
    for (int i = 0; i < STEPS; i++)
        us[i] = bench_figure(times[i], rounds).median * 1e6;
    printf("a call of daemon.status, in µs: checking %.2f, parsing %.2f, decoding %.2f, handling "
           "%.2f, writing the reply %.2f, sending it %.2f\n",
           us[CHECK], us[PARSE] - us[CHECK], us[DECODE], us[HANDLE] - us[DECODE], us[ENCODE],
           us[PUT] - us[ENCODE] - us[HEAR] / 2);
    return EXIT_SUCCESS;
}
