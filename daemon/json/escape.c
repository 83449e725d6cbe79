/* One place knows how characters are written, so that the check, the canonical form and the writer
 * cannot disagree: what the check lets through is exactly what the others can take apart. */
#include "json/escape.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int json_hex4(const char *at, const char *end)
{
    if (end - at < 4)
        return -1;
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static size_t utf8_write(uint32_t point, char *to)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    size_t n = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    to[0] = (char)(leads[n] | point);
    return n;
}

/* The code point of the \u escape or pair of escapes at *at, which is moved past it. */
static uint32_t escape_point(const char **at, const char *end)
{
    uint32_t unit = (uint32_t)json_hex4(*at + 2, end);
    *at += 6;
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    uint32_t low = (uint32_t)json_hex4(*at + 2, end);
    *at += 6;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

static char escape_letter(char letter)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    const char *at = strchr(letters, letter);
    return at ? meant[at - letters] : letter;
}

size_t json_unescape(const char *from, size_t length, char *to)
{
    const char *end = from + length;
    char *start = to;
    while (from < end) {
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] == 'u') {
            to += utf8_write(escape_point(&from, end), to);
        } else {
            *to++ = escape_letter(from[1]);
            from += 2;
        }
    }
    return (size_t)(to - start);
}

static void escape_byte(struct buffer *out, unsigned char byte)
{
    static const char letters[] = "btn\0fr"; /* from 0x08 on; 0x0B has no letter */
    if (byte >= 0x80)
        buffer_text(out, UTF8_REPLACEMENT);
    else if (byte == '"' || byte == '\\')
        buffer_add(out, (const char[]){'\\', (char)byte}, 2);
    else if (byte >= '\b' && byte <= '\r' && letters[byte - '\b'])
        buffer_add(out, (const char[]){'\\', letters[byte - '\b']}, 2);
    else
        buffer_print(out, "\\u%04x", byte);
}

/* Whether eight bytes are ASCII that needs no escape (Warren, Hacker's Delight, section 6-1). */
static bool word_plain(uint64_t word)
{
    const uint64_t low = 0x0101010101010101, high = 0x8080808080808080;
    uint64_t quote = word ^ (low * '"'), slash = word ^ (low * '\\');
    uint64_t control = word - low * 0x20;
    return !((word | control | (quote - low) | (slash - low)) & high);
}

/* The character's bytes; 0 when it has to be escaped, or is none. */
static size_t character_plain(const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (byte >= 0x80)
        return utf8_sequence(at, end);
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* Bytes that stand as they are, eight at once where all of them do; 0 when the next does not. */
static size_t plain_step(const char *at, const char *end)
{
    uint64_t word;
    if ((size_t)(end - at) < sizeof word)
        return character_plain(at, end);
    memcpy(&word, at, sizeof word);
    return word_plain(word) ? sizeof word : character_plain(at, end);
}

/* How much of the text stands as it is. */
static size_t plain_length(const char *text, size_t length)
{
    size_t i = 0;
    for (size_t n; i < length; i += n) {
        n = plain_step(text + i, text + length);
        if (n == 0)
            break;
    }
    return i;
}

static void escape_all(struct buffer *out, const char *text, size_t length)
{
    buffer_byte(out, '"');
    for (;;) {
        size_t plain = plain_length(text, length);
        buffer_add(out, text, plain);
        if (plain == length)
            break;
        escape_byte(out, (unsigned char)text[plain]);
        text += plain + 1;
        length -= plain + 1;
    }
    buffer_byte(out, '"');
}

void json_escape(struct buffer *out, const char *text, size_t length)
{
    char *to = buffer_reserve(out, length + 2);
    if (!to)
        return;
    if (plain_length(text, length) < length) {
        escape_all(out, text, length);
        return;
    }
    to[0] = to[length + 1] = '"';
    memcpy(to + 1, text, length);
    out->length += length + 2;
}
