/* Everything that can be wrong with a whole file (empty, UTF-16 from a spreadsheet, a photo) is
 * said before a row of it is looked at. */
#include "client/file.h"

#include "client/text.h"
#include "stipple/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The longest that is read is a report, which came as one reply; twice that, since somebody may
 * have laid it out anew. */
enum { FILE_MAX = 2 * STIPPLE_REPLY_MAX, CHUNK = 64 * 1024 };

static enum stipple_error descriptor_read(int fd, const char *name, struct buffer *ret,
                                          struct error *e)
{
    for (;;) {
        char *to = ret->length < FILE_MAX ? buffer_reserve(ret, CHUNK) : NULL;
        if (!to)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is over the %d MiB read here.", name,
                        FILE_MAX / (1024 * 1024));
        ssize_t n = read(fd, to, CHUNK);
        if (n == 0)
            return buffer_string(ret) ? STIPPLE_OK : fail_memory(e);
        if (n > 0)
            ret->length += (size_t)n;
        else if (errno != EINTR)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s cannot be read: %s.", name,
                        strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    }
}

const char *file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "Standard input" : path;
}

enum stipple_error file_read(const char *path, struct buffer *ret, struct error *e)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s cannot be opened: %s.", path,
                    strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    enum stipple_error code = descriptor_read(fd, file_name(path), ret, e);
    if (!standard)
        close(fd);
    return code;
}

enum stipple_error file_text(const char *bytes, size_t length, const char *name, const char *hint,
                             struct span *ret, struct error *e)
{
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is UTF-16.", name);
        return fail_hint(e, "Save it as \"CSV UTF-8\".");
    }
    struct span text = {bytes, length};
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        text = (struct span){bytes + 3, length - 3};
    if (span_trim(text.at, text.length).length == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is empty.", name);
    if (memchr(text.at, '\0', text.length) || !utf8_valid(text.at, text.length)) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is not text in UTF-8.", name);
        return fail_hint(e, "%s", hint);
    }
    *ret = text;
    return STIPPLE_OK;
}
