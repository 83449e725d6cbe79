/* UUIDs as lower-case text of 36 characters (RFC 9562). */
#ifndef STIPPLE_BASE_UUID_H
#define STIPPLE_BASE_UUID_H

#include <stdbool.h>
#include "base/sources.h"

enum { UUID_LENGTH = 36 };

/* Version 7, section 5.7: milliseconds, then random bits. ret holds UUID_LENGTH + 1 bytes. */
void uuid_v7(const struct sources *sources, char *ret);
/* Version 4, section 5.4. */
void uuid_v4(const struct sources *sources, char *ret);
/* Any version, either case, hyphens where they belong, nothing behind. */
bool uuid_valid(const char *text);

#endif
