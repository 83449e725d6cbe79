/* What stippled says of itself, at --help and in its manual. */
#ifndef STIPPLE_APP_USAGE_H
#define STIPPLE_APP_USAGE_H

#include "base/buffer.h"

void usage_write(struct buffer *out);
/* stippled(8), in the man macros. */
void manual_write(struct buffer *out);

#endif
