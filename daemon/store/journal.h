/* The WAL beside a database, before that is opened for writing. */
#ifndef STIPPLE_STORE_JOURNAL_H
#define STIPPLE_STORE_JOURNAL_H

#include "store/connection.h"

/* Holds the WAL of the database at `path` against its own checksums and secures it. STORE_DAMAGED
 * when writes in it that were acknowledged cannot be read any more; nothing has been changed then.
 */
enum stipple_error journal_prepare(const char *path, struct error *e);

#endif
