/* What came of sessions. */
#include "app/session_schema.h"
#include "app/schemas.h"

#include "store/session_key.h"

#include <string.h>

struct incident_params {
    struct incident_record command;
    const char *words;
};
static const struct field incident_fields[] = {
    {FIELD_AS("session", struct incident_params, command.session, REF), .required = true,
     .of = "session", .doc = "The session it came of."},
    {FIELD(struct incident_params, words, TEXT), .required = true, .sealed = true, .min = 1,
     .max = HEALTH_MAX_CHARS, .doc = "What was seen, by whom, and what was done."},
};
static const struct schema incident_params_schema =
    SCHEMA_ON(&write_head_schema, "IncidentRecord", struct incident_params, incident_fields);

struct incident_change {
    struct incident_amend command;
    const char *words;
};
static const struct field amend_fields[] = {
    {FIELD_AS("incident", struct incident_change, command.incident, REF), .required = true,
     .of = "incident", .doc = "Which one."},
    {FIELD_AS("reason", struct incident_change, command.reason, TEXT), .required = true, .min = 1,
     .max = WORDS_MAX_CHARS, .doc = "Why it is changed; kept in clear, so name nobody here."},
    {FIELD_AS("session", struct incident_change, command.session, REF), .of = "session",
     .doc = "The session it came of, if that was another one."},
    {FIELD_AS("seen_at", struct incident_change, command.seen_at, TIME),
     .doc = "When it showed, if that was wrong."},
    {FIELD(struct incident_change, words, TEXT), .sealed = true, .min = 1, .max = HEALTH_MAX_CHARS,
     .doc = "What was seen, by whom, and what was done: all of it anew."},
};
static const struct schema incident_change_schema =
    SCHEMA_ON(&write_head_schema, "IncidentAmend", struct incident_change, amend_fields);

struct incident_words {
    const char *words;
};
static const struct field incident_words_fields[] = {
    {FIELD(struct incident_words, words, TEXT), .required = true, .min = 1, .max = HEALTH_MAX_CHARS,
     .doc = "What was seen."},
};
static const struct schema incident_words_schema =
    SCHEMA("IncidentWords", struct incident_words, incident_words_fields);
static const struct field incident_made_fields[] = {
    {FIELD(struct incident_made, incident, UUID), .required = true, .doc = "The incident."},
    {FIELD(struct incident_made, incident_code, TEXT), .required = true, .doc = "I-0001."},
    {FIELD(struct incident_made, session, UUID), .required = true, .doc = "The session."},
    {FIELD(struct incident_made, session_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct incident_made, client, UUID), .required = true, .doc = "Whom it befell."},
    {FIELD(struct incident_made, client_code, TEXT), .required = true, .doc = "Their code."},
};
static const struct schema incident_made_schema =
    SCHEMA("IncidentMade", struct incident_made, incident_made_fields);

enum stipple_error incidents_open(struct call *call, const struct list *incidents)
{
    struct incident *incident = incidents->items;
    for (size_t i = 0; i < incidents->n; i++) {
        struct incident_words words = {0};
        const char *opened;
        if (!incident[i].sealed)
            continue;
        enum stipple_error code =
            session_open(call->store, &call->arena, incident[i].session, incident[i].client,
                         incident[i].sealed, &opened, &call->error);
        if (code == STIPPLE_KEY_WRONG)
            continue;
        TRY(code);
        TRY(sealed_read(call, &incident_words_schema, opened, &words));
        incident[i].words = words.words;
    }
    return STIPPLE_OK;
}

enum stipple_error incidents_amended(struct call *call, const struct list *incidents)
{
    struct incident *incident = incidents->items;
    for (size_t i = 0; i < incidents->n; i++)
        TRY(incident_amendments(call->store, &call->arena, incident[i].id, &incident[i].amendments,
                                &call->error));
    return STIPPLE_OK;
}

static enum stipple_error handle_incident(struct call *call, void *params, void *result)
{
    const struct incident_params *p = params;
    return incident_record(call->store, &call->arena, &p->command, result, &call->error);
}

