/* One studio, one SQLite file, one append-only history. The seam above is commands and queries,
 * never sqlite3*: a command is one transaction and one event.
 *
 * State tables are a function of the events: store_record appends the event and applies its body by
 * named SQL; a rebuild applies the stored bodies by the same SQL. */
#ifndef STIPPLE_STORE_STORE_H
#define STIPPLE_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/sources.h"
#include "base/value.h"

struct store; /* one connection with its statement cache; used by one thread at a time */

/* Takes the lock file of the data directory (created 0750 if need be). STORE_LOCKED when another
 * daemon has it. The descriptor keeps the lock until it is closed. */
enum stipple_error store_lock(const char *dir, int *ret_fd, struct error *e);

/* Opens `dir`/stipple.db for writing, creates or migrates it (each step one transaction), reads the
 * settings back, and records the studio's first event when it is new. `zone`: the time zone a new
 * studio starts with. The only connection that writes or checkpoints. */
enum stipple_error store_open(const char *dir, const char *zone, const struct sources *sources,
                              struct store **ret, struct error *e);
/* A query_only connection on the same file. */
enum stipple_error store_open_reader(const char *dir, const struct sources *sources,
                                     struct store **ret, struct error *e);
/* Takes NULL. The writer checkpoints (TRUNCATE) first. */
void store_close(struct store *s);
int store_schema_version(void);

/* A writer's batch: begin; for each command savepoint, then release or undo; commit. */
enum stipple_error store_begin(struct store *s, struct error *e);
enum stipple_error store_savepoint(struct store *s, struct error *e);
enum stipple_error store_release(struct store *s, struct error *e);
/* Undoes one command. When SQLite has rolled the whole transaction back of itself, store_lost says
 * so and every command of the batch is undone. */
void store_undo(struct store *s);
bool store_lost(const struct store *s);
/* STIPPLE_OK; STORE_FULL (rolled back, go on); STORE_UNKNOWN (it may be there or not: stop the
 * daemon). */
enum stipple_error store_commit(struct store *s, struct error *e);
void store_rollback(struct store *s);
/* Moves WAL pages into the database as far as readers allow, once there are enough of them, and
 * scrubs the file of what was destroyed; to be called off the answers' path, as often as one likes.
 * True: readers were in the way of what has to be gone; call it again. */
bool store_checkpoint(struct store *s);
/* The same where the WAL has grown so long that it cannot wait for a quiet moment. */
void store_checkpoint_overdue(struct store *s);

/* A reader's snapshot: all queries between see one state. */
enum stipple_error store_snapshot(struct store *s, struct error *e);
void store_snapshot_end(struct store *s);

struct event {
    int64_t seq;
    const char *op_id; /* UUID */
    const char *type;  /* the method */
    struct instant occurred_at;
    int64_t recorded_at; /* ms */
    const char *by;      /* staff UUID, "uid:N" or "daemon" */
    const char *body;    /* a JSON object, without space in front; NULL when purged */
    const char *request; /* what store_op compares: canonical method and parameters; may be NULL */
    size_t request_length;
};

/* Appends the event to the chain and applies it to the state tables, inside the savepoint under
 * way. Made here: seq (returned in the event), salt, hashes, the body's canonical form (RFC 8785)
 * and in it `request`, the hex of BLAKE2b(salt ‖ request) keyed under the studio's key, so that the
 * chain covers that too and nobody without the key can guess at what was sealed. */
enum stipple_error store_record(struct store *s, struct event *event, struct error *e);

/* What an op_id did before: *ret_made is NULL when it is new; else the `made` member of the body of
 * its event, as JSON text in the arena. `request` is the canonical text of method and parameters;
 * OP_REUSED when the first one differed. */
enum stipple_error store_op(struct store *s, struct arena *a, const char *op_id,
                            const char *request, size_t length, const char **ret_made,
                            struct error *e);

struct store_position {
    int64_t events;
    int64_t recorded_at; /* of the last event, ms; 0 when there is none */
    char seal[65];       /* its hash, lower-case hex */
    int64_t wal_bytes;
    int schema;
};
enum stipple_error store_position(struct store *s, struct store_position *ret, struct error *e);

/* At most n readers, opened as they are needed; `dir` and `sources` outlive them. Checkout waits
 * for one to be free. */
struct readers;
enum stipple_error readers_open(const char *dir, const struct sources *sources, size_t n,
                                struct readers **ret, struct error *e);
struct store *readers_checkout(struct readers *r);
void readers_checkin(struct readers *r, struct store *s);
/* Every query under way or begun from now on ends with DAEMON_STOPPING, but for the shortest. */
void readers_stop(struct readers *r);
void readers_close(struct readers *r); /* takes NULL */

#endif
