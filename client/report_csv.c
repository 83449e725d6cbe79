/* A spreadsheet takes any text that begins like a formula for one, and a report's texts come from
 * whoever typed them. */
#include "client/report.h"

#include "client/text.h"
#include "client/view.h"
#include "json/canonical.h"

#include <string.h>

/* = + - @ and, for spreadsheets that read them as the same, their full-width forms. */
static bool begins_formula(long c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == 0xFF1D ||
           c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

static void cell_guard(struct buffer *out, const char *text)
{
    size_t length = strlen(text), n;
    bool begins = true;
    for (size_t i = 0; i < length; i += n) {
        long c = utf8_next(text + i, length - i, &n);
        if (begins && begins_formula(c))
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

static void row_write(struct buffer *out, const cJSON *row, const cJSON *columns)
{
    const cJSON *cell = row->child;
    for (const cJSON *column = columns ? columns->child : NULL; column; column = column->next) {
        buffer_byte(out, ',');
        if (cell && cJSON_IsNumber(cell))
            json_number(out, cell->valuedouble);
        else if (cell && cJSON_IsString(cell))
            csv_text(out, cell->valuestring);
        cell = cell ? cell->next : NULL;
    }
}

static void section_write(struct buffer *out, const cJSON *section, int most)
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
        row_write(out, row, columns);
        record_end(out, missing);
    }
}

static void fact_write(struct buffer *out, const char *name, const char *value, int most)
{
    csv_text(out, "Report");
    buffer_byte(out, ',');
    csv_text(out, name);
    buffer_byte(out, ',');
    csv_text(out, value ? value : "");
    record_end(out, most - 2);
}

void report_csv(struct buffer *out, const cJSON *report)
{
    const cJSON *section, *sections = member_at(report, "sections");
    int most = columns_most(sections);
    static const char *const facts[][2] = {{"Title", "title"},
                                           {"Studio", "studio.name"},
                                           {"From", "asked.from"},
                                           {"To", "asked.to"},
                                           {"Made", "time"}};
    buffer_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        fact_write(out, facts[i][0], member_text(report, facts[i][1]), most);
    if (cJSON_IsTrue(member_at(report, "drill")))
        fact_write(out, "Drill", "made for an exercise", most);
    cJSON_ArrayForEach(section, sections)
    {
        section_write(out, section, most);
    }
}
