/* What is signed is written member by member in order, which makes it canonical (RFC 8785), so that
 * anybody can write it again from a seal's parts and check it without this program. */
#include "store/signature.h"

#include "base/time.h"
#include "base/uuid.h"
#include "json/writer.h"
#include "store/chain.h"
#include "store/query.h"

#include <string.h>

static void member(struct json_writer *w, const char *key, const char *text)
{
    json_key(w, key);
    json_text(w, text);
}

/* The canonical text; with the signature where there is one, which sorts between the other names
 * as it should. */
static void seal_write(const struct seal *seal, bool with_signature, struct buffer *ret)
{
    char time[TIME_LENGTH + 1];
    time_format(seal->time.ms, time);
    struct json_writer w = {.out = ret};
    json_object(&w); /* names in order */
    member(&w, "fingerprint", seal->fingerprint);
    member(&w, "hash", seal->hash);
    member(&w, "public_key", seal->public_key);
    json_key(&w, "seq");
    json_int(&w, seal->seq);
    if (with_signature)
        member(&w, "signature", seal->signature);
    member(&w, "time", time);
    json_object_end(&w);
}

bool seal_valid(const struct seal *seal)
{
    char fingerprint[SEAL_FINGERPRINT_SIZE];
    if (!seal->hash || !seal->fingerprint || !seal->signature ||
        !seal_fingerprint(seal->public_key, fingerprint) ||
        strcmp(fingerprint, seal->fingerprint) != 0)
        return false;
    struct buffer text = {0};
    seal_write(seal, false, &text);
    bool valid =
        !text.failed && seal_signed(seal->public_key, text.data, text.length, seal->signature);
    buffer_free(&text);
    return valid;
}

enum stipple_error seal_make(struct store *s, struct arena *a, const struct signing_key *key,
                             struct seal *ret, struct error *e)
{
    struct store_position position;
    TRY(store_position(s, &position, e));
    char signature[SEAL_SIGNATURE_HEX];
    struct seal seal = {.seq = position.events,
                        .hash = arena_print(a, "%s", position.seal),
                        .time = {s->sources->now_ms(s->sources->context), 0},
                        .public_key = signing_key_public(key),
                        .fingerprint = signing_key_fingerprint(key)};
    struct buffer text = {0};
    seal_write(&seal, false, &text);
    if (!text.failed)
        seal_sign(key, text.data, text.length, signature);
    bool done = !text.failed && seal.hash;
    buffer_free(&text);
    seal.signature = done ? arena_print(a, "%s", signature) : NULL;
    if (!seal.signature)
        return fail_memory(e);
    *ret = seal;
    return STIPPLE_OK;
}

static enum stipple_error key_event(struct store *s, const struct seal *seal, struct error *e)
{
    char op_id[UUID_LENGTH + 1];
    uuid_v7(s->sources, op_id);
    struct buffer body = {0};
    buffer_text(&body, "{\"made\":");
    seal_write(seal, true, &body);
    buffer_text(&body, ",\"offset_min\":0}");
    struct event event = {.op_id = op_id,
                          .type = "audit.key",
                          .occurred_at = seal->time,
                          .recorded_at = seal->time.ms,
                          .by = "daemon",
                          .body = buffer_string(&body)};
    enum stipple_error code = event.body ? store_record(s, &event, e) : fail_memory(e);
    buffer_free(&body);
    return code;
}

static enum stipple_error key_look(struct store *s, const struct signing_key *key,
                                   enum key_named *ret, struct error *e)
{
    QUERY(q, s, SQL_SIGNING_KEY_LAST);
    bool row;
    TRY(query_step(&q, &row, e));
    const char *named = row ? (const char *)sqlite3_column_text(q.statement, 0) : NULL;
    bool same = named && strcmp(named, signing_key_public(key)) == 0;
    *ret = same ? KEY_NAMED : row ? KEY_REPLACED : KEY_FIRST;
    return STIPPLE_OK;
}

enum stipple_error signing_key_record(struct store *s, const struct signing_key *key,
                                      enum key_named *ret, struct error *e)
{
    struct seal seal = {0};
    struct arena a = {0};
    TRY(key_look(s, key, ret, e));
    if (*ret == KEY_NAMED)
        return STIPPLE_OK;
    TRY(store_begin(s, e));
    enum stipple_error code = seal_make(s, &a, key, &seal, e);
    if (code == STIPPLE_OK)
        code = key_event(s, &seal, e);
    if (code == STIPPLE_OK)
        code = store_commit(s, e);
    else
        store_rollback(s);
    arena_free(&a);
    return code;
}
