/* Texts between their quotes, with the escapes of JSON (RFC 8259 section 7). */
#ifndef STIPPLE_JSON_ESCAPE_H
#define STIPPLE_JSON_ESCAPE_H

#include <stddef.h>
#include "base/buffer.h"

/* The value of four hexadecimal digits at `at`, -1 when they are not there. */
int json_hex4(const char *at, const char *end);

/* Decodes the inside of a string that json_check accepts into `to`, which holds `length` bytes (it
 * never grows). Returns the bytes written. */
size_t json_unescape(const char *from, size_t length, char *to);

/* Appends a string with its quotes, escaped no more than needed (RFC 8785 section 3.2.2.2). A byte
 * that is of no UTF-8 character, as a damaged file may hold, is replaced: what is sent is JSON. */
void json_escape(struct buffer *out, const char *text, size_t length);

#endif
