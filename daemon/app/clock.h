/* The computer's clock can be set, by hand and over the network, forth and back. What a history
 * says then would only look odd; so it says that too. */
#ifndef STIPPLE_APP_CLOCK_H
#define STIPPLE_APP_CLOCK_H

#include "app/app.h"

/* From here on the clock is watched. `last_ms`: when the last event there is was recorded; a clock
 * that shows less was set back while no daemon ran. One that shows a year more was set forward, or
 * the studio was closed that long: the history says it in the same way, and that it was stopped. */
void clock_begin(struct app *app, int64_t last_ms);
/* What the clock shows. Where that is not what went by since the last write, an event "audit.clock"
 * comes before whatever is recorded next. Writer thread, inside the batch. */
enum stipple_error clock_read(struct app *app, int64_t *ret_ms, struct error *e);

#endif
