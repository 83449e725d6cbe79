/* The studio's signature under its history: Ed25519 (RFC 8032) over the canonical JSON of where the
 * history ended and when. The secret key is the file seal.key (0600) in the data directory and in
 * no backup; every public key the studio has had stands in the history, in an event audit.key that
 * is itself a seal over the event before it. */
#ifndef STIPPLE_STORE_SIGNATURE_H
#define STIPPLE_STORE_SIGNATURE_H

#include "store/store.h"

#define SEAL_KEY_FILE "seal.key"

/* A key's fingerprint: 128 bits of its SHA-256, in groups of four hex digits. */
enum { SEAL_PUBLIC_HEX = 65, SEAL_SIGNATURE_HEX = 129, SEAL_FINGERPRINT_SIZE = 40 };

struct seal {
    int64_t seq;      /* of the last event */
    const char *hash; /* of the last event, lower-case hex */
    struct instant time;
    const char *public_key, *fingerprint, *signature; /* hex; the fingerprint grouped */
};

struct signing_key; /* never changes: any thread may use it */

/* The key of the data directory, made when there is none. CONFIG_INVALID when others may read the
 * file or it is no key. Free with signing_key_free. */
enum stipple_error signing_key_open(const char *dir, const struct sources *sources,
                                    struct signing_key **ret, struct error *e);
void signing_key_free(struct signing_key *key); /* takes NULL */
const char *signing_key_public(const struct signing_key *key);
const char *signing_key_fingerprint(const struct signing_key *key);

/* The fingerprint of a public key in hex; false when it is none. ret holds SEAL_FINGERPRINT_SIZE.
 */
bool seal_fingerprint(const char *public_key, char *ret);

/* Signs any bytes; ret holds SEAL_SIGNATURE_HEX bytes. */
void seal_sign(const struct signing_key *key, const char *text, size_t length, char *ret);
/* Whether that is the signature of the public key; both in lower-case hex, anything else is not. */
bool seal_signed(const char *public_key, const char *text, size_t length, const char *signature);

/* Signs the end of the history as the connection sees it. */
enum stipple_error seal_make(struct store *s, struct arena *a, const struct signing_key *key,
                             struct seal *ret, struct error *e);
/* Whether signature and fingerprint are those of the seal's own public key. */
bool seal_valid(const struct seal *seal);

/* Whether the history named the key before: this one last, none ever, or another one last. */
enum key_named { KEY_NAMED, KEY_FIRST, KEY_REPLACED };
/* Has the history name the key, by an event in a transaction of its own, unless it is the one named
 * last. *ret: how it stood before. */
enum stipple_error signing_key_record(struct store *s, const struct signing_key *key,
                                      enum key_named *ret, struct error *e);

/* A seal as a person types it from paper. */
struct seal_typed {
    int64_t seq;   /* INT_ABSENT when only the hash was typed */
    char hash[65]; /* lower-case hex */
};
/* Reads the event's number and the 64 digits of its hash, in either case, grouped as one likes; O
 * counts as 0, I and l as 1. SEAL_FORMAT says what is wrong. */
enum stipple_error seal_parse(const char *text, struct seal_typed *ret, struct error *e);

#endif
