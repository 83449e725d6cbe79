#include "store/refs.h"

#include "base/gs1.h"
#include "store/query.h"

#include <string.h>

/* So many codes are named in the message; more would not help. */
enum { NAMED_MAX = 5 };

static const struct ref {
    const char *of, *noun;
    enum sql sql;
    enum stipple_error missing;
} refs[] = {
    {"product", "product", SQL_REF_PRODUCT, STIPPLE_PRODUCT_NOT_FOUND},
    {"lot", "lot", SQL_REF_LOT, STIPPLE_LOT_NOT_FOUND},
    {"container", "bottle or box", SQL_REF_CONTAINER, STIPPLE_CONTAINER_NOT_FOUND},
    {"match", "match", SQL_REF_MATCH, STIPPLE_MATCH_NOT_FOUND},
    {"session", "session", SQL_REF_SESSION, STIPPLE_SESSION_NOT_FOUND},
    {"incident", "incident", SQL_REF_INCIDENT, STIPPLE_INCIDENT_NOT_FOUND},
    {"mix", "mix", SQL_REF_MIX, STIPPLE_MIX_NOT_FOUND},
    {"staff", "person on the staff", SQL_REF_STAFF, STIPPLE_STAFF_NOT_FOUND},
    {"client", "client", SQL_REF_CLIENT, STIPPLE_CLIENT_NOT_FOUND},
    {"course", "course", SQL_REF_COURSE, STIPPLE_COURSE_NOT_FOUND},
    {"recall", "recall", SQL_REF_RECALL, STIPPLE_RECALL_NOT_FOUND},
};

static const struct ref *ref_find(const char *of)
{
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
        if (strcmp(refs[i].of, of) == 0)
            return &refs[i];
    return NULL;
}

static enum stipple_error fail_ambiguous(const char *path, const char *text, const char *codes,
                                         struct error *e)
{
    fail(e, STIPPLE_REF_AMBIGUOUS, path, "\"%s\" may be any of %s.", text, codes);
    return fail_hint(e, "Say which by its own code or id.");
}

enum stipple_error ref_label(struct store *s, struct arena *a, const struct gs1 *label,
                             const char **ret_id, const char **ret_code, struct error *e)
{
    bool row;
    QUERY(q, s, SQL_REF_LABEL);
    query_text(&q, ":serial", label->value[GS1_SERIAL]);
    query_text(&q, ":lot_no", *label->value[GS1_LOT] ? label->value[GS1_LOT] : NULL);
    TRY(query_step(&q, &row, e));
    *ret_id = row ? query_column_text(&q, a, 0) : NULL;
    *ret_code = row ? query_column_text(&q, a, 1) : NULL;
    return row && (!*ret_id || !*ret_code) ? fail_memory(e) : STIPPLE_OK;
}

/* What no code or id is may be scanned. */
static enum stipple_error scan_resolve(struct store *s, struct arena *a, const struct ref *ref,
                                       const char *text, const char **ret_id, struct error *e)
{
    enum { ANY_YEAR = 2000 }; /* no day of it is asked */
    struct gs1 label;
    struct error unread;
    const char *code;
    *ret_id = NULL;
    if (ref->sql != SQL_REF_CONTAINER ||
        gs1_parse(text, "", ANY_YEAR, &label, &unread) != STIPPLE_OK)
        return STIPPLE_OK;
    return ref_label(s, a, &label, ret_id, &code, e);
}

enum stipple_error ref_resolve(struct store *s, struct arena *a, const char *of, const char *path,
                               const char *text, const char **ret_id, struct error *e)
{
    const struct ref *ref = ref_find(of);
    if (!ref)
        return fail(e, STIPPLE_INTERNAL, path, "Nothing is called a %s.", of);
    QUERY(q, s, ref->sql);
    query_text(&q, ":text", text);
    const char *id = NULL, *codes = NULL;
    size_t n = 0;
    for (bool row = true; n < NAMED_MAX; n++) {
        TRY(query_step(&q, &row, e));
        if (!row)
            break;
        const char *code = (const char *)sqlite3_column_text(q.statement, 1);
        id = query_column_text(&q, a, 0);
        codes = codes ? arena_print(a, "%s, %s", codes, code) : arena_print(a, "%s", code);
        if (!id || !codes)
            return fail_memory(e);
    }
    if (n == 0)
        TRY(scan_resolve(s, a, ref, text, &id, e));
    if (!id)
        return fail(e, ref->missing, path, "No %s answers to \"%s\".", ref->noun, text);
    if (n > 1)
        return fail_ambiguous(path, text, codes, e);
    *ret_id = id;
    return STIPPLE_OK;
}
