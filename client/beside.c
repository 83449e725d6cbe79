#include "client/beside.h"

#include "base/buffer.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* Words of a command line that are passed on; more than a shelf of labels takes. */
enum { WORDS_MAX = 4096 };

bool program_beside(const char *name, char *ret, size_t size)
{
    size_t length = strlen(name) + 1;
    ssize_t n = size > length ? readlink("/proc/self/exe", ret, size - length) : -1;
    if (n <= 0)
        return false;
    ret[n] = '\0';
    char *slash = strrchr(ret, '/');
    if (!slash)
        return false;
    memcpy(slash + 1, name, length);
    return access(ret, X_OK) == 0;
}

/* Appends what the process was called with, a NUL behind each word (proc(5)). */
static bool words_read(struct buffer *out)
{
    char part[4096];
    ssize_t n = -1;
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, part, sizeof part)) > 0)
        buffer_add(out, part, (size_t)n);
    if (fd >= 0)
        close(fd);
    return n == 0 && !out->failed && out->length > 0 && out->data[out->length - 1] == '\0';
}

void pages_program_become(void)
{
    char path[PATH_MAX];
    char *argv[WORDS_MAX + 1] = {NULL};
    struct buffer words = {0};
    size_t n = 0;
    if (program_beside("stipple-pages", path, sizeof path) && words_read(&words)) {
        for (size_t at = 0; at < words.length && n < WORDS_MAX; at += strlen(words.data + at) + 1)
            argv[n++] = words.data + at;
        if (n < WORDS_MAX)
            execv(path, argv);
    }
    buffer_free(&words);
}
