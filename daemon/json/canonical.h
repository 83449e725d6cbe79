/* Canonical JSON (RFC 8785): the one text that a value has, so that it can be hashed. */
#ifndef STIPPLE_JSON_CANONICAL_H
#define STIPPLE_JSON_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

/* Appends the canonical form of a text that json_check accepts at STIPPLE_DEPTH_MAX. False when
 * memory ran out, and `out` has failed, or when the text is not JSON; then what was appended is
 * undefined. Safe on any thread (no cJSON). */
bool json_canonical(const char *text, size_t length, struct buffer *out);

/* Appends a finite number as ECMAScript prints it (RFC 8785 section 3.2.2.3). */
void json_number(struct buffer *out, double value);
void json_integer(struct buffer *out, int64_t value);
/* Appends scaled / 10^decimals without trailing zeros; |scaled| < 10^18, decimals 0 to 9. */
void json_decimal(struct buffer *out, int64_t scaled, int decimals);

#endif
