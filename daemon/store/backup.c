/* A backup that nobody has read is a hope. So a copy gets its name only after its own audit, and
 * the name is given by a rename that cannot replace a file. */
#include "store/backup.h"

#include "store/audit.h"
#include "store/query.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* umask(2) belongs to the whole process, so the file is made with its mode before SQLite sees it.
 */
enum { BACKUP_MODE = 0600 };

static enum stipple_error file_sync(const char *path, int64_t *ret_bytes, struct error *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return store_fail_file(e, "open", path);
    bool done = fsync(fd) == 0 && fstat(fd, &st) == 0;
    enum stipple_error code = done ? STIPPLE_OK : store_fail_file(e, "sync", path);
    close(fd);
    if (done)
        *ret_bytes = (int64_t)st.st_size;
    return code;
}

static enum stipple_error copy_write(struct store *s, const char *part, struct error *e)
{
    struct store *copier;
    TRY(connection_open(s->path, CONNECTION_COPIER, s->sources, &copier, e));
    enum stipple_error code;
    {
        QUERY(q, copier, SQL_BACKUP_INTO);
        query_text(&q, ":path", part);
        code = query_run(&q, e);
    }
    store_close(copier);
    return code;
}

static enum stipple_error audit_judge(const struct audit *audit, struct error *e)
{
    if (audit->whole)
        return STIPPLE_OK;
    const struct audit_finding *first = audit->findings.items;
    fail(e, STIPPLE_BACKUP_UNSOUND, NULL, "The copy does not pass its audit: %s %s",
         audit->findings.n && first->where ? first->where : "the history",
         audit->findings.n ? first->text : "");
    return fail_hint(e, "`stipple audit verify` says what is wrong with the studio itself.");
}

/* The audit, and the seal where there is a key to sign it with. */
static enum stipple_error copy_audit(const char *path, const struct sources *sources,
                                     struct arena *a, const struct signing_key *key,
                                     struct audit *ret_audit, struct seal *ret_seal,
                                     struct error *e)
{
    struct store *copy;
    TRY(store_open_file(path, sources, &copy, e));
    enum stipple_error code = audit_verify(copy, a, ret_audit, e);
    if (code == STIPPLE_OK)
        code = audit_judge(ret_audit, e);
    if (code == STIPPLE_OK && key)
        code = seal_make(copy, a, key, ret_seal, e);
    store_close(copy);
    return code;
}

/* Some file systems (NFS) know only link(2) as a way not to replace what is there. A name that may
 * be gone after a power cut is taken back: what is told to have failed is not there. */
static enum stipple_error name_give(const char *part, const char *path, struct error *e)
{
    int rc = renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE);
    if (rc != 0 && (errno == EINVAL || errno == ENOSYS)) {
        rc = link(part, path);
        if (rc == 0)
            unlink(part);
    }
    if (rc == 0) {
        enum stipple_error code = folder_sync(path, e);
        if (code != STIPPLE_OK)
            unlink(path);
        return code;
    }
    if (errno == EEXIST)
        return fail(e, STIPPLE_BACKUP_EXISTS, "path", "%s is there already.", path);
    return store_fail_file(e, "create", path);
}

static enum stipple_error part_fill(struct store *s, struct arena *a, const char *part,
                                    const struct signing_key *key, struct backup *ret,
                                    struct error *e)
{
    struct audit audit;
    TRY(copy_write(s, part, e));
    TRY(file_sync(part, &ret->bytes, e));
    TRY(copy_audit(part, s->sources, a, key, &audit, &ret->seal, e));
    ret->events = audit.events;
    return name_give(part, ret->path, e);
}

static enum stipple_error part_make(const char *part, struct error *e)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, BACKUP_MODE);
    if (fd >= 0) {
        close(fd);
        return STIPPLE_OK;
    }
    if (errno == EEXIST) {
        fail(e, STIPPLE_BACKUP_EXISTS, "path", "%s is there: a backup under way, or cut off.",
             part);
        return fail_hint(e, "If none is under way, remove that file.");
    }
    if (errno == ENOSPC)
        return store_fail_file(e, "create", part);
    return fail(e, STIPPLE_BACKUP_PATH, "path", "Cannot create %s: %s.", part, strerror(errno));
}

/* Beside the studio's own file a copy is lost with it, and may be taken for it. */
static enum stipple_error folder_check(const struct store *s, const char *path, struct error *e)
{
    char folder[PATH_MAX], real[PATH_MAX];
    size_t length = (size_t)(strrchr(path, '/') - path);
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (!realpath(length ? folder : "/", real))
        return fail(e, STIPPLE_BACKUP_PATH, "path", "There is no folder %s.", folder);
    size_t data = (size_t)(strrchr(s->path, '/') - s->path);
    if (strncmp(real, s->path, data) == 0 && (real[data] == '\0' || real[data] == '/')) {
        fail(e, STIPPLE_BACKUP_PATH, "path", "%s is inside the studio's data directory.", path);
        return fail_hint(e, "Keep backups on another disk.");
    }
    return STIPPLE_OK;
}

static enum stipple_error path_check(const struct store *s, const char *path, struct error *e)
{
    enum { PART_LENGTH = sizeof ".part" - 1 };
    size_t length = strlen(path);
    struct stat st;
    if (path[0] != '/')
        return fail(e, STIPPLE_BACKUP_PATH, "path",
                    "The daemon needs a whole path, from / on; \"%s\" is not one.", path);
    if (length >= PATH_MAX - PART_LENGTH || path[length - 1] == '/')
        return fail(e, STIPPLE_BACKUP_PATH, "path", "%s is no name for a file.", path);
    TRY(folder_check(s, path, e));
    if (lstat(path, &st) == 0)
        return fail(e, STIPPLE_BACKUP_EXISTS, "path", "%s is there already.", path);
    return STIPPLE_OK;
}

enum stipple_error backup_make(struct store *s, struct arena *a, const char *path,
                               const struct signing_key *key, struct backup *ret, struct error *e)
{
    struct backup made = {.path = path};
    TRY(path_check(s, path, e));
    const char *part = arena_print(a, "%s.part", path);
    if (!part)
        return fail_memory(e);
    TRY(part_make(part, e));
    enum stipple_error code = part_fill(s, a, part, key, &made, e);
    if (code == STIPPLE_OK)
        *ret = made;
    else
        unlink(part);
    return code;
}
