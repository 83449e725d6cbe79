/* Text for manual pages, as man(7) wants it. */
#ifndef STIPPLE_BASE_ROFF_H
#define STIPPLE_BASE_ROFF_H

#include <stddef.h>
#include "base/buffer.h"

/* Appends text in which nothing is a request or an escape. */
void roff_text(struct buffer *out, const char *text, size_t length);
/* The same, filled into lines of at most 76 bytes, where no word is longer. */
void roff_paragraph(struct buffer *out, const char *text, size_t length);
/* An option with what it does: .TP, its name in bold, `value` (may be NULL) in italics. */
void roff_option(struct buffer *out, const char *name, const char *value, const char *doc);

#endif
