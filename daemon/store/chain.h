/* The commitments of design ledger: body_sha256 = SHA-256(salt ‖ canonical body), hash =
 * SHA-256(prev ‖ canonical {by, body_sha256, occurred_at, op_id, recorded_at, seq, type}). */
#ifndef STIPPLE_STORE_CHAIN_H
#define STIPPLE_STORE_CHAIN_H

#include "store/store.h"

enum { HASH_SIZE = 32, SALT_SIZE = 32, HASH_HEX = 2 * HASH_SIZE + 1 };

/* SHA-256(salt ‖ text): of a body, of a request. */
void chain_commit(const unsigned char *salt, const char *text, size_t length, unsigned char *ret);
/* False when memory ran out. */
bool chain_hash(const unsigned char *prev, const struct event *event,
                const unsigned char *body_sha256, unsigned char *ret);
/* HASH_HEX bytes of lower-case hex. */
void chain_hex(const unsigned char *hash, char *ret);

#endif
