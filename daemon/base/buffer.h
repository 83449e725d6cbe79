/* A growing byte buffer with a cap. The first failure (memory, cap) sticks: later appends do
 * nothing, and the user asks once at the end. */
#ifndef STIPPLE_BASE_BUFFER_H
#define STIPPLE_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* owned; not NUL-terminated */
    size_t length, capacity;
    size_t max; /* 0: no cap; the NUL of buffer_print and buffer_string counts too */
    bool failed;
    bool full; /* because of the cap, and not for want of memory */
};

void buffer_add(struct buffer *b, const void *data, size_t length);
void buffer_text(struct buffer *b, const char *text);
void buffer_print(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* buffer_reserve where there is no room yet. */
char *buffer_reserve_more(struct buffer *b, size_t length);
/* Shortens to `length`, for taking back what was begun; clears nothing else. */
void buffer_cut(struct buffer *b, size_t length);
/* A NUL behind the data, not counted in `length`; NULL when that failed. */
const char *buffer_string(struct buffer *b);
void buffer_free(struct buffer *b);

/* Room for `length` more bytes at data + length; NULL when that failed. Does not move `length`. */
static inline char *buffer_reserve(struct buffer *b, size_t length)
{
    bool room = !b->failed && length <= b->capacity - b->length &&
                (!b->max || (b->length <= b->max && length <= b->max - b->length));
    return room ? b->data + b->length : buffer_reserve_more(b, length);
}

static inline void buffer_byte(struct buffer *b, char byte)
{
    char *to = buffer_reserve(b, 1);
    if (!to)
        return;
    *to = byte;
    b->length++;
}

#endif
