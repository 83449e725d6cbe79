/* JSON into a struct: every field checked against its table first, so that a handler sees only
 * what the table promises. */
#ifndef STIPPLE_RPC_DECODE_H
#define STIPPLE_RPC_DECODE_H

#include <cjson/cJSON.h>
#include "base/arena.h"
#include "base/error.h"
#include "rpc/schema.h"

/* Fills a struct of schema->size bytes at `into`; texts and lists go into the arena. `object` may
 * be NULL (no parameters). Unknown names are refused with the nearest known one as hint; the
 * error's field is the path. On failure `into` holds no promise. */
enum stipple_error schema_decode(const struct schema *schema, const cJSON *object, struct arena *a,
                                 void *into, struct error *e);

/* Sets every field to absent, or to its fallback. */
enum stipple_error schema_default(const struct schema *schema, struct arena *a, void *into);

/* Calls `visit` for each FIELD_REF that is present, at any depth, with its path and the place of
 * its text, which the visitor may replace (by the id it stands for). Stops at the first error. */
typedef enum stipple_error ref_visitor(void *context, const char *of, const char *path,
                                       const char **text, struct error *e);
enum stipple_error schema_refs(const struct schema *schema, void *in, ref_visitor *visit,
                               void *context, struct error *e);

#endif
