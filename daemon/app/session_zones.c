/* A slip of the pen makes a part of the scalp that nobody has: "chair 1". A new one may well be
 * meant, so it is kept as it was said, and told. */
#include "app/session_schema.h"

#include "store/courses.h"

#include <stdio.h>
#include <strings.h>

static bool is_among(const struct list *zones, const char *zone)
{
    const char *const *known = zones->items;
    for (size_t i = 0; i < zones->n; i++)
        if (strcasecmp(known[i], zone) == 0)
            return true;
    return false;
}

enum stipple_error session_zones_doubt(struct call *call, const char *course, const char *lines,
                                       struct session_made *made)
{
    struct list zones = {0}, told = {0};
    const struct session_line *line = made->uses.items;
    if (course)
        TRY(course_zones(call->store, &call->arena, course, &zones, &call->error));
    for (size_t i = 0; zones.n > 0 && i < made->uses.n; i++) {
        char field[48];
        if (!line[i].zone || is_among(&zones, line[i].zone) || is_among(&told, line[i].zone))
            continue;
        const char **slot = list_add(&call->arena, &told, sizeof *slot);
        if (!slot)
            return fail_memory(&call->error);
        *slot = line[i].zone;
        snprintf(field, sizeof field, "%s[%zu].zone", lines, i);
        warn(&call->arena, &made->warnings, "zone.unknown", field,
             "The course does not name \"%s\", and was not there before.", line[i].zone);
    }
    return STIPPLE_OK;
}
