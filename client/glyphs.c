/* The packages are told by the block that a character lies in (Unicode, Blocks.txt): what a font
 * would have cannot be asked of a machine without it. */
#include "client/glyphs.h"

#include <string.h>

/* What private use areas hold is agreed between two programs, and in no font for everybody. */
static const char nowhere[] = "no package";
static const char elsewhere[] = "fonts-noto-core, or fonts-unifont for what is rare";

static const struct block {
    uint32_t first, last;
    const char *package;
} blocks[] = {
    {0x1100, 0x11FF, "fonts-noto-cjk"},
    {0x2E80, 0x9FFF, "fonts-noto-cjk"},
    {0xA960, 0xA97F, "fonts-noto-cjk"},
    {0xAC00, 0xD7FF, "fonts-noto-cjk"},
    {0xE000, 0xF8FF, nowhere},
    {0xF900, 0xFAFF, "fonts-noto-cjk"},
    {0xFE30, 0xFE4F, "fonts-noto-cjk"},
    {0xFF00, 0xFFEF, "fonts-noto-cjk"},
    {0x20000, 0x3FFFF, "fonts-hanazono"},
    {0xF0000, 0x10FFFF, nowhere},
};
enum { BLOCKS = sizeof blocks / sizeof *blocks };

static const char *package_of(uint32_t character)
{
    for (size_t i = 0; i < BLOCKS; i++)
        if (character >= blocks[i].first && character <= blocks[i].last)
            return blocks[i].package;
    return elsewhere;
}

void glyphs_add(struct glyphs *g, uint32_t character)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->missing[i] == character)
            return;
    if (g->n == GLYPHS_NAMED)
        g->more = true;
    else
        g->missing[g->n++] = character;
}

/* Those that one package has: "U+20BB7, U+5F41 (fonts-noto-cjk)". */
static void package_tell(struct buffer *out, const struct glyphs *g, const char *package)
{
    const char *lead = out->length ? "; " : "";
    for (size_t i = 0; i < g->n; i++) {
        if (strcmp(package_of(g->missing[i]), package) != 0)
            continue;
        buffer_print(out, "%sU+%04X", lead, (unsigned)g->missing[i]);
        lead = ", ";
    }
    buffer_print(out, " (%s)", package);
}

static bool package_first(const struct glyphs *g, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(package_of(g->missing[i]), package_of(g->missing[at])) == 0)
            return false;
    return true;
}

void glyphs_tell(struct run *r, const struct glyphs *g)
{
    struct buffer list = {0}, text = {0};
    for (size_t i = 0; i < g->n; i++)
        if (package_first(g, i))
            package_tell(&list, g, package_of(g->missing[i]));
    const char *which = buffer_string(&list);
    buffer_print(&text,
                 "No font here has some of the characters, which are printed as boxes with their "
                 "numbers: %s%s. Install what stands in brackets, and make the pages again.",
                 which ? which : "", g->more ? " and more" : "");
    const char *words = buffer_string(&text);
    if (g->n > 0)
        tell(r, words ? words : "Memory ran out.");
    buffer_free(&list);
    buffer_free(&text);
}
