/* The client library: speak with a stippled over its socket. What `stipple` itself uses;
 * tests/e2e/client_example.c is a whole program.
 *
 *     struct stipple_client *client;
 *     struct stipple_failure failure;
 *     const char *result;
 *     if (stipple_client_connect(NULL, 5000, &client, &failure) == STIPPLE_EXIT_DONE &&
 *         stipple_client_run(client, "stock.list", "{}", 5000, &result, &failure) ==
 *             STIPPLE_EXIT_DONE)
 *         puts(result);
 *
 * Every call returns STIPPLE_EXIT_DONE, or fills `failure` (never NULL) and returns its status,
 * ready to be a program's exit status. Nothing is printed, no signal raised, nothing global kept
 * but the hooks of cJSON, whose parser also wants the library to be used from one thread at a time.
 * Timeouts are in milliseconds, for the whole call; below zero waits for ever. */
#ifndef STIPPLE_CLIENT_H
#define STIPPLE_CLIENT_H

#include <stdbool.h>
#include <stdint.h>
#include "stipple/error.h"

/* A UUID's 36 characters and the terminating NUL. */
enum { STIPPLE_OP_ID_SIZE = 37 };

struct stipple_client;

/* Why a call failed: what the daemon answered, or one of the client.… errors of stipple/error.h.
 * All text is UTF-8 and may hold anything the other side sent: clean it before a terminal sees it.
 */
struct stipple_failure {
    int code;                       /* JSON-RPC code */
    char name[64];                  /* stable, dotted */
    char message[512];              /* a sentence a person can act on */
    char field[128];                /* the parameter: "stubble[1].value[0]"; "" when none */
    char hint[256];                 /* "" when none */
    bool retry;                     /* the same call may be sent again unchanged */
    enum stipple_exit status;       /* never STIPPLE_EXIT_DONE */
    char op_id[STIPPLE_OP_ID_SIZE]; /* of the write whose outcome is unknown, else "" */
};

/* One line from the daemon. Text is borrowed from the connection until its next call. */
struct stipple_message {
    int64_t id;         /* of the call answered; 0 for a notification, or when nobody can tell */
    const char *method; /* of a notification; NULL for an answer */
    const char *text;   /* JSON text of the result, or of a notification's parameters */
};

/* Connects to the socket `path`; with NULL to the first daemon that answers at $STIPPLE_SOCKET (if
 * set, only there), where a daemon of this user listens unless told otherwise (a person's in
 * $XDG_RUNTIME_DIR/stipple), and /run/stipple/stippled.sock. *ret is the caller's, freed by
 * stipple_client_free. Fails: client.unreachable, daemon.memory. */
enum stipple_exit stipple_client_connect(const char *path, int timeout_ms,
                                         struct stipple_client **ret,
                                         struct stipple_failure *failure);
/* The same around a connected stream socket, which it owns from then on if it succeeds. */
enum stipple_exit stipple_client_adopt(int fd, struct stipple_client **ret,
                                       struct stipple_failure *failure);
/* Closes and frees; takes NULL. */
void stipple_client_free(struct stipple_client *client);

/* Sends one call and does not wait for its answer. `params` is the text of a JSON object, or NULL;
 * line breaks in it are fine. *ret_id (may be NULL) is what the answer will carry. Fails before a
 * byte is sent: client.usage, rpc.too_large, daemon.memory; else client.unreachable, and then the
 * call was not taken. */
enum stipple_exit stipple_client_send(struct stipple_client *client, const char *method,
                                      const char *params, int timeout_ms, int64_t *ret_id,
                                      struct stipple_failure *failure);
/* Waits for the next line. Answers come in any order; a refusal fails with the daemon's error, and
 * ret->id says whose it is. A lost connection or a timeout (which leaves the connection usable)
 * fails with client.unreachable, or with client.lost while a call with an op_id (the latest is
 * remembered) is unanswered; what is not this protocol with client.protocol. */
enum stipple_exit stipple_client_receive(struct stipple_client *client, int timeout_ms,
                                         struct stipple_message *ret,
                                         struct stipple_failure *failure);
/* Sends one call and waits for its answer: *ret_result is the result's JSON text exactly as it was
 * sent, borrowed until the connection's next call. Lines that answer other calls are dropped. A
 * write without op_id is given one, when the daemon asks for it. After client.lost or
 * store.unknown nobody knows whether the write was done: the same call with failure->op_id among
 * its parameters, on a new connection, is safe and gives the answer. */
enum stipple_exit stipple_client_run(struct stipple_client *client, const char *method,
                                     const char *params, int timeout_ms, const char **ret_result,
                                     struct stipple_failure *failure);

/* A fresh op_id (UUID version 7). */
void stipple_op_id_make(char ret[STIPPLE_OP_ID_SIZE]);

#endif
