#include "base/paths.h"

#include "stipple/protocol.h"

#include <stdio.h>
#include <stdlib.h>

enum { UID_PERSON_FIRST = 1000 }; /* Debian Policy 9.2.2 */

static bool join(char *ret, size_t size, const char *head, const char *tail)
{
    int n = snprintf(ret, size, "%s%s", head, tail);
    return n >= 0 && (size_t)n < size;
}

/* The variable's value where it is an absolute path (XDG Base Directory Specification). */
static const char *absolute(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0] == '/' ? value : NULL;
}

bool paths_data(uid_t uid, char *ret, size_t size)
{
    const char *service = absolute("STATE_DIRECTORY");
    if (service)
        return join(ret, size, service, "");
    if (uid < UID_PERSON_FIRST)
        return join(ret, size, STIPPLE_SYSTEM_DATA, "");
    const char *state = absolute("XDG_STATE_HOME");
    if (state)
        return join(ret, size, state, "/stipple");
    const char *home = absolute("HOME");
    return home && join(ret, size, home, "/.local/state/stipple");
}

bool paths_socket(uid_t uid, char *ret, size_t size)
{
    const char *service = absolute("RUNTIME_DIRECTORY");
    if (service)
        return join(ret, size, service, "/" STIPPLE_SOCKET_NAME);
    if (uid < UID_PERSON_FIRST)
        return join(ret, size, PATHS_SYSTEM_SOCKET, "");
    const char *runtime = absolute("XDG_RUNTIME_DIR");
    if (runtime)
        return join(ret, size, runtime, "/stipple/" STIPPLE_SOCKET_NAME);
    char data[PATHS_MAX];
    return paths_data(uid, data, sizeof data) && join(ret, size, data, "/" STIPPLE_SOCKET_NAME);
}
