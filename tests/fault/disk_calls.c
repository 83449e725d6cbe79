/* The calls that the store makes itself, for names, keys and copies, and what the daemon says to
 * its clients; the linker puts these in their place (--wrap). And the two things about the writer's
 * connection that a trial changes: STIPPLE_DISK_SYNCHRONOUS is set on it once the store has made
 * its settings, and it is told of STIPPLE_DISK_WAL_TIMES as many pages in the WAL as there are, so
 * that a short run has checkpoints too. */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t n);
int __real_fsync(int fd);
int __real_mkdir(const char *path, mode_t mode);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __real_unlink(const char *path);
ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);
void *__real_sqlite3_wal_hook(sqlite3 *db, int (*hook)(void *, sqlite3 *, const char *, int),
                              void *context);

/* Whether a call of that kind is to fail; then errno says how. */
static bool fails(unsigned kind, const char *path)
{
    int error = disk_fails(kind, disk_name(path));
    if (error)
        errno = error;
    return error != 0;
}

/* The path of an open file, "" when it has none. */
static const char *path_of(int fd, char ret[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, ret, PATH_MAX - 1);
    ret[n > 0 ? n : 0] = '\0';
    return ret;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    /* Built into two programs, this is read twice by the analyzer, which then knows no va_list. */
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized)
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    bool made = flags & O_CREAT && access(path, F_OK) != 0;
    if (made && fails(DISK_KIND_NAME, path))
        return -1;
    int fd = __real_open(path, flags, mode);
    if (fd >= 0 && made)
        disk_note(DISK_CREATE, disk_name(path), 0, NULL, 0);
    return fd;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    char path[PATH_MAX];
    const char *name = disk_name(path_of(fd, path));
    if (!name)
        return __real_write(fd, bytes, n);
    struct stat st;
    off_t offset = lseek(fd, 0, SEEK_CUR);
    bool grows = fstat(fd, &st) == 0 && offset + (off_t)n > st.st_size;
    int error = disk_fails(DISK_KIND_WRITE | (grows ? DISK_KIND_GROW : 0U), name);
    ssize_t done = __real_write(fd, bytes, error ? n / 2 : n);
    disk_half(error);
    if (done >= 0)
        disk_note(DISK_WRITE, name, offset, bytes, (size_t)done);
    if (error == ENOSPC && n > 1)
        return done; /* write(2) tells the rest at the next call */
    errno = error ? error : errno;
    return error ? -1 : done;
}

int __wrap_fsync(int fd)
{
    char path[PATH_MAX];
    struct stat st;
    const char *name = disk_name(path_of(fd, path));
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    if (fails(DISK_KIND_SYNC, path)) {
        if (!folder)
            disk_note(DISK_SYNC_FAILED, name, 0, NULL, 0);
        return -1;
    }
    int rc = __real_fsync(fd);
    if (rc == 0)
        disk_note(folder ? DISK_FOLDER_SYNC : DISK_SYNC, name, 0, NULL, 0);
    return rc;
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    if (fails(DISK_KIND_NAME, path))
        return -1;
    int rc = __real_mkdir(path, mode);
    if (rc == 0)
        disk_note(DISK_FOLDER, disk_name(path), 0, NULL, 0);
    return rc;
}

static void rename_note(const char *from, const char *to)
{
    const char *name = disk_name(to);
    if (name)
        disk_note(DISK_RENAME, disk_name(from), 0, name, strlen(name));
}

int __wrap_rename(const char *from, const char *to)
{
    if (fails(DISK_KIND_NAME, to))
        return -1;
    int rc = __real_rename(from, to);
    if (rc == 0)
        rename_note(from, to);
    return rc;
}

int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    if (fails(DISK_KIND_NAME, to))
        return -1;
    int rc = __real_renameat2(from_fd, from, to_fd, to, flags);
    if (rc == 0)
        rename_note(from, to);
    return rc;
}

int __wrap_unlink(const char *path)
{
    if (fails(DISK_KIND_NAME, path))
        return -1;
    int rc = __real_unlink(path);
    if (rc == 0)
        disk_note(DISK_DELETE, disk_name(path), 0, NULL, 0);
    return rc;
}

/* Noted before it is said: from here on somebody may have heard it. */
ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags)
{
    for (size_t i = 0; i < message->msg_iovlen; i++)
        disk_note(DISK_SAID, "", fd, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
    return __real_sendmsg(fd, message, flags);
}

static struct {
    int (*hook)(void *, sqlite3 *, const char *, int);
    void *context;
    int times;
} wal;

static int wal_grew(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)context;
    return wal.hook(wal.context, db, name, pages * wal.times);
}

/* What the store does last when it opens the writer. */
void *__wrap_sqlite3_wal_hook(sqlite3 *db, int (*hook)(void *, sqlite3 *, const char *, int),
                              void *context)
{
    const char *synchronous = getenv("STIPPLE_DISK_SYNCHRONOUS");
    const char *times = getenv("STIPPLE_DISK_WAL_TIMES");
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA synchronous = %s", synchronous ? synchronous : "FULL");
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    wal.hook = hook;
    wal.context = context;
    wal.times = times ? (int)strtol(times, NULL, 10) : 1;
    return __real_sqlite3_wal_hook(db, wal_grew, NULL);
}
