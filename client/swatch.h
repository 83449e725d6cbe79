/* Colours in text. */
#ifndef STIPPLE_CLIENT_SWATCH_H
#define STIPPLE_CLIENT_SWATCH_H

#include "client/command.h"

/* "#b8927a", with a patch of the colour before it where the terminal can. What is no #rrggbb is
 * shown as clean text. NULL shows nothing. */
void swatch_view(struct run *r, const char *srgb);
/* A line of it behind a label, which takes `width` columns with its indent; none for NULL. */
void swatch_line(struct run *r, size_t indent, size_t width, const char *label, const char *srgb);
/* Bold type around something that must not be overlooked. */
void bold_begin(struct run *r);
void bold_end(struct run *r);

#endif
