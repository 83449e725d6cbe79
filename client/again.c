#include "client/again.h"

#include <string.h>

void again_word(struct buffer *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_.,:=/@+";
    bool bare = *text && text[strspn(text, plain)] == '\0';
    buffer_text(out, bare ? " " : " '");
    for (; *text; text++)
        buffer_print(out, *text == '\'' ? "'\\''" : "%c", *text);
    buffer_text(out, bare ? "" : "'");
}

void again_option(struct buffer *out, const char *name, const char *text)
{
    buffer_print(out, " --%s", name);
    if (text)
        again_word(out, text);
}

static bool named(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

void again_command(struct buffer *out, const struct run *r, const char *const *but)
{
    const struct options *o = &r->options;
    buffer_text(out, r->command->name);
    for (size_t i = 0; i < o->n_operands; i++)
        again_word(out, o->operands[i]);
    for (size_t i = 0; i < o->n; i++)
        if (!named(but, o->values[i].option->name))
            again_option(out, o->values[i].option->name, o->values[i].text);
}
