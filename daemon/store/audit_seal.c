/* The history against what was given out of it: the studio's public key, and seals on paper. A
 * chain proves itself only to whoever holds one of its links. */
#include "store/audit_run.h"

#include "base/buffer.h"
#include "base/time.h"
#include "store/chain.h"
#include "store/signature.h"
#include "store/typed.h"

#include <string.h>

enum { FINGERPRINT_HEX = 32 };
/* Two hashes share about four digits of 64 by chance: so few that differ are a slip of the pen. */
enum { SLIPS_MAX = 16, HASH_GROUP = 4 };

/* Six columns from `first` on. A seal that could not have been signed loses its signature. */
static enum stipple_error seal_columns(struct query *q, struct arena *a, int first,
                                       struct seal *ret, struct error *e)
{
    const char *time = query_column_text(q, a, first + 2);
    *ret = (struct seal){.seq = query_column_int(q, first),
                         .hash = query_column_text(q, a, first + 1),
                         .public_key = query_column_text(q, a, first + 3),
                         .fingerprint = query_column_text(q, a, first + 4),
                         .signature = query_column_text(q, a, first + 5)};
    if (!time || !time_parse(time, &ret->time))
        ret->signature = NULL;
    return q->rc == SQLITE_OK ? STIPPLE_OK : fail_memory(e);
}

/* The hex digits of a public key or a fingerprint alone, in lower case; ret holds SEAL_PUBLIC_HEX
 * bytes. */
static enum stipple_error key_digits(const char *text, char *ret, struct error *e)
{
    struct typing typed;
    TRY(typing_read(text, "key", &typed, e));
    if (typed.n != SEAL_PUBLIC_HEX - 1 && typed.n != FINGERPRINT_HEX)
        return fail(e, STIPPLE_SEAL_FORMAT, "key",
                    "A public key has 64 hex digits, a fingerprint 32; here are %zu.", typed.n);
    memcpy(ret, typed.digits, typed.n + 1);
    return STIPPLE_OK;
}

static bool key_is(const char *asked, const struct seal *last)
{
    char digits[SEAL_PUBLIC_HEX];
    if (!last->public_key || !last->fingerprint)
        return false;
    return strcmp(asked, last->public_key) == 0 ||
           (key_digits(last->fingerprint, digits, NULL) == STIPPLE_OK &&
            strcmp(asked, digits) == 0);
}

static enum stipple_error key_asked(struct audit_run *run, const struct seal *last, struct error *e)
{
    char digits[SEAL_PUBLIC_HEX];
    if (!run->ask->key)
        return STIPPLE_OK;
    TRY(key_digits(run->ask->key, digits, e));
    if (!run->audit->key)
        audit_find(run, "key", INT_ABSENT, NULL, "This history names no key.");
    else if (!key_is(digits, last))
        audit_find(run, "key", INT_ABSENT, NULL,
                   arena_print(run->a, "The history is under another key, %s.", run->audit->key));
    return STIPPLE_OK;
}

enum stipple_error audit_keys(struct audit_run *run, struct error *e)
{
    QUERY(q, run->s, SQL_SIGNING_KEYS);
    struct seal seal = {0};
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            break;
        int64_t seq = query_column_int(&q, 0);
        const char *before = query_column_text(&q, run->a, 1);
        TRY(seal_columns(&q, run->a, 2, &seal, e));
        run->audit->key = seal.fingerprint;
        if (!seal_valid(&seal))
            audit_find(run, "key", seq, NULL, "The signature is not that of the key it names.");
        else if (seal.seq != seq - 1 || !before || strcmp(seal.hash, before) != 0)
            audit_find(run, "key", seq, NULL, "It signs another history than the one before it.");
    }
    return key_asked(run, &seal, e);
}

