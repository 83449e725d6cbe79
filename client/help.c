/* The help reads the same tables as the parser, so it cannot promise what is not there. */
#include "client/command.h"

#include "client/text.h"

#include <stdio.h>
#include <string.h>

const char *const exit_statuses[] = {
    "done",        "failed",   "not understood",       "not found",
    "not allowed", "conflict", "daemon not reachable", "outcome unknown",
    NULL};

enum { NAME_MAX_BYTES = 64, NAME_WIDTH = 18, OPTION_WIDTH = 26 };

static void options_help(const struct option *options, const struct terminal *t, struct buffer *out)
{
    for (const struct option *o = options; o->name; o++) {
        struct buffer name = {0};
        buffer_print(&name, "  --%s%s%s ", o->name, o->value ? " " : "", o->value ? o->value : "");
        const char *lead = buffer_string(&name);
        if (lead)
            text_wrap(out, lead, OPTION_WIDTH, t->width, o->doc);
        buffer_free(&name);
    }
}

void help_command(const struct command *c, const struct terminal *t, struct buffer *out)
{
    text_wrap(out, "stipple ", strlen("stipple "), t->width, c->usage);
    buffer_byte(out, '\n');
    text_wrap(out, "", 0, t->width, c->summary);
    for (const char *at = c->help; at && *at;) {
        size_t length = strcspn(at, "\n");
        struct buffer line = {0};
        buffer_add(&line, at, length);
        const char *text = buffer_string(&line);
        if (text && *text == ' ') /* an example, kept on its line */
            buffer_print(out, "%s\n", text);
        else if (text)
            text_wrap(out, "", 0, t->width, text);
        buffer_free(&line);
        at += length + (at[length] == '\n');
    }
    if (c->options) {
        buffer_text(out, "\nOptions\n");
        options_help(c->options, t, out);
    }
    buffer_text(out, "\nFor every command\n");
    if (c->writes)
        options_help(write_options, t, out);
    options_help(global_options, t, out);
}

static void summary_line(const struct command *c, const struct terminal *t, struct buffer *out)
{
    struct buffer name = {0};
    buffer_print(&name, "  %s ", c->name);
    const char *lead = buffer_string(&name);
    if (lead)
        text_wrap(out, lead, NAME_WIDTH, t->width, c->summary);
    buffer_free(&name);
}

bool help_group(const char *word, const struct terminal *t, struct buffer *out)
{
    size_t length = strlen(word);
    bool any = false;
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++)
            if (strncmp(c->name, word, length) == 0 && c->name[length] == ' ') {
                summary_line(c, t, out);
                any = true;
            }
    return any;
}

/* So many edits away, a name is still taken for a slip of the one meant. */
enum { SLIP_MAX = 2 };

/* The nearest of all names, cut to their first word or whole. */
static bool name_nearest(const char *typed, bool first_words, char *ret, size_t size)
{
    size_t least = SLIP_MAX + 1;
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            char name[NAME_MAX_BYTES];
            size_t length = first_words ? strcspn(c->name, " ") : strlen(c->name);
            snprintf(name, sizeof name, "%.*s", (int)length, c->name);
            size_t distance = text_distance(name, typed);
            if (distance < least) {
                least = distance;
                snprintf(ret, size, "%s", name);
            }
        }
    return least <= SLIP_MAX;
}

bool command_nearest(const char *typed, char *ret, size_t size)
{
    char first[NAME_MAX_BYTES];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(typed, " "), typed);
    return name_nearest(typed, false, ret, size) || name_nearest(first, true, ret, size);
}

void help_all(const struct terminal *t, struct buffer *out)
{
    buffer_text(out, "stipple COMMAND [OPTIONS]\n\n");
    for (const struct command *const *group = command_groups; *group; group++) {
        for (const struct command *c = *group; c->name; c++)
            summary_line(c, t, out);
        buffer_byte(out, '\n');
    }
    struct buffer last = {0};
    buffer_text(&last, "stipple help COMMAND says more. Exit status:");
    for (size_t i = 0; exit_statuses[i]; i++)
        buffer_print(&last, "%s %zu %s", i ? "," : "", i, exit_statuses[i]);
    buffer_byte(&last, '.');
    if (buffer_string(&last))
        text_wrap(out, "", 0, t->width, last.data);
    buffer_free(&last);
}
