/* Blocks double from 1 KiB, which malloc has at hand (glibc keeps up to 1,032 bytes a thread), up
 * to 256 KiB, so a small call costs one malloc and a large one few. An item larger than a block
 * gets a block of its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 1000, BLOCK_LAST = 256 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_add(struct arena *a, size_t size)
{
    size_t wanted = a->blocks ? a->blocks->size * 2 : BLOCK_FIRST;
    if (wanted > BLOCK_LAST)
        wanted = BLOCK_LAST;
    if (wanted < size)
        wanted = size;
    if (wanted > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *block = malloc(sizeof *block + wanted);
    if (!block)
        return NULL;
    *block = (struct arena_block){.next = a->blocks, .size = wanted};
    a->blocks = block;
    return block;
}

void *arena_take(struct arena *a, size_t size)
{
    size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        return NULL;
    size = (size + align - 1) / align * align;
    struct arena_block *block = a->blocks;
    if (!block || block->size - block->used < size)
        block = block_add(a, size);
    if (!block) {
        a->starved = true;
        return NULL;
    }
    void *taken = block->bytes + block->used;
    block->used += size;
    return memset(taken, 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t total;
    return __builtin_mul_overflow(n, size, &total) ? NULL : arena_take(a, total);
}

char *arena_copy(struct arena *a, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_take(a, length + 1) : NULL;
    if (copy && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *arena_vprint(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = n < 0 ? NULL : arena_take(a, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

char *arena_print(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprint(a, format, args);
    va_end(args);
    return text;
}

size_t arena_size(const struct arena *a)
{
    size_t size = 0;
    for (const struct arena_block *block = a->blocks; block; block = block->next)
        size += sizeof *block + block->size;
    return size;
}

static void blocks_free(struct arena *a, const struct arena_block *until)
{
    while (a->blocks != until) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    a->starved = false;
}

void arena_free(struct arena *a)
{
    blocks_free(a, NULL);
}

void arena_reset(struct arena *a)
{
    struct arena_block *first = a->blocks;
    while (first && first->next)
        first = first->next;
    blocks_free(a, first);
    if (first)
        first->used = 0;
}
