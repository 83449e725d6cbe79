/* Files that people hand over: read whole, and told when they are no text. */
#ifndef STIPPLE_CLIENT_FILE_H
#define STIPPLE_CLIENT_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "client/span.h"

/* Appends the bytes of a file, or of standard input for "-", a NUL behind them. CLIENT_INPUT. */
enum stipple_error file_read(const char *path, struct buffer *ret, struct error *e);
/* What messages call it. */
const char *file_name(const char *path);
/* The text behind a byte order mark; refuses what is empty, UTF-16 or no UTF-8. `hint`: what is
 * wanted instead. */
enum stipple_error file_text(const char *bytes, size_t length, const char *name, const char *hint,
                             struct span *ret, struct error *e);

#endif
