/* SQLite's own VFS for Unix with the trial's disk in front of it: every call that changes a file is
 * written down and may be made to fail, the rest goes through. A failed write leaves half of its
 * bytes, as a full disk does. */
#include "disk.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct file {
    sqlite3_file base;
    const char *path; /* SQLite keeps it while the file is open */
    const char *name; /* NULL: not watched */
    sqlite3_file *real;
};

static sqlite3_vfs *real_vfs;
static int (*folder_open_real)(const char *, int *);

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct file *)file)->real;
}

static const char *name_of(sqlite3_file *file)
{
    return ((struct file *)file)->name;
}

static int file_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int file_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    if (disk_fails(DISK_KIND_READ, name_of(file)))
        return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), bytes, n, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
    sqlite3_int64 size = 0;
    bool grows =
        real_of(file)->pMethods->xFileSize(real_of(file), &size) == SQLITE_OK && offset + n > size;
    int error = disk_fails(DISK_KIND_WRITE | (grows ? DISK_KIND_GROW : 0U), name_of(file));
    int part = error ? n / 2 : n;
    disk_note(DISK_WRITE, name_of(file), offset, bytes, (size_t)part);
    int rc = real_of(file)->pMethods->xWrite(real_of(file), bytes, part, offset);
    disk_half(error);
    if (rc != SQLITE_OK || !error)
        return rc;
    return error == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (disk_fails(DISK_KIND_TRUNCATE, name_of(file)))
        return SQLITE_IOERR_TRUNCATE;
    disk_note(DISK_TRUNCATE, name_of(file), size, NULL, 0);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    if (disk_fails(DISK_KIND_SYNC, name_of(file))) {
        disk_note(DISK_SYNC_FAILED, name_of(file), 0, NULL, 0);
        return SQLITE_IOERR_FSYNC;
    }
    int rc = real_of(file)->pMethods->xSync(real_of(file), flags);
    if (rc == SQLITE_OK)
        disk_note(DISK_SYNC, name_of(file), 0, NULL, 0);
    return rc;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), ret);
}

static int file_lock(sqlite3_file *file, int lock)
{
    return real_of(file)->pMethods->xLock(real_of(file), lock);
}

static int file_unlock(sqlite3_file *file, int lock)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), lock);
}

static int file_reserved(sqlite3_file *file, int *ret)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), ret);
}

static int file_control(sqlite3_file *file, int op, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), op, argument);
}

static int file_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int index_map(sqlite3_file *file, int region, int size, int extend, void volatile **ret)
{
    int error = extend ? disk_fails(DISK_KIND_INDEX, name_of(file)) : 0;
    if (error)
        return error == ENOMEM ? SQLITE_NOMEM : SQLITE_IOERR_SHMSIZE;
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, ret);
}

static int index_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void index_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int index_unmap(sqlite3_file *file, int delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = index_map,
    .xShmLock = index_lock,
    .xShmBarrier = index_barrier,
    .xShmUnmap = index_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret)
{
    (void)vfs;
    struct file *file = (struct file *)base;
    const char *name = disk_name(path);
    bool made = name && flags & SQLITE_OPEN_CREATE && access(path, F_OK) != 0;
    *file = (struct file){.path = path, .name = name, .real = (sqlite3_file *)(file + 1)};
    if (made && disk_fails(DISK_KIND_NAME, name))
        return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, path, file->real, flags, ret);
    if (rc != SQLITE_OK)
        return rc;
    if (made)
        disk_note(DISK_CREATE, name, 0, NULL, 0);
    file->base.pMethods = &file_methods;
    return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    (void)vfs;
    if (disk_fails(DISK_KIND_NAME, disk_name(path)))
        return SQLITE_IOERR_DELETE;
    disk_note(DISK_DELETE, disk_name(path), 0, NULL, 0);
    return real_vfs->xDelete(real_vfs, path, sync);
}

/* Opened by SQLite for no other reason than to sync it. */
static int folder_open(const char *path, int *ret)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    disk_note(DISK_FOLDER_SYNC, disk_name(folder), 0, NULL, 0);
    return folder_open_real(path, ret);
}

void disk_vfs_register(void)
{
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find(NULL);
    sqlite3_syscall_ptr was = real_vfs->xGetSystemCall(real_vfs, "openDirectory");
    memcpy(&folder_open_real, &was, sizeof was);
    sqlite3_syscall_ptr now = NULL;
    int (*hook)(const char *, int *) = folder_open;
    memcpy(&now, &hook, sizeof hook);
    real_vfs->xSetSystemCall(real_vfs, "openDirectory", now);
    vfs = *real_vfs;
    vfs.zName = "disk";
    vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    sqlite3_vfs_register(&vfs, 1);
}
