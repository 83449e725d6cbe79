/* The client knows no SQLite: a file is audited by the program that writes such files, so there is
 * one audit and not two. */
#include "client/daemon_program.h"

#include "client/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 16 };

static int program_start(char *const argv[], int out, pid_t *ret)
{
    extern char **environ;
    posix_spawn_file_actions_t actions;
    int rc = posix_spawn_file_actions_init(&actions);
    if (rc != 0)
        return rc;
    rc = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (rc == 0)
        rc = posix_spawnp(ret, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

static void output_read(int fd, struct buffer *out)
{
    char chunk[4096];
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) != 0;)
        if (n > 0)
            buffer_add(out, chunk, (size_t)n);
        else if (errno != EINTR)
            break;
}

static int status_wait(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return STIPPLE_EXIT_FAILED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : STIPPLE_EXIT_FAILED;
}

enum stipple_error daemon_program(const char *const words[], struct buffer *out, int *ret_status,
                                  struct error *e)
{
    char path[PATH_MAX];
    bool beside = program_beside("stippled", path, sizeof path);
    char *argv[WORDS_MAX + 2] = {beside ? path : (char *)(uintptr_t) "stippled"};
    int ends[2];
    pid_t pid;
    for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
        argv[i + 1] = (char *)(uintptr_t)words[i];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail_memory(e);
    int rc = program_start(argv, ends[1], &pid);
    close(ends[1]);
    if (rc == 0) {
        output_read(ends[0], out);
        *ret_status = status_wait(pid);
    }
    close(ends[0]);
    if (rc == 0)
        return out->failed ? fail_memory(e) : STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_INPUT, NULL,
         "stippled, which reads database files, is not to be found.");
    return fail_hint(e, "Install it on this machine, or run `stippled --verify FILE` where it is.");
}
