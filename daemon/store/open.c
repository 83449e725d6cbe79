/* Opening the studio's file. Two things must not happen to it: that a file which is not ours, or is
 * newer than we are, is changed by looking at it; and that half a database is taken for a new one.
 * So the header is read before SQLite opens anything, and a new database is made whole under
 * another name first: where there is a file, there is a studio in it. */
#include "store/connection.h"

#include "base/time.h"
#include "base/uuid.h"
#include "json/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* sqlite.org/fileformat.html section 1.3 */
enum { HEADER_SIZE = 100, HEADER_VERSION = 60, HEADER_APPLICATION = 68 };
enum { FILE_MODE = 0640 };

static const char file_name[] = "stipple.db";

static enum stipple_error fail_file(struct error *e, const char *doing, const char *path)
{
    enum stipple_error code = errno == ENOSPC ? STIPPLE_STORE_FULL : STIPPLE_STORE_FAILED;
    return fail(e, code, NULL, "Cannot %s %s: %s.", doing, path, strerror(errno));
}

static int64_t header_number(const unsigned char *at)
{
    return (int64_t)at[0] << 24 | (int64_t)at[1] << 16 | (int64_t)at[2] << 8 | (int64_t)at[3];
}

static enum stipple_error schema_judge(int64_t application, int64_t version, struct error *e)
{
    if (application != APPLICATION_ID || version < 1)
        return fail(e, STIPPLE_STORE_SCHEMA, NULL, "%s is another program's database.", file_name);
    if (version > SQL_MIGRATIONS) {
        fail(e, STIPPLE_STORE_SCHEMA, NULL,
             "The database has schema %lld; this version of Stipple knows up to %d.",
             (long long)version, SQL_MIGRATIONS);
        return fail_hint(e, "Install the version that wrote it; nothing was changed.");
    }
    return STIPPLE_OK;
}

static enum stipple_error header_judge(const unsigned char *header, ssize_t length, struct error *e)
{
    if (length < HEADER_SIZE)
        return fail(e, STIPPLE_STORE_DAMAGED, NULL, "%s is cut short; restore the last backup.",
                    file_name);
    if (memcmp(header, "SQLite format 3", 16) != 0)
        return fail(e, STIPPLE_STORE_SCHEMA, NULL, "%s is not a database.", file_name);
    return schema_judge(header_number(header + HEADER_APPLICATION),
                        header_number(header + HEADER_VERSION), e);
}

enum stipple_error store_schema_check(struct store *s, struct error *e)
{
    int64_t application, version;
    TRY(connection_number(s, "PRAGMA application_id", &application, e));
    TRY(connection_number(s, "PRAGMA user_version", &version, e));
    return schema_judge(application, version, e);
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

enum stipple_error database_exists(const char *path, bool *ret, struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno != ENOENT)
        return fail_file(e, "open", path);
    *ret = fd >= 0;
    if (fd < 0)
        return orphan_refuse(path, e);
    unsigned char header[HEADER_SIZE];
    ssize_t length = read(fd, header, sizeof header);
    close(fd);
    return length < 0 ? fail_file(e, "read", path) : header_judge(header, length, e);
}

static enum stipple_error first_event(struct store *s, const char *zone, struct error *e)
{
    char op_id[UUID_LENGTH + 1], studio[UUID_LENGTH + 1];
    uuid_v7(s->sources, op_id);
    uuid_v7(s->sources, studio);
    int64_t now = s->sources->now_ms(s->sources->context);
    struct event event = {.op_id = op_id,
                          .type = "studio.set",
                          .occurred_at = {now, zone_offset(zone, now)},
                          .recorded_at = now,
                          .by = "daemon"};
    struct buffer body = {0};
    struct json_writer w = {.out = &body};
    json_object(&w);
    json_key(&w, "made");
    json_object(&w);
    json_key(&w, "studio");
    json_text(&w, studio);
    json_object_end(&w);
    json_key(&w, "offset_min");
    json_int(&w, event.occurred_at.offset_min);
    json_key(&w, "time_zone");
    json_text(&w, zone);
    json_object_end(&w);
    event.body = buffer_string(&body);
    enum stipple_error code = event.body ? store_begin(s, e) : fail_memory(e);
    if (code == STIPPLE_OK)
        code = store_record(s, &event, e);
    if (code == STIPPLE_OK)
        code = store_commit(s, e);
    buffer_free(&body);
    return code;
}

