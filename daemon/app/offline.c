#include "app/offline.h"

#include "app/history_schema.h"
#include "json/writer.h"
#include "rpc/encode.h"
#include "store/backup.h"

#include <string.h>

/* A file's text may be anything; a terminal gets what prints. */
static void clean_print(struct buffer *out, const char *text)
{
    for (; *text; text++)
        buffer_byte(out, (unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text);
}

static void finding_print(struct buffer *out, const struct audit_finding *finding)
{
    buffer_text(out, "  ");
    if (finding->seq != INT_ABSENT)
        buffer_print(out, "event %lld: ", (long long)finding->seq);
    if (finding->where) {
        clean_print(out, finding->where);
        buffer_text(out, ": ");
    }
    clean_print(out, finding->text);
    buffer_byte(out, '\n');
}

static void purge_print(struct buffer *out, const struct audit_purge *purge)
{
    const char *const *codes = purge->clients.items;
    buffer_print(out, "  event %lld purged events %s, of", (long long)purge->seq, purge->events);
    for (size_t i = 0; i < purge->clients.n; i++) {
        buffer_byte(out, ' ');
        clean_print(out, codes[i]);
    }
    buffer_text(out, ": ");
    clean_print(out, purge->reason);
    buffer_byte(out, '\n');
}

/* Whether the history agrees with itself, and only not with what it was held against. */
static bool pieces_only(const struct audit *audit)
{
    const struct audit_finding *findings = audit->findings.items;
    for (size_t i = 0; i < audit->findings.n; i++)
        if (strcmp(findings[i].what, "seal") != 0 &&
            (strcmp(findings[i].what, "key") != 0 || findings[i].seq != INT_ABSENT))
            return false;
    return true;
}

static void audit_print(struct buffer *out, const struct audit *audit)
{
    buffer_text(out, audit->whole         ? "The history is whole: nothing in it was changed.\n"
                     : pieces_only(audit) ? "THE HISTORY IS NOT THE ONE THAT YOU HOLD A PIECE OF.\n"
                                          : "THE HISTORY IS NOT WHOLE.\n");
    buffer_print(out, "  %lld events, %lld of them purged\n  seal %s\n", (long long)audit->events,
                 (long long)audit->purged, audit->seal);
    if (audit->key)
        buffer_print(out, "  key  %s\n", audit->key);
    if (audit->seal_contained == 1)
        buffer_text(out, "  It holds the seal that was asked about.\n");
    const struct audit_purge *purges = audit->purges.items;
    for (size_t i = 0; i < audit->purges.n; i++)
        purge_print(out, &purges[i]);
    const struct audit_finding *findings = audit->findings.items;
    for (size_t i = 0; i < audit->findings.n; i++)
        finding_print(out, &findings[i]);
}

enum stipple_error offline_verify(const char *file, const struct audit_ask *ask, bool json,
                                  const struct sources *sources, struct buffer *out,
                                  bool *ret_whole, struct error *e)
{
    struct store *store;
    struct arena a = {0};
    struct audit audit;
    TRY(store_open_file(file, sources, &store, e));
    enum stipple_error code = audit_verify_against(store, &a, ask, &audit, e);
    if (code == STIPPLE_OK && json) {
        struct json_writer w = {.out = out};
        schema_encode(&audit_schema, &audit, &w);
        buffer_byte(out, '\n');
    } else if (code == STIPPLE_OK) {
        audit_print(out, &audit);
    }
    if (code == STIPPLE_OK)
        *ret_whole = audit.whole;
    arena_free(&a);
    store_close(store);
    return code == STIPPLE_OK && out->failed ? fail_memory(e) : code;
}

enum stipple_error offline_restore(const char *file, const char *dir, const struct sources *sources,
                                   struct buffer *out, struct error *e)
{
    struct arena a = {0};
    struct audit audit;
    enum stipple_error code = backup_restore(file, dir, sources, &a, &audit, e);
    if (code == STIPPLE_OK)
        buffer_print(
            out,
            "Restored %lld events into %s, verified; seal %s.\n\n"
            "No backup holds the studio's secret keys. Before the first start put your "
            "copies of seal.key and studio.key into %s, owned by the daemon's user, mode "
            "0600. Without seal.key the daemon makes a new one and the history says so; "
            "without studio.key a studio that has clients does not start.\n\n"
            "What was erased or purged after this backup was made is in it again: erase or "
            "purge it once more.\n",
            (long long)audit.events, dir, audit.seal, dir);
    arena_free(&a);
    return code == STIPPLE_OK && out->failed ? fail_memory(e) : code;
}
