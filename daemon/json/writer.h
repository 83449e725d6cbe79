/* Writes JSON straight into a buffer; commas and escapes are its business, balance is the
 * caller's. A failed buffer stays failed: ask once at the end. */
#ifndef STIPPLE_JSON_WRITER_H
#define STIPPLE_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

struct json_writer {
    struct buffer *out;
    bool comma; /* something stands before on this level */
};

void json_object(struct json_writer *w);
void json_object_end(struct json_writer *w);
void json_array(struct json_writer *w);
void json_array_end(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);
/* The same for a key in which nothing is to be escaped, such as a name of our own. */
void json_name(struct json_writer *w, const char *key, size_t length);
void json_text(struct json_writer *w, const char *text); /* NULL writes null */
void json_text_n(struct json_writer *w, const char *text, size_t length);
void json_int(struct json_writer *w, int64_t value);
void json_double(struct json_writer *w, double value); /* shortest form; NaN and infinities: null */
/* Rounded to `decimals` places first. */
void json_rounded(struct json_writer *w, double value, int decimals);
void json_bool(struct json_writer *w, bool value);
void json_null(struct json_writer *w);
/* A ready JSON text, taken as it is. */
void json_raw(struct json_writer *w, const char *text, size_t length);

#endif
