#include "disk.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 8 };

static struct {
    pthread_mutex_t lock;
    char root[PATH_MAX];
    size_t root_length; /* 0: nothing is watched */
    int trace;          /* -1: none is kept */
    struct disk_fault *fault;
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .trace = -1};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), n = strlen(end);
    return length >= n && strcmp(text + length - n, end) == 0;
}

const char *disk_name(const char *path)
{
    if (!path || disk.root_length == 0 || strncmp(path, disk.root, disk.root_length) != 0 ||
        ends_with(path, ".lock") || ends_with(path, "-shm"))
        return NULL;
    const char *rest = path + disk.root_length;
    return *rest == '/' ? rest + 1 : *rest ? NULL : rest;
}

int disk_fails(unsigned kind, const char *name)
{
    struct disk_fault *fault = disk.fault;
    int error = 0;
    if (!fault || !name || !(fault->kinds & kind))
        return 0;
    pthread_mutex_lock(&disk.lock);
    uint32_t number = fault->seen++;
    if (number >= fault->pass && number - fault->pass < fault->fail) {
        fault->failed++;
        error = (int)fault->error;
    }
    pthread_mutex_unlock(&disk.lock);
    if (!(kind & DISK_KIND_WRITE))
        disk_half(error);
    return error;
}

void disk_half(int error)
{
    if (error == DISK_KILL)
        raise(SIGKILL);
}

static void die(const char *what)
{
    perror(what);
    abort();
}

void disk_note(enum disk_op op, const char *name, int64_t offset, const void *bytes, size_t length)
{
    if (disk.trace < 0 || !name)
        return;
    struct disk_step step = {.op = (uint32_t)op,
                             .name = (uint32_t)strlen(name),
                             .length = (uint32_t)length,
                             .offset = offset};
    struct iovec parts[3] = {{&step, sizeof step}, {NULL, step.name}, {NULL, length}};
    memcpy(&parts[1].iov_base, &name, sizeof name); /* writev(2) takes no const */
    memcpy(&parts[2].iov_base, &bytes, sizeof bytes);
    ssize_t whole = (ssize_t)(sizeof step + step.name + length);
    pthread_mutex_lock(&disk.lock);
    if (writev(disk.trace, parts, 3) != whole)
        die("disk trace");
    pthread_mutex_unlock(&disk.lock);
}

/* A file that was there before; nftw(3) calls it. */
static int file_have(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)place;
    const char *name = disk_name(path);
    if (type == FTW_D && name && *name)
        disk_note(DISK_HAVE, name, DISK_HAVE_FOLDER, NULL, 0);
    if (type != FTW_F || !name || !S_ISREG(st->st_mode))
        return 0;
    size_t size = (size_t)st->st_size;
    char *bytes = malloc(size + 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (!bytes || fd < 0 || read(fd, bytes, size) != (ssize_t)size)
        die(path);
    disk_note(DISK_HAVE, name, 0, bytes, size);
    close(fd);
    free(bytes);
    return 0;
}

static void trace_open(const char *path)
{
    struct stat st;
    disk.trace = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (disk.trace < 0 || fstat(disk.trace, &st) != 0)
        die(path);
    if (st.st_size == 0)
        nftw(disk.root, file_have, FOLDERS_OPEN, FTW_PHYS);
    disk_note(DISK_START, "", 0, NULL, 0);
}

static struct disk_fault *faults_open(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *at = fd < 0 ? MAP_FAILED
                      : mmap(NULL, sizeof *disk.fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        die(path);
    close(fd);
    return at;
}

void disk_watch(const char *root, struct disk_fault *fault)
{
    if (!realpath(root, disk.root))
        die(root);
    disk.root_length = strlen(disk.root);
    disk.fault = fault;
    disk_vfs_register();
}

/* Before main, so that a program needs no more than to be linked with this. */
__attribute__((constructor)) static void disk_begin(void)
{
    const char *root = getenv("STIPPLE_DISK_ROOT");
    const char *trace = getenv("STIPPLE_DISK_TRACE"), *faults = getenv("STIPPLE_DISK_FAULTS");
    if (!root)
        return;
    disk_watch(root, faults ? faults_open(faults) : NULL);
    if (trace)
        trace_open(trace);
}
