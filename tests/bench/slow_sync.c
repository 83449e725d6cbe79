/* A disk whose every sync takes 5 ms longer, as a spinning one's or a busy server's does.
 * Usage: LD_PRELOAD=libbench_slow_sync.so PROGRAM */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const struct timespec longer = {.tv_nsec = 5000000};

int fsync(int fd)
{
    nanosleep(&longer, NULL);
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    nanosleep(&longer, NULL);
    return (int)syscall(SYS_fdatasync, fd);
}
