/* The list in stipple/error.h, expanded once. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

static const struct stipple_error_info infos[STIPPLE_ERROR_COUNT] = {
#define ENTRY(sym, code, name, status, retry, text)                                                \
    [STIPPLE_##sym] = {code, name, STIPPLE_EXIT_##status, retry, text},
    STIPPLE_ERRORS(ENTRY)
#undef ENTRY
};

const struct stipple_error_info *stipple_error_info(enum stipple_error error)
{
    bool known = error > STIPPLE_OK && error < STIPPLE_ERROR_COUNT;
    return &infos[known ? error : STIPPLE_INTERNAL];
}

enum stipple_error stipple_error_find(const char *name)
{
    for (int i = STIPPLE_OK + 1; i < STIPPLE_ERROR_COUNT; i++)
        if (strcmp(infos[i].name, name) == 0)
            return (enum stipple_error)i;
    return STIPPLE_OK;
}

/* Ends the text before the character that did not fit whole. */
static void cut_whole(char *out, size_t size)
{
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)out[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)out[end - 1] >= 0xC0)
        end--;
    out[end] = '\0';
}

static void print_bounded(char *out, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(out, size, format, args);
    if (n > 0 && (size_t)n >= size)
        cut_whole(out, size);
}

static void copy_bounded(char *out, size_t size, const char *text)
{
    size_t length = strnlen(text, size);
    memcpy(out, text, length < size ? length + 1 : size);
    if (length == size)
        cut_whole(out, size);
}

enum stipple_error fail(struct error *e, enum stipple_error code, const char *field,
                        const char *format, ...)
{
    if (!e)
        return code;
    e->code = code;
    copy_bounded(e->field, sizeof e->field, field ? field : "");
    e->hint[0] = '\0';
    va_list args;
    va_start(args, format);
    print_bounded(e->message, sizeof e->message, format, args);
    va_end(args);
    return code;
}

enum stipple_error fail_hint(struct error *e, const char *format, ...)
{
    if (!e)
        return STIPPLE_INTERNAL;
    va_list args;
    va_start(args, format);
    print_bounded(e->hint, sizeof e->hint, format, args);
    va_end(args);
    return e->code;
}

enum stipple_error fail_memory(struct error *e)
{
    return fail(e, STIPPLE_DAEMON_MEMORY, NULL, "Memory ran out; nothing was done.");
}
