/* The history itself: reading it, and proving that nothing in it was changed. */
#ifndef STIPPLE_STORE_AUDIT_H
#define STIPPLE_STORE_AUDIT_H

#include "store/store.h"

struct event_row {
    int64_t seq;
    const char *op_id, *type;
    struct instant occurred_at; /* with the offset that its body holds */
    struct instant recorded_at;
    const char *by;
    const char *by_code, *by_name; /* NULL unless staff */
    const char *body;              /* JSON text; NULL when purged */
    const char *hash;              /* lower-case hex */
    int64_t purged_by;             /* the event that purged the body, or absent */
};
/* Whether there are events of this type: "lot.receive". */
bool event_type_known(const char *type);
/* The types there are, from 0 on; NULL behind the last. */
const char *event_type_at(size_t i);
struct event_filter {
    int64_t from;     /* first sequence number */
    const char *type; /* NULL: all */
    int64_t limit;
};
/* Rows of struct event_row in order; *ret_next is the sequence number to go on from, INT_ABSENT at
 * the end. */
enum stipple_error event_list(struct store *s, struct arena *a, const struct event_filter *filter,
                              struct list *ret, int64_t *ret_next, struct error *e);

struct audit_finding {
    const char *what; /* "event.body", "event.hash", "event.prev", "event.seq", "state", "database",
                       * "seal", "key" */
    int64_t seq;      /* INT_ABSENT when it is no single event */
    const char *where; /* table and key for "state" */
    const char *text;
};
/* Bodies that lawfully went. */
struct audit_purge {
    int64_t seq; /* the event that took them */
    struct instant occurred_at;
    const char *by, *reason;
    struct list clients; /* const char *: codes */
    struct list numbers; /* double: of the events */
    const char *events;  /* the same for people: "3, 7-12, 14" */
};
/* What the history is held against besides itself; NULL: nothing. */
struct audit_ask {
    const char *seal; /* as typed from paper, or the JSON text that audit.seal gave */
    const char *key;  /* the public key or fingerprint that the studio's shall be, in hex */
};
struct audit {
    int whole; /* 1 or 0 */
    int64_t events, purged;
    struct list purges;   /* struct audit_purge: every one there was */
    const char *seal;     /* hash of the last event */
    const char *key;      /* fingerprint of the key named last; NULL: none is */
    int seal_contained;   /* the seal asked about stands in this history; BOOL_ABSENT: not asked */
    struct list findings; /* struct audit_finding, at most AUDIT_FINDINGS_MAX */
};
enum { AUDIT_FINDINGS_MAX = 100 };

/* Checks, in one snapshot: SQLite's integrity and foreign keys, every body against its commitment
 * or the purge that names it, every hash against its predecessor, and every state table against a
 * rebuild from the events in a scratch database in memory. */
enum stipple_error audit_verify(struct store *s, struct arena *a, struct audit *ret,
                                struct error *e);
/* The same, and whether it holds that seal and is under that key. SEAL_FORMAT when one of them is
 * not written as it should be. */
enum stipple_error audit_verify_against(struct store *s, struct arena *a,
                                        const struct audit_ask *ask, struct audit *ret,
                                        struct error *e);

#endif
