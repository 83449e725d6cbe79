/* Rule packs, and what is missing against them. The daemon says which method mends a gap and with
 * which parameter; the command for it is looked up in the tables that parse it, so that no command
 * is told that is not there. */
#include "client/command.h"

#include "client/text.h"
#include "client/view.h"

#include <ctype.h>
#include <string.h>

enum { INDENT = 10 };

static const struct view pack_columns[] = {{"Pack", "id", FORMAT_TEXT},
                                           {"Place", "place", FORMAT_TEXT},
                                           {"Read", "date_read", FORMAT_TEXT},
                                           {"Title", "title", FORMAT_TEXT},
                                           {0}};
static const struct view pack_lines[] = {{"Pack", "id", FORMAT_TEXT},
                                         {"Place", "place", FORMAT_TEXT},
                                         {"Title", "title", FORMAT_TEXT},
                                         {"Citation", "citation", FORMAT_TEXT},
                                         {"Read", "date_read", FORMAT_TEXT},
                                         {"How sure", "how_sure", FORMAT_TEXT},
                                         {0}};
static const struct {
    const char *label, *value, *basis;
} settings[] = {{"Kept at least, days", "keep_min_days", "keep_basis"},
                {"Kept at most, days", "keep_max_days", "keep_basis"},
                {"On site, days", "on_site_days", "on_site_basis"},
                {"Shown", "produce_within", "produce_basis"},
                {"Erased", "erasure", "erasure_basis"},
                {"Cups used once", "cups_single_use", "cups_basis"},
                {"Sterile diluent", "diluent_sterile", "diluent_basis"}};
static const struct view record_columns[] = {{"Looked at", "record", FORMAT_TEXT},
                                             {"Records", "checked", FORMAT_TEXT},
                                             {"Missing", "gaps", FORMAT_TEXT},
                                             {0}};

/* "uses[kinds=cartridge].lot_no" is "uses (cartridge) lot_no". */
static void path_view(struct buffer *out, const char *path)
{
    struct buffer text = {0};
    bool key = false; /* under way */
    for (const char *at = path; at && *at; at++) {
        if (*at == '[')
            buffer_text(&text, " (");
        else if (*at == ']')
            buffer_byte(&text, ')');
        else if (*at == '.' && at > path && at[-1] == ']')
            buffer_byte(&text, ' ');
        else if (!key && *at != '=')
            buffer_byte(&text, *at);
        key = *at == '[' || (key && *at != '=');
    }
    text_clean(out, buffer_string(&text));
    buffer_free(&text);
}

/* "lot_no or batch_no", as the rule of a pack and a finding say it. */
static void fields_view(struct buffer *out, const cJSON *rule)
{
    const cJSON *field, *fields = member_at(rule, "fields");
    bool first = true;
    cJSON_ArrayForEach(field, fields)
    {
        buffer_text(out, first ? "" : " or ");
        path_view(out, cJSON_GetStringValue(field));
        first = false;
    }
    const char *check = member_text(rule, "check"), *value = member_text(rule, "value");
    if (value) {
        buffer_text(out, ": ");
        text_clean(out, value);
    }
    if (check && strcmp(check, "holds") == 0)
        buffer_text(out, ", not past");
}

static void wrapped(struct run *r, const char *lead, struct buffer *line)
{
    const char *text = buffer_string(line);
    if (text)
        text_wrap(r->out, lead, INDENT, r->terminal.width, text);
    buffer_free(line);
}

static void rule_list(struct run *r, const cJSON *result)
{
    table_view(r, member_at(result, "packs"), pack_columns);
    next_command(r, "what one asks for", "rule show dk");
}

static void required_view(struct run *r, const cJSON *rule)
{
    struct buffer line = {0};
    const char *gravity = member_text(rule, "gravity");
    value_view(&line, rule, "record", FORMAT_TEXT);
    if (member_at(rule, "kinds")) {
        buffer_text(&line, " (");
        value_view(&line, rule, "kinds", FORMAT_LIST);
        buffer_byte(&line, ')');
    }
    buffer_text(&line, ": ");
    fields_view(&line, rule);
    buffer_text(&line, ". ");
    text_clean(&line, member_text(rule, "sentence"));
    wrapped(r, gravity ? gravity : "", &line);
}

