/* The kernel keeps what the peer was when it connected (unix(7)), with its supplementary groups
 * too; looking those up by uid instead would miss what the process was really given. */
#include "net/peer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

bool peer_read(int fd, struct peer *ret)
{
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0)
        return false;
    size = 0; /* asked with no room, the kernel says how much it takes */
    gid_t none, *groups = NULL;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, &none, &size) < 0) {
        groups = errno == ERANGE ? malloc(size) : NULL;
        if (!groups || getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size) < 0) {
            free(groups);
            return false;
        }
    }
    *ret = (struct peer){credentials.uid, credentials.gid, groups, size / sizeof *groups};
    return true;
}

void peer_free(struct peer *p)
{
    free((gid_t *)p->groups);
    *p = (struct peer){0};
}
