/* A studio in a temporary directory, with a clock that stands still and seeded randomness. */
#ifndef STIPPLE_TESTS_STORE_FIXTURE_H
#define STIPPLE_TESTS_STORE_FIXTURE_H

#include "unit.h"

#include "base/time.h"
#include "base/uuid.h"
#include "json/writer.h"
#include "random.h"
#include "store/audit.h"
#include "store/lots.h"
#include "store/products.h"
#include "store/refs.h"
#include "store/stock.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    char dir[64];
    struct store *s;
    struct arena a;
    struct error e;
    int64_t now;
    uint64_t seed;
    struct sources sources;
    bool batch;     /* the test holds the transaction */
    const char *by; /* who acts */
    const char *op; /* the op_id of the next command; NULL: a new one */
};

static inline int64_t fixture_now(void *context)
{
    return ((struct fixture *)context)->now;
}

static inline uint64_t fixture_next(struct fixture *f)
{
    return random_next(&f->seed);
}

static inline int64_t fixture_below(struct fixture *f, int64_t n)
{
    return n > 0 ? (int64_t)(fixture_next(f) % (uint64_t)n) : 0;
}

static inline void fixture_random(void *context, void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        ((unsigned char *)bytes)[i] = (unsigned char)fixture_next(context);
}

#define assert_ok(f, expression)                                                                   \
    do {                                                                                           \
        enum stipple_error ok_code = (expression);                                                 \
        if (ok_code != STIPPLE_OK)                                                                 \
            fail_msg("%s: %s", #expression, (f)->e.message);                                       \
    } while (0)
#define assert_refused(expression, wanted)                                                         \
    assert_string_equal(stipple_error_info(expression)->name, stipple_error_info(wanted)->name)

static inline void fixture_reopen(struct fixture *f)
{
    store_close(f->s);
    f->s = NULL;
    assert_ok(f, store_open(f->dir, "Europe/Copenhagen", &f->sources, &f->s, &f->e));
}

static inline struct instant at(const char *text)
{
    struct instant t = {0};
    if (!time_parse(text, &t))
        fail_msg("no time: %s", text);
    return t;
}

static inline void fixture_prepare(struct fixture *f)
{
    *f = (struct fixture){.seed = 20260115, .by = "uid:1000"};
    f->now = at("2026-01-15T11:00:00Z").ms;
    f->sources = (struct sources){fixture_now, fixture_now, fixture_random, f};
    snprintf(f->dir, sizeof f->dir, "/tmp/stipple-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
}

static inline void fixture_open(struct fixture *f)
{
    fixture_prepare(f);
    fixture_reopen(f);
}

static inline void fixture_path(const struct fixture *f, const char *name, char *ret, size_t size)
{
    snprintf(ret, size, "%s/%s", f->dir, name);
}

static inline void fixture_close(struct fixture *f)
{
    static const char *const names[] = {"stipple.db",     "stipple.db-wal",     "stipple.db-shm",
                                        "stipple.db.new", "stipple.db.new-wal", "stipple.lock",
                                        "studio.key"};
    store_close(f->s);
    arena_free(&f->a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        fixture_path(f, names[i], path, sizeof path);
        unlink(path);
    }
    if (rmdir(f->dir) != 0)
        fail_msg("something was left in %s", f->dir);
}

/* What cmocka runs around a test, whose state is the fixture. */
static inline int fixture_setup(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    *state = &f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

#endif
