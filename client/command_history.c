/* The history, and the proof that nothing in it was changed. */
#include "client/command.h"

#include "client/daemon_program.h"
#include "client/text.h"
#include "client/view.h"
#include "json/writer.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INDENT = 18 }; /* as cards have it */

static const struct view event_columns[] = {{"No.", "seq", FORMAT_TEXT},
                                            {"Happened", "occurred_at", FORMAT_TIME},
                                            {"Entered", "recorded_at", FORMAT_TIME},
                                            {"What", "type", FORMAT_NAME},
                                            {"By", "by", FORMAT_PERSON},
                                            {"Purged by", "purged_by", FORMAT_TEXT},
                                            {0}};
static const struct view audit_lines[] = {{"Events", "events", FORMAT_TEXT},
                                          {"Purged bodies", "purged", FORMAT_TEXT},
                                          {"Seal", "seal", FORMAT_TEXT},
                                          {"Key", "key", FORMAT_TEXT},
                                          {"Holds that seal", "seal_contained", FORMAT_TEXT},
                                          {0}};
static const struct view seal_lines[] = {
    {"Signed", "time", FORMAT_TIME}, {"Key", "fingerprint", FORMAT_TEXT}, {0}};
static const struct view backup_lines[] = {{"File", "path", FORMAT_TEXT},
                                           {"Size", "bytes", FORMAT_BYTES},
                                           {"Events", "events", FORMAT_TEXT},
                                           {"Seal", "seal.hash", FORMAT_TEXT},
                                           {"Key", "seal.fingerprint", FORMAT_TEXT},
                                           {0}};
static const struct view finding_columns[] = {{"What", "what", FORMAT_NAME},
                                              {"Event", "seq", FORMAT_TEXT},
                                              {"Where", "where", FORMAT_TEXT},
                                              {"Finding", "text", FORMAT_TEXT},
                                              {0}};

static void event_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "events");
    double next = member_number(result, "next");
    const char *type = option_text(&r->options, "type"); /* with a dot by now: one word */
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "No events.\n");
    else
        table_view(r, rows, event_columns);
    if (!isnan(next))
        next_command(r, "there is more", "events%s%s --from %.0f", type ? " --type " : "",
                     type ? type : "", next);
}

/* Whether the history agrees with itself, and only not with the seal or the key that it was held
 * against. */
static bool pieces_only(const cJSON *result)
{
    const cJSON *finding, *findings = member_at(result, "findings");
    cJSON_ArrayForEach(finding, findings)
    {
        const char *what = member_text(finding, "what");
        bool seal = what && strcmp(what, "seal") == 0;
        bool key = what && strcmp(what, "key") == 0 && !member_at(finding, "seq");
        if (!seal && !key)
            return false;
    }
    return true;
}

/* What went lawfully, and by which event. */
static void purges_show(struct run *r, const cJSON *purges)
{
    const cJSON *purge;
    cJSON_ArrayForEach(purge, purges)
    {
        struct buffer line = {0};
        buffer_text(&line, "event ");
        value_view(&line, purge, "seq", FORMAT_TEXT);
        buffer_text(&line, ", ");
        value_view(&line, purge, "occurred_at", FORMAT_TIME);
        buffer_text(&line, ", by ");
        value_view(&line, purge, "by", FORMAT_TEXT);
        buffer_text(&line, " (");
        value_view(&line, purge, "reason", FORMAT_TEXT);
        buffer_text(&line, "): of ");
        value_view(&line, purge, "clients", FORMAT_LIST);
        buffer_text(&line, ", events ");
        value_view(&line, purge, "events", FORMAT_TEXT);
        const char *text = buffer_string(&line);
        if (text)
            text_wrap(r->out, "Purged by", INDENT, r->terminal.width, text);
        buffer_free(&line);
    }
}