static enum stipple_error studio_found(const char *path, const char *zone,
                                       const struct sources *sources, struct error *e)
{
    struct store *s;
    TRY(connection_open(path, CONNECTION_WRITER, sources, &s, e));
    enum stipple_error code = store_migrate(s, e);
    if (code == STIPPLE_OK)
        code = first_event(s, zone, e);
    if (code == STIPPLE_OK)
        code = connection_settle(s, e);
    store_close(s);
    return code;
}

static enum stipple_error folder_sync(const char *path, struct error *e)
{
    struct arena a = {0};
    char *folder = arena_copy(&a, path, strlen(path));
    if (!folder)
        return fail_memory(e);
    *strrchr(folder, '/') = '\0'; /* the path is absolute */
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fsync(fd);
    enum stipple_error code = rc == 0 ? STIPPLE_OK : fail_file(e, "sync", folder);
    if (fd >= 0)
        close(fd);
    arena_free(&a);
    return code;
}

/* `fresh`: the other name. What a crash left there never was a studio. */
static enum stipple_error fresh_create(const char *fresh, const char *fresh_wal, const char *path,
                                       const char *zone, const struct sources *sources,
                                       struct error *e)
{
    unlink(fresh);
    unlink(fresh_wal);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return fail_file(e, "create", fresh);
    close(fd);
    TRY(studio_found(fresh, zone, sources, e));
    if (rename(fresh, path) != 0)
        return fail_file(e, "create", path);
    return folder_sync(path, e);
}

enum stipple_error database_create(const char *path, const char *zone,
                                   const struct sources *sources, struct error *e)
{
    struct arena a = {0};
    const char *fresh = arena_print(&a, "%s.new", path);
    const char *fresh_wal = arena_print(&a, "%s.new-wal", path);
    enum stipple_error code = fresh && fresh_wal
                                  ? fresh_create(fresh, fresh_wal, path, zone, sources, e)
                                  : fail_memory(e);
    arena_free(&a);
    return code;
}

/* Absolute, so that SQLite reads no "file:" URI out of it. */
static enum stipple_error path_make(struct arena *a, const char *dir, const char **ret,
                                    struct error *e)
{
    char *real = realpath(dir, NULL);
    if (!real)
        return fail_file(e, "open", dir);
    *ret = arena_print(a, "%s/%s", real, file_name);
    free(real);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error open_checked(const char *path, enum connection_kind kind,
                                       const struct sources *sources, struct store **ret,
                                       struct error *e)
{
    struct store *s;
    TRY(connection_open(path, kind, sources, &s, e));
    /* Again, now with what the WAL holds. */
    enum stipple_error code = store_schema_check(s, e);
    if (code == STIPPLE_OK && kind == CONNECTION_WRITER)
        code = store_migrate(s, e);
    if (code == STIPPLE_OK) {
        *ret = s;
        return STIPPLE_OK;
    }
    s->failed = true;
    store_close(s);
    return code;
}

static enum stipple_error writer_open(const char *path, const char *zone,
                                      const struct sources *sources, struct store **ret,
                                      struct error *e)
{
    bool exists;
    TRY(database_exists(path, &exists, e));
    if (!exists)
        TRY(database_create(path, zone, sources, e));
    return open_checked(path, CONNECTION_WRITER, sources, ret, e);
}

enum stipple_error store_open(const char *dir, const char *zone, const struct sources *sources,
                              struct store **ret, struct error *e)
{
    struct arena a = {0};
    const char *path;
    enum stipple_error code = path_make(&a, dir, &path, e);
    if (code == STIPPLE_OK)
        code = writer_open(path, zone, sources, ret, e);
    arena_free(&a);
    return code;
}

enum stipple_error store_open_reader(const char *dir, const struct sources *sources,
                                     struct store **ret, struct error *e)
{
    struct arena a = {0};
    const char *path;
    enum stipple_error code = path_make(&a, dir, &path, e);
    if (code == STIPPLE_OK)
        code = open_checked(path, CONNECTION_READER, sources, ret, e);
    arena_free(&a);
    return code;
}
