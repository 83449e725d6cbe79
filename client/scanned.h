/* What the loop at the shelf makes of codes before the daemon sees them. */
#ifndef STIPPLE_CLIENT_SCANNED_H
#define STIPPLE_CLIENT_SCANNED_H

#include <stdbool.h>
#include <stddef.h>
#include "base/gs1.h"

/* Whether a code names the product alone: its lot stands in another one beside it, or nowhere. */
bool scan_names_product(const struct gs1 *code);
/* Whether it names no product: the other half. */
bool scan_lacks_product(const struct gs1 *code);
/* Both as one label with brackets, in GS1_TEXT_MAX + 1 bytes. */
void scan_join(const struct gs1 *product, const struct gs1 *lot, char *ret);

#endif
