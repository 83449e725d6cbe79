/* Reads that wait for a thread of the pool. Everything here happens on the loop thread. */
#ifndef STIPPLE_APP_READS_H
#define STIPPLE_APP_READS_H

#include <stdbool.h>

struct call;
struct session;

/* Begins it when it is its connection's turn; call_finish comes of itself. */
void read_put(struct call *call);
/* Whether the call, which somebody has claimed as cancelled, will not run: it is answered. */
void read_cancel(struct call *call);
/* The connection is gone: what has not begun will not, and the session can be freed. */
void reads_end(struct session *session);

#endif