static void rule_show(struct run *r, const cJSON *result)
{
    card_view(r, result, pack_lines);
    buffer_byte(r->out, '\n');
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct buffer line = {0};
        if (!member_at(result, settings[i].value))
            continue;
        buffer_print(&line, "%s: ", settings[i].label);
        value_view(&line, result, settings[i].value, FORMAT_TEXT);
        buffer_text(&line, ". ");
        text_clean(&line, member_text(result, settings[i].basis));
        wrapped(r, "", &line);
    }
    const cJSON *rule, *required = member_at(result, "required");
    cJSON_ArrayForEach(rule, required)
    {
        required_view(r, rule);
    }
}

static const struct command *command_of(const char *method)
{
    for (const struct command *const *group = command_groups; method && *group; group++)
        for (const struct command *c = *group; c->name; c++)
            if (c->method && strcmp(c->method, method) == 0)
                return c;
    return NULL;
}

/* "consent" begins "consent.reference", and not "consents". */
static bool path_begins(const char *path, const char *begin)
{
    size_t length = strlen(begin);
    return strncmp(path, begin, length) == 0 && (!path[length] || strchr(".[", path[length]));
}

/* Options whose values are taken apart by the command are called after one of them: use, uses. */
static bool is_one_of(const struct option *o, const char *param)
{
    size_t length = strlen(o->name);
    return !o->param && strncmp(param, o->name, length) == 0 && param[length] == 's' &&
           path_begins(param + length + 1, "");
}

/* The option that fills the parameter, all of it or a member of it. */
static const struct option *option_of(const struct command *c, const char *param)
{
    for (const struct option *o = c->options; o && o->name; o++)
        if (o->param ? path_begins(o->param, param) || path_begins(param, o->param)
                     : is_one_of(o, param))
            return o;
    return NULL;
}

/* One word to a shell. */
static void word_view(struct buffer *out, const char *text)
{
    struct buffer word = {0};
    text_clean(&word, text);
    const char *clean = buffer_string(&word);
    bool plain = clean && clean[strcspn(clean, " '\"\\$`*?;&|<>()!#~")] == '\0';
    if (!plain)
        buffer_byte(out, '\'');
    for (const char *at = clean; at && *at; at++)
        if (*at == '\'')
            buffer_text(out, "'\\''");
        else
            buffer_byte(out, *at);
    if (!plain)
        buffer_byte(out, '\'');
    buffer_free(&word);
}

static void option_view(struct buffer *out, const struct option *o, const char *value)
{
    buffer_print(out, " --%s", o->name);
    if (!o->value)
        return;
    buffer_byte(out, ' ');
    word_view(out, value ? value : o->value);
}

/* The record itself where the command is about it; else what it is about, to be filled in: a
 * consent is brought in with a new course, which is opened for a client. */
static void operand_view(struct buffer *out, const struct command *c, const cJSON *finding)
{
    const char *record = member_text(finding, "record");
    if (!c->operand)
        return;
    buffer_byte(out, ' ');
    if (record && strcmp(c->operand, record) == 0)
        text_clean(out, member_text(finding, "code"));
    else
        for (const char *at = c->operand; *at; at++)
            buffer_byte(out, (char)toupper((unsigned char)*at));
}

/* A list is amended as a whole: what stands is said again. Of a record, what follows the value is
 * left to be filled in. */
static void values_view(struct buffer *out, const struct option *o, const cJSON *finding)
{
    const cJSON *stands, *all = member_at(finding, "stands");
    const char *value = member_text(finding, "value");
    cJSON_ArrayForEach(stands, all)
    {
        option_view(out, o, cJSON_GetStringValue(stands));
    }
    struct buffer whole = {0};
    buffer_text(&whole, value ? value : "");
    buffer_text(&whole, value && o->value && strchr(o->value, ',') ? strchr(o->value, ',') : "");
    option_view(out, o, value ? buffer_string(&whole) : NULL);
    buffer_free(&whole);
}