static void audit_show(struct run *r, const cJSON *result, bool whole)
{
    bool held = !whole && pieces_only(result);
    buffer_text(r->out, whole  ? "The history is whole: nothing in it was changed.\n"
                        : held ? "THE HISTORY IS NOT THE ONE THAT YOU HOLD A PIECE OF.\n"
                               : "THE HISTORY IS NOT WHOLE.\n");
    card_view(r, result, audit_lines);
    purges_show(r, member_at(result, "purges"));
    if (whole) {
        next_command(r, "keep it on paper: it proves this history later", "audit seal");
        return;
    }
    buffer_byte(r->out, '\n');
    table_view(r, member_at(result, "findings"), finding_columns);
    if (held)
        tell(r, "The history agrees with itself, but not with what you hold. Look again at what "
                "you typed; then ask who gave you which of the two.");
    else
        tell(r, "Stop the daemon, keep its data directory as it is, and go back to a backup.");
}

/* The answer of the daemon, or of a stippled that reads the file. */
static enum stipple_exit audit_ask(struct run *r, const char **ret_result)
{
    struct error e = {0};
    struct buffer text = {0};
    int status = STIPPLE_EXIT_DONE;
    if (!option_given(&r->options, "file")) {
        struct json_writer w = {.out = &text};
        json_object(&w);
        enum stipple_error code = options_write(&r->options, &text, &w.comma, &e);
        json_object_end(&w);
        const char *params = buffer_string(&text);
        status = (int)(code != STIPPLE_OK ? tell_error(r, &e)
                       : params           ? run_call(r, r->command->method, params, ret_result)
                                          : STIPPLE_EXIT_FAILED);
        buffer_free(&text);
        return (enum stipple_exit)status;
    }
    const char *words[8] = {"--verify", option_text(&r->options, "file"), "--json"};
    static const char *const more[][2] = {{"--seal", "seal"}, {"--key", "key"}};
    for (size_t i = 0, n = 3; i < 2; i++)
        if (option_given(&r->options, more[i][1])) {
            words[n++] = more[i][0];
            words[n++] = option_text(&r->options, more[i][1]);
        }
    if (daemon_program(words, &text, &status, &e) != STIPPLE_OK)
        status = (int)tell_error(r, &e);
    else if (text.length > 0) /* it may be a finding, which is told below */
        status = STIPPLE_EXIT_DONE;
    text.length -= text.length > 0 && text.data[text.length - 1] == '\n';
    *ret_result = arena_copy(&r->arena, text.length ? text.data : "", text.length);
    buffer_free(&text);
    return *ret_result ? (enum stipple_exit)status : STIPPLE_EXIT_FAILED;
}

