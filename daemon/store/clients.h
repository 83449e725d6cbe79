/* Clients: a code and a pseudonym in the history; who they are is sealed (seal.h). */
#ifndef STIPPLE_STORE_CLIENTS_H
#define STIPPLE_STORE_CLIENTS_H

#include "store/studio.h"

struct client {
    const char *id, *code;
    const char *sealed;                   /* the identity as it is kept; NULL once erased */
    struct instant added_at, recorded_at; /* both show when it was written later */
    int64_t open_courses;
    int64_t purged; /* the event that purged the record; absent: none did */
};
struct client_made { /* of every command with sealed parameters: whose key seals them */
    const char *client, *client_code;
};

/* Mints, and makes the client's key. */
enum stipple_error client_add(struct store *s, struct arena *a, struct client_made *ret,
                              struct error *e);
/* CLIENT_NOT_FOUND, with `client` as the field. */
enum stipple_error client_show(struct store *s, struct arena *a, const char *id, struct client *ret,
                               struct error *e);
/* CLIENT_PURGED: nothing can be added to a record that was purged. */
enum stipple_error client_alive(const struct client *client, struct error *e);
/* Rows of struct client, in the order they came. */
enum stipple_error client_list(struct store *s, struct arena *a, int64_t limit, const char *cursor,
                               struct list *ret, const char **ret_cursor, struct error *e);
/* Who the client is, as the JSON object that was sealed. CLIENT_ERASED. */
enum stipple_error client_open(struct store *s, struct arena *a, const struct client *client,
                               const char **ret, struct error *e);

struct client_found {
    struct client client;
    const char *identity; /* as client_open gives it */
};
/* Rows of struct client_found: clients whose `name` has, for each word asked for, a word that
 * begins so; case and accents do not matter. Opens everybody, so it takes some microseconds a
 * client. *ret_more: there are more than `limit`. */
enum stipple_error client_find(struct store *s, struct arena *a, const char *name, int64_t limit,
                               struct list *ret, bool *ret_more, struct error *e);

struct client_event {
    int64_t seq;
    const char *type;
    struct instant occurred_at, recorded_at;
    const char *by, *by_code, *by_name; /* the last two NULL unless staff */
    const char *body;                   /* JSON object; NULL: purged */
    const char *sealed;                 /* what of it was sealed, opened: a JSON object, or NULL */
    const char *session;                /* that it is about, or NULL */
    int64_t purged_by;                  /* the event that purged it, or absent */
};
/* Rows of struct client_event: everything in the history that names the client. It is looked for
 * in the history itself, so that no kind of event can be forgotten. */
enum stipple_error client_events(struct store *s, struct arena *a, const char *id, struct list *ret,
                                 struct error *e);

#endif