static void mend_view(struct run *r, const cJSON *finding)
{
    const char *method = member_text(finding, "mend");
    const char *field = cJSON_GetStringValue(cJSON_GetArrayItem(member_at(finding, "fields"), 0));
    const struct command *c = command_of(method);
    const struct option *o = c && field ? option_of(c, field) : NULL;
    struct buffer line = {0};
    if (o) {
        buffer_print(&line, "stipple %s", c->name);
        operand_view(&line, c, finding);
        values_view(&line, o, finding);
        o = option_of(c, "reason");
        if (o)
            option_view(&line, o, NULL);
    } else {
        buffer_text(&line, "stipple call ");
        text_clean(&line, method);
    }
    text_spaces(r->out, INDENT);
    buffer_add(r->out, line.data, line.length); /* to be copied: never broken */
    buffer_byte(r->out, '\n');
    buffer_free(&line);
}

static void finding_view(struct run *r, const cJSON *finding)
{
    struct buffer line = {0};
    const char *gravity = member_text(finding, "gravity");
    value_view(&line, finding, "record", FORMAT_TEXT);
    if (member_at(finding, "code")) {
        buffer_byte(&line, ' ');
        value_view(&line, finding, "code", FORMAT_TEXT);
    }
    buffer_text(&line, ": ");
    fields_view(&line, finding);
    wrapped(r, gravity ? gravity : "", &line);
    value_view(&line, finding, "pack", FORMAT_TEXT);
    buffer_text(&line, ", ");
    text_clean(&line, member_text(finding, "sentence"));
    wrapped(r, "", &line);
    mend_view(r, finding);
}

static void inspect_show(struct run *r, const cJSON *result)
{
    const cJSON *finding, *findings = member_at(result, "findings");
    cJSON_ArrayForEach(finding, findings)
    {
        finding_view(r, finding);
    }
    double more = member_number(result, "more");
    if (more > 0)
        buffer_print(r->out, "and %.0f more; --limit shows up to 1000.\n", more);
    if (cJSON_GetArraySize(findings) > 0)
        buffer_byte(r->out, '\n');
    else if (cJSON_GetArraySize(member_at(result, "packs")) > 0)
        buffer_text(r->out, "Nothing that these packs ask for is missing.\n");
    table_view(r, member_at(result, "packs"), pack_columns);
    table_view(r, member_at(result, "records"), record_columns);
    warnings_view(r, member_at(result, "warnings"), "");
    if (cJSON_GetArraySize(member_at(result, "packs")) == 0)
        next_command(r, "which there are", "rule list");
}

static const struct option show_options[] = {
    {"day", OPTION_TEXT, "DAY", "day", "As it had been read by that day."}, {0}};
static const struct option inspect_options[] = {
    {"from", OPTION_TEXT, "DAY", "from", "First day: what came since, or was in use since."},
    {"to", OPTION_TEXT, "DAY", "to", "Last day; today if not said."},
    {"pack", OPTION_TEXT, "PACK", "pack", "Against this pack; else those of the studio."},
    {"day", OPTION_TEXT, "DAY", "day", "Against the packs as they had been read by that day."},
    {"limit", OPTION_INT, "N", "limit", "Findings at most; 200 if not said."},
    {0}};

const struct command rule_commands[] = {
    {.name = "inspect",
     .usage = "inspect [--from DAY] [--to DAY] [--pack PACK]",
     .summary = "Lists what is missing in the books, worst first, and what mends it.",
     .help = "Holds the books against the rule packs that the studio follows: what a place wants "
             "recorded, as it was read on a day. A pack is no legal advice; it says itself how far "
             "it was read.",
     .options = inspect_options,
     .method = "inspect.run",
     .run = run_method,
     .render = inspect_show},
    {.name = "rule list",
     .usage = "rule list",
     .summary = "Lists the rule packs there are.",
     .method = "rule.list",
     .run = run_method,
     .render = rule_list},
    {.name = "rule show",
     .usage = "rule show PACK [--day DAY]",
     .summary = "Shows one rule pack, each rule with what it rests on.",
     .options = show_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "pack",
     .method = "rule.show",
     .run = run_method,
     .render = rule_show},
    {0}};