/* A seal as JSON is checked for its signature too; then it is held against the chain as typed. */
static enum stipple_error seal_signature(struct audit_run *run, struct seal_typed *ret,
                                         struct error *e)
{
    QUERY(q, run->s, SQL_SEAL_MEMBERS);
    query_text(&q, ":text", run->ask->seal);
    struct seal seal = {0};
    bool row;
    TRY(query_step(&q, &row, e));
    if (row)
        TRY(seal_columns(&q, run->a, 0, &seal, e));
    if (!seal.hash || seal.seq == INT_ABSENT || strlen(seal.hash) != HASH_HEX - 1)
        return fail(e, STIPPLE_SEAL_FORMAT, "seal", "This is not a seal as audit.seal gives it.");
    *ret = (struct seal_typed){.seq = seal.seq};
    memcpy(ret->hash, seal.hash, HASH_HEX);
    QUERY(known, run->s, SQL_SIGNING_KEY_KNOWN);
    query_text(&known, ":key", seal.public_key);
    TRY(query_step(&known, &row, e));
    if (!seal_valid(&seal))
        audit_find(run, "seal", INT_ABSENT, NULL, "The seal's signature is not that of its key.");
    else if (!row)
        audit_find(run, "seal", INT_ABSENT, NULL,
                   arena_print(run->a, "The seal is under a key that this history never had, %s.",
                               seal.fingerprint));
    return STIPPLE_OK;
}

/* Why the event does not bear the hash that was typed: a slip, or another history. */
static const char *difference_text(struct audit_run *run, const char *typed, const char *stands)
{
    struct buffer groups = {0};
    size_t differing = 0, last = SIZE_MAX;
    for (size_t i = 0; i < HASH_HEX - 1 && stands[i]; i++) {
        if (typed[i] == stands[i])
            continue;
        differing++;
        if (i / HASH_GROUP != last)
            buffer_print(&groups, "%s%zu", groups.length ? ", " : "", i / HASH_GROUP + 1);
        last = i / HASH_GROUP;
    }
    const char *list = buffer_string(&groups), *text;
    if (list && differing <= SLIPS_MAX)
        text = arena_print(run->a,
                           "This event bears almost the hash of the seal; of its groups of four "
                           "digits only %s differ%s. Look again at the paper.",
                           list, strchr(list, ',') ? "" : "s");
    else
        text = "This event bears another hash: it is not the history that was sealed.";
    buffer_free(&groups);
    return text;
}

/* The seal's hash stands nowhere at the place that was said. */
static enum stipple_error seal_missing(struct audit_run *run, const struct seal_typed *typed,
                                       const char *stands, struct error *e)
{
    QUERY(q, run->s, SQL_SEAL_SEARCH);
    query_text(&q, ":hash", typed->hash);
    bool row;
    TRY(query_step(&q, &row, e));
    int64_t elsewhere = row ? query_column_int(&q, 0) : INT_ABSENT;
    const char *text = "No event of this history bears that hash.";
    run->audit->seal_contained = row && typed->seq == INT_ABSENT;
    if (run->audit->seal_contained)
        return STIPPLE_OK;
    if (row)
        text = arena_print(run->a, "That hash stands at event %lld; look again at the number.",
                           (long long)elsewhere);
    else if (stands)
        text = difference_text(run, typed->hash, stands);
    else if (typed->seq != INT_ABSENT)
        text = arena_print(run->a, "The history ends at event %lld: what was sealed is not there.",
                           (long long)run->audit->events);
    audit_find(run, "seal", typed->seq, NULL, text);
    return STIPPLE_OK;
}

enum stipple_error audit_seal(struct audit_run *run, struct error *e)
{
    struct seal_typed typed = {0};
    const char *asked = run->ask->seal;
    if (!asked)
        return STIPPLE_OK;
    asked += strspn(asked, " \t\r\n");
    TRY(*asked == '{' ? seal_signature(run, &typed, e) : seal_parse(asked, &typed, e));
    QUERY(q, run->s, SQL_SEAL_AT);
    query_int(&q, ":seq", typed.seq);
    bool row;
    TRY(query_step(&q, &row, e));
    const char *stands = row ? query_column_text(&q, run->a, 0) : NULL;
    if (!stands || strcmp(stands, typed.hash) != 0)
        return seal_missing(run, &typed, stands, e);
    run->audit->seal_contained = true;
    return STIPPLE_OK;
}
