/* Start: signals, lock, store, readers, writer, listener; each needs the one before. Stop: the same
 * list backwards, each step begun when the one before has ended: no new connections, reads drained,
 * the writer flushed, the connections closed, then everything else.
 *
 * Signals are caught from before the first file is touched until after the last one is closed: one
 * that comes during the start stops the daemon in the orderly way as soon as it runs, and one that
 * comes again during the stop does not cut that short. Their handles do not keep the loop alive. */
#include "app/app.h"

#include "app/clock.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/time.h"
#include "base/uuid.h"
#include "stipple/protocol.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCAL_ZONE_MAX = 80 };

/* Descriptors of the daemon's own: 23 at rest, and what a backup and SQLite's temporary files take.
 */
enum { DESCRIPTORS_OWN = 40, CONNECTIONS_LEAST = 8 };

/* Raises the limit of open files as far as it may and needs to be. How many connections it has room
 * for, so that clients never take the descriptors the daemon needs to keep its books. */
static unsigned connections_room(void)
{
    struct rlimit limit;
    rlim_t wanted = STIPPLE_CONNECTIONS_MAX + DESCRIPTORS_OWN;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return STIPPLE_CONNECTIONS_MAX;
    if (limit.rlim_cur < wanted) {
        struct rlimit raised = limit;
        raised.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    if (limit.rlim_cur >= wanted)
        return STIPPLE_CONNECTIONS_MAX;
    unsigned room = CONNECTIONS_LEAST;
    if (limit.rlim_cur > DESCRIPTORS_OWN + CONNECTIONS_LEAST)
        room = (unsigned)(limit.rlim_cur - DESCRIPTORS_OWN);
    log_warning("%llu files may be open: no more than %u clients at a time",
                (unsigned long long)limit.rlim_cur, room);
    return room;
}

/* The socket's directory, made when its parent is there (0750: the group may reach the socket). */
static void socket_directory_make(const char *socket)
{
    char dir[PATHS_MAX];
    const char *slash = strrchr(socket, '/');
    size_t length = slash ? (size_t)(slash - socket) : 0;
    if (length == 0 || length >= sizeof dir)
        return;
    memcpy(dir, socket, length);
    dir[length] = '\0';
    if (mkdir(dir, 0750) != 0 && errno != EEXIST)
        log_warning("%s cannot be made: %s", dir, strerror(errno));
}

static void writer_stopped(void *context)
{
    struct app *app = context;
    app->writer = NULL;
    server_close(app->server, STOP_GRACE_MS, NULL);
    app->server = NULL;
}

void app_drained(struct app *app)
{
    writer_stop(app->writer, writer_stopped);
}

void app_stop(struct app *app)
{
    if (app->stopping)
        return;
    app->stopping = true;
    server_stop_listening(app->server);
    watch_stop(app);
    readers_stop(app->readers);
    if (app->reads == 0)
        app_drained(app);
}

static void signal_caught(uv_signal_t *signal, int number)
{
    (void)number;
    app_stop(signal->data);
}

static enum stipple_error fail_loop(struct error *e, int code)
{
    return fail(e, STIPPLE_INTERNAL, NULL, "The event loop could not be made: %s.",
                uv_strerror(code));
}

static enum stipple_error signal_watch(struct app *app, int number, struct error *e)
{
    uv_signal_t *handle = &app->signals[app->n_signals];
    int code = uv_signal_init(&app->loop, handle);
    if (code != 0)
        return fail_loop(e, code);
    app->n_signals++;
    handle->data = app;
    uv_unref((uv_handle_t *)handle);
    code = uv_signal_start(handle, signal_caught, number);
    return code == 0 ? STIPPLE_OK : fail_loop(e, code);
}

/* A terminal that closes asks for the same end, unless nohup(1) has said that it does not matter.
 */
static enum stipple_error signals_watch(struct app *app, struct error *e)
{
    struct sigaction hangup;
    signal(SIGPIPE, SIG_IGN);
    TRY(signal_watch(app, SIGTERM, e));
    TRY(signal_watch(app, SIGINT, e));
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler == SIG_IGN)
        return STIPPLE_OK;
    return signal_watch(app, SIGHUP, e);
}

