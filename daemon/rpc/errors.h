/* What a method may be refused for: what its entry lists, what follows from its parameters, and
 * what any call and any write may meet. */
#ifndef STIPPLE_RPC_ERRORS_H
#define STIPPLE_RPC_ERRORS_H

#include <stdbool.h>
#include "rpc/method.h"

/* The method's own, and that nothing answers to a reference among its parameters; each once.
 * Ended by STIPPLE_OK. */
void errors_of_method(const struct method *method, enum stipple_error ret[STIPPLE_ERROR_COUNT]);
/* Ended by STIPPLE_OK. */
extern const enum stipple_error errors_of_calls[], errors_of_writes[];
bool errors_hold(const enum stipple_error *errors, enum stipple_error error);

#endif
