/* A command line once more, to be pasted into a shell. */
#ifndef STIPPLE_CLIENT_AGAIN_H
#define STIPPLE_CLIENT_AGAIN_H

#include "client/command.h"

/* Appends " text"; in single quotes, where a shell would act upon it. */
void again_word(struct buffer *out, const char *text);
/* Appends " --name text"; `text` is NULL for a flag. */
void again_option(struct buffer *out, const char *name, const char *text);
/* Appends the command of this run as it was given, without the options named in `but`,
 * NULL-terminated. */
void again_command(struct buffer *out, const struct run *r, const char *const *but);

#endif
