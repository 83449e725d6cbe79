/* The daemon itself: how it does, and every method it has. */
#include "client/command.h"

#include "client/view.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "stipple/protocol.h"

static const struct view status_lines[] = {{"Daemon", "version", FORMAT_TEXT},
                                           {"Protocol", "protocol", FORMAT_TEXT},
                                           {"Schema", "schema", FORMAT_TEXT},
                                           {"Instance", "instance", FORMAT_TEXT},
                                           {"Running for", "uptime_s", FORMAT_SECONDS},
                                           {"You are", "roles", FORMAT_LIST},
                                           {"Events", "store.events", FORMAT_TEXT},
                                           {"Seal", "store.seal", FORMAT_TEXT},
                                           {"Key", "store.key", FORMAT_TEXT},
                                           {"Write-ahead log", "store.wal_bytes", FORMAT_BYTES},
                                           {0}};

static void status_show(struct run *r, const cJSON *result)
{
    card_view(r, result, status_lines);
    object_view(r, "Limits", member_at(result, "limits"));
    object_view(r, "Counters", member_at(result, "counters"));
    next_command(r, NULL, "stock");
}

/* Parameters from standard input; one byte over a request line is enough to be refused. */
static enum stipple_error input_read(struct buffer *ret, struct error *e)
{
    char chunk[4096];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL, "Standard input cannot be read: %s.",
                        strerror(errno)); // NOLINT(concurrency-mt-unsafe)
        if (n == 0)
            break;
        buffer_add(ret, chunk, (size_t)n);
        if (ret->failed)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL,
                        "Standard input is over the %d KiB of a request.", STIPPLE_LINE_MAX / 1024);
    }
    if (ret->length == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "Standard input is empty.");
    if (memchr(ret->data, '\0', ret->length))
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "Standard input is not text.");
    return buffer_string(ret) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit call_run(struct run *r)
{
    const struct options *o = &r->options;
    const char *params = o->n_operands > 1 ? o->operands[1] : "{}", *result;
    struct buffer input = {.max = (size_t)STIPPLE_LINE_MAX};
    struct error e;
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    if (strcmp(params, "-") == 0 && input_read(&input, &e) == STIPPLE_OK)
        params = input.data;
    else if (strcmp(params, "-") == 0)
        status = tell_error(r, &e);
    if (status == STIPPLE_EXIT_DONE)
        status = run_call(r, o->operands[0], params, &result);
    if (status == STIPPLE_EXIT_DONE)
        run_print(r, result);
    buffer_free(&input);
    return status;
}

const struct command daemon_commands[] = {
    {.name = "status",
     .usage = "status",
     .summary = "Shows how the daemon does.",
     .method = "daemon.status",
     .run = run_method,
     .render = status_show},
    {.name = "call",
     .usage = "call METHOD [JSON | -]",
     .summary = "Calls any method; parameters as a JSON object, or from standard input with -.",
     .help = "\nThe result is printed as the daemon sent it. A write is given an op_id if it has "
             "none. rpc.discover describes every method.\n\nFor example:\n"
             "  stipple call lot.show '{\"lot\":\"L-0001\"}'\n",
     .operands_min = 1,
     .operands_max = 2,
     .run = call_run},
    {0}};
