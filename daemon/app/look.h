/* Each look at a name is an event. A read that opens who a client is says so here, and is answered
 * only after the writer has committed the event: nobody sees a name without a trace of it. */
#ifndef STIPPLE_APP_LOOK_H
#define STIPPLE_APP_LOOK_H

#include "app/call.h"

/* At the head of such a read's parameters. */
struct look_head {
    const char *by, *reason;
};
extern const struct schema look_head_schema;

/* Whether these parameters let this caller see names: artists and managers may, inspectors on a
 * reason. */
bool look_allowed(const struct call *call, const struct look_head *head);
/* The same for what cannot be answered without names: REASON_MISSING. */
enum stipple_error look_check(struct call *call, const struct look_head *head);
/* Notes that the answer shows who the client is. */
enum stipple_error look_note(struct call *call, const struct look_head *head, const char *client);
/* Notes that the answer is a report, with this digest and with or without names. The event is the
 * report's. */
void look_report(struct call *call, const struct look_head *head, const char *digest);

/* The writer's half: records client.look or the report, by whom and why. */
enum stipple_error look_record(struct call *call);

#endif
