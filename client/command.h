/* A command of `stipple` and one run of it. A run writes into two buffers, data and talk; only main
 * knows file descriptors. */
#ifndef STIPPLE_CLIENT_COMMAND_H
#define STIPPLE_CLIENT_COMMAND_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "client/options.h"
#include "json/writer.h"
#include "stipple/client.h"

struct terminal {
    size_t width;     /* columns to wrap text to */
    size_t columns;   /* … that a table may take */
    bool tty;         /* standard output is a terminal */
    bool bold;        /* … that may be asked for bold type */
    bool true_colour; /* … and for 24-bit colours */
    /* Shows what is written so far and empties both buffers; false when nobody listens any more.
     * NULL: everything is shown at the end. */
    bool (*flush)(struct buffer *out, struct buffer *talk);
};

struct offering;

struct run {
    const struct command *command;
    struct options options;
    struct terminal terminal;
    struct stipple_client *client; /* connected by run_call */
    struct arena arena;            /* of this run */
    struct buffer *out, *talk;     /* standard output and standard error to be */
};

struct command {
    const char *name;             /* one or two words; NULL ends a table */
    const char *usage;            /* behind "stipple " */
    const char *summary;          /* one line */
    const char *help;             /* paragraphs, or NULL */
    const struct option *options; /* NULL: none of its own */
    size_t operands_min, operands_max;
    const char *operand;   /* parameter that the first operand fills, or NULL */
    const char *method;    /* what run_method calls; NULL for other ways to run */
    const char *pages;     /* its list that comes in pages, all of which are shown; NULL: none */
    const char *pages_too; /* another list that comes along with it, page by page; or NULL */
    bool writes;           /* takes --by, --at and --op-id */
    enum stipple_exit (*run)(struct run *r);
    /* The result for a person. */
    void (*render)(struct run *r, const cJSON *result);
    /* Offers what an operand may be, where the daemon does not know it; NULL: it does, or nobody.
     */
    void (*complete)(const struct offering *o);
};

/* The tables of the command groups, in the order of the help. */
extern const struct command match_commands[], client_commands[], course_commands[],
    product_commands[], receive_commands[], stock_commands[], forecast_commands[], mix_commands[],
    label_commands[], session_commands[], incident_commands[], start_commands[], plan_commands[],
    aftercare_commands[], trace_commands[], studio_commands[], rule_commands[], inspect_commands[],
    retention_commands[], report_commands[], recall_commands[], recall_work_commands[],
    history_commands[], watch_commands[], daemon_commands[], word_commands[], complete_commands[];
extern const struct command *const command_groups[]; /* ended by NULL */
extern const struct option global_options[], write_options[];

/* Runs a whole command line (without the program's name) and returns the exit status. */
enum stipple_exit stipple_run(int argc, char *const argv[], const struct terminal *terminal,
                              struct buffer *out, struct buffer *talk);
/* NULL when there is none of that name. */
const struct command *command_find(const char *name);
/* What was meant by words that name no command: the nearest name, or first word of one; false when
 * none is near. */
bool command_nearest(const char *typed, char *ret, size_t size);
/* The command's own tables, then those for every command; ended by NULL. */
enum { OPTION_TABLES = 4 };
void command_options(const struct command *c, const struct option *ret[OPTION_TABLES]);

/* The command's method with what the options say; prints the result as it came with --json, else
 * through `render`. */
enum stipple_exit run_method(struct run *r);
/* The same with parameters already written, for the command's method or another. */
enum stipple_exit run_params(struct run *r, const char *method, const char *params);
/* The same up to the result, which is not shown: its text, in the run's arena; untouched when it
 * fails. */
enum stipple_exit run_answer(struct run *r, const char **ret_result);
/* One call; *ret_result is the result's text, in the run's arena. Failures are told. */
enum stipple_exit run_call(struct run *r, const char *method, const char *params,
                           const char **ret_result);
/* How long a call may take, by --timeout; -1 when that cannot be. */
int run_timeout_ms(const struct run *r, struct error *e);
/* The same, and a failure is not told. */
enum stipple_exit run_try(struct run *r, const char *method, const char *params,
                          const char **ret_result, struct stipple_failure *failure);
/* The members that the operand and the options fill, and for a write its op_id. */
enum stipple_error run_members(const struct run *r, struct json_writer *w, struct error *e);
/* For commands that run on: what is written so far is shown. False: nobody listens any more. */
bool run_flush(struct run *r);
/* The result's tree, in the run's arena; NULL, told, when it is no object. */
cJSON *run_parse(struct run *r, const char *result);
/* Prints a result as it was sent, a line (raw C1 controls and DEL become \u escapes on a terminal).
 */
void run_print(struct run *r, const char *result);

/* Tells an error of our own and returns its exit status. */
enum stipple_exit tell_error(struct run *r, const struct error *e);
/* Likewise when memory ran out. */
enum stipple_exit tell_memory(struct run *r);
/* What to do about it, under what was told. */
void tell_hint(struct run *r, const char *text);
/* Tells what the library failed at. */
void tell_failure(struct run *r, const struct stipple_failure *f);
/* A remark, on the talk's side: "stipple: …". */
void tell(struct run *r, const char *text);
/* "Next: stipple …" behind an answer; `why` may be NULL. Printf's manner for the command. */
void next_command(struct run *r, const char *why, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What each of enum stipple_exit means; ended by NULL. */
extern const char *const exit_statuses[];
/* A session with everything that was written down. */
void session_view(struct run *r, const cJSON *session);
/* Cups and stock dilutions, as mix.list has them. */
void mixes_view(struct run *r, const cJSON *result);
/* The page of one command, or of all. */
void help_command(const struct command *c, const struct terminal *t, struct buffer *out);
void help_all(const struct terminal *t, struct buffer *out);
/* The commands that begin with a word, a line each; false when there are none. */
bool help_group(const char *word, const struct terminal *t, struct buffer *out);
/* The manual page stipple(1), in the man macros. */
void manual_write(struct buffer *out);

#endif