/* Not run_method: a history that is not whole is a failure whichever way it is shown. */
static enum stipple_exit audit_run(struct run *r)
{
    const char *result = NULL;
    enum stipple_exit status = audit_ask(r, &result);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    if (!json)
        return status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status;
    bool whole = cJSON_IsTrue(member_at(json, "whole"));
    if (option_given(&r->options, "json"))
        run_print(r, result);
    else
        audit_show(r, json, whole);
    return whole ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

/* As it is typed back: the number, then the hash in groups of four, eight a line. */
static void seal_show(struct run *r, const cJSON *result)
{
    enum { GROUP = 4, LINE = 32 };
    const char *hash = member_text(result, "hash");
    value_view(r->out, result, "seq", FORMAT_TEXT);
    for (size_t i = 0; hash && hash[i]; i++) {
        if (i % GROUP == 0)
            buffer_text(r->out, i > 0 && i % LINE == 0 ? "\n  " : " ");
        if (strchr("0123456789abcdef", hash[i]))
            buffer_byte(r->out, hash[i]);
    }
    buffer_text(r->out, "\n\n");
    card_view(r, result, seal_lines);
    next_command(r, "with what stands on the paper", "audit verify --seal '...'");
}

static void backup_show(struct run *r, const cJSON *result)
{
    buffer_text(r->out, "The backup is written and was audited: it is whole.\n");
    card_view(r, result, backup_lines);
    tell(r, "The keys seal.key and studio.key are not in it: keep copies of them elsewhere.");
}

/* The daemon has its own working directory, so a path is made whole here. */
static enum stipple_exit backup_run(struct run *r)
{
    char here[PATH_MAX];
    const char *file = r->options.operands[0];
    if (*file != '/' && getcwd(here, sizeof here))
        r->options.operands[0] = arena_print(&r->arena, "%s/%s", here, file);
    return r->options.operands[0] ? run_method(r) : STIPPLE_EXIT_FAILED;
}

static const struct option audit_options[] = {
    {"file", OPTION_TEXT, "FILE", NULL, "A backup, instead of the studio's own history."},
    {"seal", OPTION_TEXT, "TEXT", "seal",
     "A seal that the history must contain: number and hash from paper, grouped as you like; or "
     "the JSON of `stipple audit seal --json`, whose signature is checked too."},
    {"key", OPTION_TEXT, "KEY", "key",
     "The public key, or its fingerprint, that the history must be under."},
    {0}};
/* The table says "lot receive", the daemon lot.receive: both may be asked for. */
static enum stipple_exit events_run(struct run *r)
{
    for (size_t i = 0; i < r->options.n; i++) {
        struct option_value *value = &r->options.values[i];
        if (strcmp(value->option->name, "type") != 0)
            continue;
        char *type = arena_copy(&r->arena, value->text, strlen(value->text));
        if (!type)
            return STIPPLE_EXIT_FAILED;
        for (char *space = strchr(type, ' '); space; space = strchr(space, ' '))
            *space = '.';
        value->text = type;
    }
    return run_method(r);
}

static const struct option event_options[] = {
    {"from", OPTION_INT, "N", "from", "From this number on."},
    {"type", OPTION_TEXT, "WHAT", "type", "Only this: \"lot receive\"."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {0}};

const struct command history_commands[] = {
    {.name = "events",
     .usage = "events [--from N] [--type WHAT] [--limit N]",
     .summary = "Lists what happened, in order.",
     .help = "\n--json shows the bodies and the hashes too.\n",
     .options = event_options,
     .method = "event.list",
     .run = events_run,
     .render = event_list},
    {.name = "audit verify",
     .usage = "audit [verify] [--file FILE] [--seal TEXT] [--key KEY]",
     .summary = "Walks the whole history and checks that nothing in it was changed.",
     .help = "\nChecks the database itself, every event against its hash, the chain of hashes, and "
             "the stock against what the events say. Ends with status 1 if anything is wrong.\n\n"
             "What it cannot show: who holds the studio's key can sign a whole invented history. "
             "Only a seal that was handed out before contradicts it.\n\nFor example:\n"
             "  stipple audit verify --file /media/backup/monday.db\n",
     .options = audit_options,
     .method = "audit.verify",
     .run = audit_run},
    {.name = "audit seal",
     .usage = "audit seal",
     .summary = "Signs the end of the history; on paper it proves the history up to here.",
     .help = "\nPrint it, or copy the number and the hash, and hand it out. --json has the "
             "signature too. See stipple explain seal.\n",
     .method = "audit.seal",
     .run = run_method,
     .render = seal_show},
    {.name = "backup",
     .usage = "backup FILE",
     .summary = "Copies everything into a new file while the studio works on, and audits the copy.",
     .help = "\nThe daemon writes the file, with its own rights; nothing is overwritten. The keys "
             "in its data directory, seal.key and studio.key, are in no backup: keep copies of "
             "them elsewhere. `stippled --restore FILE` puts a backup into an empty data "
             "directory.\n",
     .operands_min = 1,
     .operands_max = 1,
     .operand = "path",
     .method = "backup.make",
     .run = backup_run,
     .render = backup_show},
    {0}};
