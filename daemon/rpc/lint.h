/* What the compiler cannot check about a table; the tests run it over every table there is. */
#ifndef STIPPLE_RPC_LINT_H
#define STIPPLE_RPC_LINT_H

#include "base/error.h"
#include "rpc/method.h"

/* Fields' sizes fit their types and lie within the struct, names are wire names and unique, each is
 * documented, bounds are in order, fallbacks pass their own field's check, nothing is asked of
 * parameters that only results hold. PARAM_COMBINATION, the place and the fault in `e`. */
enum stipple_error schema_lint(const struct schema *schema, bool is_params, struct error *e);

/* All schemas of all methods, and of the methods: unique dotted names, a summary, roles, a handler,
 * examples that are strict JSON, whose parameters decode unless they are to be refused; component
 * names that stand for one schema only. */
enum stipple_error methods_lint(const struct method *const *domains, struct error *e);

#endif
