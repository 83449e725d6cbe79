/* One entry of the method table. Dispatch, checking, decoding, encoding, discovery, the printed
 * reference and the fuzzer's seeds all read it; what it does not say does not exist. */
#ifndef STIPPLE_RPC_METHOD_H
#define STIPPLE_RPC_METHOD_H

#include <stddef.h>
#include "base/error.h"
#include "rpc/schema.h"

enum role { ROLE_VIEWER = 1, ROLE_ARTIST = 2, ROLE_MANAGER = 4, ROLE_INSPECTOR = 8, ROLE_ANY = 15 };
extern const char *const role_names[]; /* in the order of the bits, NULL-terminated */

enum method_kind {
    METHOD_INLINE, /* answered on the loop thread; touches no store */
    METHOD_READ,   /* on the thread pool, with a read-only connection */
    METHOD_WRITE   /* on the writer thread; one event */
};

/* Run as a test against the demo studio, in table order: an example with a result must give at
 * least the members shown, one with an error must be refused so. */
struct example {
    const char *name;   /* NULL ends the list */
    const char *params; /* JSON text */
    const char *result; /* JSON text: each member shown must come back equal */
    enum stipple_error error;
    const char *field; /* of the error, NULL when none */
};

struct call; /* the app's: who asks, the time, the arena, the store */
typedef enum stipple_error method_handler(struct call *call, void *params, void *result);

struct method {
    const char *name, *summary;
    unsigned roles; /* enum role, or-ed */
    enum method_kind kind;
    const struct schema *params, *result;
    const enum stipple_error *errors; /* the handler's own, ended by STIPPLE_OK; may be NULL */
    const struct example *examples;
    method_handler *handler;
};

#endif
