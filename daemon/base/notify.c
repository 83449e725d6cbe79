/* The protocol is one datagram to the socket that NOTIFY_SOCKET names, which is no reason for a
 * library. A path that begins with @ is in the abstract namespace (unix(7)). */
#include "base/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/log.h"

void notify_ready(void)
{
    static const char ready[] = "READY=1";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof address.sun_path)
        return;
    memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (fd < 0 || sendto(fd, ready, sizeof ready - 1, MSG_NOSIGNAL,
                         (const struct sockaddr *)&address, size) < 0)
        log_warning("the service manager at %s hears nothing: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
}
