/* The pages of a report. What proves it stands on the first one, what is missing or doubtful right
 * below; names begin a page of their own, so that the others can be handed on without them. */
#include "client/report_pdf.h"

#include "client/report.h"
#include "client/report_grid.h"
#include "client/text.h"
#include "client/view.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const double title_size = 16, heading_size = 11, fact_size = 8;
static const double label_width = 80, qr_size = 116, section_gap = 12;

enum stipple_error report_pdf_possible(struct error *e)
{
    (void)e;
    return STIPPLE_OK;
}

static double beside_code(const struct sheet *s)
{
    return sheet_inner(s) - qr_size - 12;
}

static void fact_place(struct sheet *s, const char *label, struct buffer *value)
{
    double y = s->flow.y;
    if (value->length > 0) {
        sheet_text(s, label, fact_size, WEIGHT_BOLD, SHEET_MARGIN, y, label_width, SIDE_START);
        s->flow.y += sheet_buffer(s, value, fact_size, WEIGHT_PLAIN, SHEET_MARGIN + label_width, y,
                                  beside_code(s) - label_width, SIDE_START) +
                     2;
    }
    buffer_free(value);
}

static void fact_member(struct sheet *s, const char *label, const char *path, enum format format)
{
    struct buffer value = {0};
    value_view(&value, s->report, path, format);
    fact_place(s, label, &value);
}

static void what_place(struct sheet *s)
{
    struct buffer period = {0}, by = {0}, made = {0}, clock = {0};
    fact_member(s, "Studio", "studio.name", FORMAT_TEXT);
    fact_member(s, "Address", "studio.address", FORMAT_TEXT);
    fact_member(s, "Permit", "studio.permit", FORMAT_TEXT);
    fact_member(s, "Lot", "asked.lot_code", FORMAT_TEXT);
    fact_member(s, "Client", "asked.client_code", FORMAT_TEXT);
    fact_member(s, "Recall", "asked.recall_code", FORMAT_TEXT);
    fact_member(s, "Rules followed", "studio.rule_packs", FORMAT_LIST);
    fact_member(s, "Held against", "asked.pack", FORMAT_TEXT);
    report_period(&period, s->report);
    fact_place(s, "Period", &period);
    report_made(&made, s->report);
    fact_place(s, "Made", &made);
    report_clock(&clock, s->report);
    fact_place(s, "Times", &clock);
    report_by(&by, s->report);
    fact_place(s, "Asked by", &by);
    fact_member(s, "Reason", "asked.reason", FORMAT_TEXT);
}

static void proof_place(struct sheet *s)
{
    struct buffer digest = {0}, seal = {0};
    report_groups(&digest, member_text(s->answer, "digest"), SIZE_MAX);
    fact_place(s, "Digest", &digest);
    fact_member(s, "Signed by key", "seal.fingerprint", FORMAT_TEXT);
    value_view(&seal, s->report, "seal.seq", FORMAT_TEXT);
    buffer_text(&seal, ": ");
    report_groups(&seal, member_text(s->report, "seal.hash"), SIZE_MAX);
    fact_place(s, "Seal, event", &seal);
}

/* Where it stands that nothing was found, nobody has to turn pages to be sure. */
static void counts_place(struct sheet *s)
{
    const cJSON *section, *sections = member_at(s->report, "sections");
    struct buffer line = {0};
    cJSON_ArrayForEach(section, sections)
    {
        const char *subject = member_text(section, "subject");
        if (!subject || strcmp(subject, "record") == 0 || strcmp(subject, "name") == 0)
            continue;
        buffer_text(&line, line.length ? " · " : "");
        text_clean(&line, member_text(section, "title"));
        buffer_print(&line, ": %d", cJSON_GetArraySize(member_at(section, "rows")));
    }
    fact_place(s, "Found", &line);
}

static void qr_place(struct sheet *s, double y)
{
    struct buffer text = {0};
    double x = s->width - SHEET_MARGIN - qr_size;
    report_code(&text, s->answer);
    const char *code = buffer_string(&text);
    if (code)
        sheet_qr(s, code, x, y, qr_size);
    buffer_free(&text);
    double height =
        sheet_text(s, "Digest, signature and key; check them with stipple report verify.", 6,
                   WEIGHT_PLAIN, x, y + qr_size, qr_size, SIDE_MIDDLE);
    s->flow.y = fmax(s->flow.y, y + qr_size + height);
}

static void front_place(struct sheet *s)
{
    struct buffer title = {0};
    double y = s->flow.y;
    text_clean(&title, member_text(s->report, "title"));
    s->flow.y += sheet_buffer(s, &title, title_size, WEIGHT_BOLD, SHEET_MARGIN, y, beside_code(s),
                              SIDE_START) +
                 6;
    what_place(s);
    counts_place(s);
    proof_place(s);
    qr_place(s, y);
}

/* A text across the whole width, the next thing below it. */
static void words_place(struct sheet *s, const char *text, double size, enum weight weight)
{
    struct buffer clean = {0};
    text_clean(&clean, text);
    s->flow.y +=
        sheet_buffer(s, &clean, size, weight, SHEET_MARGIN, s->flow.y, sheet_inner(s), SIDE_START);
}

static void section_place(struct sheet *s, const cJSON *section)
{
    static const double headings = 28;
    const char *subject = member_text(section, "subject");
    struct grid grid;
    bool rows = cJSON_GetArraySize(member_at(section, "rows")) > 0 && grid_make(s, section, &grid);
    if (rows && subject && strcmp(subject, "name") == 0)
        sheet_room(s, s->height);
    s->flow.y += section_gap;
    sheet_room(s, headings + (rows ? fmin(grid_lead(&grid), s->height / 2) : fact_size * 2));
    words_place(s, member_text(section, "title"), heading_size, WEIGHT_BOLD);
    words_place(s, member_text(section, "text"), fact_size, WEIGHT_PLAIN);
    s->flow.y += 4;
    if (rows)
        grid_draw(&grid);
    else
        words_place(s, "None.", fact_size, WEIGHT_PLAIN);
}

static void pages_place(struct sheet *s)
{
    const cJSON *section, *sections = member_at(s->report, "sections");
    s->flow = (struct flow){.page = 1};
    sheet_begin(s);
    front_place(s);
    cJSON_ArrayForEach(section, sections)
    {
        section_place(s, section);
    }
    s->pages = s->flow.page;
}

/* The report's own time instead of the clock's, for the same bytes at any time. */
static void surface_describe(cairo_surface_t *surface, const cJSON *report)
{
    const char *time = member_text(report, "time"), *title = member_text(report, "title");
    char second[32];
    snprintf(second, sizeof second, "%.19sZ", time ? time : "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, second);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, second);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title ? title : "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "stipple");
}

enum stipple_error report_pdf(struct buffer *out, const cJSON *answer, struct paper_size paper,
                              struct glyphs *missing, struct error *e)
{
    struct sheet s = {.answer = answer,
                      .report = member_at(answer, "report"),
                      .width = paper.width,
                      .height = paper.height,
                      .missing = missing};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(sheet_bytes, out, paper.width, paper.height);
    PangoFontMap *map = pango_cairo_font_map_new();
    surface_describe(surface, s.report);
    s.cr = cairo_create(surface);
    s.fonts = sheet_fonts(s.cr, map);
    pages_place(&s);
    s.draws = true;
    pages_place(&s);
    cairo_show_page(s.cr);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_status(s.cr);
    status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : status;
    g_object_unref(s.fonts);
    cairo_destroy(s.cr);
    cairo_surface_destroy(surface);
    g_object_unref(map);
    return sheet_status(status, e);
}
