/* The daemon's wiring: the one place that sees all rooms. */
#ifndef STIPPLE_APP_APP_H
#define STIPPLE_APP_APP_H

#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>
#include "app/config.h"
#include "app/watch.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/sources.h"
#include "net/server.h"
#include "net/writer.h"
#include "rpc/method.h"
#include "store/signature.h"
#include "store/store.h"

/* Reads on the thread pool; libuv's default number of threads. */
#define READERS 4
/* Reads that may wait for the pool, over all connections: some seconds' work. */
#define READS_MAX 4096
/* Writes that may wait for the writer, and that one transaction takes at most. */
#define WRITES_MAX      4096
#define WRITE_BATCH_MAX 512
/* Memory of the calls that wait, over all connections: parameters, and the answers of reads that
 * wait for the writer. Thousands of usual calls; eight of the longest answers. */
#define WAITING_BYTES_MAX ((size_t)64 * 1024 * 1024)
/* Calls under way on one connection; past this its lines wait in the socket. */
#define SESSION_CALLS_MAX 128
/* From SIGTERM to the end: what clients get to take their last replies. */
#define STOP_GRACE_MS 2000

/* Connections whose reads may begin, in the order of their turn (reads.h). */
struct read_turns {
    struct session *first, *last;
    unsigned running; /* reads, of all connections */
};

/* The clock as the history has it (clock.h). */
struct clock {
    int64_t ahead_ms; /* of the steady one */
    bool started;     /* nothing was written since the start */
};

struct app {
    const struct config *config;
    const struct sources *sources;
    uv_loop_t loop;
    uv_signal_t signals[3];
    size_t n_signals; /* of these, made */
    struct server *server;
    struct writer *writer;
    struct store *store;
    struct readers *readers;
    struct signing_key *signing_key;
    enum key_named key_named; /* at this start */
    atomic_bool copying;      /* a backup is under way */
    int lock_fd;
    char instance[37]; /* UUID of this run */
    int64_t started_ms, started_steady_ms;
    struct clock clock; /* the writer's */
    struct watch watch;
    struct read_turns turns;
    size_t reads;         /* that run or wait */
    size_t waiting_bytes; /* of calls that wait; falls when they are answered */
    atomic_bool stopping; /* set by the loop; reads that wait look at it before they begin */
    atomic_bool dead;     /* a commit failed: nothing more is written, the daemon stops */
    uint64_t calls, errors, cancelled;
    uv_prepare_t turning; /* counts the loop's turns */
    uint64_t turned;
    unsigned connections_max;
    struct arena tree;     /* of the line being read */
    struct buffer openrpc; /* what rpc.discover answers, made when it is first asked */
    pthread_mutex_t position_lock;
    struct store_position position; /* after the last commit */
};

/* Runs until SIGTERM, SIGINT or SIGHUP, or until the store failed. Returns the exit status; what
 * went wrong is logged. `ready` (may be NULL) is called once the socket listens. */
int app_run(const struct config *config, const struct sources *sources,
            void (*ready)(const struct config *config));
/* Begins the orderly stop; further calls do nothing. Loop thread. */
void app_stop(struct app *app);
/* Goes on with it when the last read is done. */
void app_drained(struct app *app);

extern const struct server_events dispatch_events; /* dispatch.c; the context is the app */
extern const struct writer_events write_events;    /* write.c; likewise */

#endif
