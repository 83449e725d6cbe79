/* A struct into JSON text, straight into the reply buffer, by the same table that decodes it. */
#ifndef STIPPLE_RPC_ENCODE_H
#define STIPPLE_RPC_ENCODE_H

#include "json/writer.h"
#include "rpc/schema.h"

/* Writes one object. Absent fields are left out; required lists are written even when empty,
 * and nullable fields as null. A schema whose only field is `whole` writes that one as it is. */
void schema_encode(const struct schema *schema, const void *from, struct json_writer *w);
/* The members alone, base fields and sealed ones left out, into an object the caller has opened: an
 * event's body. */
void schema_encode_own(const struct schema *schema, const void *from, struct json_writer *w);
/* The sealed ones of the same, as an object; false, and nothing is written, when none is there. */
bool schema_encode_sealed(const struct schema *schema, const void *from, struct json_writer *w);

#endif
