/* A call's life: from a line on a connection to exactly one reply. Handlers see struct call through
 * the accessors here; dispatch.c and its neighbours own it. */
#ifndef STIPPLE_APP_CALL_H
#define STIPPLE_APP_CALL_H

#include <stdatomic.h>
#include "app/app.h"
#include "net/pool.h"
#include "net/writer.h"
#include "rpc/envelope.h"
#include "rpc/method.h"

struct line;

/* One connection's caller and the calls it has under way. */
struct session {
    struct app *app;
    struct connection *connection;
    uid_t uid;
    unsigned roles;
    struct call *calls; /* doubly linked */
    size_t n_calls;
    bool paused;
    struct {
        struct call *first, *last; /* that wait for a thread */
        unsigned running;
        bool in_turn;
        struct session *next; /* in turn */
    } reads;
    struct subscription *subscription; /* NULL: none */
};

/* What a read has opened or reported: it is answered only after an event has said so. */
struct look {
    bool noted;          /* there is something to be said */
    struct list clients; /* const char *: UUIDs */
    const char *by, *reason;
    const char *report; /* digest of the report that the answer is, or NULL */
};

enum call_state { CALL_WAITING, CALL_RUNNING, CALL_CANCELLED };

/* Malloc has it at hand as long as it is no larger than 1,032 bytes (glibc's cache of a thread). */
struct call {
    union { /* a read that wants an event waits for a thread, and only then for the writer */
        struct writer_job job;  /* first: the writer's list links calls through it */
        struct call *next_read; /* that waits */
    };
    struct pool_job pool;
    struct app *app;
    struct session *session; /* NULL once the connection is gone */
    struct line *line;
    struct call *next, *previous; /* in the session */
    const struct method *method;
    struct request request;
    uid_t uid;
    unsigned roles;
    atomic_int state;   /* enum call_state: the runner and rpc.cancel race for it */
    struct error error; /* code STIPPLE_OK: done */
    struct arena arena;
    int64_t now_ms;
    void *params, *result;
    struct store *store; /* while a READ or WRITE handler runs */
    struct look look;
    struct buffer reply;
    size_t held; /* counted in the app's waiting_bytes */
};

/* Moves the call from waiting to running or cancelled; false when it is not waiting any more. */
bool call_claim(struct call *call, enum call_state state);
/* Replaces every reference in the parameters by the id it stands for. Needs call->store. */
enum stipple_error call_resolve(struct call *call);
/* Runs the handler. */
enum stipple_error call_handle(struct call *call);
/* Writes the reply from the result; the result's own text is *ret_text, inside the reply. */
enum stipple_error call_answer(struct call *call, const char **ret_text, size_t *ret_length);
/* The same with a result whose text is there already. */
void call_answer_text(struct call *call, const char *text, size_t length);
/* Counts what the call holds while it waits; false when all that wait hold too much. */
bool call_hold(struct call *call);
/* Nothing is done for it: refuses it for now, and finishes it. */
void call_busy(struct call *call);
/* Sets the error; the code. */
enum stipple_error call_stopping(struct call *call);
/* The reply is written, or call->error says why not: sends it and frees the call. Loop thread. */
void call_finish(struct call *call);
/* RPC_CANCELLED, or "too late": the call with this id on the session. Loop thread. */
bool session_cancel(struct session *session, const char *id);

#endif
