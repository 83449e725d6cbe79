/* The pages of a report. What proves it stands on the first one, what is missing or doubtful right
 * below; names begin a page of their own, so that the others can be handed on without them. */
#include "client/report_pdf.h"

#include "client/report.h"
#include "client/report_sheet.h"
#include "client/text.h"
#include "client/view.h"

#include <cairo-pdf.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double fact_size = 8, label_width = 80, qr_size = 116, section_gap = 12;

enum stipple_error report_pdf_possible(struct error *e)
{
    (void)e;
    return STIPPLE_OK;
}

static void fact_place(struct sheet *s, const char *label, struct buffer *value)
{
    const char *text = buffer_string(value);
    if (text && *text) {
        double width = SHEET_INNER - qr_size - 12;
        double y = s->flow.y;
        sheet_text(s, label, fact_size, WEIGHT_BOLD, SHEET_MARGIN, y, label_width, SIDE_START);
        s->flow.y += sheet_text(s, text, fact_size, WEIGHT_PLAIN, SHEET_MARGIN + label_width, y,
                                width - label_width, SIDE_START) +
                     2;
    }
    buffer_free(value);
}

static void fact_member(struct sheet *s, const cJSON *json, const char *label, const char *path)
{
    struct buffer value = {0};
    value_view(&value, json, path, FORMAT_TEXT);
    fact_place(s, label, &value);
}

/* Digits in groups of four, as one reads them out and types them again. */
static void groups_add(struct buffer *out, const char *digits)
{
    for (size_t i = 0; digits && digits[i]; i++) {
        if (i > 0 && i % 4 == 0)
            buffer_byte(out, ' ');
        buffer_byte(out, digits[i]);
    }
}

/* The moment as the studio's clocks showed it. */
static void made_add(struct buffer *out, const cJSON *report)
{
    double offset = member_number(report, "time_offset_min");
    value_view(out, report, "time", FORMAT_TIME);
    if (!isnan(offset) && offset != 0)
        buffer_print(out, " (the studio's clocks: %c%02d:%02d)", offset < 0 ? '-' : '+',
                     abs((int)offset) / 60, abs((int)offset) % 60);
}

static void what_place(struct sheet *s)
{
    struct buffer period = {0}, by = {0}, made = {0};
    fact_member(s, s->report, "Studio", "studio.name");
    fact_member(s, s->report, "Address", "studio.address");
    fact_member(s, s->report, "Permit", "studio.permit");
    fact_member(s, s->report, "Lot", "asked.lot_code");
    fact_member(s, s->report, "Client", "asked.client_code");
    fact_member(s, s->report, "Recall", "asked.recall_code");
    fact_member(s, s->report, "Rule pack", "asked.pack");
    report_period(&period, s->report);
    fact_place(s, "Period", &period);
    made_add(&made, s->report);
    fact_place(s, "Made", &made);
    report_by(&by, s->report);
    fact_place(s, "Asked by", &by);
    fact_member(s, s->report, "Reason", "asked.reason");
}

static void proof_place(struct sheet *s, const cJSON *answer)
{
    struct buffer digest = {0}, seal = {0};
    groups_add(&digest, member_text(answer, "digest"));
    fact_place(s, "Digest", &digest);
    fact_member(s, s->report, "Signed by key", "seal.fingerprint");
    value_view(&seal, s->report, "seal.seq", FORMAT_TEXT);
    buffer_text(&seal, ": ");
    groups_add(&seal, member_text(s->report, "seal.hash"));
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

static void qr_place(struct sheet *s, const cJSON *answer, double y)
{
    struct buffer text = {0};
    const char *parts[] = {member_text(answer, "digest"), member_text(answer, "signature"),
                           member_text(s->report, "seal.public_key")};
    buffer_text(&text, "STIPPLE");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_byte(&text, ':');
        for (const char *at = parts[i]; at && *at; at++)
            buffer_byte(&text, (char)toupper((unsigned char)*at));
    }
    const char *code = buffer_string(&text);
    if (code)
        sheet_qr(s, code, SHEET_WIDTH - SHEET_MARGIN - qr_size, y, qr_size);
    buffer_free(&text);
    double height = sheet_text(
        s, "Digest, signature and key; check them with stipple report verify.", 6, WEIGHT_PLAIN,
        SHEET_WIDTH - SHEET_MARGIN - qr_size, y + qr_size, qr_size, SIDE_MIDDLE);
    s->flow.y = fmax(s->flow.y, y + qr_size + height);
}

