/* A session may turn out to have been another client's, and its words lie in the events as they
 * were sealed, for good. So they are sealed under a key of the session's, and only that is sealed
 * under the client's: it is handed over, and what the first client's key opens is nobody else's
 * word. What an older version sealed lies under the client's key itself. */
#include "store/session_key.h"

#include "store/query.h"

#include <sodium.h>

/* The key as it is kept, opened by the client's; *ret_found is false where there is none. */
static enum stipple_error key_read(struct store *s, const char *session, const char *client,
                                   unsigned char *ret, bool *ret_found, struct error *e)
{
    unsigned char own[KEY_SIZE];
    QUERY(q, s, SQL_SESSION_KEY);
    query_text(&q, ":session", session);
    TRY(query_step(&q, ret_found, e));
    if (!*ret_found)
        return STIPPLE_OK;
    TRY(seal_key_find(s, client, own, e));
    bool opened =
        sqlite3_column_bytes(q.statement, 0) == SEALED_KEY_SIZE &&
        seal_bytes_open(own, session, sqlite3_column_blob(q.statement, 0), SEALED_KEY_SIZE, ret);
    sodium_memzero(own, sizeof own);
    return opened ? STIPPLE_OK
                  : fail(e, STIPPLE_KEY_WRONG, NULL,
                         "What was sealed of this session does not open; it was changed.");
}

static enum stipple_error key_keep(struct store *s, enum sql sql, const char *session,
                                   const char *client, const unsigned char *key, struct error *e)
{
    unsigned char own[KEY_SIZE], kept[SEALED_KEY_SIZE];
    TRY(seal_key_find(s, client, own, e));
    seal_bytes(s, own, session, key, KEY_SIZE, kept);
    sodium_memzero(own, sizeof own);
    QUERY(q, s, sql);
    query_text(&q, ":session", session);
    query_bytes(&q, ":sealed", kept, sizeof kept);
    return query_run(&q, e);
}

enum stipple_error session_seal(struct store *s, struct arena *a, const char *session,
                                const char *client, const char *text, size_t length,
                                const char **ret, struct error *e)
{
    unsigned char key[KEY_SIZE];
    bool found;
    enum stipple_error code = key_read(s, session, client, key, &found, e);
    if (code == STIPPLE_OK && !found) {
        s->sources->random(s->sources->context, key, sizeof key);
        code = key_keep(s, SQL_SESSION_KEY_ADD, session, client, key, e);
    }
    if (code == STIPPLE_OK)
        code = seal_text_under(s, a, key, session, text, length, ret, e);
    sodium_memzero(key, sizeof key);
    if (code == STIPPLE_CLIENT_ERASED)
        fail_hint(e, "What was done can be written down all the same; leave out the words.");
    return code;
}

enum stipple_error session_open(struct store *s, struct arena *a, const char *session,
                                const char *client, const char *sealed, const char **ret,
                                struct error *e)
{
    unsigned char key[KEY_SIZE];
    bool found;
    TRY(key_read(s, session, client, key, &found, e));
    enum stipple_error code =
        found ? seal_open_under(a, key, session, sealed, ret, e) : STIPPLE_KEY_WRONG;
    sodium_memzero(key, sizeof key);
    return code == STIPPLE_KEY_WRONG ? seal_open(s, a, client, sealed, ret, e) : code;
}

enum stipple_error session_key_move(struct store *s, const char *session, const char *from,
                                    const char *to, struct error *e)
{
    unsigned char key[KEY_SIZE];
    bool found;
    enum stipple_error code = key_read(s, session, from, key, &found, e);
    if (code == STIPPLE_OK && found)
        code = key_keep(s, SQL_SESSION_KEY_MOVE, session, to, key, e);
    sodium_memzero(key, sizeof key);
    if (code == STIPPLE_CLIENT_ERASED) { /* one of the two is gone, and these words with them */
        QUERY(q, s, SQL_SESSION_KEY_END);
        query_text(&q, ":session", session);
        code = query_run(&q, e);
    }
    TRY(code);
    return found ? store_scrub_want(s, e) : STIPPLE_OK;
}
