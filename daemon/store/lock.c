/* The lock is flock(2) on a file of its own: the kernel drops it with the process, however that
 * ends, and SQLite's own locks on the database stay out of it. */
#include "store/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIR_MODE = 0750, LOCK_MODE = 0640 };

/* mkdir -p. A folder whose name never reaches the disk takes with it what was synced inside. */
static enum stipple_error folder_make(const char *dir, struct error *e)
{
    char path[PATH_MAX];
    size_t length = strlen(dir);
    if (length == 0 || length >= sizeof path) {
        errno = ENAMETOOLONG;
        return store_fail_file(e, "create", dir);
    }
    for (size_t i = 1; i <= length; i++) {
        if (dir[i] != '/' && dir[i] != '\0')
            continue;
        memcpy(path, dir, i);
        path[i] = '\0';
        if (mkdir(path, DIR_MODE) == 0)
            TRY(folder_sync(path, e));
        else if (errno != EEXIST)
            return store_fail_file(e, "create", dir);
    }
    return STIPPLE_OK;
}

/* The number in the file is that of the daemon before, which has ended, until the one that has the
 * lock comes to write its own. */
static enum stipple_error fail_locked(int fd, const char *dir, struct error *e)
{
    char pid[24] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    bool lives = pid[0] && (kill((pid_t)strtol(pid, NULL, 10), 0) == 0 || errno != ESRCH);
    return fail(e, STIPPLE_STORE_LOCKED, NULL, "Another daemon (process %s) uses %s.",
                lives ? pid : "unknown", dir);
}

enum stipple_error store_lock(const char *dir, int *ret_fd, struct error *e)
{
    TRY(folder_make(dir, e));
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/stipple.lock", dir) >= (int)sizeof path)
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The path %s is too long.", dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE);
    if (fd < 0)
        return store_fail_file(e, "open", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum stipple_error code = fail_locked(fd, dir, e);
        close(fd);
        return code;
    }
    /* For the message above only; without it the lock is as good. */
    if (ftruncate(fd, 0) == 0)
        dprintf(fd, "%ld\n", (long)getpid());
    *ret_fd = fd;
    return STIPPLE_OK;
}
