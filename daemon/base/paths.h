/* Where daemon and client look when nobody says: XDG directories for a person, the system's for
 * root and service users, systemd's own where it set them. */
#ifndef STIPPLE_BASE_PATHS_H
#define STIPPLE_BASE_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PATHS_MAX = 4096 };

/* $STATE_DIRECTORY; /var/lib/stipple for uids below 1000; $XDG_STATE_HOME/stipple; else
 * ~/.local/state/stipple. False when none can be told. ret holds `size` bytes. */
bool paths_data(uid_t uid, char *ret, size_t size);
/* $RUNTIME_DIRECTORY; /run/stipple for uids below 1000; $XDG_RUNTIME_DIR/stipple; else beside the
 * data; with the socket's name. */
bool paths_socket(uid_t uid, char *ret, size_t size);
/* The system's, whoever asks. */
#define PATHS_SYSTEM_SOCKET STIPPLE_SYSTEM_RUNTIME "/" STIPPLE_SOCKET_NAME

#endif
