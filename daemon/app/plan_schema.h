/* What is due, as a field table, and what the client's last session has to say to the next one. */
#ifndef STIPPLE_APP_PLAN_SCHEMA_H
#define STIPPLE_APP_PLAN_SCHEMA_H

#include "app/session_schema.h"
#include "store/plan.h"

extern const struct schema due_schema; /* struct plan_due */

/* plan_due with the studio's number of sessions. */
enum stipple_error due_read(struct call *call, const char *client, const char *until,
                            struct list *ret);
/* The client's last session; NULL when there is none. Warns of what is too soon after it on `day`.
 */
enum stipple_error last_read(struct call *call, const char *client, const char *day,
                             const struct session_view **ret, struct list *warnings);

#endif
