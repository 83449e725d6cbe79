/* The history: reading it, proving that nothing in it was changed, and copying it. */
#include "app/history_schema.h"
#include "app/schemas.h"
#include "app/watch.h"

#include "store/audit.h"
#include "store/backup.h"

/* A seal as JSON takes some 400 bytes. */
enum { SEAL_TEXT_MAX = 1000 };

struct event_list_params {
    int64_t from, limit;
    const char *type;
};
struct event_list_result {
    struct list events;
    int64_t next;
};

static const struct field event_fields[] = {
    {FIELD(struct event_row, seq, INT), .required = true, .doc = "Place in the history, from 1."},
    {FIELD(struct event_row, op_id, UUID), .required = true, .doc = "The command's id."},
    {FIELD(struct event_row, type, TEXT), .required = true, .doc = "The method."},
    {FIELD(struct event_row, occurred_at, TIME), .required = true, .doc = "When it happened."},
    {FIELD(struct event_row, recorded_at, TIME), .required = true, .doc = "When it was entered."},
    {FIELD(struct event_row, by, TEXT), .required = true,
     .doc = "Who: a staff id, uid:N before there was staff, or daemon."},
    {FIELD(struct event_row, by_code, TEXT), .doc = "The person's code."},
    {FIELD(struct event_row, by_name, TEXT), .doc = "The person's name."},
    {FIELD(struct event_row, body, JSON), .doc = "What was said and made; absent: purged."},
    {FIELD(struct event_row, purged_by, INT), .doc = "The event that purged the body."},
    {FIELD(struct event_row, hash, TEXT), .required = true,
     .doc = "SHA-256 of the chain up to here."},
};
const struct schema history_event_schema = SCHEMA("Event", struct event_row, event_fields);

static const struct field list_fields[] = {
    {FIELD(struct event_list_params, from, INT), .min = 1, .max = 9007199254740991.0,
     .fallback = "1", .doc = "First place in the history."},
    {FIELD(struct event_list_params, type, TEXT), .min = 1, .max = 64, .doc = "Only this method."},
    {FIELD(struct event_list_params, limit, INT), .min = 1, .max = PAGE_MAX, .fallback = "100",
     .doc = "Rows at most."},
};
static const struct schema list_schema =
    SCHEMA("EventListParams", struct event_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD(struct event_list_result, events, OBJECT), .list = true, .required = true,
     .object = &history_event_schema, .doc = "Oldest first."},
    {FIELD(struct event_list_result, next, INT), .doc = "There is more: go on `from` here."},
};
static const struct schema list_result_schema =
    SCHEMA("EventList", struct event_list_result, list_result_fields);

static const struct field finding_fields[] = {
    {FIELD(struct audit_finding, what, TEXT), .required = true,
     .doc = "event.body, event.hash, event.prev, event.seq, state, database, seal or key."},
    {FIELD(struct audit_finding, seq, INT), .doc = "The event it is about."},
    {FIELD(struct audit_finding, where, TEXT), .doc = "The table and row it is about."},
    {FIELD(struct audit_finding, text, TEXT), .required = true, .doc = "What is wrong."},
};
static const struct schema finding_schema =
    SCHEMA("AuditFinding", struct audit_finding, finding_fields);

static const struct field purge_fields[] = {
    {FIELD(struct audit_purge, seq, INT), .required = true, .doc = "The event that took them."},
    {FIELD(struct audit_purge, occurred_at, TIME), .required = true, .doc = "When."},
    {FIELD(struct audit_purge, by, TEXT), .required = true, .doc = "Who."},
    {FIELD(struct audit_purge, reason, TEXT), .required = true, .doc = "Why."},
    {FIELD(struct audit_purge, clients, TEXT), .list = true, .required = true,
     .doc = "Codes of those whose records they were."},
    {FIELD(struct audit_purge, events, TEXT), .required = true,
     .doc = "The events that lost their bodies: \"3, 7-12, 14\"."},
};
static const struct schema purge_schema = SCHEMA("AuditPurge", struct audit_purge, purge_fields);

