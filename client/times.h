/* The moments among the options. */
#ifndef STIPPLE_CLIENT_TIMES_H
#define STIPPLE_CLIENT_TIMES_H

#include "client/command.h"

/* Puts them as the wire has them: what is said without an offset is what the studio's clocks
 * showed, wherever this machine stands. What is no moment stays, and is refused as it is written.
 * Tells what fails. */
enum stipple_exit times_settle(struct run *r);

#endif
