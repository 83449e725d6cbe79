/* Incidents: what came of a session, often days later. */
#ifndef STIPPLE_STORE_INCIDENTS_H
#define STIPPLE_STORE_INCIDENTS_H

#include "store/sessions.h"

struct incident {
    const char *id, *code, *session, *session_code, *client, *client_code;
    struct instant occurred_at, recorded_at;
    const char *sealed; /* what was seen */
    /* What the caller fills in, or leaves: the same, opened; struct amendment. */
    const char *words;
    struct list amendments;
};
struct incident_record {
    struct write_head head;
    const char *session;
};
struct incident_amend {
    struct write_head head;
    const char *incident, *reason;
    const char *session;    /* that it came of, or NULL */
    struct instant seen_at; /* when it showed, or absent */
};
struct incident_made {
    const char *incident, *incident_code, *session, *session_code, *client, *client_code;
};

/* TIME_ORDER, CLIENT_PURGED. */
enum stipple_error incident_record(struct store *s, struct arena *a,
                                   const struct incident_record *command, struct incident_made *ret,
                                   struct error *e);
/* TIME_ORDER, CLIENT_PURGED. *stood: the incident as it was. What is said anew is the body's; so
 * are, under another session, the words that stay. */
enum stipple_error incident_amend(struct store *s, struct arena *a,
                                  const struct incident_amend *command, struct incident_made *ret,
                                  struct incident *stood, struct error *e);

/* Rows of struct incident of one session. */
enum stipple_error incident_list(struct store *s, struct arena *a, const char *session,
                                 struct list *ret, struct error *e);
/* Those of all sessions of a client, newest first. */
enum stipple_error client_incidents(struct store *s, struct arena *a, const char *client,
                                    struct list *ret, struct error *e);
/* Rows of struct amendment, oldest first. */
enum stipple_error incident_amendments(struct store *s, struct arena *a, const char *id,
                                       struct list *ret, struct error *e);

#endif
