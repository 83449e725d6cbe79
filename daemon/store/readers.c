/* One reader is opened with the daemon, to know that it can be; the others when they are first
 * needed, for each holds the schema and its pages, and most studios never ask for two things at
 * once. */
#include "store/connection.h"

#include "base/log.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Steps of SQLite's machine between two looks at whether to stop: well under a millisecond. */
enum { STOP_STEPS = 1000 };

struct readers {
    atomic_bool stop;
    pthread_mutex_t lock;
    pthread_cond_t back;
    const char *dir;
    const struct sources *sources;
    size_t free, open, most;
    bool told;              /* that one could not be opened */
    struct store *stores[]; /* the first `free` are in */
};

static int stop_asked(void *context)
{
    return atomic_load(&((struct readers *)context)->stop);
}

static enum stipple_error reader_add(struct readers *r, struct error *e)
{
    TRY(store_open_reader(r->dir, r->sources, &r->stores[r->free], e));
    sqlite3_progress_handler(r->stores[r->free++]->db, STOP_STEPS, stop_asked, r);
    r->open++;
    return STIPPLE_OK;
}

enum stipple_error readers_open(const char *dir, const struct sources *sources, size_t n,
                                struct readers **ret, struct error *e)
{
    size_t size;
    struct readers *r = NULL;
    if (!__builtin_mul_overflow(n, sizeof(struct store *), &size) && size < SIZE_MAX - sizeof *r)
        r = calloc(1, sizeof *r + size);
    if (!r)
        return fail_memory(e);
    r->dir = dir;
    r->sources = sources;
    r->most = n;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->back, NULL);
    enum stipple_error code = reader_add(r, e);
    if (code != STIPPLE_OK) {
        readers_close(r);
        return code;
    }
    *ret = r;
    return STIPPLE_OK;
}

/* Where no more can be opened, those that are serve. */
static bool reader_another(struct readers *r)
{
    struct error e;
    if (r->open == r->most)
        return false;
    if (reader_add(r, &e) == STIPPLE_OK)
        return true;
    if (!r->told)
        log_warning("reads wait for %zu readers, no other can be opened: %s", r->open, e.message);
    r->told = true;
    return false;
}

struct store *readers_checkout(struct readers *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->free == 0 && !reader_another(r))
        pthread_cond_wait(&r->back, &r->lock);
    struct store *s = r->stores[--r->free];
    pthread_mutex_unlock(&r->lock);
    return s;
}

void readers_checkin(struct readers *r, struct store *s)
{
    pthread_mutex_lock(&r->lock);
    r->stores[r->free++] = s;
    pthread_cond_signal(&r->back);
    pthread_mutex_unlock(&r->lock);
}

void readers_stop(struct readers *r)
{
    atomic_store(&r->stop, true);
}

void readers_close(struct readers *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->free; i++)
        store_close(r->stores[i]);
    pthread_cond_destroy(&r->back);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
