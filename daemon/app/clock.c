/* The clock is held against one that nobody sets. Their difference moves only when somebody sets
 * the clock, for the network's small corrections turn both. The order of events is their number
 * either way, and nothing waits by this clock. */
#include "app/clock.h"

#include "base/log.h"
#include "base/time.h"
#include "base/uuid.h"
#include "json/writer.h"
#include "store/studio.h"

#include <stdlib.h>

/* What lies below is a computer that finds its time after it was switched on. */
enum { JUMP_MS = 60000 };
/* No studio that is at work goes without a write for so long. */
static const int64_t closed_ms = 366 * INT64_C(86400000);

void clock_begin(struct app *app, int64_t last_ms)
{
    int64_t gone_by = app->started_ms - last_ms;
    bool believed = gone_by >= 0 && gone_by < closed_ms;
    app->clock = (struct clock){
        .ahead_ms = (believed ? app->started_ms : last_ms) - app->started_steady_ms,
        .started = true,
    };
}

/* Looks twice before it believes: a process can be stopped between two clocks. */
static int64_t jump_see(const struct app *app, int64_t *ret_ms)
{
    const struct sources *sources = app->sources;
    int64_t jump = JUMP_MS;
    for (int look = 0; look < 2 && llabs(jump) >= JUMP_MS; look++) {
        int64_t steady = sources->steady_ms(sources->context);
        *ret_ms = sources->now_ms(sources->context);
        jump = *ret_ms - steady - app->clock.ahead_ms;
    }
    return jump;
}

static void body_write(const struct instant *now, int64_t jump, bool stopped, struct buffer *ret)
{
    char expected[TIME_LENGTH + 1];
    struct json_writer w = {ret, false};
    time_format(now->ms - jump, expected);
    json_object(&w);
    json_key(&w, "made");
    json_object(&w);
    json_key(&w, "expected");
    json_text(&w, expected);
    json_key(&w, "jump_ms");
    json_int(&w, jump);
    json_key(&w, "stopped");
    json_bool(&w, stopped);
    json_object_end(&w);
    json_key(&w, "offset_min");
    json_int(&w, now->offset_min);
    json_object_end(&w);
}

static enum stipple_error jump_record(struct app *app, int64_t now_ms, int64_t jump,
                                      struct error *e)
{
    char op_id[UUID_LENGTH + 1];
    struct instant now;
    struct buffer body = {0};
    TRY(studio_local(app->store, now_ms, &now, e));
    uuid_v7(app->sources, op_id);
    body_write(&now, jump, app->clock.started, &body);
    struct event event = {.op_id = op_id,
                          .type = "audit.clock",
                          .occurred_at = now,
                          .recorded_at = now_ms,
                          .by = "daemon",
                          .body = buffer_string(&body)};
    enum stipple_error code = event.body ? store_record(app->store, &event, e) : fail_memory(e);
    buffer_free(&body);
    return code;
}

static void jump_tell(const struct app *app, int64_t jump)
{
    const char *way = jump > 0 ? "forward" : "back";
    long long seconds = llabs(jump) / 1000;
    if (app->clock.started && jump >= closed_ms)
        log_warning("the clock shows %lld days more than the last event: it was set forward, or "
                    "the studio was closed; the history says so",
                    seconds / 86400);
    else
        log_warning("the clock was set %s by %lld s; the history says so", way, seconds);
}

static enum stipple_error jump_keep(struct app *app, int64_t now_ms, int64_t jump, struct error *e)
{
    TRY(store_savepoint(app->store, e));
    enum stipple_error code = jump_record(app, now_ms, jump, e);
    if (code == STIPPLE_OK)
        code = store_release(app->store, e);
    if (code != STIPPLE_OK) {
        store_undo(app->store);
        return code;
    }
    app->clock.ahead_ms += jump;
    jump_tell(app, jump);
    return STIPPLE_OK;
}

enum stipple_error clock_read(struct app *app, int64_t *ret_ms, struct error *e)
{
    int64_t jump = jump_see(app, ret_ms);
    if (llabs(jump) >= JUMP_MS)
        TRY(jump_keep(app, *ret_ms, jump, e));
    app->clock.started = false;
    return STIPPLE_OK;
}
