/* Where in the parameters one is, kept on the stack and written out only when it is needed. */
#ifndef STIPPLE_RPC_PATH_H
#define STIPPLE_RPC_PATH_H

#include <stddef.h>

enum { PATH_MAX_BYTES = 128 }; /* as error.field */

struct path {
    const struct path *up; /* NULL: the parameters themselves */
    const char *name;      /* of a member; NULL: an item */
    size_t index;          /* of an item */
};

/* stubble[1].value[0]; what does not fit is cut at a UTF-8 boundary. */
void path_write(const struct path *at, char ret[PATH_MAX_BYTES]);

#endif
