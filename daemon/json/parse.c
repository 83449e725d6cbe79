/* cJSON allocates every node and every text by itself and offers two process-wide hooks; leading
 * them to an arena turns hundreds of mallocs and frees a call into a few. The arena is found
 * through a thread-local, set only while a parse is under way, so the hooks change nothing for
 * other users of cJSON in the process. cJSON also notes its last error in a static: parse on one
 * thread only. */
#include "json/parse.h"

#include <pthread.h>
#include <stdlib.h>

static _Thread_local struct arena *current;
static pthread_once_t hooks_installed = PTHREAD_ONCE_INIT;

static void *hook_malloc(size_t size)
{
    return current ? arena_take(current, size) : malloc(size);
}

static void hook_free(void *memory)
{
    if (!current)
        free(memory);
}

static void hooks_install(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = hook_malloc, .free_fn = hook_free});
}

cJSON *json_parse(struct arena *a, const char *text, size_t length, int depth_max,
                  struct json_fault *ret_fault)
{
    if (json_check(text, length, depth_max, ret_fault) < 0) {
        a->starved |= ret_fault->memory;
        return NULL;
    }
    pthread_once(&hooks_installed, hooks_install);
    current = a;
    cJSON *tree = cJSON_ParseWithLength(text, length);
    current = NULL;
    if (!tree)
        *ret_fault = (struct json_fault){.why = a->starved ? "memory ran out"
                                                           : "a number has too many digits",
                                         .memory = a->starved};
    return tree;
}
