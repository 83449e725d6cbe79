/* Running stippled for what needs no daemon that listens. */
#ifndef STIPPLE_CLIENT_DAEMON_PROGRAM_H
#define STIPPLE_CLIENT_DAEMON_PROGRAM_H

#include "base/buffer.h"
#include "base/error.h"

/* Runs the stippled beside this program, else the one in $PATH, with `words` (ended by NULL) behind
 * its name, and waits. What it prints is appended to `out`, its complaints go where ours go;
 * *ret_status is how it ended. Fails with CLIENT_INPUT when there is none. */
enum stipple_error daemon_program(const char *const words[], struct buffer *out, int *ret_status,
                                  struct error *e);

#endif
