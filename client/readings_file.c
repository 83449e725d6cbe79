/* What a file is, is told by its first character, not by its name: people pipe. Everything that can
 * be wrong with a whole file (empty, UTF-16 from a spreadsheet, a photo) is said before a row is
 * looked at. */
#include "client/readings.h"

#include "client/span.h"
#include "client/text.h"
#include "json/strict.h"
#include "stipple/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A request line holds 256 KiB; sixteen times that is no list of readings any more. */
enum { FILE_MAX = 16 * STIPPLE_LINE_MAX, CHUNK = 64 * 1024 };

static enum stipple_error descriptor_read(int fd, const char *name, struct buffer *ret,
                                          struct error *e)
{
    for (;;) {
        char *to = buffer_reserve(ret, CHUNK);
        if (!to)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is over the %d MiB read here.", name,
                        FILE_MAX / (1024 * 1024));
        ssize_t n = read(fd, to, CHUNK);
        if (n == 0)
            return STIPPLE_OK;
        if (n > 0)
            ret->length += (size_t)n;
        else if (errno != EINTR)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s cannot be read: %s.", name,
                        strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    }
}

/* The Readings of a JSON array, each handed on as it is written. */
static enum stipple_error array_add(struct spots *s, int spot, struct span array, const char *name,
                                    struct error *e)
{
    struct span inside = span_trim(array.at + 1, array.length - 2);
    if (*array.at != '[' || inside.length == 0 || *inside.at != '{') {
        fail(e, STIPPLE_CLIENT_INPUT, spot_names[spot], "%s: this is no list of readings.", name);
        return fail_hint(e, "Write [{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1],"
                            "\"illuminant\":\"D65\",\"observer\":10}]");
    }
    spot_add(s, spot, inside.at, inside.length);
    return STIPPLE_OK;
}

static enum stipple_error readings_json(struct spots *s, int spot, struct span text,
                                        const char *name, struct error *e)
{
    struct json_fault fault;
    struct span array;
    bool found = false;
    if (json_check(text.at, text.length, STIPPLE_DEPTH_MAX, &fault) != 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is not strict JSON: %s, at byte %zu.", name,
                    fault.why, fault.at + 1);
    if (*text.at == '[' && spot < 0) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s does not say which spot its readings are of.",
             name);
        return fail_hint(
            e, "Write {\"skin\":[…],\"stubble\":[…]}, or use --skin-file, --stubble-file…");
    }
    if (*text.at == '[')
        return array_add(s, spot, text, name, e);
    for (int i = 0; i < SPOT_NAMES; i++)
        if (span_member(text.at, text.length, spot_names[i], &array)) {
            TRY(array_add(s, spot >= 0 ? spot : i, array, name, e));
            found = true;
        }
    if (found)
        return STIPPLE_OK;
    return fail(e, STIPPLE_CLIENT_INPUT, NULL,
                "%s has none of the members skin, stubble, swatch, hair, treated.", name);
}

enum stipple_error readings_text(struct spots *s, int spot, const char *text, size_t length,
                                 const char *name, const struct reading_defaults *defaults,
                                 struct buffer *ignored, struct error *e)
{
    if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is UTF-16.", name);
        return fail_hint(e, "Save it as \"CSV UTF-8\".");
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    struct span all = span_trim(text, length);
    if (all.length == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is empty.", name);
    if (memchr(text, '\0', length) || !utf8_valid(text, length)) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s is not text in UTF-8.", name);
        return fail_hint(e, "Readings come as CSV or JSON; save a spreadsheet as \"CSV UTF-8\".");
    }
    if (*all.at == '{' || *all.at == '[')
        return readings_json(s, spot, all, name, e);
    return readings_csv(s, spot, text, length, name, defaults, ignored, e);
}

enum stipple_error readings_file(struct spots *s, int spot, const char *path,
                                 const struct reading_defaults *defaults, struct buffer *ignored,
                                 struct error *e)
{
    struct buffer text = {.max = FILE_MAX};
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "Standard input" : path;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s cannot be opened: %s.", path,
                    strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    enum stipple_error code = descriptor_read(fd, name, &text, e);
    if (!standard)
        close(fd);
    if (code == STIPPLE_OK)
        code = readings_text(s, spot, text.data ? text.data : "", text.length, name, defaults,
                             ignored, e);
    buffer_free(&text);
    return code;
}
