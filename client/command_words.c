/* Words: the field's, the commands', and which version says them. */
#include "client/complete.h"
#include "client/text.h"
#include "client/words.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORD_COLUMN = 18 };

/* Whether `asked` is one of the ways to write the word: its name, or among `also`. */
static bool word_is(const struct word *word, const char *asked)
{
    size_t length = strlen(asked);
    if (strcasecmp(word->name, asked) == 0)
        return true;
    for (const char *at = word->also; at && length > 0; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncasecmp(at, asked, length) == 0 && (at[length] == '\0' || at[length] == ' '))
            return true;
    }
    return false;
}

/* The shortest way from what was asked to any way of writing the word. */
static size_t word_distance(const struct word *word, const char *asked)
{
    size_t least = text_distance(word->name, asked);
    for (const char *at = word->also; at && *at;) {
        char one[32];
        size_t length = strcspn(at, " ");
        snprintf(one, sizeof one, "%.*s", (int)length, at);
        size_t distance = text_distance(one, asked);
        least = distance < least ? distance : least;
        at += length + (at[length] == ' ');
    }
    return least;
}

static const struct word *word_nearest(const char *asked)
{
    const struct word *nearest = words;
    for (size_t i = 1; i < words_n; i++)
        if (word_distance(&words[i], asked) < word_distance(nearest, asked))
            nearest = &words[i];
    return nearest;
}

static void words_list(struct run *r)
{
    for (size_t i = 0; i < words_n; i++)
        text_wrap(r->out, words[i].name, WORD_COLUMN, r->terminal.width, words[i].brief);
    next_command(r, NULL, "explain ITA");
}

static enum stipple_exit explain_run(struct run *r)
{
    char asked[64] = "";
    const struct options *o = &r->options;
    for (size_t i = 0; i < o->n_operands; i++)
        snprintf(asked + strlen(asked), sizeof asked - strlen(asked), "%s%s", i ? " " : "",
                 o->operands[i]);
    if (!*asked) {
        words_list(r);
        return STIPPLE_EXIT_DONE;
    }
    for (size_t i = 0; i < words_n; i++)
        if (word_is(&words[i], asked)) {
            buffer_print(r->out, "%s: %s\n", words[i].name, words[i].brief);
            text_wrap(r->out, "", 0, r->terminal.width, words[i].text);
            return STIPPLE_EXIT_DONE;
        }
    struct error e;
    fail(&e, STIPPLE_CLIENT_USAGE, NULL, "\"%s\" is not explained here.", asked);
    fail_hint(&e, "The nearest word is %s; stipple explain lists them all.",
              word_nearest(asked)->name);
    tell_error(r, &e);
    return STIPPLE_EXIT_NOT_FOUND;
}

static enum stipple_exit help_run(struct run *r)
{
    char name[64] = "";
    const struct options *o = &r->options;
    if (option_given(o, "man")) {
        manual_write(r->out);
        return STIPPLE_EXIT_DONE;
    }
    if (o->n_operands == 0) {
        help_all(&r->terminal, r->out);
        return STIPPLE_EXIT_DONE;
    }
    snprintf(name, sizeof name, "%s%s%s", o->operands[0], o->n_operands > 1 ? " " : "",
             o->n_operands > 1 ? o->operands[1] : "");
    const struct command *c = command_find(name);
    if (c) {
        help_command(c, &r->terminal, r->out);
        return STIPPLE_EXIT_DONE;
    }
    if (help_group(name, &r->terminal, r->out))
        return STIPPLE_EXIT_DONE;
    struct error e;
    fail(&e, STIPPLE_CLIENT_USAGE, NULL, "There is no command \"%s\".", name);
    char meant[64];
    if (command_nearest(name, meant, sizeof meant))
        fail_hint(&e, "Did you mean stipple help %s?", meant);
    else
        fail_hint(&e, "stipple help lists them.");
    tell_error(r, &e);
    return STIPPLE_EXIT_NOT_FOUND;
}

static enum stipple_exit version_run(struct run *r)
{
    buffer_print(r->out, "stipple %s (protocol %d)\n", STIPPLE_VERSION, STIPPLE_PROTOCOL);
    return STIPPLE_EXIT_DONE;
}

static void words_complete(const struct offering *o)
{
    for (size_t i = 0; i < words_n; i++)
        offer(o, words[i].name, strlen(words[i].name), words[i].brief);
}

static const struct option help_options[] = {
    {"man", OPTION_FLAG, NULL, NULL, "The whole manual page, for man -l -."}, {0}};

const struct command word_commands[] = {{.name = "explain",
                                         .usage = "explain [WORD]",
                                         .summary = "Explains a word of the field.",
                                         .operands_max = 4,
                                         .run = explain_run,
                                         .complete = words_complete},
                                        {.name = "help",
                                         .usage = "help [COMMAND ...]",
                                         .summary = "Lists the commands, or explains one.",
                                         .options = help_options,
                                         .operands_max = 2,
                                         .run = help_run},
                                        {.name = "version",
                                         .usage = "version",
                                         .summary = "Says which version this is.",
                                         .run = version_run},
                                        {0}};
