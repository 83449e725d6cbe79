/* A report may hold names, so its files are for their owner until he says otherwise; and a half
 * written one must not be handed out, so it appears under its name only when it is whole. */
#include "client/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool bytes_write(int fd, const struct buffer *bytes)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t n = write(fd, bytes->data + done, bytes->length - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0;
}

enum stipple_error report_write(const char *path, const struct buffer *bytes, struct error *e)
{
    struct buffer name = {0};
    if (bytes->failed)
        return fail_memory(e);
    buffer_print(&name, "%s.XXXXXX", path);
    if (!buffer_string(&name)) {
        buffer_free(&name);
        return fail_memory(e);
    }
    int fd = mkstemp(name.data); /* 0600 */
    bool written = fd >= 0 && bytes_write(fd, bytes);
    written = (fd < 0 || close(fd) == 0) && written;
    written = written && rename(name.data, path) == 0;
    int why = errno;
    if (!written && fd >= 0)
        unlink(name.data);
    buffer_free(&name);
    if (written)
        return STIPPLE_OK;
    return fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "%s could not be written: %s.", path,
                strerror(why)); // NOLINT(concurrency-mt-unsafe)
}
