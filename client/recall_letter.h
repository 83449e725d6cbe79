/* Letters to the clients on the list of a recall. */
#ifndef STIPPLE_CLIENT_RECALL_LETTER_H
#define STIPPLE_CLIENT_RECALL_LETTER_H

#include "client/command.h"

/* Runs `recall letter`: asks for the list with names and writes a letter for each client. */
enum stipple_exit letter_run(struct run *r);

#endif
