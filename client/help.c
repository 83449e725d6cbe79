/* Help and completion read the same tables as the parser, so they cannot promise what is not there.
 */
#include "client/command.h"

#include "client/text.h"

#include <string.h>

enum { NAME_WIDTH = 18, OPTION_WIDTH = 26 };

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

void help_all(const struct terminal *t, struct buffer *out)
{
    buffer_text(out, "stipple COMMAND [OPTIONS]\n\n");
    for (const struct command *const *group = command_groups; *group; group++) {
        for (const struct command *c = *group; c->name; c++)
            summary_line(c, t, out);
        buffer_byte(out, '\n');
    }
    text_wrap(
        out, "", 0, t->width,
        "stipple help COMMAND says more. Exit status: 0 done, 1 failed, 2 not understood, 3 not "
        "found, 4 not allowed, 5 conflict, 6 daemon not reachable, 7 outcome unknown.");
}

static void word_offer(struct buffer *out, const char *word, size_t length, const char *begun)
{
    if (length < strlen(begun) || strncmp(word, begun, strlen(begun)) != 0)
        return;
    buffer_add(out, word, length);
    buffer_byte(out, '\n');
}

/* The first or second words of commands; each first word once. */
static void names_offer(struct buffer *out, const char *first, const char *begun)
{
    const char *last = "";
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            size_t length = strcspn(c->name, " ");
            bool same = strlen(last) >= length && strncmp(last, c->name, length) == 0;
            if (!first && !same)
                word_offer(out, c->name, length, begun);
            else if (first && c->name[length] && strlen(first) == length &&
                     strncmp(first, c->name, length) == 0)
                word_offer(out, c->name + length + 1, strlen(c->name + length + 1), begun);
            last = c->name;
        }
}

static void options_offer(const struct command *c, const char *begun, struct buffer *out)
{
    const struct option *tables[OPTION_TABLES];
    command_options(c, tables);
    for (size_t i = 0; tables[i]; i++)
        for (const struct option *o = tables[i]; o->name; o++) {
            struct buffer name = {0};
            buffer_print(&name, "--%s", o->name);
            if (!name.failed)
                word_offer(out, name.data, name.length, begun);
            buffer_free(&name);
        }
}

static void operands_offer(const struct command *c, const char *begun, struct buffer *out)
{
    struct buffer words = {0};
    c->complete(&words);
    for (size_t i = 0; i < words.length;) {
        const char *end = memchr(words.data + i, '\n', words.length - i);
        size_t length = end ? (size_t)(end - words.data) - i : words.length - i;
        word_offer(out, words.data + i, length, begun);
        i += length + 1;
    }
    buffer_free(&words);
}

void complete_words(char *const words[], size_t n, struct buffer *out)
{
    const char *begun = n > 0 ? words[n - 1] : "";
    const struct command *c = n > 1 ? command_find(words[0]) : NULL;
    struct buffer name = {0};
    if (n > 2) {
        buffer_print(&name, "%s %s", words[0], words[1]);
        const char *two = buffer_string(&name);
        const struct command *longer = two ? command_find(two) : NULL;
        c = longer ? longer : c;
    }
    buffer_free(&name);
    if (n <= 1)
        names_offer(out, NULL, begun);
    else if (strncmp(begun, "-", 1) == 0 && c)
        options_offer(c, begun, out);
    else if (n == 2)
        names_offer(out, words[0], begun);
    if (n > 1 && c && c->complete && *begun != '-')
        operands_offer(c, begun, out);
}
