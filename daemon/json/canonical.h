/* Canonical JSON (RFC 8785): the one text that a value has, so that it can be hashed. */
#ifndef STIPPLE_JSON_CANONICAL_H
#define STIPPLE_JSON_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

/* Appends the canonical form of a text that json_check accepts. False when memory ran out or the
 * text is not JSON; then what was appended is undefined. Safe on any thread (no cJSON). */
bool json_canonical(const char *text, size_t length, struct buffer *out);

/* Appends a finite number as ECMAScript prints it (RFC 8785 section 3.2.2.3). */
void json_number(struct buffer *out, double value);

#endif
