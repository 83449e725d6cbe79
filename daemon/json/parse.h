/* cJSON behind the strict check, its nodes in an arena. cJSON's hooks are process-wide; here they
 * lead to the arena of the parse under way on the same thread, and to malloc otherwise. */
#ifndef STIPPLE_JSON_PARSE_H
#define STIPPLE_JSON_PARSE_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include "base/arena.h"
#include "json/strict.h"

/* The tree of one strict JSON text, owned by the arena (never cJSON_Delete it); NULL with
 * *ret_fault filled when it is refused. Only case-sensitive look-ups may be used on it. */
cJSON *json_parse(struct arena *a, const char *text, size_t length, int depth_max,
                  struct json_fault *ret_fault);

#endif
