/* Sessions, and what came of them. */
#include "client/amounts.h"
#include "client/attached.h"
#include "client/command.h"
#include "client/view.h"

#include <string.h>

static const struct view made_lines[] = {{"Session", "session_code", FORMAT_TEXT},
                                         {"Client", "client_code", FORMAT_TEXT},
                                         {"Artist", "artist_code", FORMAT_TEXT},
                                         {"Waits", "review", FORMAT_TEXT},
                                         {0}};
static const struct view use_columns[] = {
    {"Used", "container_code", FORMAT_TEXT}, {"Typed", "said", FORMAT_TEXT},
    {"What", "what", FORMAT_TEXT},           {"Lot", "lot_no", FORMAT_TEXT},
    {"Match", "match_code", FORMAT_TEXT},    {"Amount", "ul", FORMAT_VOLUME},
    {"Pieces", "pieces", FORMAT_TEXT},       {"Not there", "missing", FORMAT_LACK},
    {"Zone", "zone", FORMAT_TEXT},           {"Taken back", "ended", FORMAT_TEXT},
    {"Against", "refusal", FORMAT_ERROR},    {0}};
static const struct view returned_lines[] = {{"Came back", "container_code", FORMAT_TEXT}, {0}};
static const struct view opened_columns[] = {
    {"Bottle", "container_code", FORMAT_TEXT}, {"Open since", "opened_at", FORMAT_TIME}, {0}};
static const struct view session_lines[] = {
    {"Session", "code", FORMAT_TEXT},          {"Client", "client_code", FORMAT_TEXT},
    {"Course", "course_code", FORMAT_TEXT},    {"Artist", "artist_name", FORMAT_TEXT},
    {"When", "occurred_at", FORMAT_TIME},      {"Written down", "recorded_at", FORMAT_LATE},
    {"Place", "place", FORMAT_TEXT},           {"Needle", "needle", FORMAT_TEXT},
    {"Depth, mm", "depth_mm", FORMAT_TEXT},    {"Numbing", "numbing", FORMAT_TEXT},
    {"Sterilizer", "sterilizer", FORMAT_TEXT}, {"Copy offered", "copy_offered", FORMAT_TEXT},
    {"Barriers", "barrier", FORMAT_TEXT},      {"Disinfected", "disinfected", FORMAT_TEXT},
    {"Aftercare", "aftercare", FORMAT_TEXT},   {"Complications", "complications", FORMAT_TEXT},
    {"Notes", "notes", FORMAT_TEXT},           {"All the same", "override_reason", FORMAT_TEXT},
    {"Review", "review", FORMAT_TEXT},         {"Struck out", "struck", FORMAT_TEXT},
    {"Purged", "purged_by", FORMAT_PURGE},     {0}};
static const struct view reading_columns[] = {{"Reading", "name", FORMAT_TEXT},
                                              {"Size", "bytes", FORMAT_BYTES},
                                              {"SHA-256", "sha256", FORMAT_TEXT},
                                              {0}};
static const struct view signature_columns[] = {
    {"Signed", "who", FORMAT_TEXT}, {"Meaning", "meaning", FORMAT_TEXT}, {0}};
static const struct view amendment_columns[] = {{"Amended", "recorded_at", FORMAT_TIME},
                                                {"By", "by", FORMAT_TEXT},
                                                {"Why", "reason", FORMAT_TEXT},
                                                {"Before", "was", FORMAT_MEMBERS},
                                                {0}};
static const struct view incident_columns[] = {{"Incident", "code", FORMAT_TEXT},
                                               {"When", "occurred_at", FORMAT_TIME},
                                               {"Written down", "recorded_at", FORMAT_LATE},
                                               {"What was seen", "words", FORMAT_TEXT},
                                               {0}};
static const struct view list_columns[] = {{"Code", "code", FORMAT_TEXT},
                                           {"When", "occurred_at", FORMAT_TIME},
                                           {"Written down", "recorded_at", FORMAT_LATE},
                                           {"Client", "client_code", FORMAT_TEXT},
                                           {"Course", "course_code", FORMAT_TEXT},
                                           {"Artist", "artist_name", FORMAT_TEXT},
                                           {"Place", "place", FORMAT_TEXT},
                                           {"Review", "review", FORMAT_TEXT},
                                           {"Struck out", "struck", FORMAT_TEXT},
                                           {"Purged by", "purged_by", FORMAT_TEXT},
                                           {0}};
static void rows_view(struct run *r, const cJSON *result, const char *name,
                      const struct view *columns)
{
    const cJSON *rows = member_at(result, name);
    if (cJSON_GetArraySize(rows) == 0)
        return;
    buffer_byte(r->out, '\n');
    table_view(r, rows, columns);
}

