/* What was used, held against the books. */
#ifndef STIPPLE_STORE_SESSION_LINES_H
#define STIPPLE_STORE_SESSION_LINES_H

#include "store/sessions.h"

struct lines {
    struct store *s;
    struct arena *a;
    const struct write_head *head;
    struct instant at;                      /* when the session was */
    const char *client;                     /* id: whose cup it must be */
    int64_t next;                           /* line */
    const struct list *stood;               /* struct session_line that end now, or NULL */
    const char *first;                      /* the first refusal in words; NULL: none */
    const struct rule_pack *cups, *diluent; /* of the studio, that ask for single use, for sterile;
                                             * or NULL */
    struct session_made *made;
};
/* Adds the lines, and to `booked` what they take; what stood is given back first. */
enum stipple_error lines_add(struct lines *l, const struct list *uses, struct error *e);

#endif
