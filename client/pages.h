/* Answers that come in pages, and whoever asks for the whole. */
#ifndef STIPPLE_CLIENT_PAGES_H
#define STIPPLE_CLIENT_PAGES_H

#include "client/command.h"

/* The command shows the whole of what comes in pages: nobody asked for a certain one. */
bool pages_wanted(const struct run *r);
/* All pages of an answer; *ret is the first one with the command's list in full. With --json they
 * are printed besides, each as it came. Failures are told. */
enum stipple_exit pages_read(struct run *r, const char *method, const char *params, cJSON **ret);

#endif
