/* The checks of single values, one a field type. */
#ifndef STIPPLE_RPC_SCALAR_H
#define STIPPLE_RPC_SCALAR_H

#include <cjson/cJSON.h>
#include "base/arena.h"
#include "base/error.h"
#include "rpc/path.h"
#include "rpc/schema.h"

struct decoding {
    struct arena *arena;
    struct error *error;
};

/* Checks `json` against any field type but FIELD_OBJECT and FIELD_JSON and stores it at `to`. */
enum stipple_error scalar_decode(struct decoding *d, const struct field *field, const cJSON *json,
                                 const struct path *at, void *to);

/* PARAM_TYPE: "`a.b` must be WANTED, not a list." */
enum stipple_error fail_type(struct decoding *d, const struct path *at, const char *wanted,
                             const cJSON *json);
/* PARAM_RANGE: a list's number of items is not within low to high. */
enum stipple_error fail_items(struct decoding *d, const struct path *at, size_t low, size_t high,
                              size_t n);

#endif
