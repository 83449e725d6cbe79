/* The one error list: symbol, JSON-RPC code, stable dotted name, the client's exit status, whether
 * the same call may be sent again unchanged, and what it means. JSON-RPC 2.0 section 5.1 owns
 * -32768..-32000; what a handler refuses is positive. */
#ifndef STIPPLE_ERROR_H
#define STIPPLE_ERROR_H

#include <stdbool.h>

/* Exit statuses of the client. */
enum stipple_exit {
    STIPPLE_EXIT_DONE = 0,
    STIPPLE_EXIT_FAILED = 1,
    STIPPLE_EXIT_USAGE = 2,
    STIPPLE_EXIT_NOT_FOUND = 3,
    STIPPLE_EXIT_NOT_ALLOWED = 4,
    STIPPLE_EXIT_CONFLICT = 5,
    STIPPLE_EXIT_UNREACHABLE = 6,
    STIPPLE_EXIT_UNKNOWN = 7
};

// clang-format off
#define STIPPLE_ERRORS(X) \
    X(RPC_PARSE,          -32700, "rpc.parse",            USAGE,       false, "The line is not strict JSON.") \
    X(RPC_INVALID,        -32600, "rpc.invalid_request",  USAGE,       false, "The JSON is not a JSON-RPC 2.0 request.") \
    X(RPC_METHOD,         -32601, "rpc.unknown_method",   USAGE,       false, "There is no such method; rpc.discover lists them.") \
    X(RPC_TOO_LARGE,      -32001, "rpc.too_large",        USAGE,       false, "A line, a batch or an answer is over its limit.") \
    X(RPC_CANCELLED,      -32002, "rpc.cancelled",        FAILED,      true,  "The call was cancelled before it was done.") \
    X(INTERNAL,           -32603, "daemon.internal",      FAILED,      false, "The daemon met something it should never meet; its log says what.") \
    X(PARAM_MISSING,      -32602, "param.missing",        USAGE,       false, "A required parameter is missing.") \
    X(PARAM_UNKNOWN,      -32602, "param.unknown",        USAGE,       false, "There is no parameter of that name here.") \
    X(PARAM_TYPE,         -32602, "param.type",           USAGE,       false, "A parameter is of the wrong JSON type.") \
    X(PARAM_RANGE,        -32602, "param.range",          USAGE,       false, "A parameter is outside its bounds.") \
    X(PARAM_FORMAT,       -32602, "param.format",         USAGE,       false, "A parameter is not written as its type asks (a date, a UUID, a time).") \
    X(PARAM_CHOICE,       -32602, "param.choice",         USAGE,       false, "A parameter is none of the words it may be.") \
    X(PARAM_COMBINATION,  -32602, "param.combination",    USAGE,       false, "Parameters that exclude or need one another.") \
    X(DAEMON_BUSY,        10,     "daemon.busy",          FAILED,      true,  "The queue is full; try again in a moment.") \
    X(DAEMON_STOPPING,    11,     "daemon.stopping",      FAILED,      true,  "The daemon is shutting down.") \
    X(DAEMON_MEMORY,      12,     "daemon.memory",        FAILED,      true,  "Memory ran out; nothing was done.") \
    X(DAEMON_SOCKET,      13,     "daemon.socket",        FAILED,      false, "The socket could not be made.") \
    X(ROLE_DENIED,        20,     "role.denied",          NOT_ALLOWED, false, "This user's roles do not include the method.") \
    X(OP_REUSED,          30,     "op.reused",            CONFLICT,    false, "The op_id was used before with other parameters.") \
    X(STORE_FULL,         40,     "store.full",           FAILED,      true,  "The disk is full; nothing was written.") \
    X(STORE_UNKNOWN,      41,     "store.unknown",        UNKNOWN,     true,  "The commit failed midway: send the same op_id again after the restart.") \
    X(STORE_FAILED,       42,     "store.failed",         FAILED,      false, "The store could not be read or written; nothing was done.") \
    X(STORE_LOCKED,       43,     "store.locked",         CONFLICT,    false, "Another daemon uses this data directory.") \
    X(STORE_SCHEMA,       44,     "store.schema",         FAILED,      false, "The database was written by a newer version, or is not Stipple's.") \
    X(STORE_DAMAGED,      45,     "store.damaged",        FAILED,      false, "The database does not pass its integrity check.") \
    X(BACKUP_PATH,        46,     "backup.path",          USAGE,       false, "A backup cannot be written there.") \
    X(BACKUP_EXISTS,      47,     "backup.exists",        CONFLICT,    false, "There is a file already; a backup overwrites nothing.") \
    X(BACKUP_UNSOUND,     48,     "backup.unsound",       FAILED,      false, "The copy does not pass its audit and was not kept.") \
    X(RESTORE_NOT_EMPTY,  49,     "restore.not_empty",    CONFLICT,    false, "Only an empty data directory is restored into.") \
    X(CONFIG_INVALID,     50,     "config.invalid",       USAGE,       false, "The configuration is wrong.") \
    X(SEAL_FORMAT,        51,     "seal.format",          USAGE,       false, "This is not written as a seal or a key is.") \
    X(KEY_MISSING,        52,     "key.missing",          FAILED,      false, "There are clients, but the studio's key that opens their names is not there.") \
    X(KEY_WRONG,          53,     "key.wrong",            FAILED,      false, "The studio's key does not open what was sealed.") \
    X(PRODUCT_NOT_FOUND,  100,    "product.not_found",    NOT_FOUND,   false, "No product has this id or code.") \
    X(LOT_NOT_FOUND,      101,    "lot.not_found",        NOT_FOUND,   false, "No lot has this id, code or number.") \
    X(CONTAINER_NOT_FOUND,102,    "container.not_found",  NOT_FOUND,   false, "No bottle or box has this id or code.") \
    X(STAFF_NOT_FOUND,    103,    "staff.not_found",      NOT_FOUND,   false, "Nobody on the staff has this id or code.") \
    X(PIGMENT_NOT_FOUND,  104,    "pigment.not_found",    NOT_FOUND,   false, "No pigment of that name is known.") \
    X(CALL_NOT_FOUND,     105,    "call.not_found",       NOT_FOUND,   false, "No call with this id is under way on this connection.") \
    X(CLIENT_NOT_FOUND,   106,    "client.not_found",     NOT_FOUND,   false, "No client has this id or code.") \
    X(COURSE_NOT_FOUND,   107,    "course.not_found",     NOT_FOUND,   false, "No course has this id or code.") \
    X(RULE_NOT_FOUND,     108,    "rule.not_found",       NOT_FOUND,   false, "No rule pack has this id, or none had been read by that day.") \
    X(REF_AMBIGUOUS,      110,    "ref.ambiguous",        CONFLICT,    false, "More than one record answers to this; use its code.") \
    X(STAFF_UNCLEAR,      111,    "staff.unclear",        USAGE,       false, "It is not clear who acts; say `by`.") \
    X(STAFF_RETIRED,      112,    "staff.retired",        CONFLICT,    false, "This person is no longer on the staff.") \
    X(PRODUCT_RETIRED,    113,    "product.retired",      CONFLICT,    false, "This product is retired.") \
    X(PRODUCT_EXISTS,     114,    "product.exists",       CONFLICT,    false, "A product with this maker and name is there already.") \
    X(PRODUCT_KIND,       115,    "product.kind",         CONFLICT,    false, "A product of this kind cannot have that.") \
    X(LOT_EXISTS,         116,    "lot.exists",           CONFLICT,    false, "This product has a lot with these numbers already.") \
    X(LOT_EXPIRED,        117,    "lot.expired",          CONFLICT,    false, "The lot is past its expiry date.") \
    X(LOT_HELD,           118,    "lot.held",             CONFLICT,    false, "The lot is on hold.") \
    X(LOT_NOT_HELD,       119,    "lot.not_held",         CONFLICT,    false, "The lot is not on hold.") \
    X(CONTAINER_EXISTS,   139,    "container.exists",     CONFLICT,    false, "This bottle is in the books already.") \
    X(CONTAINER_PAO,      120,    "container.pao",        CONFLICT,    false, "The bottle has been open longer than its period after opening.") \
    X(CONTAINER_OPENED,   121,    "container.opened",     CONFLICT,    false, "The bottle is open already.") \
    X(CONTAINER_DISCARDED,122,    "container.discarded",  CONFLICT,    false, "The bottle was discarded.") \
    X(CONTAINER_EMPTY,    123,    "container.empty",      CONFLICT,    false, "The bottle is empty.") \
    X(STOCK_UNIT,         124,    "stock.unit",           USAGE,       false, "This is counted in the other unit (microlitres or pieces).") \
    X(STOCK_SHORT,        125,    "stock.short",          CONFLICT,    false, "There is not that much left.") \
    X(TIME_FUTURE,        126,    "time.future",          USAGE,       false, "This is said to have happened in the future.") \
    X(TIME_ORDER,         127,    "time.order",           CONFLICT,    false, "This is said to have happened before something it follows from.") \
    X(NOTHING_TO_DO,      128,    "change.none",          USAGE,       false, "Nothing would change.") \
    X(ZONE_UNKNOWN,       129,    "zone.unknown",         USAGE,       false, "No such time zone on this machine.") \
    X(CURSOR_INVALID,     130,    "cursor.invalid",       USAGE,       false, "This cursor was not given out by this list.") \
    X(CLIENT_ERASED,      131,    "client.erased",        CONFLICT,    false, "This client's record was erased.") \
    X(COURSE_CLOSED,      132,    "course.closed",        CONFLICT,    false, "The course is closed.") \
    X(CLIENT_PURGED,      138,    "client.purged",        CONFLICT,    false, "This client's record was purged.") \
    X(CLIENT_KEPT,        137,    "client.kept",          CONFLICT,    false, "This client's record is to be kept.") \
    X(REASON_MISSING,     133,    "reason.missing",       NOT_ALLOWED, false, "Names are opened to this role on a reason only; say `reason`.") \
    X(RECALL_NOT_FOUND,   140,    "recall.not_found",     NOT_FOUND,   false, "No recall has this id or code.") \
    X(RECALL_EMPTY,       141,    "recall.empty",         CONFLICT,    false, "No lot here is the one the notice means.") \
    X(RECALL_CLOSED,      142,    "recall.closed",        CONFLICT,    false, "The recall is closed.") \
    X(RECALL_CLIENT,      143,    "recall.client",        CONFLICT,    false, "No lot of this recall reached this client.") \
    X(LOT_RECALLED,       144,    "lot.recalled",         CONFLICT,    false, "The lot is under a recall.") \
    X(RECALL_EXISTS,      145,    "recall.exists",        CONFLICT,    false, "A recall with this notice is open already.") \
    X(RECALL_UNREACHED,   146,    "recall.unreached",     CONFLICT,    false, "Clients on the list were not reached; say why (unreached).") \
    X(RECALL_WITHDRAWN,   147,    "recall.withdrawn",     CONFLICT,    false, "The recall's notice was withdrawn.") \
    X(GS1_INVALID,        170,    "label.invalid",        USAGE,       false, "The scanned text is not GS1; the message names the character.") \
    X(MATCH_NOT_FOUND,    150,    "match.not_found",      NOT_FOUND,   false, "No match that was kept has this id or code.") \
    X(MIX_NOT_FOUND,      151,    "mix.not_found",        NOT_FOUND,   false, "No mix has this id or code.") \
    X(MATCH_CANDIDATE,    152,    "match.candidate",      CONFLICT,    false, "The answer has no such candidate.") \
    X(MATCH_CHANGED,      153,    "match.changed",        CONFLICT,    false, "The shelf changed since the match was accepted.") \
    X(MIX_INPUT,          154,    "mix.input",            CONFLICT,    false, "This cannot go into a mix.") \
    X(MIX_DISCARD_BY,     155,    "mix.discard_by",       CONFLICT,    false, "The mix is past the day it had to be discarded by.") \
    X(MIX_CLIENT,         156,    "mix.client",           CONFLICT,    false, "The cup was mixed for another client.") \
    X(SESSION_NOT_FOUND,  158,    "session.not_found",    NOT_FOUND,   false, "No session has this id or code.") \
    X(INCIDENT_NOT_FOUND, 163,    "incident.not_found",   NOT_FOUND,   false, "No incident has this id or code.") \
    X(AFTERCARE_NOT_FOUND,164,    "aftercare.not_found",  NOT_FOUND,   false, "No aftercare text of that version was written.") \
    X(AFTERCARE_EXISTS,   165,    "aftercare.exists",     CONFLICT,    false, "There is an aftercare text of that version already.") \
    X(SESSION_OVERRIDE,   159,    "session.override",     CONFLICT,    false, "Something was used that was not to be used; say why (override_reason).") \
    X(SESSION_REVIEWED,   160,    "session.reviewed",     CONFLICT,    false, "There is nothing about this session that waits to be looked at.") \
    X(SESSION_STRUCK,     166,    "session.struck",       CONFLICT,    false, "The session was struck out: it did not take place.") \
    X(SESSION_INCIDENT,   167,    "session.incident",     CONFLICT,    false, "Something came of the session, so it took place.") \
    X(RULE_CUPS,          161,    "rule.cups",            CONFLICT,    false, "A rule pack of the studio has cups used once.") \
    X(RULE_DILUENT,       162,    "rule.diluent",         CONFLICT,    false, "A rule pack of the studio wants diluents sterile.") \
    X(COURSE_CLIENT,      157,    "course.client",        CONFLICT,    false, "The course is another client's.") \
    X(READING_LIGHT,      200,    "reading.light",        USAGE,       false, "A colour without its light and observer is not a colour.") \
    X(READING_IMPOSSIBLE, 201,    "reading.impossible",   USAGE,       false, "No surface can measure like this.") \
    X(READING_SHAPE,      202,    "reading.shape",        USAGE,       false, "The values do not have the number or the wavelengths their kind asks for.") \
    X(READING_NOT_SKIN,   203,    "reading.not_skin",     FAILED,      false, "This is not a colour that skin has.") \
    X(READING_APERTURE,   204,    "reading.aperture",     USAGE,       false, "The aperture is too small for stubble.") \
    X(LAYOUT_COVERAGE,    205,    "layout.coverage",      USAGE,       false, "The layout's dots would cover more than the model reaches.") \
    X(MATCH_RECIPE,       206,    "match.recipe",         FAILED,      false, "No recipe of whole steps meets the wishes given.") \
    X(CLIENT_USAGE,       300,    "client.usage",         USAGE,       false, "The command was not understood.") \
    X(CLIENT_INPUT,       301,    "client.input",         USAGE,       false, "A file or standard input could not be read as readings.") \
    X(CLIENT_UNREACHABLE, 302,    "client.unreachable",   UNREACHABLE, true,  "The daemon cannot be reached.") \
    X(CLIENT_LOST,        303,    "client.lost",          UNKNOWN,     true,  "The connection ended before the answer: send the same op_id again.") \
    X(CLIENT_PROTOCOL,    304,    "client.protocol",      FAILED,      false, "The other side does not speak this protocol.") \
    X(CLIENT_REPORT,      305,    "client.report",        FAILED,      false, "The report is not as it was signed.") \
    X(CLIENT_OUTPUT,      306,    "client.output",        FAILED,      false, "A file could not be written.")
// clang-format on

enum stipple_error {
    STIPPLE_OK = 0,
#define STIPPLE_ERROR_SYMBOL(sym, code, name, status, retry, text) STIPPLE_##sym,
    STIPPLE_ERRORS(STIPPLE_ERROR_SYMBOL)
#undef STIPPLE_ERROR_SYMBOL
        STIPPLE_ERROR_COUNT
};

struct stipple_error_info {
    int code;         /* JSON-RPC code; several names may share -32602 */
    const char *name; /* stable, dotted */
    enum stipple_exit status;
    bool retry;
    const char *text;
};

/* Never NULL; STIPPLE_OK and anything out of range give the entry of INTERNAL. */
const struct stipple_error_info *stipple_error_info(enum stipple_error error);
/* The error of that name, STIPPLE_OK when there is none. */
enum stipple_error stipple_error_find(const char *name);

#endif
