/* Files that a record keeps as they are, byte for byte. */
#ifndef STIPPLE_CLIENT_ATTACHED_H
#define STIPPLE_CLIENT_ATTACHED_H

#include "client/command.h"

/* Writes the member `name`, an array with an object for each file that `option` names: its name and
 * its content in base64. Nothing when the option was not given. CLIENT_INPUT. */
enum stipple_error attached_write(struct run *r, const char *option, const char *name,
                                  struct json_writer *w, struct error *e);

#endif
