/* What a file is, is told by its first character, not by its name: people pipe. */
#include "client/readings.h"

#include "client/file.h"
#include "json/strict.h"
#include "stipple/protocol.h"

#include <string.h>

/* The Readings of a JSON array, each handed on as it is written. */
static enum stipple_error array_add(struct spots *s, int spot, struct span array, const char *name,
                                    struct error *e)
{
    bool list = *array.at == '[';
    struct span inside = list ? span_trim(array.at + 1, array.length - 2) : array;
    if (!list || inside.length == 0 || *inside.at != '{') {
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
    struct span whole;
    TRY(file_text(text, length, name,
                  "Readings come as CSV or JSON; save a spreadsheet as \"CSV UTF-8\".", &whole, e));
    struct span all = span_trim(whole.at, whole.length);
    if (*all.at == '{' || *all.at == '[')
        return readings_json(s, spot, all, name, e);
    return readings_csv(s, spot, whole.at, whole.length, name, defaults, ignored, e);
}

enum stipple_error readings_file(struct spots *s, int spot, const char *path,
                                 const struct reading_defaults *defaults, struct buffer *ignored,
                                 struct error *e)
{
    struct buffer text = {0};
    enum stipple_error code = file_read(path, &text, e);
    if (code == STIPPLE_OK)
        code =
            readings_text(s, spot, text.data, text.length, file_name(path), defaults, ignored, e);
    buffer_free(&text);
    return code;
}
