/* What a manager says of a session: that they have looked at it, or that it was none. */
#include "app/session_schema.h"
#include "app/schemas.h"

static const struct field verdict_fields[] = {
    {FIELD(struct session_verdict, session, REF), .required = true, .of = "session",
     .doc = "Which one."},
    {FIELD(struct session_verdict, reason, TEXT), .required = true, .min = 1,
     .max = WORDS_MAX_CHARS, .doc = "What was found; kept in clear, so name nobody here."},
};
static const struct schema verdict_schema =
    SCHEMA_ON(&write_head_schema, "SessionVerdict", struct session_verdict, verdict_fields);

static enum stipple_error handle_review(struct call *call, void *params, void *result)
{
    struct session_answer *r = result;
    return session_review(call->store, &call->arena, params, &r->made, &call->error);
}

static enum stipple_error handle_strike(struct call *call, void *params, void *result)
{
    struct session_answer *r = result;
    return session_strike(call->store, &call->arena, params, &r->made, &call->error);
}

static const struct example review_examples[] = {
    {.name = "a manager has looked at it",
     .params = "{" EXAMPLE_OP("0921") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                      "\"entered late, no harm done\"}",
     .result = "{\"session_code\":\"V-0002\",\"warnings\":[{\"name\":\"review.own\"}]}"},
    {.name = "and the other one that waits",
     .params = "{" EXAMPLE_OP("0923") ",\"by\":\"S-01\",\"session\":\"V-0003\",\"reason\":"
                                      "\"no session was held\"}",
     .result = "{\"session_code\":\"V-0003\"}"},
    {.name = "once is enough",
     .params = "{" EXAMPLE_OP("0922") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                      "\"again\"}",
     .error = STIPPLE_SESSION_REVIEWED,
     .field = "session"},
    {0}};

static const struct example strike_examples[] = {
    {.name = "it stands twice",
     .params = "{" EXAMPLE_OP("0925") ",\"by\":\"S-01\",\"session\":\"V-0004\",\"reason\":"
                                      "\"V-0003 once more\"}",
     .result = "{\"session_code\":\"V-0004\",\"uses\":[]}"},
    {.name = "it is none already",
     .params = "{" EXAMPLE_OP("0926") ",\"by\":\"S-01\",\"session\":\"V-0004\",\"reason\":"
                                      "\"it was put off\"}",
     .error = STIPPLE_SESSION_STRUCK,
     .field = "session"},
    {0}};

static const enum stipple_error review_errors[] = {STIPPLE_SESSION_NOT_FOUND,
                                                   STIPPLE_SESSION_REVIEWED, STIPPLE_OK};
static const enum stipple_error strike_errors[] = {STIPPLE_SESSION_NOT_FOUND,
                                                   STIPPLE_SESSION_STRUCK, STIPPLE_SESSION_INCIDENT,
                                                   STIPPLE_CLIENT_PURGED, STIPPLE_OK};
const struct method verdict_methods[] = {
    {"session.review", "A manager has looked at what was used against the rules.", ROLE_MANAGER,
     METHOD_WRITE, &verdict_schema, &session_answer_schema, review_errors, review_examples,
     handle_review},
    {"session.strike", "A session that was not held counts for nothing; what was written stays.",
     ROLE_MANAGER, METHOD_WRITE, &verdict_schema, &session_answer_schema, strike_errors,
     strike_examples, handle_strike},
    {0}};
