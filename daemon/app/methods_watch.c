/* Following the history as it grows. */
#include "app/schemas.h"
#include "app/watch.h"

struct subscribe_params {
    int64_t from, heartbeat_s;
};
static const struct field subscribe_fields[] = {
    {FIELD(struct subscribe_params, from, INT), .min = 1, .max = 9007199254740991.0,
     .doc = "First place in the history; what comes next when left out."},
    {FIELD(struct subscribe_params, heartbeat_s, INT), .min = 1, .max = 3600,
     .fallback = WATCH_HEARTBEAT_S, .unit = "s",
     .doc = "An event.heartbeat after so long without an event."},
};
static const struct schema subscribe_schema =
    SCHEMA("EventSubscribe", struct subscribe_params, subscribe_fields);

struct subscribed {
    int64_t next, events;
};
static const struct field subscribed_fields[] = {
    {FIELD(struct subscribed, next, INT), .required = true,
     .doc = "The event that will be told first. Each comes as the notification event.happened, an "
            "Event as event.list gives it; event.heartbeat and event.overflow say {next}."},
    {FIELD(struct subscribed, events, INT), .required = true, .doc = "Events there are."},
};
static const struct schema subscribed_schema =
    SCHEMA("EventSubscribed", struct subscribed, subscribed_fields);

struct unsubscribed {
    int64_t next;
};
static const struct field unsubscribed_fields[] = {
    {FIELD(struct unsubscribed, next, INT),
     .doc = "Go on `from` here; absent: there was no subscription."},
};
static const struct schema unsubscribed_schema =
    SCHEMA("EventUnsubscribed", struct unsubscribed, unsubscribed_fields);

static enum stipple_error handle_subscribe(struct call *call, void *params, void *result)
{
    const struct subscribe_params *p = params;
    struct subscribed *r = result;
    pthread_mutex_lock(&call->app->position_lock);
    r->events = call->app->position.events;
    pthread_mutex_unlock(&call->app->position_lock);
    r->next = p->from == INT_ABSENT ? r->events + 1 : p->from;
    if (r->next > r->events + 1)
        return fail(&call->error, STIPPLE_PARAM_RANGE, "from",
                    "There are %lld events; go on from %lld at most.", (long long)r->events,
                    (long long)r->events + 1);
    watch_end(call->session);
    return watch_begin(call->session, r->next, p->heartbeat_s, &call->error);
}

static enum stipple_error handle_unsubscribe(struct call *call, void *params, void *result)
{
    (void)params;
    struct unsubscribed *r = result;
    r->next = watch_end(call->session);
    return STIPPLE_OK;
}

static const struct example subscribe_examples[] = {
    {.name = "from now on", .params = "{\"heartbeat_s\":3600}", .result = "{}"},
    {.name = "beyond the end of the history",
     .params = "{\"from\":9007199254740991}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "from"},
    {0}};
static const struct example unsubscribe_examples[] = {
    {.name = "enough", .params = "{}", .result = "{}"},
    {.name = "from a place on",
     .params = "{\"from\":1}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "from"},
    {0}};

const struct method watch_methods[] = {
    {"event.subscribe", "Tells every event from a place in the history on, as it is committed.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_INLINE, &subscribe_schema, &subscribed_schema, NULL,
     subscribe_examples, handle_subscribe},
    {"event.unsubscribe", "Ends the connection's subscription.", ROLE_MANAGER | ROLE_INSPECTOR,
     METHOD_INLINE, &empty_schema, &unsubscribed_schema, NULL, unsubscribe_examples,
     handle_unsubscribe},
    {0}};
