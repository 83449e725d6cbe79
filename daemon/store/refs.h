/* Every place that takes an id takes an unambiguous code, and a lot its maker's number. */
#ifndef STIPPLE_STORE_REFS_H
#define STIPPLE_STORE_REFS_H

#include "base/gs1.h"
#include "store/store.h"

/* `of`: "product", "lot", "container", "staff", "client", "course"…. *ret_id: the UUID, in the
 * arena. A container may be scanned from its label, too. X_NOT_FOUND or REF_AMBIGUOUS (the message
 * names the candidates' codes), with `path` as the error's field. */
enum stipple_error ref_resolve(struct store *s, struct arena *a, const char *of, const char *path,
                               const char *text, const char **ret_id, struct error *e);

/* The bottle whose label of ours this is: its code is the serial number, beside the number of its
 * lot. NULLs: none. In the arena. */
enum stipple_error ref_label(struct store *s, struct arena *a, const struct gs1 *label,
                             const char **ret_id, const char **ret_code, struct error *e);

#endif