/* Cups that had been thrown away in the books, but for those that were used all the same. */
static void returned_view(struct run *r, const cJSON *result)
{
    const cJSON *cup, *use;
    cJSON_ArrayForEach(cup, member_at(result, "returned"))
    {
        const char *code = member_text(cup, "container_code");
        bool used = false;
        cJSON_ArrayForEach(use, member_at(result, "uses"))
        {
            const char *other = member_text(use, "container_code");
            used |= code && other && strcmp(code, other) == 0;
        }
        if (!used)
            card_view(r, cup, returned_lines);
    }
}

static enum stipple_error facts_write(struct run *r, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    TRY(run_members(r, &w, e));
    TRY(amounts_write(r, "use", "uses", true, &w, e));
    TRY(amounts_write(r, "add-use", "add_uses", true, &w, e));
    TRY(attached_write(r, "readings", "readings", &w, e));
    TRY(attached_write(r, "add-readings", "add_readings", &w, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit facts_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = facts_write(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static void session_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "session_code");
    card_view(r, result, made_lines);
    returned_view(r, result);
    rows_view(r, result, "uses", use_columns);
    rows_view(r, result, "opened", opened_columns);
    rows_view(r, result, "readings", reading_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, NULL, "session show %s", code);
}

/* Of each incident on its own, so that it is plain which one. */
static void incidents_amended_view(struct run *r, const cJSON *incidents)
{
    const cJSON *incident;
    cJSON_ArrayForEach(incident, incidents)
    {
        if (cJSON_GetArraySize(member_at(incident, "amendments")) == 0)
            continue;
        buffer_byte(r->out, '\n');
        value_view(r->out, incident, "code", FORMAT_TEXT);
        buffer_text(r->out, ":\n");
        table_view(r, member_at(incident, "amendments"), amendment_columns);
    }
}

void session_view(struct run *r, const cJSON *result)
{
    card_view(r, result, session_lines);
    rows_view(r, result, "uses", use_columns);
    rows_view(r, result, "readings", reading_columns);
    rows_view(r, result, "signatures", signature_columns);
    rows_view(r, result, "amendments", amendment_columns);
    rows_view(r, result, "incidents", incident_columns);
    incidents_amended_view(r, member_at(result, "incidents"));
}

static void session_listed(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "sessions");
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "No sessions.\n");
    else
        table_view(r, rows, list_columns);
    cursor_view(r, result);
}

#define FACT_OPTIONS                                                                               \
    {"course", OPTION_TEXT, "COURSE", "course", "Its course; says the client too."},               \
        {"artist", OPTION_TEXT, "STAFF", "artist", "Who did it, if not who writes it down."},      \
        {"use", OPTION_OWN, "CONTAINER[=AMOUNT][@ZONE]", "uses",                                   \
         "What was used: X-0001@crown is a whole cup, B-0009=2 two pieces; repeated."},            \
        {"place", OPTION_TEXT, "TEXT", "place", "Room and chair."},                                \
        {"needle", OPTION_TEXT, "TEXT", "needle", "Configuration: 3RL 0.25."},                     \
        {"depth-mm", OPTION_NUMBER, "MM", "depth_mm", "How deep it was set."},                     \
        {"numbing", OPTION_TEXT, "TEXT", "numbing", "Numbing product used."},                      \
        {"aftercare", OPTION_TEXT, "TEXT", "aftercare", "Version of the aftercare text given."},   \
        {"sterilizer", OPTION_TEXT, "TEXT", "sterilizer", "Load of the sterilizer."},              \
        {"copy-offered", OPTION_FLAG, NULL, "copy_offered",                                        \
         "The client was offered a copy of their papers."},                                        \
        {"barrier", OPTION_FLAG, NULL, "barrier",                                                  \
         "Barriers were on; --barrier=no: they were not."},                                        \
        {"disinfected", OPTION_FLAG, NULL, "disinfected", "All was disinfected; or =no."},         \
        {"signed", OPTION_RECORDS, "WHO,MEANING", "signatures",                                    \
         "Who signed and what that means: client,consent; repeated."},                             \
        {"complications", OPTION_TEXT, "TEXT", "complications", "What went otherwise."},           \
        {"notes", OPTION_TEXT, "TEXT", "notes", "Notes."},                                         \
    {                                                                                              \
        "override", OPTION_TEXT, "TEXT", "override_reason",                                        \
            "Why something was used that was not to be used."                                      \
    }

