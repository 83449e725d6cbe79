/* What was used, held against the books, and what an amendment puts back into them. */
#ifndef STIPPLE_STORE_SESSION_LINES_H
#define STIPPLE_STORE_SESSION_LINES_H

#include "store/containers.h"
#include "store/sessions.h"

struct lines {
    struct store *s;
    struct arena *a;
    struct instant at;                      /* when the session was */
    const char *client;                     /* id: whose cup it must be */
    const struct session_row *amended;      /* its lines end now; NULL: a new session */
    bool moved;                             /* … and it was at another time than was thought */
    bool adds;                              /* … but no: these come besides them */
    const char *first;                      /* the first refusal in words; NULL: none */
    const struct rule_pack *cups, *diluent; /* of the studio, that ask for single use, for sterile;
                                             * or NULL */
    struct session_made *made;
};
/* Adds the lines (struct session_use), and to `booked` what they take; what stood is given back
 * first. */
enum stipple_error lines_add(struct lines *l, const struct list *uses, struct error *e);

/* Within these files. */

bool is_cup(const char *mix_kind); /* NULL: no mix */
/* The container's entry among what is booked, made when it is not there; NULL when memory ran out.
 */
struct booking *booking_of(struct lines *l, const char *container, const char *code);
/* What the session threw away of a cup and has back for now. */
int64_t returned_of(const struct lines *l, const char *container);
/* Ends what stood: what its lines had booked goes back, and so do the cups it threw away. */
enum stipple_error stood_return(struct lines *l, struct error *e);
/* Behind the new lines: bottles that the session did not open after all, or not then. */
enum stipple_error openings_mend(struct lines *l, struct error *e);
/* When others first opened a bottle; absent: nobody. */
enum stipple_error opening_find(struct lines *l, const char *container, struct instant *ret,
                                struct error *e);

#endif
