/* Text for a terminal: nothing from outside reaches it raw, and columns are counted as it shows
 * them. */
#ifndef STIPPLE_CLIENT_TEXT_H
#define STIPPLE_CLIENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

/* The code point at text[0..length) and its bytes in *ret_length; -1, and 1 byte, where it is not
 * UTF-8. length is at least 1. */
long utf8_next(const char *text, size_t length, size_t *ret_length);
bool utf8_valid(const char *text, size_t length);

/* Appends text without anything that steers a terminal or turns the reading direction: controls and
 * line breaks become spaces, whole escape sequences vanish, bytes that are not UTF-8 become U+FFFD.
 * NULL appends nothing. */
void text_clean(struct buffer *out, const char *text);
/* Columns that clean text takes. */
size_t text_width(const char *text, size_t length);
/* Appends n spaces. */
void text_spaces(struct buffer *out, size_t n);
/* Cleans and appends text, wrapped to `width` columns at spaces, every line indented by `indent`
 * (the first one by `lead` and the spaces that `lead` falls short of it, one at least), ending with
 * a line break. */
void text_wrap(struct buffer *out, const char *lead, size_t indent, size_t width, const char *text);
/* Single-character edits between two words, letters compared without case; for "did you mean". */
size_t text_distance(const char *a, const char *b);

#endif
