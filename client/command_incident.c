/* What came of sessions. */
#include "client/command.h"
#include "client/view.h"

static const struct view incident_lines[] = {{"Incident", "incident_code", FORMAT_TEXT},
                                             {"Session", "session_code", FORMAT_TEXT},
                                             {"Client", "client_code", FORMAT_TEXT},
                                             {0}};

static void incident_made(struct run *r, const cJSON *result)
{
    const char *client = member_text(result, "client_code");
    card_view(r, result, incident_lines);
    if (client)
        next_command(r, "which lots reached them", "trace client %s", client);
}

static const struct option incident_options[] = {
    {"words", OPTION_TEXT, "TEXT", "words", "What was seen, and what was done; kept sealed."}, {0}};

static const struct option amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why it is changed; it names nobody."},
    {"words", OPTION_TEXT, "TEXT", "words", "What was seen and done, all of it anew; kept sealed."},
    {"seen", OPTION_TIME, "TIME", "seen_at",
     "When it showed: 2026-11-20T14:30, by the studio's clocks."},
    {"session", OPTION_TEXT, "SESSION", "session", "The session it came of, if another."},
    {0}};

const struct command incident_commands[] = {
    {.name = "incident record",
     .usage = "incident record SESSION --words TEXT",
     .summary = "Writes down what came of a session later.",
     .options = incident_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "session",
     .method = "incident.record",
     .writes = true,
     .run = run_method,
     .render = incident_made},
    {.name = "incident amend",
     .usage = "incident amend INCIDENT --reason TEXT [OPTIONS]",
     .summary = "Puts an incident right; the mistake stays visible.",
     .help = "\nWhat is left out stays.\n\nFor example:\n"
             "  stipple incident amend I-0001 --reason misheard --words 'swollen at the temple'\n"
             "  stipple incident amend I-0001 --reason 'wrong day' --seen 2026-11-20T14:30\n",
     .options = amend_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "incident",
     .method = "incident.amend",
     .writes = true,
     .run = run_method,
     .render = incident_made},
    {0}};
