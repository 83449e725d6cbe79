/* What a session begins with: the course, and the cups that stand there. */
#include "client/start.h"

#include "client/text.h"
#include "client/view.h"

#include <string.h>
#include <strings.h>

static bool cup_usable(const cJSON *cup)
{
    return !member_text(cup, "refusal");
}

bool cup_taken(const struct start *s, const cJSON *cup)
{
    return cup_usable(cup) || s->override;
}

int cups_count(const struct start *s, bool taken)
{
    const cJSON *cup, *cups = member_at(s->plan, "cups");
    int n = 0;
    cJSON_ArrayForEach(cup, cups)
    {
        n += cup_taken(s, cup) == taken;
    }
    return n;
}

static void course_view(struct run *r, const cJSON *due)
{
    struct buffer text = {0};
    const char *what = member_text(due, "what");
    bool session = what && strcmp(what, "session") == 0;
    value_view(&text, due, "course_code", FORMAT_TEXT);
    buffer_text(&text, ", ");
    value_view(&text, due, "service", FORMAT_NAME);
    buffer_text(&text, ": ");
    value_view(&text, due, "what", FORMAT_NAME);
    if (session)
        buffer_print(&text, " %.0f of %.0f", member_number(due, "done") + 1,
                     member_number(due, "planned"));
    card_line(r, "Course", &text);
}

static void cup_view(struct run *r, const cJSON *cup)
{
    struct buffer text = {0};
    value_view(&text, cup, "code", FORMAT_TEXT);
    if (member_text(cup, "match_code"))
        buffer_text(&text, " by ");
    value_view(&text, cup, "match_code", FORMAT_TEXT);
    buffer_text(&text, ", ");
    value_view(&text, cup, cup_usable(cup) ? "left_ul" : "refusal",
               cup_usable(cup) ? FORMAT_VOLUME : FORMAT_ERROR);
    card_line(r, cup_usable(cup) ? "Cup" : "In doubt", &text);
}

const cJSON *course_of(const struct start *s)
{
    const cJSON *due, *rows = member_at(s->plan, "due");
    const char *wanted = option_text(&s->r->options, "course");
    cJSON_ArrayForEach(due, rows)
    {
        const char *code = member_text(due, "course_code");
        if (!wanted || (code && strcasecmp(code, wanted) == 0))
            return due;
    }
    return NULL;
}

void plan_view(const struct start *s)
{
    struct run *r = s->r;
    bool said = option_given(&r->options, "use");
    const cJSON *cup, *cups = said ? NULL : member_at(s->plan, "cups"), *course = course_of(s);
    const char *match = member_text(s->plan, "match_code");
    warnings_view(r, member_at(s->plan, "warnings"), "! ");
    if (course)
        course_view(r, course);
    cJSON_ArrayForEach(cup, cups)
    {
        cup_view(r, cup);
    }
    if (cJSON_GetArraySize(cups) > 0)
        cartridges_view(s);
    if (said || cJSON_GetArraySize(cups) > 0)
        return;
    text_wrap(r->out, "! ", 2, r->terminal.width, "No cup of theirs stands there.");
    if (match)
        next_command(r, "makes one; Ctrl-C leaves this", "mix --from-match %s", match);
}

const char *zone_usual(const struct start *s)
{
    const cJSON *cup, *cups = member_at(s->plan, "cups");
    struct buffer all = {0};
    const char *before = NULL, *ret = NULL;
    cJSON_ArrayForEach(cup, cups)
    {
        const char *zone = member_text(cup, "zone");
        if (!cup_taken(s, cup) || !zone || (before && strcmp(before, zone) == 0))
            continue;
        buffer_text(&all, before ? ", " : "");
        buffer_text(&all, zone);
        before = zone;
    }
    if (before && buffer_string(&all))
        ret = arena_copy(&s->r->arena, all.data, all.length);
    buffer_free(&all);
    return ret ? ret : member_text(s->plan, "zone");
}

bool zone_known(const struct start *s, const char *zone)
{
    const cJSON *known, *zones = member_at(course_of(s), "zones");
    cJSON_ArrayForEach(known, zones)
    {
        if (cJSON_IsString(known) && strcasecmp(known->valuestring, zone) == 0)
            return true;
    }
    return cJSON_GetArraySize(zones) == 0;
}

void zone_doubt(struct start *s, const char *zone)
{
    const cJSON *course = course_of(s);
    struct buffer text = {0};
    value_view(&text, course, "course_code", FORMAT_TEXT);
    buffer_print(&text, " has no zone \"%s\" so far, but ", zone);
    value_view(&text, course, "zones", FORMAT_LIST);
    buffer_text(&text, ". The same once more takes it all the same.");
    s->doubted = arena_copy(&s->r->arena, zone, strlen(zone));
    if (buffer_string(&text))
        tell(s->r, text.data);
    buffer_free(&text);
}

const char *doubtful_words(const struct start *s)
{
    const cJSON *cup, *cups = member_at(s->plan, "cups");
    struct buffer text = {0};
    cJSON_ArrayForEach(cup, cups)
    {
        if (cup_usable(cup))
            continue;
        buffer_text(&text, text.length ? " " : "");
        value_view(&text, cup, "code", FORMAT_TEXT);
        buffer_text(&text, ": ");
        value_view(&text, cup, "refusal", FORMAT_ERROR);
    }
    const char *ret =
        buffer_string(&text) ? arena_copy(&s->r->arena, text.data, text.length) : NULL;
    buffer_free(&text);
    return ret;
}
