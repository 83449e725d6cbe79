/* The daemon's texts name parameters and methods, because programs read them too. A person typed
 * options and commands, and finds those in the help; which stands for which is in the tables.
 */
#include "client/plain.h"

#include "client/text.h"

#include <stdlib.h>
#include <string.h>

static bool is(const char *name, const char *word, size_t length)
{
    return name && strlen(name) == length && memcmp(name, word, length) == 0;
}

static const struct option *option_for(const struct command *c, const char *word, size_t length)
{
    const struct option *tables[OPTION_TABLES];
    command_options(c, tables);
    for (size_t i = 0; tables[i]; i++)
        for (const struct option *o = tables[i]; o->name; o++)
            if (is(o->param ? o->param : o->name, word, length))
                return o;
    return NULL;
}

static const struct command *command_for(const char *word, size_t length)
{
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++)
            if (is(c->method, word, length))
                return c;
    return NULL;
}

/* A call is made in the daemon's own words, and answered in them. */
static bool speaks_options(const struct command *c)
{
    return c && c->method;
}

/* The word at `at`, and whether it stands in backquotes; a full stop is not part of it. */
static size_t word_length(const char *at, bool *ret_quoted)
{
    const char *word = at + (*at == '`');
    size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_.");
    while (length > 0 && word[length - 1] == '.')
        length--;
    *ret_quoted = *at == '`' && word[length] == '`';
    return length;
}

/* Whether the word is one of ours, and was appended. Without backquotes a parameter's name may be
 * plain English, unless it is put together. */
static bool word_plain(struct buffer *out, const void *command, const char *word, size_t length,
                       bool marked)
{
    const struct command *named = command_for(word, length);
    const struct option *o = marked ? option_for(command, word, length) : NULL;
    if (named)
        buffer_print(out, "stipple %s", named->name);
    else if (o)
        buffer_print(out, "--%s", o->name);
    return named || o;
}

void plain_words(struct buffer *out, const char *text, plain_word *each, const void *with)
{
    struct buffer plain = {0};
    while (*text) {
        bool quoted;
        size_t length = word_length(text, &quoted), lead = *text == '`';
        const char *word = text + lead;
        bool marked = quoted || memchr(word, '_', length) || memchr(word, '.', length);
        if (length > 0 && each(&plain, with, word, length, marked)) {
            text += lead + length + quoted;
            continue;
        }
        size_t whole = lead + length > 0 ? lead + length : 1;
        buffer_add(&plain, text, whole);
        text += whole;
    }
    const char *string = buffer_string(&plain);
    if (string)
        text_clean(out, string);
    else
        out->failed = true;
    buffer_free(&plain);
}

void plain_text(struct buffer *out, const struct command *c, const char *text)
{
    if (speaks_options(c) && text)
        plain_words(out, text, word_plain, c);
    else
        text_clean(out, text);
}

static void option_line(struct buffer *out, const struct option *o)
{
    buffer_print(out, "  --%s%s%s: %s\n", o->name, o->value ? " " : "", o->value ? o->value : "",
                 o->doc);
}

static void place_line(struct buffer *out, const char *name, size_t length, const char *index)
{
    struct buffer place = {0};
    buffer_add(&place, name, length);
    buffer_text(out, "  at ");
    text_clean(out, buffer_string(&place));
    if (index)
        buffer_print(out, ", number %lu", strtoul(index + 1, NULL, 10) + 1);
    buffer_byte(out, '\n');
    buffer_free(&place);
}

void plain_field(struct buffer *out, const struct command *c, const char *field)
{
    if (!speaks_options(c)) {
        place_line(out, field, strlen(field), NULL);
        return;
    }
    const char *index = strchr(field, '[');
    size_t length = index ? (size_t)(index - field) : strlen(field);
    const struct option *o = option_for(c, field, length);
    if (o && o->param)
        option_line(out, o);
    else if (!is(c->operand, field, length))
        place_line(out, field, length, index);
}
