#include "client/attached.h"

#include "client/file.h"

#include <sodium.h>
#include <string.h>

static enum stipple_error file_write(struct run *r, const char *path, struct json_writer *w,
                                     struct error *e)
{
    struct buffer bytes = {0};
    const char *slash = strrchr(path, '/');
    enum stipple_error code = file_read(path, &bytes, e);
    size_t room = sodium_base64_ENCODED_LEN(bytes.length, sodium_base64_VARIANT_ORIGINAL);
    char *text = code == STIPPLE_OK ? arena_take(&r->arena, room) : NULL;
    if (code == STIPPLE_OK && !text)
        code = fail_memory(e);
    if (text) {
        sodium_bin2base64(text, room, (const unsigned char *)bytes.data, bytes.length,
                          sodium_base64_VARIANT_ORIGINAL);
        json_object(w);
        json_key(w, "name");
        json_text(w, slash ? slash + 1 : path);
        json_key(w, "content");
        json_text(w, text);
        json_object_end(w);
    }
    buffer_free(&bytes);
    return code;
}

enum stipple_error attached_write(struct run *r, const char *option, const char *name,
                                  struct json_writer *w, struct error *e)
{
    if (!option_given(&r->options, option))
        return STIPPLE_OK;
    json_key(w, name);
    json_array(w);
    for (size_t i = 0; i < r->options.n; i++)
        if (strcmp(r->options.values[i].option->name, option) == 0)
            TRY(file_write(r, r->options.values[i].text, w, e));
    json_array_end(w);
    return STIPPLE_OK;
}
