/* The disk as a trial sees it. What a daemon linked with this does to the files under one folder
 * passes here, SQLite's calls through a VFS (disk_vfs.c) and the store's own through the linker's
 * --wrap (disk_calls.c): it can be written down, so that a power loss can be played at any moment
 * of it, and it can be made to fail.
 *
 * disk_watch() says which folder, or the environment: STIPPLE_DISK_ROOT names the folder (without
 * it nothing is touched), STIPPLE_DISK_TRACE a file the trace is appended to, STIPPLE_DISK_FAULTS a
 * file of struct disk_fault that is mapped, so that a test sets it while the daemon runs. */
#ifndef STIPPLE_TESTS_DISK_H
#define STIPPLE_TESTS_DISK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_op {
    DISK_START,       /* a process begins; what it said before was said by another */
    DISK_HAVE,        /* a file (folder, says `offset`) that was there before, safe on the disk */
    DISK_FOLDER,      /* a folder made */
    DISK_CREATE,      /* a file made */
    DISK_WRITE,       /* bytes at an offset */
    DISK_TRUNCATE,    /* to the size in `offset` */
    DISK_SYNC,        /* done: all writes of that file are safe */
    DISK_SYNC_FAILED, /* and what it should have made safe may never be, whatever a later one says
                       */
    DISK_RENAME,      /* the bytes are the new name */
    DISK_DELETE,
    DISK_FOLDER_SYNC, /* the names in that folder are safe */
    DISK_SAID         /* bytes sent to a client over the descriptor in `offset` */
};

/* One step of a trace; `name` bytes of name (relative to the root) and `length` bytes follow. */
struct disk_step {
    uint32_t op, name, length, reserved;
    int64_t offset;
};

enum { DISK_HAVE_FOLDER = 1 };

/* What may fail; a fault names a set of them. */
enum disk_kind {
    DISK_KIND_WRITE = 1,
    DISK_KIND_SYNC = 2,
    DISK_KIND_TRUNCATE = 4,
    DISK_KIND_READ = 8,
    DISK_KIND_NAME = 16,  /* making, renaming or deleting a file */
    DISK_KIND_INDEX = 32, /* growing the WAL's index in shared memory */
    DISK_KIND_GROW = 64   /* a write that makes a file longer */
};

/* In place of an errno: the process is killed there, in the middle of a write. */
enum { DISK_KILL = 0xFFFF };

/* Of the calls of these kinds `pass` go through, the next `fail` end with `error`. */
struct disk_fault {
    _Atomic uint32_t kinds, error, pass, fail;
    _Atomic uint32_t failed; /* so many have */
    _Atomic uint32_t seen;   /* calls of these kinds since it was set */
};

/* From now on the files under this folder are watched, and fail as `fault` says at each moment. */
void disk_watch(const char *root, struct disk_fault *fault);

/* The path below the root, "" for that itself; NULL for what is outside and for what nobody needs
 * after a power loss: locks and shared memory. */
const char *disk_name(const char *path);

/* 0, or the errno that a call of this kind (a set of one or more) on this file has to end with. */
int disk_fails(unsigned kind, const char *name);
/* What a write that fails calls when half of it is done. */
void disk_half(int error);

void disk_note(enum disk_op op, const char *name, int64_t offset, const void *bytes, size_t length);

/* disk_vfs.c: SQLite's default from now on. */
void disk_vfs_register(void);

#endif
