/* A new database is made whole under another name and then renamed: a crash in between leaves
 * nothing that could be taken for a studio, and an empty file is never a new one. */
#include "store/connection.h"

#include "base/time.h"
#include "base/uuid.h"
#include "json/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0640 };

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

enum stipple_error folder_sync(const char *path, struct error *e)
{
    struct arena a = {0};
    char *folder = arena_copy(&a, path, strlen(path));
    if (!folder)
        return fail_memory(e);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    const char *name = slash ? folder : ".";
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fsync(fd);
    enum stipple_error code = rc == 0 ? STIPPLE_OK : store_fail_file(e, "sync", name);
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
        return store_fail_file(e, "create", fresh);
    close(fd);
    TRY(studio_found(fresh, zone, sources, e));
    if (rename(fresh, path) != 0)
        return store_fail_file(e, "create", path);
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
