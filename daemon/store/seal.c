/* The studio's key never meets a text: it opens the clients' keys, and those open the texts. So one
 * client is forgotten by destroying 72 bytes, wherever copies of the events may lie. */
#include "store/seal.h"

#include "store/chain.h"
#include "store/query.h"

#include <sodium.h>
#include <string.h>

enum {
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    SEAL_MORE = NONCE_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    /* Longer than any request may be: what is sealed came in one. */
    TEXT_MAX = 1 << 20,
};

_Static_assert(HASH_SIZE == crypto_generichash_BYTES, "BLAKE2b-256");
_Static_assert(SEALED_KEY_SIZE == KEY_SIZE + SEAL_MORE, "what a sealed key takes");
_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "libsodium's keys");

void seal_bytes(struct store *s, const unsigned char *key, const char *name, const void *bytes,
                size_t length, unsigned char *ret)
{
    s->sources->random(s->sources->context, ret, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(ret + NONCE_SIZE, NULL, bytes, length,
                                               (const unsigned char *)name, strlen(name), NULL, ret,
                                               key);
}

bool seal_bytes_open(const unsigned char *key, const char *name, const unsigned char *sealed,
                     size_t length, unsigned char *ret)
{
    return length >= SEAL_MORE && crypto_aead_xchacha20poly1305_ietf_decrypt(
                                      ret, NULL, NULL, sealed + NONCE_SIZE, length - NONCE_SIZE,
                                      (const unsigned char *)name, strlen(name), sealed, key) == 0;
}

static enum stipple_error key_needed(const struct store *s, struct error *e)
{
    if (s->key.known)
        return STIPPLE_OK;
    return fail(e, STIPPLE_KEY_MISSING, NULL,
                "studio.key is not in the data directory: bring its copy back, for nothing else "
                "opens the clients' names.");
}

static enum stipple_error key_open(struct store *s, const char *client, const void *kept,
                                   size_t length, unsigned char *ret, struct error *e)
{
    TRY(key_needed(s, e));
    if (client && length == SEALED_KEY_SIZE &&
        seal_bytes_open(s->key.clients, client, kept, length, ret))
        return STIPPLE_OK;
    return fail(e, STIPPLE_KEY_WRONG, NULL,
                "studio.key does not open this studio's clients: put back the one that was made "
                "with this database.");
}

enum stipple_error seal_key_make(struct store *s, const char *client, struct error *e)
{
    unsigned char key[KEY_SIZE], kept[SEALED_KEY_SIZE];
    TRY(key_needed(s, e));
    s->sources->random(s->sources->context, key, sizeof key);
    seal_bytes(s, s->key.clients, client, key, sizeof key, kept);
    sodium_memzero(key, sizeof key);
    QUERY(q, s, SQL_CLIENT_KEY_ADD);
    query_text(&q, ":client", client);
    query_bytes(&q, ":sealed", kept, sizeof kept);
    return query_run(&q, e);
}

enum stipple_error seal_key_find(struct store *s, const char *client, unsigned char *ret,
                                 struct error *e)
{
    QUERY(q, s, SQL_CLIENT_KEY);
    query_text(&q, ":client", client);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return fail(e, STIPPLE_CLIENT_ERASED, "client", "This client's record was erased.");
    return key_open(s, client, sqlite3_column_blob(q.statement, 0),
                    (size_t)sqlite3_column_bytes(q.statement, 0), ret, e);
}

enum stipple_error seal_text_under(struct store *s, struct arena *a, const unsigned char *key,
                                   const char *name, const char *text, size_t length,
                                   const char **ret, struct error *e)
{
    if (length > TEXT_MAX)
        return fail(e, STIPPLE_RPC_TOO_LARGE, NULL, "That is too much to be sealed.");
    size_t bytes = length + SEAL_MORE;
    size_t size = sodium_base64_ENCODED_LEN(bytes, sodium_base64_VARIANT_ORIGINAL);
    unsigned char *sealed = arena_take(a, bytes);
    char *base64 = arena_take(a, size);
    if (!sealed || !base64)
        return fail_memory(e);
    seal_bytes(s, key, name, text, length, sealed);
    sodium_bin2base64(base64, size, sealed, bytes, sodium_base64_VARIANT_ORIGINAL);
    *ret = base64;
    return STIPPLE_OK;
}

enum stipple_error seal_text(struct store *s, struct arena *a, const char *client, const char *text,
                             size_t length, const char **ret, struct error *e)
{
    unsigned char key[KEY_SIZE];
    TRY(seal_key_find(s, client, key, e));
    enum stipple_error code = seal_text_under(s, a, key, client, text, length, ret, e);
    sodium_memzero(key, sizeof key);
    return code;
}

enum stipple_error seal_open_under(struct arena *a, const unsigned char *key, const char *name,
                                   const char *sealed, const char **ret, struct error *e)
{
    size_t length = strlen(sealed), n = 0;
    unsigned char *bytes = arena_take(a, length + 1), *text = arena_take(a, length + 1);
    if (!bytes || !text)
        return fail_memory(e);
    if (sodium_base642bin(bytes, length, sealed, length, NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        !seal_bytes_open(key, name, bytes, n, text))
        return fail(e, STIPPLE_KEY_WRONG, NULL,
                    "What was sealed for this client does not open; it was changed.");
    *ret = (const char *)text; /* zeroed behind its end by the arena */
    return STIPPLE_OK;
}

enum stipple_error seal_open_with(struct store *s, struct arena *a, const char *client,
                                  const void *kept, size_t kept_length, const char *sealed,
                                  const char **ret, struct error *e)
{
    unsigned char key[KEY_SIZE];
    TRY(key_open(s, client, kept, kept_length, key, e));
    enum stipple_error code = seal_open_under(a, key, client, sealed, ret, e);
    sodium_memzero(key, sizeof key);
    return code;
}

enum stipple_error seal_open(struct store *s, struct arena *a, const char *client,
                             const char *sealed, const char **ret, struct error *e)
{
    unsigned char key[KEY_SIZE];
    TRY(seal_key_find(s, client, key, e));
    enum stipple_error code = seal_open_under(a, key, client, sealed, ret, e);
    sodium_memzero(key, sizeof key);
    return code;
}

enum stipple_error seal_digest(const struct store *s, const unsigned char *salt, const char *text,
                               size_t length, unsigned char *ret, struct error *e)
{
    TRY(key_needed(s, e));
    crypto_generichash_state state;
    crypto_generichash_init(&state, s->key.requests, KEY_SIZE, HASH_SIZE);
    crypto_generichash_update(&state, salt, SALT_SIZE);
    crypto_generichash_update(&state, (const unsigned char *)text, length);
    crypto_generichash_final(&state, ret, HASH_SIZE);
    return STIPPLE_OK;
}

/* One client's key must open, any; where there is none, the studio's key may be made. */
static enum stipple_error key_check(struct store *s, struct error *e)
{
    unsigned char key[KEY_SIZE];
    bool any;
    QUERY(q, s, SQL_CLIENT_KEY_ANY);
    TRY(query_step(&q, &any, e));
    if (!any)
        return STIPPLE_OK;
    TRY(key_open(s, (const char *)sqlite3_column_text(q.statement, 0),
                 sqlite3_column_blob(q.statement, 1), (size_t)sqlite3_column_bytes(q.statement, 1),
                 key, e));
    sodium_memzero(key, sizeof key);
    return STIPPLE_OK;
}

enum stipple_error studio_key_load(struct store *s, const char *dir, struct error *e)
{
    struct arena a = {0};
    const char *path = arena_print(&a, "%s/studio.key", dir);
    enum stipple_error code = path && sodium_init() >= 0 ? STIPPLE_OK : fail_memory(e);
    if (code == STIPPLE_OK)
        code = studio_key_read(path, &s->key, e);
    if (code == STIPPLE_OK && s->kind == CONNECTION_WRITER)
        code = key_check(s, e);
    if (code == STIPPLE_OK && s->kind == CONNECTION_WRITER && !s->key.known)
        code = studio_key_make(path, s->sources, &s->key, e);
    arena_free(&a);
    return code;
}
