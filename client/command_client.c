/* Clients: who they are, and everything kept about one. */
#include "client/command.h"

#include "client/card.h"
#include "client/view.h"

#include <string.h>

static const struct view made_lines[] = {{"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view client_columns[] = {{"Code", "code", FORMAT_TEXT},
                                             {"Name", "name", FORMAT_TEXT},
                                             {"Born", "born", FORMAT_TEXT},
                                             {"Since", "added_at", FORMAT_TIME},
                                             {"Courses", "open_courses", FORMAT_TEXT},
                                             {0}};
static void client_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "client_code");
    card_view(r, result, made_lines);
    if (code)
        next_command(r, NULL, "client %s", code);
}

static void client_added(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "client_code");
    card_view(r, result, made_lines);
    if (code)
        next_command(r, "at the consultation", "course open %s --service full", code);
}

static void clients_view(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "clients");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "Nobody.\n");
        return;
    }
    table_view(r, rows, client_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    cursor_view(r, result);
}

static const struct view history_columns[] = {{"Event", "seq", FORMAT_TEXT},
                                              {"What", "type", FORMAT_NAME},
                                              {"Happened", "occurred_at", FORMAT_TIME},
                                              {"Entered later", "recorded_at", FORMAT_LATE},
                                              {"By", "by", FORMAT_PERSON},
                                              {"Why", "body.reason", FORMAT_TEXT},
                                              {"Purged by", "purged_by", FORMAT_TEXT},
                                              {0}};

static void client_export(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "code");
    const cJSON *session;
    client_record_view(r, result);
    cJSON_ArrayForEach(session, member_at(result, "sessions"))
    {
        buffer_byte(r->out, '\n');
        session_view(r, session);
    }
    buffer_byte(r->out, '\n');
    table_view(r, member_at(result, "history"), history_columns);
    if (code)
        next_command(r, "for a file, with every reading", "client export %s --json", code);
}

#define LOOK_OPTIONS                                                                               \
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why a name is looked at; kept with the look."},     \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who looks. Not needed where your login says it."        \
    }
#define IDENTITY_OPTIONS                                                                           \
    {"born", OPTION_TEXT, "DATE", "born", "Date of birth: 1984-05-17."},                           \
        {"phone", OPTION_TEXT, "TEXT", "phone", "Telephone."},                                     \
        {"email", OPTION_TEXT, "TEXT", "email", "E-mail address."},                                \
        {"address", OPTION_TEXT, "TEXT", "address", "Where letters reach them."},                  \
    {                                                                                              \
        "notes", OPTION_TEXT, "TEXT", "notes", "History and health, in words."                     \
    }

static const struct option add_options[] = {IDENTITY_OPTIONS, {0}};
static const struct option amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; it names nobody."},
    {"name", OPTION_TEXT, "TEXT", "name", "First and last name."},
    IDENTITY_OPTIONS,
    {0}};
static const struct option look_options[] = {LOOK_OPTIONS, {0}};
static const struct option list_options[] = {
    {"names", OPTION_FLAG, NULL, "names", "With names: a look at each."},
    LOOK_OPTIONS,
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option find_options[] = {
    LOOK_OPTIONS, {"limit", OPTION_INT, "N", "limit", "Rows at most."}, {0}};
#define ONE(Operand) .operands_min = 1, .operands_max = 1, .operand = Operand

static void client_erased(struct run *r, const cJSON *result)
{
    buffer_text(r->out, "Erased: ");
    value_view(r->out, result, "client_code", FORMAT_TEXT);
    buffer_text(r->out, ".\n");
    warnings_view(r, member_at(result, "warnings"), "");
}

static const struct option erase_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; name nobody here."},
    {"override", OPTION_TEXT, "TEXT", "override_reason", "Why although it is to be kept."},
    {0}};

const struct command client_commands[] = {
    {.name = "client show",
     .usage = "client [show] CLIENT [--reason TEXT]",
     .summary = "The client's card for the chair.",
     .help = "\nEach look at a name is written down.\n",
     .options = look_options,
     ONE("client"),
     .method = "client.show",
     .run = run_method,
     .render = client_card_view},
    {.name = "client add",
     .usage = "client add NAME [OPTIONS]",
     .summary = "Takes a client in.",
     .help = "\nWho a client is gets encrypted; everywhere else they are a code.\n",
     .options = add_options,
     ONE("name"),
     .method = "client.add",
     .writes = true,
     .run = run_method,
     .render = client_added},
    {.name = "client amend",
     .usage = "client amend CLIENT --reason TEXT [OPTIONS]",
     .summary = "Changes who a client is; what is left out stays.",
     .options = amend_options,
     ONE("client"),
     .method = "client.amend",
     .writes = true,
     .run = run_method,
     .render = client_made},
    {.name = "client erase",
     .usage = "client erase CLIENT --reason TEXT [--override TEXT]",
     .summary = "Ends what says who a client was; what was used on them stays.",
     .help = "\nCannot be undone: afterwards nobody can warn this person of a recall. Inside the "
             "time that a rule pack keeps the record it is refused without --override. What was "
             "said and done stays under the code; stipple retention purge ends that too.\n",
     .options = erase_options,
     ONE("client"),
     .method = "client.erase",
     .writes = true,
     .run = run_method,
     .render = client_erased},
    {.name = "client find",
     .usage = "client find NAME [OPTIONS]",
     .summary = "Looks for a client by the beginnings of a name.",
     .options = find_options,
     ONE("name"),
     .method = "client.find",
     .run = run_method,
     .render = clients_view},
    {.name = "client list",
     .usage = "client list [--names] [OPTIONS]",
     .summary = "Lists clients by code.",
     .options = list_options,
     .method = "client.list",
     .run = run_method,
     .render = clients_view},
    {.name = "client export",
     .usage = "client export CLIENT [--json] [OPTIONS]",
     .summary = "Everything kept about one person.",
     .options = look_options,
     ONE("client"),
     .method = "client.export",
     .run = run_method,
     .render = client_export},
    {0}};
