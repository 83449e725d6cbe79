/* The answer to a match and to a reading, as an artist wants to see it. */
#ifndef STIPPLE_CLIENT_MATCH_VIEW_H
#define STIPPLE_CLIENT_MATCH_VIEW_H

#include <cjson/cJSON.h>
#include "client/command.h"

/* `target` is what the skin is to be matched to: "stubble". `stage` is when: "healed". */
void match_view(struct run *r, const char *target, const char *stage, const cJSON *result);
/* `spot` is what was measured: "skin". */
void reading_view(struct run *r, const char *spot, const cJSON *result);

#endif
