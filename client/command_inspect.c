/* What is missing in the books. The daemon says which method mends a gap and with which parameter;
 * the command for it is looked up in the tables that parse it, so that no command is told that is
 * not there. */
#include "client/rule.h"

#include "client/text.h"

#include <ctype.h>
#include <string.h>

static const struct view record_columns[] = {{"Looked at", "record", FORMAT_TEXT},
                                             {"Records", "checked", FORMAT_TEXT},
                                             {"Missing", "gaps", FORMAT_TEXT},
                                             {0}};

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

/* Of a list: the option that adds to it, --add-zone to zones, for what is amended as a whole would
 * lose what stands. */
static bool is_adding(const struct option *o, const char *path)
{
    const char *name = o->name + strlen("add-");
    size_t length = strcspn(path, ".["), adds = o->param ? strlen("add_") : 0;
    if (strncmp(o->name, "add-", strlen("add-")) != 0)
        return false;
    if (o->param)
        return strncmp(o->param + adds, path, length) == 0 && !o->param[adds + length];
    return strncmp(name, path, strlen(name)) == 0 && length == strlen(name) + 1;
}

/* What is said of the items of a list, all of them: the zone of uses.zone. */
static bool is_of_each(const struct option *o, const char *path)
{
    const char *last = strrchr(path, '.');
    return last && o->param && strcmp(o->param, last + 1) == 0;
}

static bool is_whole(const struct option *o, const char *path)
{
    return o->param && (path_begins(o->param, path) || path_begins(path, o->param));
}

/* The option that fills what the path leads to, all of it or a member of it. */
static const struct option *option_of(const struct command *c, const char *path)
{
    bool (*const ways[])(const struct option *, const char *) = {is_of_each, is_adding, is_whole};
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
        for (const struct option *o = c->options; o && o->name; o++)
            if (ways[way](o, path))
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

/* What two findings ask for is said once. */
static bool option_said(const char *options, const char *text)
{
    const char *at = options;
    while (at && (at = strstr(at, text)) != NULL && at[strlen(text)] && at[strlen(text)] != ' ')
        at++;
    return at != NULL;
}

/* Of a record, what follows the value is left to be filled in. */
static void value_option_view(struct buffer *out, const struct option *o, const char *value)
{
    struct buffer whole = {0}, text = {0};
    const char *rest = value && o->value ? strchr(o->value, ',') : NULL;
    buffer_text(&whole, value ? value : "");
    buffer_text(&whole, rest ? rest : "");
    option_view(&text, o, value ? buffer_string(&whole) : NULL);
    if (buffer_string(&text) && !option_said(buffer_string(out), text.data))
        buffer_add(out, text.data, text.length);
    buffer_free(&whole);
    buffer_free(&text);
}

/* The options that a finding asks for; false where the command has none. */
static bool finding_options(struct buffer *out, const struct command *c, const cJSON *finding)
{
    const cJSON *name, *past = member_at(finding, "past");
    const char *field = cJSON_GetStringValue(cJSON_GetArrayItem(member_at(finding, "fields"), 0));
    const struct option *o = c && field ? option_of(c, field) : NULL;
    if (!o)
        return false;
    cJSON_ArrayForEach(name, past)
    {
        value_option_view(out, o, cJSON_GetStringValue(name));
    }
    if (cJSON_GetArraySize(past) == 0)
        value_option_view(out, o, member_text(finding, "value"));
    return true;
}

static bool same_record(const cJSON *one, const cJSON *other)
{
    const char *id = member_text(one, "id"), *another = member_text(other, "id");
    return id && another && strcmp(id, another) == 0;
}

/* All that is missing of a record is mended by one command: each for itself would hold against the
 * record only as it stands now. */
static void mend_view(struct run *r, const cJSON *first)
{
    const char *method = member_text(first, "mend");
    const struct command *c = command_of(method);
    const struct option *reason = c ? option_of(c, "reason") : NULL;
    struct buffer line = {0}, options = {0};
    bool typed = true;
    for (const cJSON *finding = first; finding; finding = finding->next)
        if (same_record(first, finding))
            typed = finding_options(&options, c, finding) && typed;
    if (c && typed) {
        buffer_print(&line, "stipple %s", c->name);
        operand_view(&line, c, first);
        buffer_add(&line, options.data, options.length);
        if (reason)
            option_view(&line, reason, NULL);
    } else {
        buffer_text(&line, "stipple call ");
        text_clean(&line, method);
    }
    text_spaces(r->out, RULE_INDENT);
    buffer_add(r->out, line.data, line.length); /* to be copied: never broken */
    buffer_byte(r->out, '\n');
    buffer_free(&line);
    buffer_free(&options);
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
    rule_wrapped(r, gravity ? gravity : "", &line);
    value_view(&line, finding, "pack", FORMAT_TEXT);
    buffer_text(&line, ", ");
    text_clean(&line, member_text(finding, "sentence"));
    rule_wrapped(r, "", &line);
}

/* Whether a finding before this one was of the same record. */
static bool record_shown(const cJSON *findings, const cJSON *finding)
{
    const cJSON *before = findings->child;
    while (before != finding && !same_record(before, finding))
        before = before->next;
    return before != finding;
}

/* By record, the one first with the gravest. */
static void findings_view(struct run *r, const cJSON *findings)
{
    const cJSON *finding;
    cJSON_ArrayForEach(finding, findings)
    {
        if (record_shown(findings, finding))
            continue;
        for (const cJSON *of = finding; of; of = of->next)
            if (same_record(finding, of))
                finding_view(r, of);
        mend_view(r, finding);
    }
}

static void inspect_show(struct run *r, const cJSON *result)
{
    const cJSON *findings = member_at(result, "findings");
    findings_view(r, findings);
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

static const struct option inspect_options[] = {
    {"from", OPTION_TEXT, "DAY", "from", "First day: what came since, or was in use since."},
    {"to", OPTION_TEXT, "DAY", "to", "Last day; today if not said."},
    {"pack", OPTION_TEXT, "PACK", "pack", "Against this pack; else those of the studio."},
    {"day", OPTION_TEXT, "DAY", "day", "Against the packs as they had been read by that day."},
    {"limit", OPTION_INT, "N", "limit", "Findings at most; 200 if not said."},
    {0}};

const struct command inspect_commands[] = {
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
    {0}};
