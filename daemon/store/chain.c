/* The hashed text is canonical JSON because its members are written in order here: op_id, type and
 * by are the only texts from outside, and the writer escapes as RFC 8785 does. */
#include "store/chain.h"

#include "base/time.h"
#include "json/writer.h"

#include <sodium.h>

_Static_assert(HASH_SIZE == crypto_hash_sha256_BYTES, "SHA-256");

void chain_hex(const unsigned char *hash, char *ret)
{
    sodium_bin2hex(ret, HASH_HEX, hash, HASH_SIZE);
}

void chain_commit(const unsigned char *salt, const char *text, size_t length, unsigned char *ret)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, salt, SALT_SIZE);
    crypto_hash_sha256_update(&state, (const unsigned char *)text, length);
    crypto_hash_sha256_final(&state, ret);
}

static void member(struct json_writer *w, const char *key, const char *text)
{
    json_key(w, key);
    json_text(w, text);
}

bool chain_hash(const unsigned char *prev, const struct event *event,
                const unsigned char *body_sha256, unsigned char *ret)
{
    char body[HASH_HEX], occurred[TIME_LENGTH + 1], recorded[TIME_LENGTH + 1];
    chain_hex(body_sha256, body);
    time_format(event->occurred_at.ms, occurred);
    time_format(event->recorded_at, recorded);
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_object(&w); /* names in order */
    member(&w, "body_sha256", body);
    member(&w, "by", event->by);
    member(&w, "occurred_at", occurred);
    member(&w, "op_id", event->op_id);
    member(&w, "recorded_at", recorded);
    json_key(&w, "seq");
    json_int(&w, event->seq);
    member(&w, "type", event->type);
    json_object_end(&w);
    bool done = !text.failed;
    if (done)
        chain_commit(prev, text.data, text.length, ret);
    buffer_free(&text);
    return done;
}
