/* The studio's settings and its staff. */
#include "client/command.h"

#include "client/view.h"

static const struct view studio_lines[] = {
    {"Studio", "name", FORMAT_TEXT},
    {"Address", "address", FORMAT_TEXT},
    {"Permit", "permit", FORMAT_TEXT},
    {"Time zone", "time_zone", FORMAT_TEXT},
    {"Rule packs", "rule_packs", FORMAT_LIST},
    {"Backups, days", "backup_days", FORMAT_TEXT},
    {"Depth, mm", "model.depth_mm", FORMAT_TEXT},
    {"Sessions", "model.sessions", FORMAT_TEXT},
    {"Dots per cm²", "model.dots_per_cm2", FORMAT_TEXT},
    {"Healed dot, mm", "model.dot_mm", FORMAT_TEXT},
    {"Coverage gain", "model.gain", FORMAT_TEXT},
    {"Healed / fresh", "model.healed", FORMAT_TEXT},
    {"Half-life, years", "model.half_life_years", FORMAT_TEXT},
    {"Days between", "intervals.gap_days", FORMAT_TEXT},
    {"Days to heal", "intervals.healing_days", FORMAT_TEXT},
    {"Touch-up, days", "intervals.touch_up_days", FORMAT_TEXT},
    {"Refresh, days", "intervals.refresh_days", FORMAT_TEXT},
    {"Id", "id", FORMAT_TEXT},
    {0}};
static const struct view staff_columns[] = {
    {"Code", "code", FORMAT_TEXT},         {"Name", "name", FORMAT_TEXT},
    {"Jobs", "jobs", FORMAT_LIST},         {"System user", "uid", FORMAT_TEXT},
    {"Licences", "licences", FORMAT_LIST}, {"Since", "added_at", FORMAT_TIME},
    {"Left", "retired_at", FORMAT_TIME},   {0}};
static const struct view staff_lines[] = {{"Staff", "staff_code", FORMAT_TEXT}, {0}};

static void studio_show(struct run *r, const cJSON *result)
{
    card_view(r, result, studio_lines);
    if (!member_text(result, "name"))
        next_command(r, "give it a name", "studio set --name NAME --time-zone Europe/Copenhagen");
}

static void studio_set(struct run *r, const cJSON *result)
{
    if (member_at(result, "time_zone"))
        card_view(r, result, studio_lines);
    else
        buffer_text(r->out, "Set.\n");
    next_command(r, NULL, "studio show");
}

static void staff_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "staff");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "Nobody is on the staff.\n");
        next_command(r, NULL, "staff add NAME --job artist");
        return;
    }
    table_view(r, rows, staff_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
}

