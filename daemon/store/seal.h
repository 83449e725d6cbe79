/* What may be read only by whoever has the studio's key: texts sealed under a key per client, those
 * keys sealed under the studio's, which lies beside the database in studio.key and is no part of
 * it. Without a client's key, what was sealed under it is noise, in every event and every backup.
 *
 * XChaCha20-Poly1305 (libsodium's ietf construction): a random 24-byte nonce, then the ciphertext
 * with its tag; the client's UUID is authenticated with it, so that nothing sealed for one client
 * opens for another. */
#ifndef STIPPLE_STORE_SEAL_H
#define STIPPLE_STORE_SEAL_H

#include "store/store.h"

/* … and a key as it is kept: a nonce, the ciphertext, its tag. */
enum { KEY_SIZE = 32, SEALED_KEY_SIZE = KEY_SIZE + 24 + 16 };

/* Two keys derived from the one in the file, so that no key does two jobs. */
struct studio_key {
    unsigned char clients[KEY_SIZE];  /* seals the clients' keys */
    unsigned char requests[KEY_SIZE]; /* of the digests that tell requests apart */
    bool known;                       /* false: the file was not there */
};

/* Makes a client's key and keeps it, sealed, inside the savepoint under way. It is made beside the
 * event and not by it: a rebuild knows no keys. */
enum stipple_error seal_key_make(struct store *s, const char *client, struct error *e);
/* *ret: base64, in the arena. CLIENT_ERASED when the client has no key any more. */
enum stipple_error seal_text(struct store *s, struct arena *a, const char *client, const char *text,
                             size_t length, const char **ret, struct error *e);
/* What seal_text was given, in the arena. KEY_WRONG when it was sealed under another key, or was
 * changed. */
enum stipple_error seal_open(struct store *s, struct arena *a, const char *client,
                             const char *sealed, const char **ret, struct error *e);

/* Within the store room. */

/* The studio's key from `dir`/studio.key into the store; the writer makes it while there is no
 * client. KEY_MISSING when there are; KEY_WRONG when it does not open their keys. */
enum stipple_error studio_key_load(struct store *s, const char *dir, struct error *e);
/* Reads the file; ret->known says whether it was there. CONFIG_INVALID when others may read it. */
enum stipple_error studio_key_read(const char *path, struct studio_key *ret, struct error *e);
/* Makes it, whole or not at all. */
enum stipple_error studio_key_make(const char *path, const struct sources *sources,
                                   struct studio_key *ret, struct error *e);
/* seal_open with the client's key at hand, as it is kept. */
enum stipple_error seal_open_with(struct store *s, struct arena *a, const char *client,
                                  const void *kept, size_t kept_length, const char *sealed,
                                  const char **ret, struct error *e);
/* The client's key itself; the caller wipes it. CLIENT_ERASED, KEY_WRONG. */
enum stipple_error seal_key_find(struct store *s, const char *client, unsigned char *ret,
                                 struct error *e);
/* Under any key, authenticated with the name of what it is for; 24 + 16 bytes more than sealed. */
void seal_bytes(struct store *s, const unsigned char *key, const char *name, const void *bytes,
                size_t length, unsigned char *ret);
bool seal_bytes_open(const unsigned char *key, const char *name, const unsigned char *sealed,
                     size_t length, unsigned char *ret);
/* The same for texts, in base64. */
enum stipple_error seal_text_under(struct store *s, struct arena *a, const unsigned char *key,
                                   const char *name, const char *text, size_t length,
                                   const char **ret, struct error *e);
enum stipple_error seal_open_under(struct arena *a, const unsigned char *key, const char *name,
                                   const char *sealed, const char **ret, struct error *e);
/* Keyed BLAKE2b of salt ‖ text, 32 bytes: whoever has the file but not the key cannot try names
 * until the digest fits. */
enum stipple_error seal_digest(const struct store *s, const unsigned char *salt, const char *text,
                               size_t length, unsigned char *ret, struct error *e);

#endif