static const struct option record_options[] = {
    {"client", OPTION_TEXT, "CLIENT", "client", "Whose session, if no course says it."},
    {"readings", OPTION_OWN, "FILE", "readings",
     "Readings before, kept byte for byte as they are in the file; repeated."},
    FACT_OPTIONS,
    {0}};
static const struct option amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why it is changed."},
    {"client", OPTION_TEXT, "CLIENT", "client", "Whose session it was."},
    {"add-use", OPTION_OWN, "CONTAINER[=AMOUNT][@ZONE]", "add_uses",
     "What was used besides what stands; repeated."},
    {"readings", OPTION_TEXTS, "FILE", NULL,
     "Readings before in place of all that stand, kept byte for byte; repeated."},
    {"add-readings", OPTION_TEXTS, "FILE", NULL,
     "Readings before besides those that stand, kept byte for byte; repeated."},
    {"zone", OPTION_TEXT, "ZONE", "zone", "Part of the scalp, of the lines that name none."},
    {"add-signed", OPTION_RECORDS, "WHO,MEANING", "add_signatures",
     "A signature besides those that stand; repeated."},
    {"held", OPTION_TIME, "TIME", "held_at",
     "When it was: 2026-11-20T14:30, by the studio's clocks."},
    FACT_OPTIONS,
    {0}};
static const struct option verdict_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "What was found."}, {0}};
static const struct option look_options[] = {
    {"by", OPTION_TEXT, "STAFF", "by", "Who looks, where your login does not say it."},
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why it is looked at, where that is asked."},
    {0}};
static const struct option list_options[] = {
    {"client", OPTION_TEXT, "CLIENT", "client", "Only of this one."},
    {"course", OPTION_TEXT, "COURSE", "course", "Only of this course."},
    {"artist", OPTION_TEXT, "STAFF", "artist", "Only by this artist."},
    {"since", OPTION_TEXT, "DATE", "since", "From this day on."},
    {"until", OPTION_TEXT, "DATE", "until", "Up to this day."},
    {"open", OPTION_FLAG, NULL, "open_only", "Only those that wait for a manager."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
const struct command session_commands[] = {
    {.name = "session record",
     .usage = "session record (--course COURSE | --client CLIENT) --use CONTAINER[=AMOUNT][@ZONE] "
              "[OPTIONS]",
     .summary = "Writes a session down; it is recorded whatever the stock says.",
     .help = "\nFor example:\n"
             "  stipple session record --course K-0001 --use X-0001@crown --use B-0009=2\n",
     .options = record_options,
     .method = "session.record",
     .writes = true,
     .run = facts_run,
     .render = session_made},
    {.name = "session amend",
     .usage = "session amend SESSION --reason TEXT [OPTIONS]",
     .summary = "Corrects a session; the mistake stays visible.",
     .help = "\nWhat is left out stays. With --add-use something was used besides. With --use all "
             "lines are said anew, and --use none says that nothing was used: what was used by "
             "mistake is booked back, and a cup that was not used comes back. An empty text takes "
             "away what stands.\n\nFor example:\n"
             "  stipple session amend V-0007 --reason forgotten --add-use B-0009=2\n"
             "  stipple session amend V-0007 --reason 'found later' --add-readings before.csv\n"
             "  stipple session amend V-0007 --reason 'wrong cup' --use X-0012@crown\n"
             "  stipple session amend V-0007 --reason 'wrong day' --held 2026-11-20T14:30\n",
     .options = amend_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "session",
     .method = "session.amend",
     .writes = true,
     .run = facts_run,
     .render = session_made},
    {.name = "session review",
     .usage = "session review SESSION --reason TEXT",
     .summary = "A manager has looked at what was used against the rules.",
     .options = verdict_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "session",
     .method = "session.review",
     .writes = true,
     .run = run_method,
     .render = session_made},
    {.name = "session strike",
     .usage = "session strike SESSION --reason TEXT",
     .summary = "Strikes out a session that was not held, or stands twice.",
     .help = "\nWhat was written stays to be read, and counts for nothing: what it used is booked "
             "back, and a cup that it threw away comes back.\n\nFor example:\n"
             "  stipple session strike V-0007 --reason 'V-0006 once more'\n",
     .options = verdict_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "session",
     .method = "session.strike",
     .writes = true,
     .run = run_method,
     .render = session_made},
    {.name = "session show",
     .usage = "session show SESSION",
     .summary = "Shows a session with everything that was written down.",
     .options = look_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "session",
     .method = "session.show",
     .run = run_method,
     .render = session_view},
    {.name = "session list",
     .usage = "session list [OPTIONS]",
     .summary = "Lists sessions, written last shown first.",
     .options = list_options,
     .method = "session.list",
     .run = run_method,
     .render = session_listed},
    {0}};
