/* The shortest way to write a session down: five questions, and the rest from the course, the last
 * session and the cup that stands there. What stands among the options is not asked, and where the
 * input ends, what stands in brackets holds. An answer that cannot be is asked for again; whoever
 * breaks off has recorded nothing, and after a refusal the answers are there to be said again. */
#include "client/amounts.h"
#include "client/asked.h"
#include "client/command.h"
#include "client/text.h"
#include "client/view.h"

#include <string.h>
#include <strings.h>

static const struct view made_lines[] = {{"Session", "session_code", FORMAT_TEXT},
                                         {"Client", "client_code", FORMAT_TEXT},
                                         {"Waits", "review", FORMAT_TEXT},
                                         {0}};
static const struct view use_columns[] = {{"Used", "container_code", FORMAT_TEXT},
                                          {"Amount", "ul", FORMAT_VOLUME},
                                          {"Pieces", "pieces", FORMAT_TEXT},
                                          {"Zone", "zone", FORMAT_TEXT},
                                          {0}};

static void session_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "session_code");
    card_view(r, result, made_lines);
    if (cJSON_GetArraySize(member_at(result, "uses")) > 0)
        table_view(r, member_at(result, "uses"), use_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, NULL, "session show %s", code);
}

static bool cleanliness_check(struct run *r, const char *answer)
{
    size_t length = strlen(answer);
    if (length > 0 &&
        (strncasecmp(answer, "yes", length) == 0 || strncasecmp(answer, "no", length) == 0))
        return true;
    tell(r, "Barriers and disinfection: yes or no?");
    return false;
}

static bool used_check(struct run *r, const char *answer)
{
    struct buffer scratch = {0};
    struct json_writer w = {.out = &scratch};
    struct error e;
    json_array(&w);
    bool good = amounts_list_write(r, "use", answer, &w, &e) == STIPPLE_OK;
    buffer_free(&scratch);
    if (!good)
        tell_error(r, &e);
    return good;
}

static const struct question where = {"zone", "Zone", NULL},
                             used = {"use", "Used (X-0001@crown, B-0009=2)", used_check},
                             place = {"place", "Place", NULL}, needle = {"needle", "Needle", NULL},
                             clean = {"clean", "Barriers on, all disinfected (yes, no)",
                                      cleanliness_check},
                             notes = {"notes", "Anything to note", NULL};

struct start {
    struct run *r;
    struct asked asked;
    const cJSON *plan;
};

static void member_write(struct json_writer *w, const char *key, const char *text)
{
    if (!text)
        return;
    json_key(w, key);
    json_text(w, text);
}

/* What is known already. */

static bool cup_usable(const cJSON *cup)
{
    return !member_text(cup, "refusal");
}

static bool cup_stands(const struct start *s)
{
    const cJSON *cup, *cups = member_at(s->plan, "cups");
    cJSON_ArrayForEach(cup, cups)
    {
        if (cup_usable(cup))
            return true;
    }
    return false;
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
    card_line(r, cup_usable(cup) ? "Cup" : "Left out", &text);
}

/* Without --course, the one that is due first. */
static const cJSON *course_of(const struct start *s)
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

static void plan_view(const struct start *s)
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
    if (said || cup_stands(s))
        return;
    text_wrap(r->out, "! ", 2, r->terminal.width, "No cup of theirs can be used.");
    if (match)
        next_command(r, "makes one; Ctrl-C leaves this", "mix --from-match %s", match);
}

