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
    int erased;           /* 1: who they are is gone; what was done is still there to go */
    int64_t open_courses;
    const char *open_review, *open_recall; /* a session that waits, a recall; NULL: none */
    const char *keep_until, *go_after; /* last day it has to stay, and may; NULL: no pack says */
    const char *keep_pack, *go_pack;   /* whose they are */
    bool kept;                         /* keep_until is not over */
    int verdict; /* stays while anything is open or any pack keeps it, whatever others want */
};
/* Rows of struct retained, in the order they came; those purged are not among them. `today`: the
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
    const char *backups_until; /* by when it is gone from the last backup; NULL: nobody has said */
    struct list warnings;      /* erase.final, erase.kept, erase.backups */
};
/* Destroys the client's key; with the event, the row is emptied. CLIENT_KEPT inside the keep period
 * unless there is an override. CLIENT_ERASED. */
enum stipple_error client_erase(struct store *s, struct arena *a, const char *today,
                                const struct client_erase *command, struct client_erased *ret,
                                struct error *e);

/* Within the store room. */

/* One client's row. */
enum stipple_error retention_find(struct store *s, struct arena *a, const struct studio *studio,
                                  const char *today, const char *client, struct retained *ret,
                                  struct error *e);
/* CLIENT_KEPT: says all of why it stays, for an override is of all of it. */
enum stipple_error retention_refuse(const struct retained *row, struct error *e);
/* Destroys the client's key. */
enum stipple_error retention_key_end(struct store *s, const char *client, struct error *e);
/* Warns of the backups that still hold what ends today, and says by when they are gone. */
enum stipple_error retention_backups(struct arena *a, const struct studio *studio,
                                     const char *today, struct list *warnings,
                                     const char **ret_until, struct error *e);

#endif
