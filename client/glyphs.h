/* Characters that no font of this machine has: kept while pages are drawn, told when they are done.
 * Such a page is whole, each of them a box with its number, but nobody shall find that out alone.
 */
#ifndef STIPPLE_CLIENT_GLYPHS_H
#define STIPPLE_CLIENT_GLYPHS_H

#include <stddef.h>
#include <stdint.h>
#include "client/command.h"

/* More are counted and not named: whoever reads them has the fonts of one script to install. */
enum { GLYPHS_NAMED = 32 };

struct glyphs {
    uint32_t missing[GLYPHS_NAMED]; /* each once, as they were met */
    size_t n;
    bool more;
};

void glyphs_add(struct glyphs *g, uint32_t character);
/* Says on the talk's side which they are, and which Debian packages have such; nothing when none is
 * missing. */
void glyphs_tell(struct run *r, const struct glyphs *g);

#endif
