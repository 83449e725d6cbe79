/* What is destroyed has to be gone from the file too. SQLite's secure_delete overwrites a row where
 * it lies; but when rows grow and pages are divided, copies of their neighbours stay behind in the
 * unused parts of pages, and no later delete reaches those. So the file is written anew, which
 * takes along only what lives, and then the WAL is emptied. It takes the time of a copy, off the
 * answers' path; a row in the table scrub has it done at the next start when there was no time. */
#include "base/log.h"
#include "store/query.h"

#include <limits.h>
#include <string.h>

enum stipple_error store_scrub_want(struct store *s, struct error *e)
{
    QUERY(q, s, SQL_SCRUB_WANT);
    TRY(query_run(&q, e));
    s->unclean = true;
    return STIPPLE_OK;
}

/* The new file is put together beside the database, in one that has no name: /var/tmp may be small,
 * and memory is smaller. The variable is SQLite's, for the whole process; nobody else makes such
 * files, for everybody keeps theirs in memory (connection.c). */
static enum stipple_error file_rewrite(struct store *s, struct error *e)
{
    char folder[PATH_MAX];
    size_t length = (size_t)(strrchr(s->path, '/') - s->path);
    memcpy(folder, s->path, length);
    folder[length] = '\0';
    sqlite3_temp_directory = length ? folder : NULL;
    int rc = sqlite3_exec(s->db, "PRAGMA temp_store = FILE; VACUUM", NULL, NULL, NULL);
    sqlite3_exec(s->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
    sqlite3_temp_directory = NULL;
    return rc == SQLITE_OK ? STIPPLE_OK : store_fail(s, rc, e);
}

static enum stipple_error scrub_run(struct store *s, struct error *e)
{
    TRY(file_rewrite(s, e));
    s->unsettled = true;
    QUERY(q, s, SQL_SCRUB_END);
    return query_run(&q, e);
}

void store_scrub(struct store *s)
{
    struct error e = {0};
    if (!s->unclean)
        return;
    s->unclean = false;
    if (scrub_run(s, &e) != STIPPLE_OK)
        log_warning("what was erased may still lie in unused parts of the database; the next start "
                    "tries again: %s",
                    e.message);
}

enum stipple_error store_scrub_load(struct store *s, struct error *e)
{
    {
        QUERY(q, s, SQL_SCRUB_WANTED);
        TRY(query_step(&q, &s->unclean, e));
    }
    store_scrub(s);
    enum stipple_error code = connection_settle(s, e); /* a crash may have come between the two */
    if (code != STIPPLE_STORE_FULL)
        return code;
    s->unsettled = true; /* a full disk is no reason not to read; later there may be room */
    return STIPPLE_OK;
}
