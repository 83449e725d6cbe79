/* What stands around a report's tables, on whatever it is shown. */
#include "client/report.h"

#include "base/time.h"
#include "client/text.h"
#include "client/view.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MINUTES = 24 * 60 };

int report_offset(const cJSON *report)
{
    double offset = member_number(report, "time_offset_min");
    return offset > -DAY_MINUTES && offset < DAY_MINUTES ? (int)offset : 0;
}

static void offset_view(struct buffer *out, int minutes)
{
    buffer_print(out, "UTC%c%d:%02d", minutes < 0 ? '-' : '+', abs(minutes) / 60,
                 abs(minutes) % 60);
}

void report_clock(struct buffer *out, const cJSON *report)
{
    const char *zone = member_text(report, "studio.time_zone");
    text_clean(out, zone);
    buffer_text(out, zone ? ", " : "");
    offset_view(out, report_offset(report));
    buffer_text(out, " unless it says otherwise");
}

/* YYYY-MM-DDThh:mm:ss±hh:mm, at the beginning of a text. */
static bool is_moment(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd+dd:dd";
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i] && !(shape[i] == '+' && text[i] == '-'))
            return false;
    }
    return true;
}

/* Its day only where it is another one than `day`. */
static void moment_view(struct buffer *out, const char *text, const char *day, int stated)
{
    enum { OFFSET_AT = 19 };
    const char *offset = text + OFFSET_AT;
    int minutes =
        (offset[1] * 10 + offset[2] - '0' * 11) * 60 + offset[4] * 10 + offset[5] - '0' * 11;
    minutes = *offset == '-' ? -minutes : minutes;
    if (!day || strncmp(day, text, DATE_LENGTH) != 0)
        buffer_print(out, "%.10s ", text);
    buffer_print(out, "%.5s", text + DATE_LENGTH + 1);
    if (minutes != stated) {
        buffer_byte(out, ' ');
        offset_view(out, minutes);
    }
}

static void time_view(struct buffer *out, const char *text, int stated)
{
    enum { MOMENT_LENGTH = 25 };
    const char *rest = text + MOMENT_LENGTH;
    moment_view(out, text, NULL, stated);
    if (strncmp(rest, " (", 2) != 0 || !is_moment(rest + 2))
        return;
    buffer_text(out, " (");
    moment_view(out, rest + 2, text, DAY_MINUTES);
    buffer_byte(out, ')');
}

void report_cell(struct buffer *out, const cJSON *cell, const cJSON *column, int stated)
{
    const char *type = member_text(column, "type");
    if (cJSON_IsNumber(cell))
        number_view(out, cell->valuedouble, 3);
    else if (cJSON_IsString(cell) && type && strcmp(type, "time") == 0 &&
             is_moment(cell->valuestring))
        time_view(out, cell->valuestring, stated);
    else if (cJSON_IsString(cell))
        text_clean(out, cell->valuestring);
}

void report_period(struct buffer *out, const cJSON *report)
{
    const char *from = member_text(report, "asked.from");
    text_clean(out, from);
    buffer_text(out, from ? " to " : "up to ");
    text_clean(out, member_text(report, "asked.to"));
}

void report_made(struct buffer *out, const cJSON *report)
{
    const char *time = member_text(report, "time");
    int minutes = report_offset(report);
    struct instant at;
    char text[TIME_LENGTH + 1];
    if (!time || !time_parse(time, &at))
        return;
    time_format(at.ms + (int64_t)minutes * 60000, text);
    buffer_print(out, "%.10s %.5s (", text, text + 11);
    offset_view(out, minutes);
    buffer_byte(out, ')');
}

void report_groups(struct buffer *out, const char *digits, size_t most)
{
    for (size_t i = 0; i < most && digits && digits[i]; i++) {
        if (i > 0 && i % 4 == 0)
            buffer_byte(out, ' ');
        buffer_byte(out, digits[i]);
    }
}

void report_by(struct buffer *out, const cJSON *report)
{
    const char *name = member_text(report, "by.name"), *code = member_text(report, "by.code");
    text_clean(out, name ? name : member_text(report, "by.by"));
    if (code) {
        buffer_text(out, " (");
        text_clean(out, code);
        buffer_byte(out, ')');
    }
}

void report_code(struct buffer *out, const cJSON *answer)
{
    const char *parts[] = {member_text(answer, "digest"), member_text(answer, "signature"),
                           member_text(answer, "report.seal.public_key")};
    buffer_text(out, "STIPPLE");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_byte(out, ':');
        for (const char *at = parts[i]; at && *at; at++)
            buffer_byte(out, (char)toupper((unsigned char)*at));
    }
}

static const struct view seal_lines[] = {{"Digest", "digest", FORMAT_TEXT},
                                         {"Signed by", "report.seal.fingerprint", FORMAT_TEXT},
                                         {"Up to event", "report.seal.seq", FORMAT_TEXT},
                                         {0}};
static const struct view head_lines[] = {{"Studio", "studio.name", FORMAT_TEXT},
                                         {"Address", "studio.address", FORMAT_TEXT},
                                         {"Permit", "studio.permit", FORMAT_TEXT},
                                         {"Lot", "asked.lot_code", FORMAT_TEXT},
                                         {"Client", "asked.client_code", FORMAT_TEXT},
                                         {"Recall", "asked.recall_code", FORMAT_TEXT},
                                         {"Rules followed", "studio.rule_packs", FORMAT_LIST},
                                         {"Held against", "asked.pack", FORMAT_TEXT},
                                         {"Reason", "asked.reason", FORMAT_TEXT},
                                         {0}};

static void line_text(struct run *r, const char *label, struct buffer *text)
{
    const char *line = buffer_string(text);
    if (line)
        text_wrap(r->out, label, 18, r->terminal.width, line);
    buffer_free(text);
}

void report_head(struct run *r, const cJSON *report)
{
    struct buffer period = {0}, made = {0}, by = {0}, clock = {0};
    text_clean(r->out, member_text(report, "title"));
    buffer_text(r->out, cJSON_IsTrue(member_at(report, "drill")) ? " (DRILL)\n" : "\n");
    card_view(r, report, head_lines);
    report_period(&period, report);
    line_text(r, "Period", &period);
    report_made(&made, report);
    line_text(r, "Made", &made);
    report_clock(&clock, report);
    line_text(r, "Times", &clock);
    report_by(&by, report);
    line_text(r, "Asked by", &by);
}

void report_show(struct run *r, const cJSON *answer)
{
    const cJSON *section, *sections = member_at(answer, "report.sections");
    report_head(r, member_at(answer, "report"));
    cJSON_ArrayForEach(section, sections)
    {
        report_section(r, section, report_offset(member_at(answer, "report")));
    }
    buffer_byte(r->out, '\n');
    card_view(r, answer, seal_lines);
}