/* Under another session words lie under another key: what is not said anew goes along as it was. */
static enum stipple_error words_carry(struct call *call, const struct incident *stood,
                                      const struct incident_made *made, struct incident_change *p)
{
    struct incident opened = *stood;
    if (p->words || strcmp(stood->session, made->session) == 0)
        return STIPPLE_OK;
    enum stipple_error code = incidents_open(call, &(struct list){&opened, 1});
    p->words = opened.words;
    return code == STIPPLE_CLIENT_ERASED ? STIPPLE_OK : code; /* there are none any more */
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct incident_change *p = params;
    struct incident stood;
    TRY(amendment_check(call, p, "incident"));
    TRY(incident_amend(call->store, &call->arena, &p->command, result, &stood, &call->error));
    return words_carry(call, &stood, result, p);
}

static const struct example incident_examples[] = {
    {.name = "a reaction, some days later",
     .params = "{" EXAMPLE_OP("0931") ",\"by\":\"S-01\",\"session\":\"V-0001\",\"words\":"
                                      "\"redness at the crown, sent to the doctor\"}",
     .result = "{\"incident_code\":\"I-0001\",\"session_code\":\"V-0001\","
               "\"client_code\":\"C-0001\"}"},
    {.name = "of no session",
     .params = "{" EXAMPLE_OP("0932") ",\"by\":\"S-01\",\"words\":\"redness\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "session"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "written down wrongly; both stay",
     .params =
         "{" EXAMPLE_OP("0941") ",\"by\":\"S-01\",\"incident\":\"I-0001\",\"reason\":"
                                "\"misheard\",\"words\":\"redness at the hairline, sent to the "
                                "doctor\"}",
     .result = "{\"incident_code\":\"I-0001\",\"session_code\":\"V-0001\","
               "\"client_code\":\"C-0001\"}"},
    {.name = "before the session that it came of",
     .params = "{" EXAMPLE_OP("0942") ",\"by\":\"S-01\",\"incident\":\"I-0001\",\"reason\":"
                                      "\"slip\",\"seen_at\":\"2026-03-01T09:00:00+01:00\"}",
     .error = STIPPLE_TIME_ORDER,
     .field = "seen_at"},
    {.name = "nothing said",
     .params = "{" EXAMPLE_OP("0943") ",\"by\":\"S-01\",\"incident\":\"I-0001\",\"reason\":"
                                      "\"looked at it\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {.name = "no such incident",
     .params = "{" EXAMPLE_OP("0944") ",\"by\":\"S-01\",\"incident\":\"I-0099\",\"reason\":"
                                      "\"slip\",\"words\":\"none\"}",
     .error = STIPPLE_INCIDENT_NOT_FOUND,
     .field = "incident"},
    {0}};

static const enum stipple_error incident_errors[] = {
    STIPPLE_SESSION_NOT_FOUND, STIPPLE_SESSION_STRUCK, STIPPLE_TIME_ORDER,
    STIPPLE_CLIENT_ERASED,     STIPPLE_CLIENT_PURGED,  STIPPLE_OK};
static const enum stipple_error amend_errors[] = {
    STIPPLE_INCIDENT_NOT_FOUND, STIPPLE_SESSION_NOT_FOUND,
    STIPPLE_SESSION_STRUCK,     STIPPLE_TIME_ORDER,
    STIPPLE_CLIENT_ERASED,      STIPPLE_CLIENT_PURGED,
    STIPPLE_NOTHING_TO_DO,      STIPPLE_OK};

const struct method incident_methods[] = {
    {"incident.record", "Something that came of a session, often days later.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &incident_params_schema, &incident_made_schema,
     incident_errors, incident_examples, handle_incident},
    {"incident.amend", "Puts an incident right; the mistake stays visible.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &incident_change_schema, &incident_made_schema,
     amend_errors, amend_examples, handle_amend},
    {0}};