static void staff_made(struct run *r, const cJSON *result)
{
    card_view(r, result, staff_lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
    next_command(r, NULL, "staff list");
}

static const struct option set_options[] = {
    {"name", OPTION_TEXT, "TEXT", "name", "The studio's name."},
    {"address", OPTION_TEXT, "TEXT", "address", "Where it is."},
    {"permit", OPTION_TEXT, "TEXT", "permit", "Number of its permit or registration."},
    {"time-zone", OPTION_TEXT, "ZONE", "time_zone", "An IANA zone: Europe/Copenhagen."},
    {"rule-pack", OPTION_TEXTS, "ID", "rule_packs",
     "A rule pack that applies; may be repeated, or none."},
    {"backup-days", OPTION_INT, "DAYS", "backup_days",
     "For how long backups are kept before they are destroyed."},
    {"depth-mm", OPTION_NUMBER, "MM", "depth_mm", "Depth of the dots."},
    {"sessions", OPTION_INT, "N", "sessions", "Sessions of a layout."},
    {"density", OPTION_NUMBER, "N", "dots_per_cm2", "Dots per cm² and session."},
    {"dot-mm", OPTION_NUMBER, "MM", "dot_mm", "Diameter of a healed dot."},
    {"gain", OPTION_NUMBER, "FACTOR", "gain", "Coverage reached to coverage planned."},
    {"healed", OPTION_NUMBER, "SHARE", "healed", "Optical density healed to fresh."},
    {"half-life", OPTION_NUMBER, "YEARS", "half_life_years", "In which healed density halves."},
    {"gap-days", OPTION_INT, "DAYS", "intervals.gap_days", "At least, between two sessions."},
    {"healing-days", OPTION_INT, "DAYS", "intervals.healing_days",
     "Until readings of treated skin say something again."},
    {"touch-up-days", OPTION_INT, "DAYS", "intervals.touch_up_days",
     "From the last planned session to the touch-up."},
    {"refresh-days", OPTION_INT, "DAYS", "intervals.refresh_days",
     "From the touch-up to the refresh."},
    {0}};
#define LICENCE_OPTION                                                                             \
    {                                                                                              \
        "licence", OPTION_RECORDS, "NAME,NUMBER,EXPIRY", "licences",                               \
            "A licence and its last day; may be repeated. Number or day may be left empty."        \
    }
static const struct option staff_add_options[] = {
    {"job", OPTION_TEXTS, "JOB", "jobs",
     "artist, manager…, as the studio calls it; may be repeated."},
    {"uid", OPTION_INT, "N", "uid", "The system user that stands for this person."},
    LICENCE_OPTION,
    {0}};
static const struct option staff_amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why."},
    {"name", OPTION_TEXT, "TEXT", "name", "As it stands in reports."},
    {"job", OPTION_TEXTS, "JOB", "jobs", "All jobs, in place of those before."},
    {"uid", OPTION_INT, "N", "uid", "The system user that stands for this person."},
    LICENCE_OPTION,
    {"add-licence", OPTION_RECORDS, "NAME,NUMBER,EXPIRY", "add_licences",
     "One besides those that stand, or in place of that of the same name."},
    {0}};
static const struct option staff_retire_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why."}, {0}};
static const struct option staff_list_options[] = {
    {"retired", OPTION_FLAG, NULL, "retired", "Those who left, too."}, {0}};

const struct command studio_commands[] = {
    {.name = "staff add",
     .usage = "staff add NAME [--job JOB] [--uid N] [--licence NAME,NUMBER,EXPIRY]",
     .summary = "Enters a person of the staff.",
     .options = staff_add_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "name",
     .method = "staff.add",
     .writes = true,
     .run = run_method,
     .render = staff_made},
    {.name = "staff amend",
     .usage = "staff amend STAFF --reason TEXT [OPTIONS]",
     .summary = "Changes what is kept about a person of the staff; licences, for one.",
     .help = "\nFor example:\n  stipple staff amend S-01 --reason renewed --add-licence "
             "\"tattoo permit,B 1234,2027-03-31\"\n",
     .options = staff_amend_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "staff",
     .method = "staff.amend",
     .writes = true,
     .run = run_method,
     .render = staff_made},
    {.name = "staff list",
     .usage = "staff list [--retired]",
     .summary = "Lists the staff.",
     .options = staff_list_options,
     .method = "staff.list",
     .run = run_method,
     .render = staff_list},
    {.name = "staff retire",
     .usage = "staff retire STAFF [--reason TEXT]",
     .summary = "Writes down that a person left.",
     .options = staff_retire_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "staff",
     .method = "staff.retire",
     .writes = true,
     .run = run_method,
     .render = staff_made},
    {.name = "studio show",
     .usage = "studio [show]",
     .summary = "Shows the studio's settings and the model's starting values.",
     .method = "studio.show",
     .run = run_method,
     .render = studio_show},
    {.name = "studio set",
     .usage = "studio set [OPTIONS]",
     .summary = "Changes settings.",
     .options = set_options,
     .method = "studio.set",
     .writes = true,
     .run = run_method,
     .render = studio_set},
    {0}};
