#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool buffer_grow(struct buffer *b, size_t needed)
{
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    char *data = realloc(b->data, capacity);
    if (!data)
        return false;
    b->data = data;
    b->capacity = capacity;
    return true;
}

char *buffer_reserve_more(struct buffer *b, size_t length)
{
    size_t needed;
    if (b->failed)
        return NULL;
    b->failed = __builtin_add_overflow(b->length, length, &needed);
    b->full = !b->failed && b->max && needed > b->max;
    b->failed |= b->full || (needed > b->capacity && !buffer_grow(b, needed));
    return b->failed ? NULL : b->data + b->length;
}

void buffer_add(struct buffer *b, const void *data, size_t length)
{
    if (length == 0)
        return;
    char *to = buffer_reserve(b, length);
    if (!to)
        return;
    memcpy(to, data, length);
    b->length += length;
}

void buffer_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void buffer_print(struct buffer *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t before = b->length;
    char *to = n < 0 ? NULL : buffer_reserve(b, (size_t)n + 1);
    if (!to) {
        b->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(to, (size_t)n + 1, format, args);
    va_end(args);
    b->length = before + (size_t)n;
}

void buffer_cut(struct buffer *b, size_t length)
{
    if (length < b->length)
        b->length = length;
}

const char *buffer_string(struct buffer *b)
{
    char *end = buffer_reserve(b, 1);
    if (!end)
        return NULL;
    *end = '\0';
    return b->data;
}

void buffer_free(struct buffer *b)
{
    free(b->data);
    *b = (struct buffer){.max = b->max};
}
