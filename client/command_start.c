/* The shortest way to write a session down: five questions, and the rest from the course, the last
 * session and the cup that stands there. What stands among the options is not asked, and where
 * input that is no terminal ends, what stands in brackets holds. An answer that cannot be is asked
 * for again; whoever breaks off has recorded nothing, and after a refusal the answers are there to
 * be said again. */
#include "client/amounts.h"
#include "client/number.h"
#include "client/start.h"
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

static bool cleanliness_check(struct run *r, void *context, const char *answer)
{
    (void)context;
    size_t length = strlen(answer);
    if (length > 0 &&
        (strncasecmp(answer, "yes", length) == 0 || strncasecmp(answer, "no", length) == 0))
        return true;
    tell(r, "Barriers and disinfection: yes or no?");
    return false;
}

static bool used_check(struct run *r, void *context, const char *answer)
{
    (void)context;
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

/* What no option says is typed in a hurry: a part of the scalp that the course does not know is
 * asked for again, and taken when it is meant. */
static bool zone_check(struct run *r, void *context, const char *answer)
{
    struct start *s = context;
    if (option_given(&r->options, "zone") || zone_known(s, answer) ||
        (s->doubted && strcmp(s->doubted, answer) == 0))
        return true;
    zone_doubt(s, answer);
    return false;
}

static const struct question used = {"use", "Used (X-0001@crown, B-0009=2)", used_check, NULL},
                             place = {"place", "Place", NULL, NULL},
                             needle = {"needle", "Needle", NULL, NULL},
                             clean = {"clean", "Barriers on, all disinfected (yes, no)",
                                      cleanliness_check, NULL},
                             notes = {"notes", "Anything to note", NULL, NULL};

static void member_write(struct json_writer *w, const char *key, const char *text)
{
    if (!text)
        return;
    json_key(w, key);
    json_text(w, text);
}

/* The five answers. */
struct answers {
    const char *zone; /* NULL: as the cups and the plan have it */
    const char *used; /* where no cup stands */
    const char *place, *needle, *clean, *notes;
};

/* A cup that does not pass may have been used all the same: then why. Without a reason it was not,
 * and that is said. */
static bool doubtful_ask(struct start *s)
{
    if (option_given(&s->r->options, "use") || cups_count(s, false) == 0)
        return true;
    const char *words = doubtful_words(s);
    const char *text = arena_print(&s->r->arena, "%s Why used all the same, if it was",
                                   words ? words : "A cup is in doubt.");
    const struct question why = {"override", text ? text : "Why used all the same", NULL, NULL};
    if (!ask(&s->asked, &why, NULL, &s->override))
        return false;
    text = arena_print(&s->r->arena, "Left out, as not used: %s --override says why it was.",
                       words ? words : "a cup in doubt.");
    if (!s->override && text)
        tell(s->r, text);
    return true;
}

/* Where, of a cup; where none was used, what and where. */
static bool used_ask(struct start *s, struct answers *ret)
{
    if (option_given(&s->r->options, "use"))
        return true;
    if (!doubtful_ask(s))
        return false;
    const char *usual = zone_usual(s);
    const struct question where = {"zone", "Zone", zone_check, s};
    if (cups_count(s, true) == 0)
        return ask(&s->asked, &used, NULL, &ret->used);
    bool good = ask(&s->asked, &where, usual, &ret->zone);
    if (ret->zone == usual)
        ret->zone = NULL;
    return good;
}

static bool answers_ask(struct start *s, struct answers *ret)
{
    if (!used_ask(s, ret) ||
        !ask(&s->asked, &place, member_text(s->plan, "last.place"), &ret->place) ||
        !ask(&s->asked, &needle, member_text(s->plan, "last.needle"), &ret->needle))
        return false;
    if (!ret->used)
        cartridges_settle(s, ret->needle);
    return ask(&s->asked, &clean, NULL, &ret->clean) && ask(&s->asked, &notes, NULL, &ret->notes);
}

/* The cups that stand there, whole, each in its zone unless one was said for all; without a cup,
 * what was answered. */
static enum stipple_error uses_write(const struct start *s, const struct answers *said,
                                     struct json_writer *w, struct error *e)
{
    const cJSON *cup, *cups = said->used ? NULL : member_at(s->plan, "cups");
    const char *likely = member_text(s->plan, "zone");
    if (option_given(&s->r->options, "use") && option_given(&s->r->options, "cartridge"))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "--use says all that was used: say the cartridge there, too.");
    if (option_given(&s->r->options, "use"))
        return amounts_write(s->r, "use", "uses", true, w, e);
    json_key(w, "uses");
    json_array(w);
    if (said->used)
        TRY(amounts_list_write(s->r, "use", said->used, w, e));
    cJSON_ArrayForEach(cup, cups)
    {
        const char *own = member_text(cup, "zone");
        if (!cup_taken(s, cup))
            continue;
        json_object(w);
        member_write(w, "container", member_text(cup, "code"));
        member_write(w, "zone", said->zone ? said->zone : own ? own : likely);
        json_object_end(w);
    }
    TRY(cartridges_write(s, w, e));
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
    if (!option_given(&s->r->options, "override"))
        member_write(&w, "override_reason", s->override);
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

/* As things stood on the day of the session, where that is not today. */
static enum stipple_exit plan_read(struct run *r, const cJSON **ret)
{
    char moment[MOMENT_LENGTH + 1];
    const char *at = option_text(&r->options, "at");
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *result = NULL;
    enum stipple_exit status = STIPPLE_EXIT_FAILED;
    json_object(&w);
    member_write(&w, "client", r->options.operands[0]);
    if (at && moment_parse(at, NULL, moment)) {
        json_key(&w, "day");
        json_text_n(&w, moment, DATE_LENGTH);
    }
    json_object_end(&w);
    if (buffer_string(&params))
        status = run_call(r, "session.plan", params.data, &result);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    *ret = run_parse(r, result);
    return *ret ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

/* Whether an option answers any of the questions. */
static bool something_said(const struct run *r)
{
    static const char *const names[] = {"use", "zone", "place", "needle", "clean", "notes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (option_given(&r->options, names[i]))
            return true;
    return false;
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
    s.asked.answered = something_said(r);
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
    {"use", OPTION_OWN, "CONTAINER[=AMOUNT][@ZONE]", "uses",
     "What was used, if not the whole cup that stands there; repeated."},
    {"cartridge", OPTION_TEXT, "CONTAINER[=AMOUNT]", NULL,
     "Box and how many, if not those of the last session; or none."},
    {"course", OPTION_TEXT, "COURSE", "course", "Its course, if not the one that is due first."},
    {"artist", OPTION_TEXT, "STAFF", "artist", "Who did it, if not who writes it down."},
    {"override", OPTION_TEXT, "TEXT", "override_reason",
     "Why something was used that was not to be used."},
    {0}};

const struct command start_commands[] = {
    {.name = "session start",
     .usage = "session start CLIENT [OPTIONS]",
     .summary = "Writes a session down with five questions.",
     .help =
         "\nZone, place, needle, hygiene and notes are asked for, where no option says them; "
         "the rest is taken from the course, the last session and the cup that stands there. "
         "With the cup go cartridges out of the open box, as many as last time, unless the needle "
         "is another. Of a cup that does not pass it is asked why it was used all the same. Where "
         "no cup "
         "was used, what was used is asked instead of where. Ctrl-C and Ctrl-D record nothing.\n",
     .options = start_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "session.record",
     .writes = true,
     .run = start_run,
     .render = session_made},
    {0}};
