/* Bytes as they arrive, cut into lines. Does no I/O. */
#ifndef STIPPLE_NET_FRAMING_H
#define STIPPLE_NET_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

struct span {
    char *data;
    size_t length;
};

/* What is kept of a line between reads; zero-initialised is empty and ready, and holds no memory
 * while no line is half-way. */
struct framing {
    struct buffer carry;
    bool told; /* the carry is the line given out last */
};

enum frame {
    FRAME_LINE,     /* *ret_line, without its end; good until framing_release */
    FRAME_MORE,     /* the input is used up */
    FRAME_TOO_LONG, /* the line passed line_max; the framing is of no use any more */
    FRAME_MEMORY
};

/* Takes the next line that is not blank from the front of `in`, which shrinks by what was used.
 * `line_max`: bytes without \n or \r\n. */
enum frame framing_next(struct framing *f, struct span *in, size_t line_max, struct span *ret_line);
/* Once what framing_next gave out was used. */
void framing_release(struct framing *f);
/* Whether a line has begun and not ended. */
bool framing_half(const struct framing *f);
void framing_free(struct framing *f);

#endif
