/* What stippled does without being a daemon: proving a file, and putting one in place. */
#ifndef STIPPLE_APP_OFFLINE_H
#define STIPPLE_APP_OFFLINE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/sources.h"
#include "store/audit.h"

/* Audits a file and appends the result: the JSON that audit.verify answers with, or lines for a
 * person. *ret_whole: nothing was found. */
enum stipple_error offline_verify(const char *file, const struct audit_ask *ask, bool json,
                                  const struct sources *sources, struct buffer *out,
                                  bool *ret_whole, struct error *e);
/* Restores a file into a data directory and appends what a person is to know. */
enum stipple_error offline_restore(const char *file, const char *dir, const struct sources *sources,
                                   struct buffer *out, struct error *e);

#endif
