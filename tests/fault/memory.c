/* Allocations that fail, and what a trial needs so that each of them can be tried on the same
 * studio: the same randomness every time, and a batch that is undone once it was whole, so that the
 * next try finds what this one found. */
#include "memory.h"

#include "app/app.h"
#include "store/connection.h"

#include <fcntl.h>
#include <lcms2_plugin.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *memory);
cmsContext __real_cmsCreateContext(void *plugin, void *data);
int __real_app_run(const struct config *config, const struct sources *sources,
                   void (*ready)(const struct config *config));
enum stipple_error __real_store_begin(struct store *s, struct error *e);
enum stipple_error __real_store_commit(struct store *s, struct error *e);
struct store *__real_readers_checkout(struct readers *r);

static struct memory_fault *fault; /* NULL: nothing is touched */
static _Thread_local bool aside;   /* the trial's own doing */
static sqlite3_mem_methods sqlite_memory;

static bool fails(void)
{
    if (!fault || aside || !atomic_load(&fault->on))
        return false;
    uint32_t number = atomic_fetch_add(&fault->seen, 1), pass = atomic_load(&fault->pass);
    if (number == 0)
        atomic_store(&fault->held, atomic_load(&fault->blocks));
    if (number < pass || number - pass >= atomic_load(&fault->fail))
        return false;
    atomic_fetch_add(&fault->failed, 1);
    return true;
}

static void *taken(void *memory)
{
    if (fault && memory)
        atomic_fetch_add(&fault->blocks, 1);
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : taken(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : taken(__real_calloc(n, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (!memory)
        return __wrap_malloc(size);
    return fails() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : taken(__real_strdup(text));
}

void __wrap_free(void *memory)
{
    if (fault && memory)
        atomic_fetch_sub(&fault->blocks, 1);
    __real_free(memory);
}

static void *sqlite_malloc(int size)
{
    return fails() ? NULL : sqlite_memory.xMalloc(size);
}

static void *sqlite_realloc(void *memory, int size)
{
    return fails() ? NULL : sqlite_memory.xRealloc(memory, size);
}

static void *colour_malloc(cmsContext context, cmsUInt32Number size)
{
    (void)context;
    return __wrap_malloc(size);
}

static void colour_free(cmsContext context, void *memory)
{
    (void)context;
    __wrap_free(memory);
}

static void *colour_realloc(cmsContext context, void *memory, cmsUInt32Number size)
{
    (void)context;
    return __wrap_realloc(memory, size);
}

cmsContext __wrap_cmsCreateContext(void *plugin, void *data)
{
    cmsPluginMemHandler memory = {.base = {.Magic = cmsPluginMagicNumber,
                                           .ExpectedVersion = 2000,
                                           .Type = cmsPluginMemHandlerSig,
                                           .Next = plugin},
                                  .MallocPtr = colour_malloc,
                                  .FreePtr = colour_free,
                                  .ReallocPtr = colour_realloc};
    return fault ? __real_cmsCreateContext(&memory, data) : __real_cmsCreateContext(plugin, data);
}

/* The daemon's randomness, begun anew wherever the trial sets a seed. */
static struct {
    pthread_mutex_t lock;
    const struct sources *real;
    uint64_t state;
} chance = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int64_t chance_now(void *context)
{
    (void)context;
    return chance.real->now_ms(chance.real->context);
}

static int64_t chance_steady(void *context)
{
    (void)context;
    return chance.real->steady_ms(chance.real->context);
}

/* Knuth's MMIX generator; its upper bits. */
static void chance_random(void *context, void *bytes, size_t length)
{
    (void)context;
    pthread_mutex_lock(&chance.lock);
    uint32_t seed = atomic_exchange(&fault->seed, 0);
    if (seed)
        chance.state = seed;
    for (size_t i = 0; i < length; i++) {
        chance.state = chance.state * 6364136223846793005 + 1442695040888963407;
        ((unsigned char *)bytes)[i] = (unsigned char)(chance.state >> 56);
    }
    pthread_mutex_unlock(&chance.lock);
}

int __wrap_app_run(const struct config *config, const struct sources *sources,
                   void (*ready)(const struct config *config))
{
    static struct sources own = {chance_now, chance_steady, chance_random, NULL};
    chance.real = sources;
    chance.state = (uint64_t)sources->now_ms(sources->context);
    return __real_app_run(config, fault ? &own : sources, ready);
}

static void statements_forget(struct store *s)
{
    for (size_t i = 0; fault && atomic_load(&fault->cold) && i < SQL_COUNT; i++) {
        sqlite3_finalize(s->statements[i]);
        s->statements[i] = NULL;
    }
}

/* Events in the history as this connection sees it now. */
static uint32_t events(const struct store *s)
{
    sqlite3_stmt *statement;
    uint32_t n = 0;
    aside = true;
    if (sqlite3_prepare_v2(s->db, "SELECT max(seq) FROM event", -1, &statement, NULL) ==
            SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        n = (uint32_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    aside = false;
    return n;
}

static uint32_t events_before;

enum stipple_error __wrap_store_begin(struct store *s, struct error *e)
{
    statements_forget(s);
    enum stipple_error code = __real_store_begin(s, e);
    if (fault && code == STIPPLE_OK)
        events_before = events(s);
    return code;
}

enum stipple_error __wrap_store_commit(struct store *s, struct error *e)
{
    uint32_t made = fault && !store_lost(s) ? events(s) - events_before : 0;
    if (fault)
        atomic_store(&fault->commit_from, atomic_load(&fault->seen));
    if (made > 0 && atomic_load(&fault->rehearse)) {
        aside = true;
        store_rollback(s);
        aside = false;
        atomic_fetch_add(&fault->recorded, made);
        return STIPPLE_OK;
    }
    if (!fault)
        return __real_store_commit(s, e);
    enum stipple_error code = __real_store_commit(s, e);
    if (code == STIPPLE_OK)
        atomic_fetch_add(&fault->recorded, made);
    return code;
}

struct store *__wrap_readers_checkout(struct readers *r)
{
    struct store *s = __real_readers_checkout(r);
    statements_forget(s);
    return s;
}

static void die(const char *what)
{
    perror(what);
    abort();
}

/* SQLite's small allocations too, which it otherwise takes out of one large one. */
static void sqlite_begin(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory) != SQLITE_OK)
        die("SQLite's memory");
    sqlite3_mem_methods own = sqlite_memory;
    own.xMalloc = sqlite_malloc;
    own.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &own) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        die("SQLite's memory");
}

/* Before main, so that a program needs no more than to be linked with this. */
__attribute__((constructor)) static void memory_begin(void)
{
    const char *path = getenv("STIPPLE_MEMORY_FAULTS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (!path)
        return;
    void *at =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        die(path);
    close(fd);
    sqlite_begin();
    if (uv_replace_allocator(__wrap_malloc, __wrap_realloc, __wrap_calloc, __wrap_free) != 0)
        die("libuv's memory");
    fault = at;
}
