#include "base/utf8.h"

#include <stdbool.h>

size_t utf8_sequence(const char *at, const char *end)
{
    const unsigned char *b = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    if (left == 0)
        return 0;
    if (b[0] < 0x80)
        return 1;
    size_t n = b[0] < 0xC2 ? 0 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : b[0] < 0xF5 ? 4 : 0;
    if (n == 0 || left < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xF0 && b[1] < 0x90);
    bool surrogate = b[0] == 0xED && b[1] >= 0xA0;
    bool beyond = b[0] == 0xF4 && b[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : n;
}
