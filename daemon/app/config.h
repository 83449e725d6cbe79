/* Where things are and who may: defaults, the configuration file, the command line. */
#ifndef STIPPLE_APP_CONFIG_H
#define STIPPLE_APP_CONFIG_H

#include <sys/types.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/value.h"
#include "net/server.h"

struct role_grant { /* one of user and group, a name or a number */
    int role;       /* index into role_names */
    const char *user, *group;
    int64_t uid, gid; /* resolved; INT_ABSENT where not asked for */
};

struct config {
    const char *data, *socket;
    struct list roles; /* struct role_grant */
    struct arena arena;
};

/* Command line over file over defaults; `data`, `socket` and `file` may be NULL. Free with
 * config_free, also after a failure. CONFIG_INVALID names the file and the field. */
enum stipple_error config_load(const char *data, const char *socket, const char *file,
                               struct config *ret, struct error *e);
void config_free(struct config *config);

/* The roles of a peer. Without grants the daemon's own user and root are managers, and nobody else
 * gets in; those two are managers always. */
unsigned config_roles(const struct config *config, const struct peer *peer);

#endif
