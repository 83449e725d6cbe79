/* Names and notes come from label scans, files and other people: a product called ESC]0;… must not
 * rename somebody's terminal, and a right-to-left override must not swap "1 drop" and "19 drops".
 * Widths come from a small table of our own, because wcwidth(3) needs a locale set, which costs a
 * short-lived process more than all its other work. */
#include "client/text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { REPLACEMENT = 0xFFFD, ESCAPE = 0x1B, WORD_MAX = 32 };

struct range {
    long first, last;
};

/* Combining marks and other code points without a width of their own (Unicode 15, Mn/Me/Cf of the
 * scripts that product labels use). */
static const struct range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x093C, 0x093C}, {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x20D0, 0x20F0}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};
/* East Asian wide and full-width (UAX #11), and emoji. */
static const struct range double_width[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};
/* What turns or isolates the reading direction (UAX #9). */
static const struct range steering[] = {
    {0x061C, 0x061C},
    {0x200E, 0x200F},
    {0x2028, 0x202E},
    {0x2066, 0x2069},
};
#define IN_RANGES(c, table) in_ranges(c, table, sizeof(table) / sizeof *(table))

static bool in_ranges(long c, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

long utf8_next(const char *text, size_t length, size_t *ret_length)
{
    static const long least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)text;
    size_t n = at[0] < 0x80 ? 1 : at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    *ret_length = 1;
    if (n == 1)
        return at[0];
    if (at[0] < 0xC2 || at[0] > 0xF4 || n > length)
        return -1;
    long c = at[0] & (0x7F >> n);
    for (size_t i = 1; i < n; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return -1;
        c = c << 6 | (at[i] & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return -1;
    *ret_length = n;
    return c;
}

bool utf8_valid(const char *text, size_t length)
{
    size_t n;
    for (size_t i = 0; i < length; i += n)
        if (utf8_next(text + i, length - i, &n) < 0)
            return false;
    return true;
}

/* Bytes of the escape sequence (ECMA-48) that starts at text: CSI up to its final byte, strings
 * (OSC, DCS, APC…) up to BEL or ST, anything else two bytes. */
static size_t escape_length(const char *text, size_t length)
{
    size_t i = 2;
    if (length < 2)
        return length;
    if (text[1] == '[') {
        while (i < length && (unsigned char)text[i] >= 0x20 && (unsigned char)text[i] < 0x40)
            i++;
        return i < length ? i + 1 : length;
    }
    if (!strchr("]PX^_", text[1]))
        return (unsigned char)text[1] < 0x80 ? 2 : 1;
    while (i < length && text[i] != '\a' && text[i] != ESCAPE)
        i++;
    if (i + 1 < length && text[i] == ESCAPE && text[i + 1] == '\\')
        i++;
    return i < length ? i + 1 : length;
}

void text_clean(struct buffer *out, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    for (size_t i = 0, n; i < length; i += n) {
        long c = utf8_next(text + i, length - i, &n);
        if (c == ESCAPE)
            n = escape_length(text + i, length - i);
        else if (c < 0)
            buffer_text(out, "\xEF\xBF\xBD");
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            buffer_byte(out, ' ');
        else if (!IN_RANGES(c, steering))
            buffer_add(out, text + i, n);
    }
}

size_t text_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0, n; i < length; i += n) {
        long c = utf8_next(text + i, length - i, &n);
        if (IN_RANGES(c, zero_width))
            continue;
        width += IN_RANGES(c, double_width) ? 2 : 1;
    }
    return width;
}

void text_spaces(struct buffer *out, size_t n)
{
    char *to = n > 0 ? buffer_reserve(out, n) : NULL;
    if (!to)
        return;
    memset(to, ' ', n);
    out->length += n;
}

static void clean_wrap(struct buffer *out, size_t at, size_t indent, size_t width, const char *text)
{
    bool first = true;
    while (*text) {
        text += strspn(text, " ");
        size_t length = strcspn(text, " ");
        size_t columns = text_width(text, length);
        if (length == 0)
            break;
        if (!first && at + 1 + columns > width) {
            buffer_byte(out, '\n');
            text_spaces(out, indent);
            at = indent;
        } else if (!first) {
            buffer_byte(out, ' ');
            at++;
        }
        buffer_add(out, text, length);
        at += columns;
        text += length;
        first = false;
    }
    buffer_byte(out, '\n');
}

void text_wrap(struct buffer *out, const char *lead, size_t indent, size_t width, const char *text)
{
    struct buffer clean = {0};
    size_t lead_width = text_width(lead, strlen(lead));
    text_clean(&clean, text);
    size_t short_by = lead_width < indent ? indent - lead_width : 0;
    if (short_by == 0 && lead_width > 0 && lead[strlen(lead) - 1] != ' ')
        short_by = 1;
    buffer_text(out, lead);
    text_spaces(out, short_by);
    const char *string = buffer_string(&clean);
    if (string)
        clean_wrap(out, lead_width + short_by, indent, width, string);
    else
        out->failed = true;
    buffer_free(&clean);
}

/* Levenshtein's distance with one row; words longer than any of ours are simply far away. */
size_t text_distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1];
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > WORD_MAX || b_length > WORD_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t cost = diagonal + (strncasecmp(&a[i - 1], &b[j - 1], 1) != 0);
            diagonal = row[j];
            size_t other = (row[j - 1] < row[j] ? row[j - 1] : row[j]) + 1;
            row[j] = cost < other ? cost : other;
        }
    }
    return row[b_length];
}
