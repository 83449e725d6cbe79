/* The configuration is JSON checked by the same field tables as a call's parameters, so a mistake
 * in it is told in the same words. Names are resolved once, at start: who may what does not change
 * under a running daemon. */
#include "app/config.h"

#include "base/buffer.h"
#include "base/paths.h"
#include "json/parse.h"
#include "rpc/decode.h"
#include "rpc/method.h"
#include "stipple/protocol.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A configuration is a page; a file beyond this is not one. */
enum { CONFIG_MAX = 64 * 1024, GRANTS_MAX = 256 };

const char *const role_names[] = {"viewer", "artist", "manager", "inspector", NULL};

static const struct field grant_fields[] = {
    {FIELD(struct role_grant, role, CHOICE), .required = true, .choices = role_names,
     .doc = "What the grant gives."},
    {FIELD(struct role_grant, user, TEXT), .min = 1, .max = 64, .doc = "A user, by name."},
    {FIELD(struct role_grant, group, TEXT), .min = 1, .max = 64, .doc = "A group, by name."},
    {FIELD(struct role_grant, uid, INT), .min = 0, .max = 4294967294.0,
     .doc = "A user, by number."},
    {FIELD(struct role_grant, gid, INT), .min = 0, .max = 4294967294.0,
     .doc = "A group, by number."},
};
static const struct schema grant_schema = SCHEMA("RoleGrant", struct role_grant, grant_fields);

static const struct field config_fields[] = {
    {FIELD(struct config, data, TEXT), .min = 1, .max = PATHS_MAX, .doc = "Data directory."},
    {FIELD(struct config, socket, TEXT), .min = 1, .max = STIPPLE_SOCKET_PATH_MAX,
     .doc = "Path of the socket."},
    {FIELD(struct config, roles, OBJECT), .list = true, .max_items = GRANTS_MAX,
     .object = &grant_schema, .doc = "Who may what."},
};
/* Without the arena: decoding clears what it fills, and the arena holds the JSON by then. */
static const struct schema config_schema = {.name = "Config",
                                            .size = offsetof(struct config, arena),
                                            .fields = config_fields,
                                            .n_fields =
                                                sizeof config_fields / sizeof *config_fields};

static enum stipple_error file_read(const char *path, struct buffer *ret, struct error *e)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return fail(e, STIPPLE_CONFIG_INVALID, NULL, "The configuration %s cannot be read: %s.",
                    path, strerror(errno));
    char part[4096];
    size_t n;
    while (!ret->failed && (n = fread(part, 1, sizeof part, file)) > 0)
        buffer_add(ret, part, n);
    bool failed = ferror(file) || ret->failed;
    fclose(file);
    if (failed)
        return fail(e, STIPPLE_CONFIG_INVALID, NULL,
                    "The configuration %s cannot be read, or is over %d KiB.", path,
                    CONFIG_MAX / 1024);
    return STIPPLE_OK;
}

/* Says which file an error about its content comes from. */
static enum stipple_error config_refuse(const char *path, struct error *e)
{
    struct error inner = *e;
    fail(e, STIPPLE_CONFIG_INVALID, inner.field, "%s: %s", path, inner.message);
    return inner.hint[0] ? fail_hint(e, "%s", inner.hint) : e->code;
}

static enum stipple_error grant_resolve(struct role_grant *grant, size_t i, struct error *e)
{
    char field[32];
    snprintf(field, sizeof field, "roles[%zu]", i);
    int named =
        !!grant->user + !!grant->group + (grant->uid != INT_ABSENT) + (grant->gid != INT_ABSENT);
    if (named != 1)
        return fail(e, STIPPLE_CONFIG_INVALID, field,
                    "%s needs exactly one of user, group, uid and gid.", field);
    // cppcheck-suppress getpwnamCalled ; no other thread runs yet
    const struct passwd *user = grant->user ? getpwnam(grant->user) : NULL;
    // cppcheck-suppress getgrnamCalled ; likewise
    const struct group *group = grant->group ? getgrnam(grant->group) : NULL;
    if ((grant->user && !user) || (grant->group && !group))
        return fail(e, STIPPLE_CONFIG_INVALID, field, "%s: this machine knows no %s `%s`.", field,
                    grant->user ? "user" : "group", grant->user ? grant->user : grant->group);
    if (user)
        grant->uid = (int64_t)user->pw_uid;
    if (group)
        grant->gid = (int64_t)group->gr_gid;
    return STIPPLE_OK;
}

static enum stipple_error grants_resolve(struct config *config, struct error *e)
{
    struct role_grant *grants = config->roles.items;
    for (size_t i = 0; i < config->roles.n; i++)
        TRY(grant_resolve(&grants[i], i, e));
    return STIPPLE_OK;
}

static enum stipple_error config_parse(const char *path, struct config *ret, struct error *e)
{
    struct buffer text = {.max = CONFIG_MAX};
    struct json_fault fault;
    enum stipple_error code = file_read(path, &text, e);
    if (code == STIPPLE_OK) {
        const cJSON *json =
            json_parse(&ret->arena, text.data, text.length, STIPPLE_DEPTH_MAX, &fault);
        if (!json)
            code = fail(e, STIPPLE_CONFIG_INVALID, NULL, "%s is not strict JSON at byte %zu: %s.",
                        path, fault.at, fault.why);
        else if (schema_decode(&config_schema, json, &ret->arena, ret, e) != STIPPLE_OK ||
                 grants_resolve(ret, e) != STIPPLE_OK)
            code = config_refuse(path, e);
    }
    buffer_free(&text);
    return code;
}

/* `given`, else what the file said, else the default. */
static enum stipple_error path_settle(struct config *config, const char *given,
                                      bool (*fallback)(uid_t, char *, size_t), const char *option,
                                      const char **path, struct error *e)
{
    char text[PATHS_MAX];
    const char *chosen = given ? given : *path;
    if (!chosen && fallback(geteuid(), text, sizeof text))
        chosen = text;
    if (!chosen || !*chosen)
        return fail(e, STIPPLE_CONFIG_INVALID, NULL,
                    "There is no home directory to find a place in; say %s.", option);
    *path = arena_copy(&config->arena, chosen, strlen(chosen));
    return *path ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error config_load(const char *data, const char *socket, const char *file,
                               struct config *ret, struct error *e)
{
    *ret = (struct config){0};
    if (file)
        TRY(config_parse(file, ret, e));
    TRY(path_settle(ret, data, paths_data, "--data DIR", &ret->data, e));
    return path_settle(ret, socket, paths_socket, "--socket PATH", &ret->socket, e);
}

void config_free(struct config *config)
{
    arena_free(&config->arena);
    *config = (struct config){0};
}

static bool grant_fits(const struct role_grant *grant, const struct peer *peer)
{
    if (grant->uid != INT_ABSENT)
        return grant->uid == (int64_t)peer->uid;
    for (size_t i = 0; i < peer->n_groups; i++)
        if (grant->gid == (int64_t)peer->groups[i])
            return true;
    return grant->gid == (int64_t)peer->gid;
}

unsigned config_roles(const struct config *config, const struct peer *peer)
{
    unsigned roles = peer->uid == 0 || peer->uid == geteuid() ? ROLE_MANAGER : 0;
    const struct role_grant *grants = config->roles.items;
    for (size_t i = 0; i < config->roles.n; i++)
        if (grant_fits(&grants[i], peer))
            roles |= 1U << grants[i].role;
    return roles;
}
