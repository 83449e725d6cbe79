/* A studio of an older schema: what a migration finds. It is one of today, told in that schema's
 * tables as far as they go: columns that came later are left out, and so are rows that the tables
 * did not take then. */
#ifndef STIPPLE_TESTS_OLD_H
#define STIPPLE_TESTS_OLD_H

#include <sqlite3.h>
#include <stdint.h>

/* Makes the file, which must not be there, with the rows of the database `from`; how many. What
 * fails ends the process in words. */
int64_t old_make(const char *path, int schema, const char *from);
/* Runs SQL; likewise. */
void old_exec(sqlite3 *db, const char *sql);

#endif
