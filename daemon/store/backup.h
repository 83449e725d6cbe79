/* Copies of the studio's file, each proved before anybody relies on it. */
#ifndef STIPPLE_STORE_BACKUP_H
#define STIPPLE_STORE_BACKUP_H

#include "store/signature.h"

struct backup {
    const char *path;
    int64_t bytes;
    int64_t events;
    struct seal seal; /* of the copy */
};

/* Writes the history and the state, as one moment has them, to a new file while others go on
 * writing: VACUUM INTO on a connection of its own, then an audit of the copy, then its name. Until
 * then it is `path`.part; nothing is left of it after a failure. Fails with BACKUP_PATH,
 * BACKUP_EXISTS, BACKUP_UNSOUND, STORE_FULL. Mode 0600. Safe on any thread; `s` says which studio
 * and is not used otherwise. */
enum stipple_error backup_make(struct store *s, struct arena *a, const char *path,
                               const struct signing_key *key, struct backup *ret, struct error *e);

/* Opens a backup, or the file of a daemon that was stopped, to be audited: read only, nothing is
 * made beside it. One of an older schema is brought to this one in memory. */
enum stipple_error store_open_file(const char *path, const struct sources *sources,
                                   struct store **ret, struct error *e);

/* Puts a backup into the data directory `dir`, made if need be, which may hold keys and nothing
 * else (RESTORE_NOT_EMPTY); the backup is audited before and what was written after
 * (BACKUP_UNSOUND). The secret keys are in no backup: without seal.key the next start makes a new
 * one, and the history says so. ret: the audit of what is there now. */
struct audit;
enum stipple_error backup_restore(const char *path, const char *dir, const struct sources *sources,
                                  struct arena *a, struct audit *ret, struct error *e);

#endif
