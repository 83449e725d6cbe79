/* The words of a session and of what came of it: sealed for whoever the session stands under. */
#ifndef STIPPLE_STORE_SESSION_KEY_H
#define STIPPLE_STORE_SESSION_KEY_H

#include "store/seal.h"

/* *ret: base64, in the arena; the session's key is made with its first words. CLIENT_ERASED. */
enum stipple_error session_seal(struct store *s, struct arena *a, const char *session,
                                const char *client, const char *text, size_t length,
                                const char **ret, struct error *e);
/* What session_seal was given. `client`: under whom the session stands. KEY_WRONG, CLIENT_ERASED.
 */
enum stipple_error session_open(struct store *s, struct arena *a, const char *session,
                                const char *client, const char *sealed, const char **ret,
                                struct error *e);
/* Hands the words over to another client; where one of the two was erased, they end. */
enum stipple_error session_key_move(struct store *s, const char *session, const char *from,
                                    const char *to, struct error *e);

#endif
