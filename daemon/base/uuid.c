#include "base/uuid.h"

#include <ctype.h>
#include <stddef.h>

static void uuid_format(unsigned char bytes[16], int version, char *ret)
{
    static const char digits[] = "0123456789abcdef";
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | version << 4);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *ret++ = '-';
        *ret++ = digits[bytes[i] >> 4];
        *ret++ = digits[bytes[i] & 15];
    }
    *ret = '\0';
}

void uuid_v7(const struct sources *sources, char *ret)
{
    unsigned char bytes[16];
    int64_t now = sources->now_ms(sources->context);
    sources->random(sources->context, bytes, sizeof bytes);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(now >> (40 - 8 * i));
    uuid_format(bytes, 7, ret);
}

void uuid_v4(const struct sources *sources, char *ret)
{
    unsigned char bytes[16];
    sources->random(sources->context, bytes, sizeof bytes);
    uuid_format(bytes, 4, ret);
}

bool uuid_valid(const char *text)
{
    for (int i = 0; i < UUID_LENGTH; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return text[UUID_LENGTH] == '\0';
}
