/* Matches that were accepted: the answer, with what went in, is the body of its event. */
#ifndef STIPPLE_STORE_MATCHES_H
#define STIPPLE_STORE_MATCHES_H

#include "store/studio.h"

/* What goes from one container into a mix. */
struct mix_take {
    const char *container, *container_code;
    int64_t ul;               /* in the mix */
    int64_t taken_ul;         /* booked; more where a first dilution leaves a rest */
    int sealed;               /* of a match: as it stood when that was accepted; or absent */
    const char *usable_until; /* likewise; NULL: no end was known */
};

struct match_accept {
    struct write_head head;
    const char *client, *course; /* ids or NULL */
};
struct match_accepted {
    const char *match, *match_code;
    const char *client, *client_code; /* of the course where only that was named */
};
/* Mints. COURSE_CLIENT when the course is not the client's. */
enum stipple_error match_accept(struct store *s, struct arena *a,
                                const struct match_accept *command, struct match_accepted *ret,
                                struct error *e);

struct match_kept {
    const char *id, *code;
    const char *client, *client_code, *course, *course_code; /* NULL when none */
    const char *product, *product_code, *product_name, *maker;
    struct instant accepted_at, recorded_at;
    const char *by;
    const char *find, *answer, *versions; /* JSON texts; NULL once purged */
    int64_t purged;                       /* the event that purged it, or absent */
    struct list takes;                    /* struct mix_take */
};
enum stipple_error match_show(struct store *s, struct arena *a, const char *id,
                              struct match_kept *ret, struct error *e);
/* What a mix of it takes; empty when the shelf did not suffice. */
enum stipple_error match_takes(struct store *s, struct arena *a, const char *id, struct list *ret,
                               struct error *e);

/* Completes a client by the course, or refuses with COURSE_CLIENT or CLIENT_PURGED; both may be
 * NULL. */
enum stipple_error course_bind(struct store *s, struct arena *a, const char *course,
                               const char *client, const char **ret_client,
                               const char **ret_client_code, struct error *e);

#endif
