#include "store/connection.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Steps of SQLite's machine between two looks at whether to stop: well under a millisecond. */
enum { STOP_STEPS = 1000 };

struct readers {
    atomic_bool stop;
    pthread_mutex_t lock;
    pthread_cond_t back;
    size_t free;
    struct store *stores[]; /* the first `free` are in */
};

static int stop_asked(void *context)
{
    return atomic_load(&((struct readers *)context)->stop);
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
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->back, NULL);
    for (; r->free < n; r->free++) {
        enum stipple_error code = store_open_reader(dir, sources, &r->stores[r->free], e);
        if (code != STIPPLE_OK) {
            readers_close(r);
            return code;
        }
        sqlite3_progress_handler(r->stores[r->free]->db, STOP_STEPS, stop_asked, r);
    }
    *ret = r;
    return STIPPLE_OK;
}

struct store *readers_checkout(struct readers *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->free == 0)
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
