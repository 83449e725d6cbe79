/* A spreadsheet takes a text for what it looks like: for a formula, and runs it; for a number or a
 * day, and writes it anew. A report's texts come from whoever typed them, and lot 0012 is not lot
 * 12. */
#include "client/report.h"

#include "base/time.h"
#include "client/text.h"
#include "client/view.h"
#include "json/canonical.h"

#include <string.h>

/* Digits that a spreadsheet keeps of a number. */
enum { DIGITS_KEPT = 15 };
static const char digits[] = "0123456789", marks[] = "0123456789 .,:/+-eE";

/* = + - @ and, for spreadsheets that read them as the same, their full-width forms. */
static bool begins_formula(long c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == 0xFF1D ||
           c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

/* Spaces, no-break and wide ones too, and quotes: some readers strip them. */
static bool is_stripped(long c)
{
    return c == ' ' || c == '"' || c == '\'' || c == 0xA0 || c == 0x3000;
}

static bool formula_at(const char *text, size_t length)
{
    size_t n;
    for (size_t i = 0; i < length; i += n) {
        long c = utf8_next(text + i, length - i, &n);
        if (!is_stripped(c))
            return begins_formula(c);
    }
    return false;
}

/* Whether it would be read as a number or a day, and written otherwise. */
static bool is_rewritten(const char *text, size_t length)
{
    char day[DATE_LENGTH + 1] = "";
    memcpy(day, text, length < DATE_LENGTH ? length : DATE_LENGTH);
    if (!strpbrk(text, digits) || strspn(text, marks) != length || date_valid(day))
        return false;
    bool whole = strspn(text, digits) == length && (*text != '0' || length == 1);
    return !whole || length > DIGITS_KEPT;
}

static void cell_guard(struct buffer *out, const char *text)
{
    size_t length = strlen(text), n;
    bool begins = true;
    if (is_rewritten(text, length) && !formula_at(text, length))
        buffer_byte(out, '\'');
    for (size_t i = 0; i < length; i += n) {
        long c = utf8_next(text + i, length - i, &n);
        if (begins && formula_at(text + i, length - i))
            buffer_byte(out, '\'');
        buffer_add(out, text + i, n);
        begins = c == ';' || c == '\t' || c == '\n' || c == '\r';
    }
}

void csv_text(struct buffer *out, const char *text)
{
    struct buffer guarded = {0};
    cell_guard(&guarded, text);
    const char *cell = buffer_string(&guarded);
    if (!cell) {
        out->failed = true;
    } else if (strpbrk(cell, ",;\"\r\n\t")) {
        buffer_byte(out, '"');
        for (; *cell; cell++) {
            if (*cell == '"')
                buffer_byte(out, '"');
            buffer_byte(out, *cell);
        }
        buffer_byte(out, '"');
    } else {
        buffer_text(out, cell);
    }
    buffer_free(&guarded);
}

static int columns_most(const cJSON *sections)
{
    const cJSON *section;
    int most = 2;
    cJSON_ArrayForEach(section, sections)
    {
        int n = cJSON_GetArraySize(member_at(section, "columns"));
        most = n > most ? n : most;
    }
    return most;
}

static void record_end(struct buffer *out, int missing)
{
    while (missing-- > 0)
        buffer_byte(out, ',');
    buffer_text(out, "\r\n");
}

static void record_begin(struct buffer *out, const cJSON *section)
{
    const char *title = member_text(section, "title");
    csv_text(out, title ? title : "");
}

/* Numbers whole; times to the minute, which spreadsheets know for times. */
static void cell_write(struct buffer *out, const cJSON *cell, const cJSON *column, int offset)
{
    struct buffer time = {0};
    const char *type = member_text(column, "type"), *text = NULL;
    if (!cell)
        return;
    if (type && strcmp(type, "time") == 0) {
        report_cell(&time, cell, column, offset);
        text = buffer_string(&time);
    } else if (cJSON_IsString(cell)) {
        text = cell->valuestring;
    }
    if (cJSON_IsNumber(cell))
        json_number(out, cell->valuedouble);
    else
        csv_text(out, text ? text : "");
    buffer_free(&time);
}

static void row_write(struct buffer *out, const cJSON *row, const cJSON *columns, int offset)
{
    const cJSON *cell = row->child;
    for (const cJSON *column = columns ? columns->child : NULL; column; column = column->next) {
        buffer_byte(out, ',');
        cell_write(out, cell, column, offset);
        cell = cell ? cell->next : NULL;
    }
}

static void section_write(struct buffer *out, const cJSON *section, int offset, int most)
{
    const cJSON *columns = member_at(section, "columns"), *rows = member_at(section, "rows");
    const cJSON *column, *row;
    int missing = most - cJSON_GetArraySize(columns);
    record_begin(out, section);
    cJSON_ArrayForEach(column, columns)
    {
        const char *label = member_text(column, "label");
        buffer_byte(out, ',');
        csv_text(out, label ? label : "");
    }
    record_end(out, missing);
    cJSON_ArrayForEach(row, rows)
    {
        record_begin(out, section);
        row_write(out, row, columns, offset);
        record_end(out, missing);
    }
}

static void fact_write(struct buffer *out, const char *name, struct buffer *value, int most)
{
    const char *text = buffer_string(value);
    csv_text(out, "Report");
    buffer_byte(out, ',');
    csv_text(out, name);
    buffer_byte(out, ',');
    csv_text(out, text ? text : "");
    record_end(out, most - 2);
    buffer_free(value);
}

static void facts_write(struct buffer *out, const cJSON *answer, int most)
{
    static const struct view facts[] = {{"Title", "report.title", FORMAT_TEXT},
                                        {"Studio", "report.studio.name", FORMAT_TEXT},
                                        {"Address", "report.studio.address", FORMAT_TEXT},
                                        {"Permit", "report.studio.permit", FORMAT_TEXT},
                                        {"Lot", "report.asked.lot_code", FORMAT_TEXT},
                                        {"Client", "report.asked.client_code", FORMAT_TEXT},
                                        {"Recall", "report.asked.recall_code", FORMAT_TEXT},
                                        {"From", "report.asked.from", FORMAT_TEXT},
                                        {"To", "report.asked.to", FORMAT_TEXT},
                                        {"Reason", "report.asked.reason", FORMAT_TEXT},
                                        {"Digest", "digest", FORMAT_TEXT},
                                        {"Signature", "signature", FORMAT_TEXT},
                                        {"Signed by key", "report.seal.public_key", FORMAT_TEXT},
                                        {"Seal, event", "report.seal.seq", FORMAT_TEXT},
                                        {"Seal, hash", "report.seal.hash", FORMAT_TEXT}};
    const cJSON *report = member_at(answer, "report");
    struct buffer drill = {0}, made = {0}, by = {0}, clock = {0};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct buffer value = {0};
        value_view(&value, answer, facts[i].path, facts[i].format);
        fact_write(out, facts[i].label, &value, most);
    }
    report_made(&made, report);
    fact_write(out, "Made", &made, most);
    report_clock(&clock, report);
    fact_write(out, "Times", &clock, most);
    report_by(&by, report);
    fact_write(out, "Asked by", &by, most);
    buffer_text(&drill, cJSON_IsTrue(member_at(report, "drill")) ? "yes" : "no");
    fact_write(out, "Drill", &drill, most);
}

void report_csv(struct buffer *out, const cJSON *answer)
{
    const cJSON *section, *sections = member_at(answer, "report.sections");
    int most = columns_most(sections);
    buffer_text(out, "\xEF\xBB\xBF");
    facts_write(out, answer, most);
    cJSON_ArrayForEach(section, sections)
    {
        section_write(out, section, report_offset(member_at(answer, "report")), most);
    }
}
