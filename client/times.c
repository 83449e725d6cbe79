#include "client/times.h"

#include "client/number.h"
#include "client/view.h"

#include <string.h>

static enum stipple_exit zone_read(struct run *r, const char **ret)
{
    const char *result = NULL;
    struct error e;
    enum stipple_exit status = run_call(r, "studio.show", "{}", &result);
    const cJSON *studio = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    const char *zone = member_text(studio, "time_zone");
    if (!studio)
        return status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status;
    if (zone && zone_valid(zone)) {
        *ret = zone;
        return STIPPLE_EXIT_DONE;
    }
    fail(&e, STIPPLE_CLIENT_USAGE, NULL,
         "This machine does not know the studio's time zone%s%.60s.", zone ? ", " : "",
         zone ? zone : "");
    fail_hint(&e, "Say the offset, too: 2026-11-20T14:30+01:00.");
    return tell_error(r, &e);
}

enum stipple_exit times_settle(struct run *r)
{
    const char *zone = NULL;
    for (size_t i = 0; i < r->options.n; i++) {
        char moment[MOMENT_LENGTH + 1];
        struct option_value *value = &r->options.values[i];
        if (value->option->type != OPTION_TIME || !moment_parse(value->text, "UTC", moment))
            continue;
        bool bare = !moment_parse(value->text, NULL, moment);
        if (bare && !zone) {
            enum stipple_exit status = zone_read(r, &zone);
            if (status != STIPPLE_EXIT_DONE)
                return status;
        }
        if (bare)
            moment_parse(value->text, zone, moment);
        value->text = arena_copy(&r->arena, moment, strlen(moment));
        if (!value->text)
            return tell_memory(r);
    }
    return STIPPLE_EXIT_DONE;
}
