#include "base/roff.h"

#include <string.h>

void roff_text(struct buffer *out, const char *text, size_t length)
{
    bool begins = out->length == 0 || out->data[out->length - 1] == '\n';
    for (size_t i = 0; i < length; i++) {
        if (begins && (text[i] == '.' || text[i] == '\''))
            buffer_text(out, "\\&");
        begins = text[i] == '\n';
        if (text[i] == '\\')
            buffer_text(out, "\\e");
        else if (text[i] == '-')
            buffer_text(out, "\\-"); /* a minus that can be copied into a shell */
        else if (text[i] == '\'')
            buffer_text(out, "\\(aq");
        else
            buffer_byte(out, text[i]);
    }
}

/* The manual's own tools call more than 80 a long line, and some have a mark behind them. */
enum { LINE_MAX = 76 };

/* Bytes of the last line, which has no end yet. */
static size_t line_length(const struct buffer *out)
{
    size_t n = 0;
    while (n < out->length && out->data[out->length - 1 - n] != '\n')
        n++;
    return n;
}

void roff_paragraph(struct buffer *out, const char *text, size_t length)
{
    for (size_t n; length > 0; text += n, length -= n) {
        struct buffer word = {0};
        for (n = 0; n < length && !strchr(" \n", text[n]);)
            n++;
        roff_text(&word, text, n);
        if (line_length(out) > 0)
            buffer_byte(out, line_length(out) + 1 + word.length > LINE_MAX ? '\n' : ' ');
        roff_text(out, text, n);
        buffer_free(&word);
        n += n < length;
    }
    if (line_length(out) > 0)
        buffer_byte(out, '\n');
}

void roff_option(struct buffer *out, const char *name, const char *value, const char *doc)
{
    buffer_text(out, ".TP\n\\fB\\-\\-");
    roff_text(out, name, strlen(name));
    buffer_text(out, "\\fR");
    if (value) {
        buffer_text(out, " \\fI");
        roff_text(out, value, strlen(value));
        buffer_text(out, "\\fR");
    }
    buffer_byte(out, '\n');
    roff_paragraph(out, doc, strlen(doc));
}