static const struct field audit_fields[] = {
    {FIELD(struct audit, whole, BOOL), .required = true, .doc = "Nothing was found."},
    {FIELD(struct audit, events, INT), .required = true, .doc = "Events walked."},
    {FIELD(struct audit, purged, INT), .required = true,
     .doc = "Of these, with their body lawfully gone."},
    {FIELD(struct audit, purges, OBJECT), .list = true, .required = true, .object = &purge_schema,
     .doc = "The purges that took them."},
    {FIELD(struct audit, seal, TEXT), .required = true, .doc = "Hash of the last event."},
    {FIELD(struct audit, key, TEXT), .doc = "Fingerprint of the key that signs its seals."},
    {FIELD(struct audit, seal_contained, BOOL),
     .doc = "The seal asked about stands in this history."},
    {FIELD(struct audit, findings, OBJECT), .list = true, .required = true,
     .object = &finding_schema, .doc = "What was found, the first hundred."},
};
const struct schema audit_schema = SCHEMA("Audit", struct audit, audit_fields);

static const struct field ask_fields[] = {
    {FIELD(struct audit_ask, seal, TEXT), .min = 1, .max = SEAL_TEXT_MAX,
     .doc = "A seal given out before: typed from paper, number and hash; or as JSON, signed."},
    {FIELD(struct audit_ask, key, TEXT), .min = 1, .max = SEAL_TEXT_MAX,
     .doc = "The public key, or its fingerprint, that the history shall be under."},
};
static const struct schema ask_schema = SCHEMA("AuditParams", struct audit_ask, ask_fields);

static const struct field seal_fields[] = {
    {FIELD(struct seal, seq, INT), .required = true, .doc = "The last event."},
    {FIELD(struct seal, hash, TEXT), .required = true,
     .doc = "Its hash, which depends on every event before it."},
    {FIELD(struct seal, time, TIME), .required = true, .doc = "When this was signed."},
    {FIELD(struct seal, public_key, TEXT), .required = true, .doc = "Ed25519, in hex."},
    {FIELD(struct seal, fingerprint, TEXT), .required = true, .doc = "Of the key."},
    {FIELD(struct seal, signature, TEXT), .required = true,
     .doc = "Over the canonical JSON (RFC 8785) of the other members, in hex."},
};
const struct schema seal_schema = SCHEMA("Seal", struct seal, seal_fields);

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct event_list_params *p = params;
    struct event_list_result *r = result;
    if (p->type && !event_type_known(p->type)) {
        fail(&call->error, STIPPLE_PARAM_CHOICE, "type", "No event is of type `%.64s`.", p->type);
        return fail_hint(&call->error, "An event's type is the method that wrote it: lot.receive.");
    }
    struct event_filter filter = {p->from, p->type, p->limit};
    return event_list(call->store, &call->arena, &filter, &r->events, &r->next, &call->error);
}

