/* One connection, as the files of this room see it. */
#ifndef STIPPLE_STORE_CONNECTION_H
#define STIPPLE_STORE_CONNECTION_H

#include <sqlite3.h>
#include "store/seal.h"
#include "store/sql.h"
#include "store/store.h"

/* The number that this studio's rows carry: a file holds one studio. */
enum { STUDIO_NUMBER = 1 };

/* "STIP", in the database's header (sqlite.org/fileformat.html, offset 68). */
enum { APPLICATION_ID = 0x53544950 };

enum connection_kind {
    CONNECTION_WRITER,
    CONNECTION_READER,
    CONNECTION_SCRATCH,
    CONNECTION_COPIER, /* cannot write, but VACUUM INTO, which query_only refuses */
    CONNECTION_FILE    /* a file that nobody writes; nothing beside it is read or made */
};

struct store {
    sqlite3 *db;
    const struct sources *sources;
    char *path;
    enum connection_kind kind;
    bool batch;     /* between store_begin and its end */
    bool failed;    /* a commit failed midway: nothing may be synced any more */
    bool unclean;   /* what was destroyed may still lie in the file */
    bool unsettled; /* or in the WAL */
    int wal_pages;  /* in the WAL after the last commit */
    struct studio_key key;
    sqlite3_stmt *statements[SQL_COUNT];
};

/* A connection with every setting made and read back; no schema is looked at. */
enum stipple_error connection_open(const char *path, enum connection_kind kind,
                                   const struct sources *sources, struct store **ret,
                                   struct error *e);
/* Moves the whole WAL into the database and empties it. */
enum stipple_error connection_settle(struct store *s, struct error *e);
/* Remembers, inside the transaction under way, that what it destroys is to be nowhere in the file.
 */
enum stipple_error store_scrub_want(struct store *s, struct error *e);
/* Does that, where it is wanted: writes the file anew, so that all that is left to do is to empty
 * the WAL. What fails is logged and done at the next start. */
void store_scrub(struct store *s);
/* What was left undone before this connection was opened. */
enum stipple_error store_scrub_load(struct store *s, struct error *e);
/* The one integer of a pragma. */
enum stipple_error connection_number(struct store *s, const char *pragma, int64_t *ret,
                                     struct error *e);
/* STORE_DAMAGED, with what to do about it. */
enum stipple_error store_fail_damaged(struct error *e, const char *what);
/* An error of SQLite as one of ours; always returns an error. */
enum stipple_error store_fail(struct store *s, int rc, struct error *e);

/* errno of a failed call on a file, the same way. */
enum stipple_error store_fail_file(struct error *e, const char *doing, const char *path);

/* Brings the schema to this version, each step one transaction. */
enum stipple_error store_migrate(struct store *s, struct error *e);
/* STORE_SCHEMA unless the schema is Stipple's and of a version this program knows. */
enum stipple_error store_schema_check(struct store *s, struct error *e);

/* Whether the absolute `path` holds a database to open; what is there and is not one of ours is
 * refused by its header, untouched. */
enum stipple_error database_exists(const char *path, bool *ret, struct error *e);
/* Makes a whole one with its first event beside `path`, then renames it there. */
enum stipple_error database_create(const char *path, const char *zone,
                                   const struct sources *sources, struct error *e);

/* Syncs the folder that `path` lies in. */
enum stipple_error folder_sync(const char *path, struct error *e);

/* Writes what is left to read of one file into the other, which it then syncs; false: errno says
 * why. */
bool file_pour(int from, int to);

/* Applies an event to the state tables: the only code that changes them. */
enum stipple_error store_apply(struct store *s, const struct event *event, struct error *e);

#endif
