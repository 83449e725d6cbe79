/* The method table as an OpenRPC 1.3 document, and as Markdown for people. */
#ifndef STIPPLE_RPC_DISCOVER_H
#define STIPPLE_RPC_DISCOVER_H

#include "base/buffer.h"
#include "rpc/method.h"

/* `domains` is a NULL-terminated list of tables, each ended by an entry without a name. Both append
 * to `out`. */
void discover_openrpc(const struct method *const *domains, const char *version, struct buffer *out);
void discover_markdown(const struct method *const *domains, struct buffer *out);

#endif
