/* What the loop at the shelf makes of codes before the daemon sees them. */
#ifndef STIPPLE_CLIENT_SCANNED_H
#define STIPPLE_CLIENT_SCANNED_H

#include <stdbool.h>
#include <stddef.h>
#include "base/gs1.h"
#include "base/value.h"

/* GS1_INVALID says why at its character; years of two digits are read as of today. */
enum stipple_error scan_read(const char *text, struct gs1 *ret, struct error *e);
/* Whether a code names the product alone: its lot stands in another one beside it, or nowhere. */
bool scan_names_product(const struct gs1 *code);
/* Whether it names no product: the other half. */
bool scan_lacks_product(const struct gs1 *code);
/* Both as one label with brackets, in GS1_TEXT_MAX + 1 bytes. */
void scan_join(const struct gs1 *product, const struct gs1 *lot, char *ret);

/* One bottle by its maker's serial number, "" where it has none. */
struct scan_serial {
    char gtin[GS1_VALUE_MAX + 1], number[GS1_VALUE_MAX + 1];
};
/* Appends the bottle of that code. */
void scan_serial_keep(struct arena *a, struct list *serials, const struct gs1 *code);
/* Whether that very bottle is there already. */
bool scan_serial_known(const struct list *serials, const struct gs1 *code);

#endif
