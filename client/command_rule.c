/* Rule packs: what a place wants recorded, as it was read. */
#include "client/rule.h"

#include "client/text.h"
#include "client/view.h"

#include <string.h>

const struct view pack_columns[] = {{"Pack", "id", FORMAT_TEXT},
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

void fields_view(struct buffer *out, const cJSON *rule)
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

void rule_wrapped(struct run *r, const char *lead, struct buffer *line)
{
    const char *text = buffer_string(line);
    if (text)
        text_wrap(r->out, lead, RULE_INDENT, r->terminal.width, text);
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
    rule_wrapped(r, gravity ? gravity : "", &line);
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
        rule_wrapped(r, "", &line);
    }
    const cJSON *rule, *required = member_at(result, "required");
    cJSON_ArrayForEach(rule, required)
    {
        required_view(r, rule);
    }
}

static const struct option show_options[] = {
    {"day", OPTION_TEXT, "DAY", "day", "As it had been read by that day."}, {0}};
const struct command rule_commands[] = {
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
