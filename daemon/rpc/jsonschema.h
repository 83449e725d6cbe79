/* Fields and schemas of the table as JSON Schema (draft 7, as OpenRPC has it). */
#ifndef STIPPLE_RPC_JSONSCHEMA_H
#define STIPPLE_RPC_JSONSCHEMA_H

#include "json/writer.h"
#include "rpc/components.h"

/* Each writes one object. Objects inside are references into #/components/schemas; what JSON Schema
 * has no word for is x-unit, x-of (what a reference refers to) and x-sealed. */
void field_schema_write(const struct field *field, struct json_writer *w);
void schema_ref_write(const struct schema *schema, struct json_writer *w);
void component_write(const struct component *component, struct json_writer *w);

#endif
