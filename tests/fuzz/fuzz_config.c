/* The configuration as a file might hold it, and the places a daemon takes from its environment:
 * what is accepted says where and who without a doubt, what is not is refused by the file's name.
 * Lines NAME=value in front of the file are the environment. */
#include "fuzz.h"

#include "app/config.h"
#include "base/paths.h"
#include "rpc/method.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { VARIABLES_MAX = 8 };

/* Takes the lines in front that set a variable; `copy` holds them, its ends of lines cut out. */
static size_t environment_take(char *copy, size_t size, char *variables[VARIABLES_MAX + 1])
{
    size_t used = 0, n = 0;
    while (n < VARIABLES_MAX) {
        char *line = copy + used, *end = memchr(line, '\n', size - used);
        const char *equals = end ? memchr(line, '=', (size_t)(end - line)) : NULL;
        if (!equals || memchr(line, '{', (size_t)(end - line)))
            break;
        *end = '\0';
        variables[n++] = line;
        used = (size_t)(end - copy) + 1;
    }
    variables[n] = NULL;
    return used;
}

static void paths_try(uid_t uid)
{
    char path[PATHS_MAX];
    if (paths_data(uid, path, sizeof path))
        expect(path[0] == '/' && strlen(path) < sizeof path);
    if (paths_socket(uid, path, sizeof path))
        expect(path[0] == '/' && strlen(path) < sizeof path);
}

/* Everybody whom a grant names has its role, and nobody has one that is none. */
static void grants_hold(const struct config *config)
{
    const struct role_grant *grants = config->roles.items;
    for (size_t i = 0; i < config->roles.n; i++) {
        const struct role_grant *grant = &grants[i];
        expect((grant->uid == INT_ABSENT) != (grant->gid == INT_ABSENT));
        expect(grant->role >= 0 && (ROLE_ANY & 1 << grant->role));
        gid_t group = grant->gid == INT_ABSENT ? 65534 : (gid_t)grant->gid;
        struct peer peer = {.uid = grant->uid == INT_ABSENT ? 65534 : (uid_t)grant->uid,
                            .gid = 65534,
                            .groups = &group,
                            .n_groups = 1};
        unsigned roles = config_roles(config, &peer);
        expect((roles & 1U << grant->role) && !(roles & ~(unsigned)ROLE_ANY));
    }
    if (config->roles.n == 0)
        expect(config_roles(config, &(struct peer){.uid = geteuid() + 1}) == 0);
}

static void config_try(const char *path, const char *data, const char *socket)
{
    struct config config;
    struct error e = {0};
    enum stipple_error code = config_load(data, socket, path, &config, &e);
    if (code == STIPPLE_OK) {
        expect(config.data && *config.data && config.socket && *config.socket);
        expect(!data || strcmp(config.data, data) == 0);
        expect(!socket || strcmp(config.socket, socket) == 0);
        grants_hold(&config);
    } else {
        expect(code == STIPPLE_CONFIG_INVALID && code == e.code && *e.message);
        expect(strstr(e.message, path) || strstr(e.message, "--data DIR") ||
               strstr(e.message, "--socket PATH"));
    }
    config_free(&config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    char *variables[VARIABLES_MAX + 1], **before = environ, path[32];
    char *copy = malloc(size + 1);
    if (fd < 0)
        fd = memfd_create("config", MFD_CLOEXEC);
    if (!copy || fd < 0)
        abort();
    memcpy(copy, data, size);
    size_t used = environment_take(copy, size, variables);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data + used, size - used, 0) != (ssize_t)(size - used))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    environ = variables;
    paths_try(0);
    paths_try(1000);
    config_try(path, NULL, NULL);
    config_try(path, "/there", NULL);
    config_try(path, "/there", "/there/socket");
    environ = before;
    free(copy);
    return 0;
}
