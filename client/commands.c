/* What a command does once it is known what was meant: make its call, show the result, tell what
 * went wrong. Everything here is the same for all commands; what differs stands in their tables. */
#include "client/command.h"

#include "client/number.h"
#include "client/pages.h"
#include "client/plain.h"
#include "client/text.h"
#include "json/parse.h"
#include "json/writer.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>

/* A report over a large history takes seconds; a daemon silent for a minute is stuck. */
enum { TIMEOUT_S = 60, TIMEOUT_MAX_S = 86400 };

const struct option global_options[] = {
    {"socket", OPTION_TEXT, "PATH", NULL,
     "The daemon's socket (else $STIPPLE_SOCKET, then the usual places)."},
    {"json", OPTION_FLAG, NULL, NULL, "The result exactly as the daemon sent it, a page a line."},
    {"no-colour", OPTION_FLAG, NULL, NULL, "No colours and no bold type (so does $NO_COLOR)."},
    {"timeout", OPTION_INT, "SECONDS", NULL, "How long to wait for the answer; 60 if not said."},
    {"help", OPTION_FLAG, NULL, NULL, "What the command does and takes."},
    {0}};
const struct option write_options[] = {
    {"by", OPTION_TEXT, "STAFF", "by",
     "Who did it: a staff code. Not needed where your login says it."},
    {"at", OPTION_TIME, "TIME", "occurred_at",
     "When it happened, if not now: 2026-11-20T14:30, by the studio's clocks."},
    {"op-id", OPTION_TEXT, "UUID", "op_id", "Send again a write whose outcome is unknown."},
    {0}};
static const struct option no_options[] = {{0}};

const struct command *const command_groups[] = {
    match_commands,   client_commands,      course_commands,    product_commands,
    receive_commands, stock_commands,       forecast_commands,  mix_commands,
    label_commands,   session_commands,     incident_commands,  start_commands,
    plan_commands,    aftercare_commands,   trace_commands,     studio_commands,
    inspect_commands, rule_commands,        retention_commands, report_commands,
    recall_commands,  recall_work_commands, history_commands,   watch_commands,
    daemon_commands,  word_commands,        complete_commands,  NULL};
/* What the first word does when it stands alone. */
static const char *const group_defaults[] = {"client show",     "stock list",    "mix make",
                                             "incident record", "due list",      "aftercare show",
                                             "studio show",     "rule list",     "recall list",
                                             "audit verify",    "retention plan"};

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < sizeof group_defaults / sizeof *group_defaults; i++)
        if (strcspn(group_defaults[i], " ") == strlen(name) &&
            strncmp(group_defaults[i], name, strlen(name)) == 0)
            name = group_defaults[i];
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++)
            if (strcmp(c->name, name) == 0)
                return c;
    return NULL;
}

void command_options(const struct command *c, const struct option *ret[OPTION_TABLES])
{
    ret[0] = c->options ? c->options : no_options;
    ret[1] = global_options;
    ret[2] = c->writes ? write_options : NULL;
    ret[3] = NULL;
}

void tell(struct run *r, const char *text)
{
    buffer_text(r->talk, "stipple: ");
    text_clean(r->talk, text);
    buffer_byte(r->talk, '\n');
}

static void tell_more(struct run *r, const struct command *c, const char *lead, const char *text)
{
    buffer_print(r->talk, "  %s", lead);
    plain_text(r->talk, c, text);
    buffer_byte(r->talk, '\n');
}

void tell_hint(struct run *r, const char *text)
{
    tell_more(r, NULL, "", text);
}

enum stipple_exit tell_error(struct run *r, const struct error *e)
{
    const struct stipple_error_info *info = stipple_error_info(e->code);
    tell(r, e->message);
    if (*e->field)
        tell_more(r, NULL, "at ", e->field);
    if (*e->hint)
        tell_more(r, NULL, "", e->hint);
    return info->status;
}

void tell_failure(struct run *r, const struct stipple_failure *f)
{
    bool ours = stipple_error_find(f->name) >= STIPPLE_CLIENT_USAGE;
    buffer_text(r->talk, "stipple: ");
    plain_text(r->talk, r->command, f->message);
    if (!ours && *f->name) {
        buffer_text(r->talk, " [");
        text_clean(r->talk, f->name);
        buffer_byte(r->talk, ']');
    }
    buffer_byte(r->talk, '\n');
    if (*f->field)
        plain_field(r->talk, r->command, f->field);
    if (*f->hint && !*f->op_id)
        tell_more(r, r->command, "", f->hint);
    if (*f->op_id)
        buffer_print(r->talk,
                     "  Ask again with the same command and --op-id %s: it is done at most once.\n",
                     f->op_id);
}

void next_command(struct run *r, const char *why, const char *format, ...)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                " -_.,:=/@'+";
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    /* People paste these lines into a shell: nothing is suggested that it would act upon. */
    if (n < 0 || (size_t)n >= sizeof text || strspn(text, plain) != (size_t)n)
        return;
    buffer_print(r->talk, "Next: stipple %s", text);
    if (why)
        buffer_print(r->talk, "   (%s)", why);
    buffer_byte(r->talk, '\n');
}

