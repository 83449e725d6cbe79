/* Texts between their quotes: UTF-8 (RFC 3629) and the escapes of JSON (RFC 8259 section 7). */
#ifndef STIPPLE_JSON_ESCAPE_H
#define STIPPLE_JSON_ESCAPE_H

#include <stddef.h>
#include "base/buffer.h"

/* Bytes (1 to 4) of the well-formed sequence at `at`, 0 when there is none: overlong forms,
 * surrogates and anything beyond U+10FFFF are not well-formed. */
size_t utf8_sequence(const char *at, const char *end);

/* The value of four hexadecimal digits at `at`, -1 when they are not there. */
int json_hex4(const char *at, const char *end);

/* Decodes the inside of a string that json_check accepts into `to`, which holds `length` bytes (it
 * never grows). Returns the bytes written. */
size_t json_unescape(const char *from, size_t length, char *to);

/* Appends a string with its quotes, escaped no more than needed (RFC 8785 section 3.2.2.2). */
void json_escape(struct buffer *out, const char *text, size_t length);

#endif
