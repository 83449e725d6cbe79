/* The only place that writes escape sequences: everything else in the output was cleaned of them.
 */
#include "client/swatch.h"

#include "client/text.h"

#include <stdlib.h>
#include <string.h>

/* Six hex digits behind a #; false for anything else. */
static bool hex_read(const char *srgb, unsigned rgb[3])
{
    if (strlen(srgb) != 7 || srgb[0] != '#' || strspn(srgb + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    unsigned long all = strtoul(srgb + 1, NULL, 16);
    rgb[0] = (unsigned)(all >> 16) & 0xFF;
    rgb[1] = (unsigned)(all >> 8) & 0xFF;
    rgb[2] = (unsigned)all & 0xFF;
    return true;
}

void swatch_view(struct run *r, const char *srgb)
{
    unsigned rgb[3];
    if (!srgb)
        return;
    if (r->terminal.true_colour && hex_read(srgb, rgb))
        buffer_print(r->out, "\x1b[48;2;%u;%u;%um      \x1b[0m ", rgb[0], rgb[1], rgb[2]);
    text_clean(r->out, srgb);
}

void swatch_line(struct run *r, size_t indent, size_t width, const char *label, const char *srgb)
{
    if (!srgb)
        return;
    text_spaces(r->out, indent);
    buffer_text(r->out, label);
    text_spaces(r->out, width - indent - text_width(label, strlen(label)));
    swatch_view(r, srgb);
    buffer_byte(r->out, '\n');
}

void bold_begin(struct run *r)
{
    if (r->terminal.bold)
        buffer_text(r->out, "\x1b[1m");
}

void bold_end(struct run *r)
{
    if (r->terminal.bold)
        buffer_text(r->out, "\x1b[0m");
}
