#include "store/starved.h"

#include <pthread.h>
#include <sqlite3.h>

static sqlite3_mem_methods real;
static _Thread_local unsigned count;

static void *counted_malloc(int size)
{
    void *memory = real.xMalloc(size);
    count += !memory;
    return memory;
}

static void *counted_realloc(void *memory, int size)
{
    void *moved = real.xRealloc(memory, size);
    count += !moved;
    return moved;
}

static void watch_once(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
        return;
    sqlite3_mem_methods own = real;
    own.xMalloc = counted_malloc;
    own.xRealloc = counted_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &own);
}

void starved_watch(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_once);
}

unsigned starved_count(void)
{
    return count;
}
