/* A command line becomes one run: find the command its words name, parse its options against its
 * table, and let it run. */
#include "client/command.h"

#include "client/text.h"
#include "client/times.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_BYTES = 64 };

/* The command line without the words that name the command. */
struct line {
    const char *word[2];
    char **rest;
    int n;
};

static int argument_length(const char *argument)
{
    const struct option *tables[] = {global_options, write_options, NULL};
    const struct option *option = option_find(tables, argument);
    return option && option->type != OPTION_FLAG && !strchr(argument, '=') ? 2 : 1;
}

/* The command's words are the first argument that is no option, and the one right behind it. */
static void line_read(int argc, char *const argv[], struct line *ret)
{
    int at = 0, words = 0;
    while (at < argc && strncmp(argv[at], "--", 2) == 0)
        at += argument_length(argv[at]);
    if (at > argc)
        at = argc;
    for (int i = at; i < argc && words < 2 && argv[i][0] != '-'; i++)
        ret->word[words++] = argv[i];
    for (int i = 0; i < argc; i++)
        if (i < at || i >= at + words)
            ret->rest[ret->n++] = argv[i];
}

/* Whether the word looks like a slip of a group's second word: no code is made of small letters. */
static bool is_slip(const struct line *line)
{
    char name[NAME_MAX_BYTES], meant[NAME_MAX_BYTES];
    const char *word = line->word[1];
    snprintf(name, sizeof name, "%s %s", line->word[0], word);
    return word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] == '\0' &&
           command_nearest(name, meant, sizeof meant) && strchr(meant, ' ');
}

/* A two-word name, or a one-word name, behind which an operand may stand. */
static const struct command *line_command(struct line *line)
{
    const struct command *c = NULL;
    if (line->word[1]) {
        char name[NAME_MAX_BYTES];
        snprintf(name, sizeof name, "%s %s", line->word[0], line->word[1]);
        c = command_find(name);
    }
    if (c || !line->word[0])
        return c;
    c = command_find(line->word[0]);
    bool group = c && strchr(c->name, ' ');
    if (c && line->word[1] && (!group || (c->operands_max > 0 && !is_slip(line)))) {
        memmove(line->rest + 1, line->rest, (size_t)line->n * sizeof *line->rest);
        line->rest[0] = (char *)(uintptr_t)line->word[1];
        line->n++;
        line->word[1] = NULL;
    }
    return line->word[1] ? NULL : c;
}

/* The commands that begin with that word, behind `lead`; false when there are none. */
static bool group_tell(struct run *r, const char *word, const char *lead)
{
    size_t length = strlen(word);
    bool any = false;
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            if (strncmp(c->name, word, length) != 0 || c->name[length] != ' ')
                continue;
            buffer_text(r->talk, any ? ", " : lead);
            buffer_text(r->talk, c->name);
            any = true;
        }
    buffer_text(r->talk, any ? ".\n" : "");
    return any;
}

static enum stipple_exit command_unknown(struct run *r, const struct line *line)
{
    const char *first = line->word[0], *second = line->word[1];
    struct error e;
    char name[NAME_MAX_BYTES], meant[NAME_MAX_BYTES];
    if (!second && group_tell(r, first, "stipple: One more word, please: "))
        return STIPPLE_EXIT_USAGE;
    snprintf(name, sizeof name, "%s%s%s", first, second ? " " : "", second ? second : "");
    bool near =
        command_nearest(name, meant, sizeof meant) && !(second && strcmp(meant, first) == 0);
    fail(&e, STIPPLE_CLIENT_USAGE, NULL, "There is no command \"%.60s\".", name);
    if (near)
        fail_hint(&e, "Did you mean stipple %s?", meant);
    enum stipple_exit status = tell_error(r, &e);
    if (!near && !group_tell(r, first, "  There is: "))
        tell_hint(r, "stipple help lists them; stipple call METHOD reaches every method.");
    return status;
}

static enum stipple_error operands_check(const struct run *r, struct error *e)
{
    const struct command *c = r->command;
    size_t n = r->options.n_operands;
    if (n < c->operands_min) {
        fail(e, STIPPLE_CLIENT_USAGE, NULL, "Something is missing here.");
        return fail_hint(e, "stipple %s", c->usage);
    }
    if (n > c->operands_max) {
        fail(e, STIPPLE_CLIENT_USAGE, NULL, "\"%.60s\" is too much here.",
             r->options.operands[c->operands_max]);
        return fail_hint(e, "stipple %s", c->usage);
    }
    for (size_t i = 0; i < n; i++)
        if (!utf8_valid(r->options.operands[i], strlen(r->options.operands[i])))
            return fail(e, STIPPLE_CLIENT_USAGE, NULL, "An argument is not in UTF-8.");
    return STIPPLE_OK;
}

static enum stipple_exit run_command(struct run *r, int argc, char *const argv[])
{
    const struct option *tables[OPTION_TABLES];
    struct error e;
    command_options(r->command, tables);
    if (options_parse(argc, argv, tables, &r->arena, &r->options, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    if (option_given(&r->options, "no-colour"))
        r->terminal.bold = r->terminal.true_colour = false;
    if (option_given(&r->options, "help")) {
        help_command(r->command, &r->terminal, r->out);
        return STIPPLE_EXIT_DONE;
    }
    if (operands_check(r, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    enum stipple_exit status = times_settle(r);
    return status == STIPPLE_EXIT_DONE ? r->command->run(r) : status;
}

static enum stipple_exit run_line(struct run *r, int argc, char *const argv[])
{
    struct line line = {.rest = arena_array(&r->arena, (size_t)argc + 2, sizeof *line.rest)};
    if (!line.rest)
        return tell_memory(r);
    line_read(argc, argv, &line);
    r->command = line_command(&line);
    if (r->command)
        return run_command(r, line.n, line.rest);
    if (line.word[0])
        return command_unknown(r, &line);
    for (int i = 0; i < line.n; i++)
        if (strcmp(line.rest[i], "--help") == 0 || strcmp(line.rest[i], "-h") == 0) {
            help_all(&r->terminal, r->out);
            return STIPPLE_EXIT_DONE;
        }
    if (line.n == 1 && strcmp(line.rest[0], "--version") == 0) {
        r->command = command_find("version");
        return r->command->run(r);
    }
    help_all(&r->terminal, r->talk);
    return STIPPLE_EXIT_USAGE;
}

enum stipple_exit stipple_run(int argc, char *const argv[], const struct terminal *terminal,
                              struct buffer *out, struct buffer *talk)
{
    struct run r = {.terminal = *terminal, .out = out, .talk = talk};
    enum stipple_exit status = run_line(&r, argc, argv);
    stipple_client_free(r.client);
    arena_free(&r.arena);
    return out->failed ? tell_memory(&r) : status;
}
