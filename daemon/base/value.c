#include "base/value.h"

#include "base/arena.h"

#include <stdarg.h>
#include <string.h>

/* The list doubles at every power of two, so that it needs no capacity beside its count; the
 * outgrown copies go with the arena. */
void *list_add(struct arena *a, struct list *list, size_t size)
{
    if ((list->n & (list->n - 1)) == 0) {
        void *items = arena_array(a, list->n ? list->n * 2 : 1, size);
        if (!items)
            return NULL;
        if (list->n)
            memcpy(items, list->items, list->n * size);
        list->items = items;
    }
    return (char *)list->items + size * list->n++;
}

void warn(struct arena *a, struct list *warnings, const char *name, const char *field,
          const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct warning w = {.name = arena_copy(a, name, strlen(name)),
                        .field = field ? arena_copy(a, field, strlen(field)) : NULL,
                        .text = arena_vprint(a, format, args)};
    va_end(args);
    struct warning *slot = w.name && w.text ? list_add(a, warnings, sizeof w) : NULL;
    if (slot)
        *slot = w;
}
