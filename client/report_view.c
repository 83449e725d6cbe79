/* What stands around a report's tables, on whatever it is shown. */
#include "client/report.h"

#include "base/time.h"
#include "client/text.h"
#include "client/view.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MINUTES = 24 * 60 };

void report_cell(struct buffer *out, const cJSON *cell, const cJSON *column)
{
    const char *type = member_text(column, "type");
    if (cJSON_IsNumber(cell)) {
        number_view(out, cell->valuedouble, 3);
    } else if (cJSON_IsString(cell)) {
        const char *text = cell->valuestring;
        bool time = type && strcmp(type, "time") == 0 && strlen(text) >= 19 && text[10] == 'T';
        char minute[32];
        if (time)
            snprintf(minute, sizeof minute, "%.10s %.5s", text, text + 11);
        text_clean(out, time ? minute : text);
    }
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
    double offset = member_number(report, "time_offset_min");
    int minutes = offset > -DAY_MINUTES && offset < DAY_MINUTES ? (int)offset : 0;
    struct instant at;
    char text[TIME_LENGTH + 1];
    if (!time || !time_parse(time, &at))
        return;
    time_format(at.ms + (int64_t)minutes * 60000, text);
    buffer_print(out, "%.10s %.5s (UTC%c%d:%02d)", text, text + 11, minutes < 0 ? '-' : '+',
                 abs(minutes) / 60, abs(minutes) % 60);
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
    struct buffer period = {0}, made = {0}, by = {0};
    text_clean(r->out, member_text(report, "title"));
    buffer_text(r->out, cJSON_IsTrue(member_at(report, "drill")) ? " (DRILL)\n" : "\n");
    card_view(r, report, head_lines);
    report_period(&period, report);
    line_text(r, "Period", &period);
    report_made(&made, report);
    line_text(r, "Made", &made);
    report_by(&by, report);
    line_text(r, "Asked by", &by);
}

void report_show(struct run *r, const cJSON *answer)
{
    const cJSON *section, *sections = member_at(answer, "report.sections");
    report_head(r, member_at(answer, "report"));
    cJSON_ArrayForEach(section, sections)
    {
        report_section(r, section);
    }
    buffer_byte(r->out, '\n');
    card_view(r, answer, seal_lines);
}