static enum stipple_error store_start(struct app *app, struct error *e)
{
    char zone[LOCAL_ZONE_MAX];
    zone_local(zone, sizeof zone);
    /* Puts the zone's variable into the environment while nobody else looks at that; later changes
     * replace its value only. */
    zone_offset(zone, app->started_ms);
    TRY(store_lock(app->config->data, &app->lock_fd, e));
    TRY(store_open(app->config->data, zone, app->sources, &app->store, e));
    TRY(signing_key_open(app->config->data, app->sources, &app->signing_key, e));
    TRY(signing_key_record(app->store, app->signing_key, &app->key_named, e));
    TRY(store_position(app->store, &app->position, e));
    clock_begin(app, app->position.recorded_at);
    return readers_open(app->config->data, app->sources, READERS, &app->readers, e);
}

static void on_turn(uv_prepare_t *turning)
{
    struct app *app = turning->data;
    app->turned++;
}

static void turns_count(struct app *app)
{
    uv_prepare_init(&app->loop, &app->turning);
    app->turning.data = app;
    uv_prepare_start(&app->turning, on_turn);
    uv_unref((uv_handle_t *)&app->turning);
}

static enum stipple_error listen_begin(struct app *app, struct error *e)
{
    const struct server_limits limits = {.line_max = STIPPLE_LINE_MAX,
                                         .unsent_pause = STIPPLE_UNSENT_PAUSE,
                                         .unsent_drop = STIPPLE_UNSENT_DROP,
                                         .stall_ms = STIPPLE_STALL_MS,
                                         .connections_max = app->connections_max,
                                         .held_max = STIPPLE_HELD_MAX};
    socket_directory_make(app->config->socket);
    return server_start(&app->loop, app->config->socket, &limits, &dispatch_events, app,
                        &app->server, e);
}

static enum stipple_error app_start(struct app *app, struct error *e)
{
    TRY(signals_watch(app, e));
    TRY(store_start(app, e));
    TRY(writer_start(&app->loop, WRITES_MAX, WRITE_BATCH_MAX, &write_events, app, &app->writer, e));
    enum stipple_error code = listen_begin(app, e);
    if (code != STIPPLE_OK)
        writer_stop(app->writer, NULL);
    return code;
}

static void app_end(struct app *app)
{
    app->stopping = true;               /* a start that failed hears no signal either */
    uv_run(&app->loop, UV_RUN_DEFAULT); /* what is still closing */
    readers_close(app->readers);
    store_close(app->store);
    signing_key_free(app->signing_key);
    if (app->lock_fd >= 0)
        close(app->lock_fd);
    while (app->n_signals > 0)
        uv_close((uv_handle_t *)&app->signals[--app->n_signals], NULL);
    uv_close((uv_handle_t *)&app->turning, NULL);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    uv_loop_close(&app->loop);
    buffer_free(&app->openrpc);
    arena_free(&app->tree);
    pthread_mutex_destroy(&app->position_lock);
}

static void key_tell(const struct app *app)
{
    if (app->key_named == KEY_FIRST)
        log_info("seal.key and studio.key were made in %s and are in no backup: copy both to a "
                 "locked place; see `stipple explain seal` and `stipple explain studio.key`",
                 app->config->data);
    if (app->key_named == KEY_REPLACED)
        log_warning("the key that signed before is not in %s: a new one takes over, and the "
                    "history says so; see `stipple explain seal`",
                    app->config->data);
    log_info("seals are signed by the key %s", signing_key_fingerprint(app->signing_key));
}

int app_run(const struct config *config, const struct sources *sources,
            void (*ready)(const struct config *config))
{
    struct app app = {.config = config, .sources = sources, .lock_fd = -1};
    struct error e = {0};
    int code = uv_loop_init(&app.loop);
    if (code != 0) {
        fail_loop(&e, code);
        log_error("%s", e.message);
        return STIPPLE_EXIT_FAILED;
    }
    pthread_mutex_init(&app.position_lock, NULL);
    app.connections_max = connections_room();
    turns_count(&app);
    uuid_v7(sources, app.instance);
    app.started_ms = sources->now_ms(sources->context);
    app.started_steady_ms = sources->steady_ms(sources->context);
    bool started = app_start(&app, &e) == STIPPLE_OK;
    if (started) {
        watch_start(&app);
        if (ready)
            ready(config);
        key_tell(&app);
        uv_run(&app.loop, UV_RUN_DEFAULT);
    } else {
        log_error("%s", e.message);
        if (*e.hint)
            log_info("%s", e.hint);
    }
    bool dead = atomic_load(&app.dead);
    if (dead)
        log_error("a commit failed midway; restart to recover");
    app_end(&app);
    if (!started)
        return (int)stipple_error_info(e.code)->status;
    return dead ? STIPPLE_EXIT_UNKNOWN : STIPPLE_EXIT_DONE;
}
