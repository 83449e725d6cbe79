/* How rule packs, and what does not meet them, are told. */
#ifndef STIPPLE_CLIENT_RULE_H
#define STIPPLE_CLIENT_RULE_H

#include "client/command.h"
#include "client/view.h"

/* What stands behind a gravity or the name of a pack. */
enum { RULE_INDENT = 10 };

extern const struct view pack_columns[];

/* "lot_no or batch_no", as the rule of a pack and a finding say it. */
void fields_view(struct buffer *out, const cJSON *rule);
/* `line`, which is freed, behind `lead`, as wide as the terminal. */
void rule_wrapped(struct run *r, const char *lead, struct buffer *line);

#endif
