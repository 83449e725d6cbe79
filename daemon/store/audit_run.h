/* The parts of an audit; each adds what it finds. */
#ifndef STIPPLE_STORE_AUDIT_RUN_H
#define STIPPLE_STORE_AUDIT_RUN_H

#include "store/audit.h"
#include "store/query.h"

struct audit_run {
    struct store *s;
    struct arena *a;
    struct audit *audit;
    const struct audit_ask *ask;
};

/* `where` may be NULL; both texts are kept, not copied. Past AUDIT_FINDINGS_MAX it is only noted
 * that the whole is not whole. */
void audit_find(struct audit_run *run, const char *what, int64_t seq, const char *where,
                const char *text);

/* SQLite's own checks. */
enum stipple_error audit_database(struct audit_run *run, struct error *e);
/* Numbers, bodies and hashes of every event. */
enum stipple_error audit_chain(struct audit_run *run, struct error *e);
/* The purges there were. */
enum stipple_error audit_purges(struct audit_run *run, struct error *e);
/* The keys that the history names, each by its own seal; and the key asked about. */
enum stipple_error audit_keys(struct audit_run *run, struct error *e);
/* The seal asked about. */
enum stipple_error audit_seal(struct audit_run *run, struct error *e);
/* The state against a rebuild. */
enum stipple_error audit_state(struct audit_run *run, struct error *e);

/* The state that the events make, in memory; *ret_failed is the sequence number of an event that
 * could not be applied (then `e` says why), else INT_ABSENT. */
enum stipple_error rebuild(struct store *s, struct store **ret, int64_t *ret_failed,
                           struct error *e);

#endif
