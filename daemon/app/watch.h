/* Subscriptions to the history: what is committed, as it is committed, to whoever asked. */
#ifndef STIPPLE_APP_WATCH_H
#define STIPPLE_APP_WATCH_H

#include <stdint.h>
#include <uv.h>
#include "base/error.h"

struct app;
struct session;
struct subscription;

/* Events that may happen while a subscriber has not taken the ones before: an afternoon of a busy
 * studio. Then it is told event.overflow and unsubscribed; it can go on from where it was. */
#define WATCH_LAG_MAX 1000
/* Seconds without an event after which a subscriber hears that the daemon is still there. */
#define WATCH_HEARTBEAT_S "15"

struct watch {
    uv_timer_t clock; /* ticks each second while there are subscriptions */
    struct subscription *first;
};

void watch_start(struct app *app);
/* No more is read for anybody; the subscriptions end with their connections. */
void watch_stop(struct app *app);

/* Subscribes the session, which must have no subscription, from the sequence number `next` on.
 * Nothing is sent before the loop's next turn. */
enum stipple_error watch_begin(struct session *session, int64_t next, int64_t heartbeat_s,
                               struct error *e);
/* Ends it; the sequence number it would have got next, INT_ABSENT when there was none. */
int64_t watch_end(struct session *session);

/* Something may have been committed. */
void watch_wake(struct app *app);
/* The session's connection has taken all that waited. */
void watch_drained(struct session *session);

extern const struct schema history_event_schema; /* struct event_row */

#endif
