/* The named schemas that a method table reaches, each once, for documents about it. */
#ifndef STIPPLE_RPC_COMPONENTS_H
#define STIPPLE_RPC_COMPONENTS_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/value.h"
#include "rpc/method.h"

struct component {
    const struct schema *schema;
    bool in_params, in_results;
};

/* Adds struct component to `ret`, in the order met: results, and objects inside parameters and
 * results. Parameter sets themselves are not among them: methods list their fields. False when
 * memory ran out. */
bool components_collect(const struct method *const *domains, struct arena *a, struct list *ret);

#endif
