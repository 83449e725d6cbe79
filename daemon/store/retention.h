/* How long a client's record is kept, by the studio's rule packs, and its end. */
#ifndef STIPPLE_STORE_RETENTION_H
#define STIPPLE_STORE_RETENTION_H

#include "store/clients.h"
#include "store/rules.h"

/* Order of retention_verdicts. */
enum { RETAIN_STAY, RETAIN_MAY_GO, RETAIN_MUST_GO };
extern const char *const retention_verdicts[];

struct retained {
    const char *id, *code;
    const char *last_day; /* when anything was last done for the client */
    int64_t open_courses;
    const char *keep_until, *go_after; /* last day it has to stay, and may; NULL: no pack says */
    const char *keep_pack, *go_pack;   /* whose they are */
    int verdict; /* stays while a course is open or any pack keeps it, whatever others want */
};
/* Rows of struct retained, in the order they came; those erased are not among them. `today`: the
 * studio's day. */
enum stipple_error retention_plan(struct store *s, struct arena *a, const char *today,
                                  int64_t limit, const char *cursor, struct list *ret,
                                  const char **ret_cursor, struct error *e);

struct client_erase {
    struct write_head head;
    const char *client, *reason;
    const char *override_reason; /* why although it is to be kept */
};
struct client_erased {
    const char *client, *client_code;
    const char *keep_until;
    struct list warnings; /* erase.final, erase.kept, erase.backups */
};
/* Destroys the client's key; with the event, the row is emptied. CLIENT_KEPT inside the keep period
 * unless there is an override. CLIENT_ERASED. */
enum stipple_error client_erase(struct store *s, struct arena *a, const char *today,
                                const struct client_erase *command, struct client_erased *ret,
                                struct error *e);

#endif