static enum stipple_error handle_verify(struct call *call, void *params, void *result)
{
    return audit_verify_against(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_seal(struct call *call, void *params, void *result)
{
    (void)params;
    return seal_make(call->store, &call->arena, call->app->signing_key, result, &call->error);
}

static const struct example list_examples[] = {
    {.name = "the first two",
     .params = "{\"limit\":2}",
     .result = "{\"events\":[{\"seq\":1,\"type\":\"studio.set\",\"by\":\"daemon\"},"
               "{\"seq\":2,\"type\":\"audit.key\",\"by\":\"daemon\"}],\"next\":3}"},
    {.name = "one kind",
     .params = "{\"type\":\"stock.adjust\"}",
     .result = "{\"events\":[{\"by_code\":\"S-01\",\"body\":{\"reason\":\"spill\","
               "\"made\":{\"delta_ul\":-1500}}},{\"body\":{\"reason\":\"count\"}}]}"},
    {.name = "no method writes that",
     .params = "{\"type\":\"stock.eat\"}",
     .error = STIPPLE_PARAM_CHOICE,
     .field = "type"},
    {0}};

static const struct example verify_examples[] = {
    {.name = "all of it",
     .params = "{}",
     .result = "{\"whole\":true,\"purges\":[{\"clients\":[\"C-0002\"],"
               "\"reason\":\"the time is over\"}],\"findings\":[]}"},
    {.name = "a seal from paper that is not of this history",
     .params = "{\"seal\":\"2: 0000 1111 2222 3333 4444 5555 6666 7777 "
               "8888 9999 aaaa bbbb cccc dddd eeee ffff\"}",
     .result = "{\"whole\":false,\"seal_contained\":false,"
               "\"findings\":[{\"what\":\"seal\",\"seq\":2}]}"},
    {.name = "a seal typed one digit short",
     .params = "{\"seal\":\"2: 0000 1111 2222 3333 4444 5555 6666 7777 "
               "8888 9999 aaaa bbbb cccc dddd eeee fff\"}",
     .error = STIPPLE_SEAL_FORMAT,
     .field = "seal"},
    {.name = "the fingerprint of another key",
     .params = "{\"key\":\"0123-4567-89ab-cdef-0123-4567-89ab-cdef\"}",
     .result = "{\"whole\":false,\"findings\":[{\"what\":\"key\"}]}"},
    {0}};
static const enum stipple_error verify_errors[] = {STIPPLE_SEAL_FORMAT, STIPPLE_OK};

static const struct example seal_examples[] = {
    {.name = "the seal of today",
     .params = "{}",
     .result = "{\"time\":\"2026-03-02T09:00:00.000Z\"}"},
    {.name = "of an earlier place",
     .params = "{\"seq\":1}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "seq"},
    {0}};

enum { PATH_CHARS = 1000 };

struct backup_params {
    const char *path;
};
static const struct field backup_fields[] = {
    {FIELD(struct backup_params, path, TEXT), .required = true, .min = 1, .max = PATH_CHARS,
     .doc = "A file that is not there yet, on the daemon's machine, from / on."},
};
static const struct schema backup_schema =
    SCHEMA("BackupParams", struct backup_params, backup_fields);

struct backup_result {
    const char *path;
    int64_t bytes, events;
    const struct seal *seal;
    struct seal seal_at;
};
static const struct field backup_result_fields[] = {
    {FIELD(struct backup_result, path, TEXT), .required = true, .doc = "The file."},
    {FIELD(struct backup_result, bytes, INT), .required = true, .doc = "Its size."},
    {FIELD(struct backup_result, events, INT), .required = true,
     .doc = "Events of the history in it: all up to this one."},
    {FIELD(struct backup_result, seal, OBJECT), .required = true, .object = &seal_schema,
     .doc = "The end of the history in it, signed."},
};
static const struct schema backup_result_schema =
    SCHEMA("Backup", struct backup_result, backup_result_fields);

/* It takes one thread of the pool for as long as it lasts, so there is one at a time. */
static enum stipple_error handle_backup(struct call *call, void *params, void *result)
{
    const struct backup_params *p = params;
    struct backup_result *r = result;
    struct app *app = call->app;
    struct backup backup;
    if (atomic_exchange(&app->copying, true))
        return fail(&call->error, STIPPLE_DAEMON_BUSY, NULL,
                    "Another backup is under way; one at a time.");
    enum stipple_error code =
        backup_make(call->store, &call->arena, p->path, app->signing_key, &backup, &call->error);
    atomic_store(&app->copying, false);
    if (code != STIPPLE_OK)
        return code;
    *r = (struct backup_result){.path = backup.path,
                                .bytes = backup.bytes,
                                .events = backup.events,
                                .seal = &r->seal_at,
                                .seal_at = backup.seal};
    return STIPPLE_OK;
}

static const enum stipple_error backup_errors[] = {STIPPLE_BACKUP_PATH, STIPPLE_BACKUP_EXISTS,
                                                   STIPPLE_BACKUP_UNSOUND, STIPPLE_STORE_FULL,
                                                   STIPPLE_OK};

static const struct example backup_examples[] = {
    {.name = "to a disk of its own",
     .params = "{\"path\":\"/media/backup/monday.db\"}",
     .result = "{}"},
    {.name = "nothing is overwritten",
     .params = "{\"path\":\"/media/backup/monday.db\"}",
     .error = STIPPLE_BACKUP_EXISTS,
     .field = "path"},
    {.name = "not a whole path",
     .params = "{\"path\":\"stipple-backup.db\"}",
     .error = STIPPLE_BACKUP_PATH,
     .field = "path"},
    {.name = "a folder that is not there",
     .params = "{\"path\":\"/nowhere/at/all/stipple.db\"}",
     .error = STIPPLE_BACKUP_PATH,
     .field = "path"},
    {0}};

const struct method history_methods[] = {
    {"event.list", "The history, oldest first.", ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ,
     &list_schema, &list_result_schema, NULL, list_examples, handle_list},
    {"audit.verify", "Walks the history and checks the chain, the bodies and the state.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &ask_schema, &audit_schema, verify_errors,
     verify_examples, handle_verify},
    {"audit.seal", "Signs the end of the history: what it is now, to be held against it later.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &empty_schema, &seal_schema, NULL, seal_examples,
     handle_seal},
    {"backup.make",
     "Copies the history and the state to a new file, while writing goes on, and proves the copy.",
     ROLE_MANAGER, METHOD_READ, &backup_schema, &backup_result_schema, backup_errors,
     backup_examples, handle_backup},
    {0}};
