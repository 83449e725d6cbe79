/* The end of a client's record: bodies of events go for good, and what the stock and the trace are
 * made of stays under the client's code. */
#ifndef STIPPLE_STORE_PURGE_H
#define STIPPLE_STORE_PURGE_H

#include "store/retention.h"

/* A purge is one event, whose body holds what stays of all that it takes. */
enum { PURGE_CLIENTS_MAX = 50 };

struct purged_event {
    int64_t event;
    const char *type;
    const char *kept; /* JSON object: what stays of the body */
};
struct purged_record {
    const char *client, *client_code;
    const char *keep_until;        /* until when it was to be kept, if that is not over */
    struct list events;            /* struct purged_event */
    const struct warning *problem; /* of a preview: why it would be refused */
};
struct purge {
    struct write_head head;
    struct list clients; /* const char *: ids */
    const char *reason;
    const char *override_reason; /* why inside the keep period */
};
struct purge_made {
    struct list clients; /* struct purged_record */
    int64_t events;
    const char *backups_until; /* as an erasure has it */
    struct list warnings;      /* purge.final, purge.kept, erase.backups, retention.no_pack */
};
/* Destroys the clients' keys; the event takes the bodies. All of them or none: CLIENT_PURGED,
 * CLIENT_KEPT while a course, a recall or a review is open, and inside the keep period unless there
 * is an override. */
enum stipple_error retention_purge(struct store *s, struct arena *a, const char *today,
                                   const struct purge *command, struct purge_made *ret,
                                   struct error *e);
/* What that would do, record by record; nothing is done. */
enum stipple_error retention_preview(struct store *s, struct arena *a, const char *today,
                                     const struct purge *command, struct purge_made *ret,
                                     struct error *e);

#endif
