/* Opening the studio's file. Two things must not happen to it: that a file which is not ours, or is
 * newer than we are, is changed by looking at it; and that half a database is taken for a new one.
 * So the header is read before SQLite opens anything. Where there is a file, there is a studio in
 * it, since create.c makes only whole ones. */
#include "store/journal.h"
#include "store/query.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* sqlite.org/fileformat.html section 1.3 */
enum { HEADER_SIZE = 100, HEADER_PAGE = 16, HEADER_VERSION = 60, HEADER_APPLICATION = 68 };

enum { CHUNK = 65536 };

static const char file_name[] = "stipple.db", magic[] = "SQLite format 3";

static int64_t header_number(const unsigned char *at)
{
    return (int64_t)at[0] << 24 | (int64_t)at[1] << 16 | (int64_t)at[2] << 8 | (int64_t)at[3];
}

static enum stipple_error schema_judge(const char *name, int64_t application, int64_t version,
                                       struct error *e)
{
    if (application != APPLICATION_ID || version < 1)
        return fail(e, STIPPLE_STORE_SCHEMA, NULL, "%s is another program's database.", name);
    if (version > SQL_MIGRATIONS) {
        fail(e, STIPPLE_STORE_SCHEMA, NULL,
             "The database has schema %lld; this version of Stipple knows up to %d.",
             (long long)version, SQL_MIGRATIONS);
        return fail_hint(e, "Install the version that wrote it; nothing was changed.");
    }
    return STIPPLE_OK;
}

static enum stipple_error header_judge(const char *name, const unsigned char *header,
                                       ssize_t length, struct error *e)
{
    if (length < HEADER_SIZE)
        return fail(e, STIPPLE_STORE_DAMAGED, NULL, "%s is cut short; restore the last backup.",
                    name);
    if (memcmp(header, magic, sizeof magic) != 0)
        return fail(e, STIPPLE_STORE_SCHEMA, NULL, "%s is not a database.", name);
    return schema_judge(name, header_number(header + HEADER_APPLICATION),
                        header_number(header + HEADER_VERSION), e);
}

enum stipple_error store_schema_check(struct store *s, struct error *e)
{
    int64_t application, version;
    TRY(connection_number(s, "PRAGMA application_id", &application, e));
    TRY(connection_number(s, "PRAGMA user_version", &version, e));
    return schema_judge(file_name, application, version, e);
}

/* A WAL without its database holds acknowledged writes, and would be poured into a new one. */
static enum stipple_error orphan_refuse(const char *path, struct error *e)
{
    struct arena a = {0};
    const char *wal = arena_print(&a, "%s-wal", path);
    bool orphan = wal && access(wal, F_OK) == 0;
    arena_free(&a);
    if (!wal)
        return fail_memory(e);
    if (orphan)
        return fail(e, STIPPLE_STORE_DAMAGED, NULL,
                    "%s is gone, but its journal %s-wal is there; restore the last backup.",
                    file_name, file_name);
    return STIPPLE_OK;
}

/* SQLite takes a part of the last page for the whole of it. Beside a WAL it may be that: a
 * checkpoint was cut off, and is done again. */
static bool page_is_cut(const char *path, int fd, const unsigned char *header)
{
    char wal[PATH_MAX];
    struct stat st, beside;
    int64_t page = header_number(header + HEADER_PAGE) >> 16;
    snprintf(wal, sizeof wal, "%s-wal", path);
    return fstat(fd, &st) == 0 &&
           st.st_size % (page == 1  ? 65536
                         : page > 0 ? page
                                    : 1) !=
               0 &&
           (stat(wal, &beside) != 0 || beside.st_size == 0);
}

enum stipple_error database_exists(const char *path, bool *ret, struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno != ENOENT)
        return store_fail_file(e, "open", path);
    *ret = fd >= 0;
    if (fd < 0)
        return orphan_refuse(path, e);
    unsigned char header[HEADER_SIZE];
    ssize_t length = read(fd, header, sizeof header);
    bool cut = length == HEADER_SIZE && memcmp(header, magic, sizeof magic) == 0 &&
               page_is_cut(path, fd, header);
    close(fd);
    return length < 0 ? store_fail_file(e, "read", path)
                      : header_judge(strrchr(path, '/') + 1, header, cut ? 0 : length, e);
}

/* Absolute, so that SQLite reads no "file:" URI out of it. */
struct path {
    char dir[PATH_MAX];
    char text[PATH_MAX + sizeof file_name];
};

static enum stipple_error path_make(const char *dir, struct path *ret, struct error *e)
{
    if (!realpath(dir, ret->dir))
        return store_fail_file(e, "open", dir);
    snprintf(ret->text, sizeof ret->text, "%s/%s", ret->dir, file_name);
    return STIPPLE_OK;
}

bool file_pour(int from, int to)
{
    char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(from, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && fsync(to) == 0;
        for (ssize_t done = 0, m; done < n; done += m)
            if ((m = write(to, chunk + done, (size_t)(n - done))) < 0)
                return false;
    }
}

/* What a start goes on to read. Where that is damaged, nothing has been changed yet. */
static enum stipple_error ends_read(struct store *s, struct error *e)
{
    struct store_position position;
    bool row;
    TRY(store_position(s, &position, e));
    QUERY(q, s, SQL_SIGNING_KEY_LAST);
    return query_step(&q, &row, e);
}

static enum stipple_error open_checked(const struct path *path, enum connection_kind kind,
                                       const struct sources *sources, struct store **ret,
                                       struct error *e)
{
    struct store *s;
    if (kind == CONNECTION_WRITER)
        TRY(journal_prepare(path->text, e));
    TRY(connection_open(path->text, kind, sources, &s, e));
    /* Again, now with what the WAL holds. */
    enum stipple_error code = store_schema_check(s, e);
    if (code == STIPPLE_OK && kind == CONNECTION_WRITER)
        code = store_migrate(s, e);
    if (code == STIPPLE_OK)
        code = studio_key_load(s, path->dir, e);
    if (code == STIPPLE_OK && kind == CONNECTION_WRITER)
        code = ends_read(s, e);
    if (code == STIPPLE_OK && kind == CONNECTION_WRITER)
        code = store_scrub_load(s, e);
    if (code == STIPPLE_OK) {
        *ret = s;
        return STIPPLE_OK;
    }
    s->failed = true;
    store_close(s);
    return code;
}

enum stipple_error store_open(const char *dir, const char *zone, const struct sources *sources,
                              struct store **ret, struct error *e)
{
    struct path path;
    bool exists = false;
    TRY(path_make(dir, &path, e));
    TRY(database_exists(path.text, &exists, e));
    if (!exists)
        TRY(database_create(path.text, zone, sources, e));
    return open_checked(&path, CONNECTION_WRITER, sources, ret, e);
}

enum stipple_error store_open_reader(const char *dir, const struct sources *sources,
                                     struct store **ret, struct error *e)
{
    struct path path;
    TRY(path_make(dir, &path, e));
    return open_checked(&path, CONNECTION_READER, sources, ret, e);
}