enum stipple_exit tell_memory(struct run *r)
{
    struct error e;
    fail_memory(&e);
    return tell_error(r, &e);
}

int run_timeout_ms(const struct run *r, struct error *e)
{
    const char *text = option_text(&r->options, "timeout");
    int64_t seconds = TIMEOUT_S;
    if (text && (!integer_parse(text, &seconds) || seconds < 1 || seconds > TIMEOUT_MAX_S)) {
        fail(e, STIPPLE_CLIENT_USAGE, NULL, "--timeout is 1 to %d seconds.", TIMEOUT_MAX_S);
        return -1;
    }
    return (int)seconds * 1000;
}

/* What is wrong on this side of the socket. */
static enum stipple_exit failure_own(const struct error *e, struct stipple_failure *failure)
{
    const struct stipple_error_info *info = stipple_error_info(e->code);
    *failure = (struct stipple_failure){.status = info->status};
    snprintf(failure->name, sizeof failure->name, "%s", info->name);
    snprintf(failure->message, sizeof failure->message, "%s", e->message);
    return failure->status;
}

enum stipple_exit run_try(struct run *r, const char *method, const char *params,
                          const char **ret_result, struct stipple_failure *failure)
{
    struct error e = {0};
    const char *result = NULL;
    int timeout = run_timeout_ms(r, &e);
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    if (timeout < 0)
        return failure_own(&e, failure);
    if (!r->client)
        status = stipple_client_connect(option_text(&r->options, "socket"), timeout, &r->client,
                                        failure);
    if (status == STIPPLE_EXIT_DONE)
        status = stipple_client_run(r->client, method, params, timeout, &result, failure);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    const char *copy = arena_copy(&r->arena, result, strlen(result));
    if (!copy) {
        fail_memory(&e);
        return failure_own(&e, failure);
    }
    *ret_result = copy;
    return STIPPLE_EXIT_DONE;
}

enum stipple_exit run_call(struct run *r, const char *method, const char *params,
                           const char **ret_result)
{
    struct stipple_failure failure = {0};
    enum stipple_exit status = run_try(r, method, params, ret_result, &failure);
    if (status != STIPPLE_EXIT_DONE)
        tell_failure(r, &failure);
    return status;
}

cJSON *run_parse(struct run *r, const char *result)
{
    struct json_fault fault;
    cJSON *json = json_parse(&r->arena, result, strlen(result), STIPPLE_DEPTH_MAX, &fault);
    if (cJSON_IsObject(json))
        return json;
    tell(r, "The daemon's answer is not an object; --json shows it as it came.");
    return NULL;
}

void run_print(struct run *r, const char *result)
{
    size_t length = strlen(result), n;
    for (size_t i = 0; i < length; i += n) {
        long c = utf8_next(result + i, length - i, &n);
        if (r->terminal.tty && c >= 0x7F && c < 0xA0)
            buffer_print(r->out, "\\u%04lx", c);
        else
            buffer_add(r->out, result + i, n);
    }
    buffer_byte(r->out, '\n');
}

enum stipple_error run_members(const struct run *r, struct json_writer *w, struct error *e)
{
    const struct command *c = r->command;
    if (c->operand && r->options.n_operands > 0) {
        json_key(w, c->operand);
        json_text(w, r->options.operands[0]);
    }
    if (c->writes && !option_given(&r->options, "op-id")) {
        char op_id[STIPPLE_OP_ID_SIZE];
        stipple_op_id_make(op_id);
        json_key(w, "op_id");
        json_text(w, op_id);
    }
    return options_write(&r->options, w->out, &w->comma, e);
}

static enum stipple_error params_write(const struct run *r, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    TRY(run_members(r, &w, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

bool run_flush(struct run *r)
{
    return !r->terminal.flush || r->terminal.flush(r->out, r->talk);
}

static enum stipple_exit result_show(struct run *r, const char *result)
{
    if (option_given(&r->options, "json")) {
        run_print(r, result);
        return STIPPLE_EXIT_DONE;
    }
    const cJSON *json = run_parse(r, result);
    if (!json)
        return STIPPLE_EXIT_FAILED;
    r->command->render(r, json);
    return STIPPLE_EXIT_DONE;
}

/* The whole of what comes in pages. */
static enum stipple_exit pages_show(struct run *r, const char *method, const char *params)
{
    cJSON *whole = NULL;
    enum stipple_exit status = pages_read(r, method, params, &whole);
    if (whole && !option_given(&r->options, "json"))
        r->command->render(r, whole);
    return status;
}

enum stipple_exit run_params(struct run *r, const char *method, const char *params)
{
    if (pages_wanted(r))
        return pages_show(r, method, params);
    const char *result = NULL;
    enum stipple_exit status = run_call(r, method, params, &result);
    return result ? result_show(r, result) : status;
}

enum stipple_exit run_answer(struct run *r, const char **ret_result)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = params_write(r, &params, &e) == STIPPLE_OK
                                   ? run_call(r, r->command->method, params.data, ret_result)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

enum stipple_exit run_method(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = params_write(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}
