/* UTF-8 (RFC 3629). */
#ifndef STIPPLE_BASE_UTF8_H
#define STIPPLE_BASE_UTF8_H

#include <stddef.h>

/* U+FFFD, which stands for what is no character (Unicode, section 5.22). */
#define UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* Bytes (1 to 4) of the well-formed sequence at `at`, 0 when there is none: overlong forms,
 * surrogates and anything beyond U+10FFFF are not well-formed. */
size_t utf8_sequence(const char *at, const char *end);

#endif
