/* The shapes of the history's methods that others give too. */
#ifndef STIPPLE_APP_HISTORY_SCHEMA_H
#define STIPPLE_APP_HISTORY_SCHEMA_H

#include "rpc/schema.h"

extern const struct schema audit_schema; /* struct audit */
extern const struct schema seal_schema;  /* struct seal */

#endif
