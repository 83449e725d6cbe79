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
    roff_text(out, doc, strlen(doc));
    buffer_byte(out, '\n');
}
