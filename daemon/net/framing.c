/* Most lines arrive whole, and are handed on where they lie in the reader's buffer: nothing is
 * copied and nothing kept. Only the beginning of a line that did not arrive whole is carried over,
 * so that a thousand idle clients cost no buffers. What is carried is never searched again: it
 * holds no line end, else it would have been given out. */
#include "net/framing.h"

#include <string.h>

static size_t text_length(const struct span *line)
{
    bool cr = line->length > 0 && line->data[line->length - 1] == '\r';
    return cr ? line->length - 1 : line->length;
}

/* Moves the piece behind what is carried; the line is then all of that. */
static bool carry_on(struct framing *f, struct span *line)
{
    buffer_add(&f->carry, line->data, line->length);
    *line = (struct span){f->carry.data, f->carry.length};
    return !f->carry.failed;
}

enum frame framing_next(struct framing *f, struct span *in, size_t line_max, struct span *ret_line)
{
    framing_release(f);
    while (in->length > 0) {
        const char *end = memchr(in->data, '\n', in->length);
        struct span line = {in->data, end ? (size_t)(end - in->data) : in->length};
        size_t used = end ? line.length + 1 : line.length;
        if ((!end || f->carry.length > 0) && !carry_on(f, &line))
            return FRAME_MEMORY;
        in->data += used;
        in->length -= used;
        size_t text = text_length(&line);
        if (text > line_max)
            return FRAME_TOO_LONG;
        if (end && text > 0) {
            f->told = f->carry.length > 0;
            *ret_line = (struct span){line.data, text};
            return FRAME_LINE;
        }
        if (end)
            framing_free(f);
    }
    return FRAME_MORE;
}

void framing_release(struct framing *f)
{
    if (f->told)
        framing_free(f);
}

bool framing_half(const struct framing *f)
{
    return f->carry.length > 0 && !f->told;
}

void framing_free(struct framing *f)
{
    buffer_free(&f->carry);
    f->told = false;
}
