#include "rpc/path.h"

#include <stdio.h>
#include <string.h>

/* Appends as much of the text as fits without cutting a character in two. */
static size_t path_add(char *ret, size_t length, const char *text)
{
    size_t n = strlen(text), room = PATH_MAX_BYTES - 1 - length;
    if (n > room) {
        n = room;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(ret + length, text, n);
    ret[length + n] = '\0';
    return length + n;
}

static size_t path_append(const struct path *at, char *ret)
{
    if (!at) {
        ret[0] = '\0';
        return 0;
    }
    size_t length = path_append(at->up, ret);
    if (!at->name) {
        char index[32];
        snprintf(index, sizeof index, "[%zu]", at->index);
        return path_add(ret, length, index);
    }
    if (length > 0)
        length = path_add(ret, length, ".");
    return path_add(ret, length, *at->name ? at->name : "\"\""); /* a name too, and to be seen */
}

void path_write(const struct path *at, char ret[PATH_MAX_BYTES])
{
    path_append(at, ret);
}