static void front_place(struct sheet *s, const cJSON *answer)
{
    struct buffer title = {0};
    text_clean(&title, member_text(s->report, "title"));
    const char *text = buffer_string(&title);
    double y = s->flow.y;
    s->flow.y += sheet_text(s, text ? text : "", 16, WEIGHT_BOLD, SHEET_MARGIN, y,
                            SHEET_INNER - qr_size - 12, SIDE_START) +
                 6;
    buffer_free(&title);
    what_place(s);
    counts_place(s);
    proof_place(s, answer);
    qr_place(s, answer, y);
}

static void section_place(struct sheet *s, const cJSON *section)
{
    static const double with_some_rows = 70;
    const char *subject = member_text(section, "subject");
    struct buffer title = {0}, words = {0};
    bool rows = cJSON_GetArraySize(member_at(section, "rows")) > 0;
    if (rows && subject && strcmp(subject, "name") == 0)
        sheet_room(s, SHEET_HEIGHT);
    s->flow.y += section_gap;
    sheet_room(s, with_some_rows);
    text_clean(&title, member_text(section, "title"));
    text_clean(&words, member_text(section, "text"));
    const char *one = buffer_string(&title), *other = buffer_string(&words);
    s->flow.y += sheet_text(s, one ? one : "", 11, WEIGHT_BOLD, SHEET_MARGIN, s->flow.y,
                            SHEET_INNER, SIDE_START);
    s->flow.y += sheet_text(s, other ? other : "", fact_size, WEIGHT_PLAIN, SHEET_MARGIN, s->flow.y,
                            SHEET_INNER, SIDE_START) +
                 4;
    buffer_free(&title);
    buffer_free(&words);
    if (rows)
        sheet_table(s, section);
    else
        s->flow.y += sheet_text(s, "None.", fact_size, WEIGHT_PLAIN, SHEET_MARGIN, s->flow.y,
                                SHEET_INNER, SIDE_START);
}

static void pages_place(struct sheet *s, const cJSON *answer)
{
    const cJSON *section, *sections = member_at(s->report, "sections");
    s->flow = (struct flow){.page = 1};
    sheet_begin(s);
    front_place(s, answer);
    cJSON_ArrayForEach(section, sections)
    {
        section_place(s, section);
    }
    s->pages = s->flow.page;
}

static cairo_status_t bytes_add(void *context, const unsigned char *bytes, unsigned length)
{
    struct buffer *out = context;
    buffer_add(out, bytes, length);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
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

enum stipple_error report_pdf(struct buffer *out, const cJSON *answer, struct error *e)
{
    struct sheet s = {.report = member_at(answer, "report")};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(bytes_add, out, SHEET_WIDTH, SHEET_HEIGHT);
    PangoFontMap *map = pango_cairo_font_map_new();
    surface_describe(surface, s.report);
    s.cr = cairo_create(surface);
    s.fonts = pango_font_map_create_context(map);
    pango_cairo_context_set_resolution(s.fonts, 72);
    pango_cairo_update_context(s.cr, s.fonts);
    pages_place(&s, answer);
    s.draws = true;
    pages_place(&s, answer);
    cairo_show_page(s.cr);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_status(s.cr);
    status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : status;
    g_object_unref(s.fonts);
    cairo_destroy(s.cr);
    cairo_surface_destroy(surface);
    g_object_unref(map);
    if (status == CAIRO_STATUS_SUCCESS)
        return STIPPLE_OK;
    return fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "The pages could not be made: %s.",
                cairo_status_to_string(status));
}
