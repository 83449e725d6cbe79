/* The daemon's texts name parameters and methods, because programs read them too. A person typed
 * options and commands, and finds those in the help; which stands for which is in the tables.
 */
#include "client/plain.h"

#include "client/text.h"

#include <ctype.h>
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

/* "`inputs[1].container`": the place in backquotes, of which `length` letters are the first name;
 * its whole length behind the first quote and the last one, or 0. */
static size_t place_length(const char *at, size_t length)
{
    if (*at != '`' || length == 0)
        return 0;
    const char *place = at + 1;
    size_t whole = strspn(place, "abcdefghijklmnopqrstuvwxyz0123456789_.[]");
    bool indexed = place[length] == '[' && isdigit((unsigned char)place[length + 1]);
    return indexed && place[whole] == '`' ? whole : 0;
}

/* Which of several it is, and of what it has the last name, where that says more. */
static bool place_plain(struct buffer *out, plain_word *each, const void *with, const char *place,
                        size_t length, size_t whole)
{
    size_t last = whole;
    while (last > 0 && place[last - 1] != '.')
        last--;
    if (!each(out, with, place, length, true))
        return last > 0 && each(out, with, place + last, whole - last, true);
    buffer_print(out, ", number %lu,", strtoul(place + length + 1, NULL, 10) + 1);
    return true;
}

void plain_words(struct buffer *out, const char *text, plain_word *each, const void *with)
{
    struct buffer plain = {0};
    while (*text) {
        bool quoted;
        size_t length = word_length(text, &quoted), lead = *text == '`';
        const char *word = text + lead;
        size_t place = place_length(text, length);
        if (place > 0 && place_plain(&plain, each, with, word, length, place)) {
            text += lead + place + 1;
            continue;
        }
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

/* `index`: behind the parameter's name, or NULL. */
static void option_line(struct buffer *out, const struct option *o, const char *index)
{
    buffer_print(out, "  --%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
    if (index)
        buffer_print(out, ", number %lu", strtoul(index + 1, NULL, 10) + 1);
    buffer_print(out, ": %s\n", o->doc);
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
        option_line(out, o, index);
    else if (!is(c->operand, field, length))
        place_line(out, field, length, index);
}
