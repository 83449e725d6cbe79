/* How a field lies in its struct: the one place that knows the C types behind enum field_type. */
#ifndef STIPPLE_RPC_LAYOUT_H
#define STIPPLE_RPC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include "rpc/schema.h"

/* Bytes of one value in a list; objects lie there by value. */
size_t field_item_size(const struct field *field);
/* Bytes of the field in its struct. */
size_t field_size(const struct field *field);
/* `at` is the field's own place, struct + offset. */
bool field_is_absent(const struct field *field, const void *at);
void field_set_absent(const struct field *field, void *at);
/* Choices like "2" and "10": integers on the wire. */
bool field_is_numeric_choice(const struct field *field);
/* Fields of the schema and all its bases. */
size_t schema_count(const struct schema *schema);

#endif
