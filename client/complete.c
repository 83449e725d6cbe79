/* Completion reads the same tables as the parser and the help, so it cannot promise what is not
 * there. What an operand is stands in the command's usage: "stock open BOTTLE". */
#include "client/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_BYTES = 64 };

/* The line up to the word under way. */
struct typed {
    const struct command *c;
    const char *first;          /* word of the command; NULL: not yet */
    bool second;                /* the word under way may be the second */
    const char *operand;        /* the first one; NULL: none */
    size_t operands;            /* before the word under way */
    const struct option *wants; /* whose value the word under way is; NULL: none */
    const char *socket;
};

void offer(const struct offering *o, const char *word, size_t length, const char *about)
{
    if (length < strlen(o->begun) || strncmp(word, o->begun, strlen(o->begun)) != 0)
        return;
    buffer_add(o->out, o->lead, o->lead_length);
    buffer_add(o->out, word, length);
    if (o->about && about)
        buffer_print(o->out, "\t%s", about);
    buffer_byte(o->out, '\n');
}

static const struct option *option_typed(const struct typed *t, const char *word)
{
    const struct option *tables[OPTION_TABLES] = {global_options, write_options, NULL};
    if (t->c)
        command_options(t->c, tables);
    return strncmp(word, "--", 2) == 0 ? option_find(tables, word) : NULL;
}

static void word_typed(struct typed *t, const char *word)
{
    char name[NAME_MAX_BYTES];
    if (!t->first) {
        t->first = word;
        t->c = command_find(word);
        t->second = true;
        return;
    }
    snprintf(name, sizeof name, "%s %s", t->first, word);
    const struct command *two = t->second ? command_find(name) : NULL;
    t->second = false;
    if (two) {
        t->c = two;
        return;
    }
    t->operand = t->operands++ ? t->operand : word;
}

static struct typed line_typed(char *const words[], size_t n)
{
    struct typed t = {0};
    for (size_t i = 0; i + 1 < n; i++) {
        const struct option *o = option_typed(&t, words[i]);
        const char *equals = strchr(words[i], '=');
        bool value = o && o->type != OPTION_FLAG && !equals;
        if (value && i + 2 == n)
            t.wants = o;
        if (o && strcmp(o->name, "socket") == 0)
            t.socket = equals ? equals + 1 : words[i + 1];
        if (strncmp(words[i], "-", 1) != 0)
            word_typed(&t, words[i]);
        i += value;
    }
    return t;
}

/* The first or second words of commands; each first word once. */
static void names_offer(const struct offering *o, const char *first)
{
    const char *last = "";
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            size_t length = strcspn(c->name, " ");
            bool same = strlen(last) >= length && strncmp(last, c->name, length) == 0;
            const char *rest = c->name + length;
            if (!first && !same)
                offer(o, c->name, length, *rest ? NULL : c->summary);
            else if (first && *rest && strlen(first) == length &&
                     strncmp(first, c->name, length) == 0)
                offer(o, rest + 1, strlen(rest + 1), c->summary);
            last = c->name;
        }
}

static void options_offer(const struct offering *o, const struct command *c)
{
    const struct option *tables[OPTION_TABLES];
    command_options(c, tables);
    for (size_t i = 0; tables[i]; i++)
        for (const struct option *option = tables[i]; option->name; option++) {
            struct buffer name = {0};
            buffer_print(&name, "--%s", option->name);
            if (!name.failed)
                offer(o, name.data, name.length, option->doc);
            buffer_free(&name);
        }
}

static void option_value_offer(const struct offering *o, const struct typed *t,
                               const struct option *option)
{
    const char *bar = strchr(option->value, '|');
    if (!bar) {
        values_offer(o, t->c, option->value, option->param, t->socket);
        return;
    }
    offer(o, option->value, (size_t)(bar - option->value), NULL);
    offer(o, bar + 1, strlen(bar + 1), NULL);
}

/* The operand of that number, as the usage calls it. What repeats itself ("CODE ...") goes on. */
static bool operand_find(const struct command *c, size_t index, char ret[NAME_MAX_BYTES])
{
    bool any = false;
    size_t n = 0;
    for (const char *at = c->usage; *at; at += strcspn(at, " "), at += *at == ' ') {
        const char *word = at + (*at == '[');
        size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (any && strncmp(at, "...", 3) == 0)
            return true;
        if (strncmp(word, "-", 1) == 0 || *word == '(' || n > index)
            break;
        any = length > 1 && length < NAME_MAX_BYTES;
        if (!any)
            continue;
        memcpy(ret, word, length);
        ret[length] = '\0';
        if (n++ == index)
            return true;
    }
    return false;
}

static void operand_offer(const struct offering *o, const struct typed *t)
{
    char name[NAME_MAX_BYTES];
    if (t->c->complete) {
        t->c->complete(o);
    } else if (operand_find(t->c, t->operands, name)) {
        if (strcmp(name, "COMMAND") == 0)
            names_offer(o, t->operand);
        else
            values_offer(o, t->c, name, NULL, t->socket);
    }
}

void complete_words(char *const words[], size_t n, bool about, struct buffer *out)
{
    const char *begun = n > 0 ? words[n - 1] : "", *equals = strchr(begun, '=');
    struct offering o = {.out = out, .begun = begun, .lead = "", .about = about};
    struct typed t = line_typed(words, n);
    const struct option *named = option_typed(&t, begun);
    if (t.wants) {
        option_value_offer(&o, &t, t.wants);
    } else if (named && equals && named->type != OPTION_FLAG) {
        o.lead = begun;
        o.lead_length = (size_t)(equals + 1 - begun);
        o.begun = equals + 1;
        option_value_offer(&o, &t, named);
    } else if (*begun == '-' && t.c) {
        options_offer(&o, t.c);
    } else if (!t.first) {
        names_offer(&o, NULL);
    } else {
        if (t.second)
            names_offer(&o, t.first);
        if (t.c)
            operand_offer(&o, &t);
    }
}