/* Where the cups are for, each once; else where the client's next session is likely to be. */
static const char *zone_usual(const struct start *s)
{
    const cJSON *cup, *cups = member_at(s->plan, "cups");
    struct buffer all = {0};
    const char *before = NULL, *ret = NULL;
    cJSON_ArrayForEach(cup, cups)
    {
        const char *zone = member_text(cup, "zone");
        if (!cup_usable(cup) || !zone || (before && strcmp(before, zone) == 0))
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

/* The five answers. */
struct answers {
    const char *zone; /* NULL: as the cups and the plan have it */
    const char *used; /* where no cup stands */
    const char *place, *needle, *clean, *notes;
};

/* Where, of a cup; where none stands, what and where. */
static bool used_ask(struct start *s, struct answers *ret)
{
    const char *usual = zone_usual(s);
    if (option_given(&s->r->options, "use"))
        return true;
    if (!cup_stands(s))
        return ask(&s->asked, &used, NULL, &ret->used);
    bool good = ask(&s->asked, &where, usual, &ret->zone);
    if (ret->zone == usual)
        ret->zone = NULL;
    return good;
}

static bool answers_ask(struct start *s, struct answers *ret)
{
    return used_ask(s, ret) &&
           ask(&s->asked, &place, member_text(s->plan, "last.place"), &ret->place) &&
           ask(&s->asked, &needle, member_text(s->plan, "last.needle"), &ret->needle) &&
           ask(&s->asked, &clean, NULL, &ret->clean) && ask(&s->asked, &notes, NULL, &ret->notes);
}

/* The cups that stand there, whole, each in its zone unless one was said for all; without a cup,
 * what was answered. */
static enum stipple_error uses_write(const struct start *s, const struct answers *said,
                                     struct json_writer *w, struct error *e)
{
    const cJSON *cup, *cups = said->used ? NULL : member_at(s->plan, "cups");
    const char *likely = member_text(s->plan, "zone");
    if (option_given(&s->r->options, "use"))
        return amounts_write(s->r, "use", "uses", true, w, e);
    json_key(w, "uses");
    json_array(w);
    if (said->used)
        TRY(amounts_list_write(s->r, "use", said->used, w, e));
    cJSON_ArrayForEach(cup, cups)
    {
        const char *own = member_text(cup, "zone");
        if (!cup_usable(cup))
            continue;
        json_object(w);
        member_write(w, "container", member_text(cup, "code"));
        member_write(w, "zone", said->zone ? said->zone : own ? own : likely);
        json_object_end(w);
    }
    json_array_end(w);
    return STIPPLE_OK;
}

/* Barriers and disinfection are one question at the chair. What was not answered is not claimed. */
static void cleanliness_write(struct json_writer *w, const char *answer)
{
    if (!answer)
        return;
    bool yes = answer[0] == 'y' || answer[0] == 'Y';
    json_key(w, "barrier");
    json_bool(w, yes);
    json_key(w, "disinfected");
    json_bool(w, yes);
}

static enum stipple_error session_write(const struct start *s, const struct answers *said,
                                        struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    const cJSON *course = course_of(s);
    double depth = member_number(s->plan, "depth_mm");
    json_object(&w);
    TRY(run_members(s->r, &w, e));
    if (course && !option_given(&s->r->options, "course"))
        member_write(&w, "course", member_text(course, "course_code"));
    member_write(&w, "place", said->place);
    member_write(&w, "needle", said->needle);
    member_write(&w, "notes", said->notes);
    member_write(&w, "aftercare", member_text(s->plan, "aftercare"));
    if (depth > 0) {
        json_key(&w, "depth_mm");
        json_double(&w, depth);
    }
    cleanliness_write(&w, said->clean);
    TRY(uses_write(s, said, &w, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit session_send(struct start *s, const struct answers *said)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = session_write(s, said, &params, &e) == STIPPLE_OK
                                   ? run_params(s->r, s->r->command->method, params.data)
                                   : tell_error(s->r, &e);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        asked_again(&s->asked);
    return status;
}

static enum stipple_exit plan_read(struct run *r, const cJSON **ret)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *result = NULL;
    enum stipple_exit status = STIPPLE_EXIT_FAILED;
    json_object(&w);
    member_write(&w, "client", r->options.operands[0]);
    json_object_end(&w);
    if (buffer_string(&params))
        status = run_call(r, "session.plan", params.data, &result);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    *ret = run_parse(r, result);
    return *ret ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

static enum stipple_exit start_run(struct run *r)
{
    struct start s = {.r = r, .asked = {.r = r}};
    struct answers said = {0};
    enum stipple_exit status = plan_read(r, &s.plan);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (!option_given(&r->options, "json"))
        plan_view(&s);
    typed_begin(&s.asked.typed);
    bool answered = answers_ask(&s, &said);
    typed_end(&s.asked.typed);
    if (answered) {
        status = session_send(&s, &said);
    } else {
        tell(r, "Nothing was recorded.");
        status = STIPPLE_EXIT_FAILED;
    }
    buffer_free(&s.asked.again);
    return status;
}

static const struct option start_options[] = {
    {"zone", OPTION_TEXT, "TEXT", NULL, "Part of the scalp, if not what the cup was matched for."},
    {"place", OPTION_TEXT, "TEXT", NULL, "Room and chair; that of the last session."},
    {"needle", OPTION_TEXT, "TEXT", NULL, "Configuration; that of the last session."},
    {"clean", OPTION_TEXT, "yes|no", NULL, "Barriers on and all disinfected."},
    {"notes", OPTION_TEXT, "TEXT", NULL, "Notes."},
    {"use", OPTION_TEXTS, "CONTAINER[=AMOUNT][@ZONE]", NULL,
     "What was used, if not the whole cup that stands there; repeated."},
    {"course", OPTION_TEXT, "COURSE", "course", "Its course, if not the one that is due first."},
    {"artist", OPTION_TEXT, "STAFF", "artist", "Who did it, if not who writes it down."},
    {"override", OPTION_TEXT, "TEXT", "override_reason",
     "Why something was used that was not to be used."},
    {0}};

const struct command start_commands[] = {
    {.name = "session start",
     .usage = "session start CLIENT [OPTIONS]",
     .summary = "Writes a session down with five questions.",
     .help = "\nZone, place, needle, hygiene and notes are asked for, where no option says them; "
             "the rest is taken from the course, the last session and the cup that stands there. "
             "Where none does, what was used is asked instead of where. Ctrl-C records nothing.\n",
     .options = start_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "session.record",
     .writes = true,
     .run = start_run,
     .render = session_made},
    {0}};
