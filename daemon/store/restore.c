/* Opening a file that is nobody's live database, and making one live again. immutable=1 is what
 * keeps SQLite from locking, recovering or making anything beside it (sqlite.org/uri.html); it also
 * keeps it from seeing a journal, so a file with one is not opened at all. */
#include "base/buffer.h"
#include "store/audit.h"
#include "store/backup.h"
#include "store/connection.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0640 };

static enum stipple_error journal_refuse(const char *path, struct error *e)
{
    static const char *const ends[] = {"-wal", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct arena a = {0};
        struct stat st;
        const char *journal = arena_print(&a, "%s%s", path, ends[i]);
        bool there = journal && stat(journal, &st) == 0 && st.st_size > 0;
        arena_free(&a);
        if (!journal)
            return fail_memory(e);
        if (!there)
            continue;
        fail(e, STIPPLE_STORE_FAILED, NULL, "%s has a journal beside it, so it is in use or half.",
             path);
        return fail_hint(e, "Ask the daemon that uses it: `stipple audit verify`.");
    }
    return STIPPLE_OK;
}

/* The absolute path as a URI that SQLite takes literally. */
static const char *uri_make(struct arena *a, const char *path)
{
    struct buffer uri = {0};
    buffer_text(&uri, "file:");
    for (const char *at = path; *at; at++)
        if (strchr("%?#", *at))
            buffer_print(&uri, "%%%02X", (unsigned)*at);
        else
            buffer_byte(&uri, *at);
    buffer_text(&uri, "?immutable=1");
    const char *text = uri.failed ? NULL : arena_copy(a, uri.data, uri.length);
    buffer_free(&uri);
    return text;
}

/* An older schema holds the same events; what they make of it is compared at this one. */
static enum stipple_error copy_migrate(struct store *file, struct store **ret, struct error *e)
{
    struct store *memory;
    TRY(connection_open(":memory:", CONNECTION_SCRATCH, file->sources, &memory, e));
    sqlite3_backup *backup = sqlite3_backup_init(memory->db, "main", file->db, "main");
    if (backup)
        sqlite3_backup_step(backup, -1);
    int rc = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(memory->db);
    enum stipple_error code = rc == SQLITE_OK ? STIPPLE_OK : store_fail(memory, rc, e);
    if (code == STIPPLE_OK)
        code = store_migrate(memory, e);
    if (code == STIPPLE_OK)
        *ret = memory;
    else
        store_close(memory);
    return code;
}

static enum stipple_error file_check(struct store *file, struct store **ret, struct error *e)
{
    int64_t version;
    TRY(store_schema_check(file, e));
    TRY(connection_number(file, "PRAGMA user_version", &version, e));
    if (version == SQL_MIGRATIONS) {
        *ret = file;
        return STIPPLE_OK;
    }
    struct store *memory;
    TRY(copy_migrate(file, &memory, e));
    store_close(file);
    *ret = memory;
    return STIPPLE_OK;
}

enum stipple_error store_open_file(const char *path, const struct sources *sources,
                                   struct store **ret, struct error *e)
{
    char real[PATH_MAX];
    bool exists;
    if (!realpath(path, real))
        return store_fail_file(e, "open", path);
    TRY(database_exists(real, &exists, e));
    TRY(journal_refuse(real, e));
    struct arena a = {0};
    struct store *file;
    const char *uri = uri_make(&a, real);
    enum stipple_error code =
        uri ? connection_open(uri, CONNECTION_FILE, sources, &file, e) : fail_memory(e);
    arena_free(&a);
    TRY(code);
    code = file_check(file, ret, e);
    if (code != STIPPLE_OK)
        store_close(file);
    return code;
}

static enum stipple_error file_audit(const char *path, const struct sources *sources,
                                     struct arena *a, struct audit *ret, struct error *e)
{
    struct store *file;
    TRY(store_open_file(path, sources, &file, e));
    enum stipple_error code = audit_verify(file, a, ret, e);
    store_close(file);
    if (code != STIPPLE_OK || ret->whole)
        return code;
    fail(e, STIPPLE_BACKUP_UNSOUND, NULL, "%s does not pass its audit; nothing was restored.",
         path);
    return fail_hint(e, "`stippled --verify %s` says what is wrong with it.", path);
}

/* What may lie in a directory that counts as empty: the lock just taken, and keys put there. */
static bool may_lie(const char *name)
{
    static const char *const names[] = {".", "..", "stipple.lock", SEAL_KEY_FILE, "studio.key"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static enum stipple_error empty_check(const char *dir, struct error *e)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return store_fail_file(e, "open", dir);
    enum stipple_error code = STIPPLE_OK;
    for (struct dirent *entry; code == STIPPLE_OK && (entry = readdir(folder));)
        if (!may_lie(entry->d_name)) {
            code = fail(e, STIPPLE_RESTORE_NOT_EMPTY, NULL, "%s is not empty: it holds %.100s.",
                        dir, entry->d_name);
            fail_hint(e, "Restore into a new directory; nothing is ever overwritten.");
        }
    closedir(folder);
    return code;
}

static enum stipple_error file_copy(const char *from, const char *to, struct error *e)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return store_fail_file(e, "open", from);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    enum stipple_error code = STIPPLE_OK;
    if (out < 0 || !file_pour(in, out))
        code = store_fail_file(e, "write", to);
    if (out >= 0)
        close(out);
    close(in);
    return code;
}

/* `fresh`: what it is called until it is proved. */
static enum stipple_error restore_into(const char *path, const char *fresh, const char *final,
                                       const struct sources *sources, struct arena *a,
                                       struct audit *ret, struct error *e)
{
    struct audit before;
    TRY(file_audit(path, sources, a, &before, e));
    enum stipple_error code = file_copy(path, fresh, e);
    if (code == STIPPLE_OK)
        code = file_audit(fresh, sources, a, ret, e);
    if (code == STIPPLE_OK && strcmp(before.seal, ret->seal) != 0)
        code = fail(e, STIPPLE_BACKUP_UNSOUND, NULL, "%s changed while it was restored.", path);
    if (code == STIPPLE_OK && rename(fresh, final) != 0)
        code = store_fail_file(e, "create", final);
    if (code != STIPPLE_OK) {
        unlink(fresh);
        return code;
    }
    return folder_sync(final, e);
}

enum stipple_error backup_restore(const char *path, const char *dir, const struct sources *sources,
                                  struct arena *a, struct audit *ret, struct error *e)
{
    char real[PATH_MAX];
    int lock;
    TRY(store_lock(dir, &lock, e));
    enum stipple_error code =
        realpath(dir, real) ? empty_check(real, e) : store_fail_file(e, "open", dir);
    if (code == STIPPLE_OK) {
        const char *fresh = arena_print(a, "%s/stipple.db.new", real);
        const char *final = arena_print(a, "%s/stipple.db", real);
        code =
            fresh && final ? restore_into(path, fresh, final, sources, a, ret, e) : fail_memory(e);
    }
    close(lock);
    return code;
}
