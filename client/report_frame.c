/* What stands around each page: whose it is, of which report and period, which page of how many,
 * and the beginning of the digest, so that a page that was exchanged does not fit the others. */
#include "client/report_sheet.h"

#include "client/report.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>

enum { HEAD_SIZE = 8, FOOT_SIZE = 7, DIGEST_SHOWN = 16 };
static const double head_least = 24, foot_height = 18, between = 12;

static bool is_drill(const struct sheet *s)
{
    return cJSON_IsTrue(member_at(s->report, "drill"));
}

/* Behind everything, so that nothing is hidden by it. */
static void watermark_draw(struct sheet *s)
{
    static const double size = 150, grey = 0.88;
    if (!s->draws || !is_drill(s))
        return;
    PangoLayout *layout = sheet_layout(s, "DRILL", size, WEIGHT_BOLD, s->height, SIDE_MIDDLE);
    cairo_save(s->cr);
    cairo_set_source_rgb(s->cr, grey, grey, grey);
    cairo_translate(s->cr, s->width / 2, s->height / 2);
    cairo_rotate(s->cr, -atan2(s->height, s->width));
    cairo_move_to(s->cr, -s->height / 2, -layout_height(layout) / 2);
    pango_cairo_show_layout(s->cr, layout);
    cairo_restore(s->cr);
    g_object_unref(layout);
}

/* "DRILL · A lot and what became of it · L-0003 · up to 2026-03-02" */
static void title_add(const struct sheet *s, struct buffer *out)
{
    static const char *const subjects[] = {"asked.lot_code", "asked.client_code",
                                           "asked.recall_code"};
    buffer_text(out, is_drill(s) ? "DRILL · " : "");
    text_clean(out, member_text(s->report, "title"));
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        const char *subject = member_text(s->report, subjects[i]);
        buffer_text(out, subject ? " · " : "");
        text_clean(out, subject);
    }
    buffer_text(out, " · ");
    report_period(out, s->report);
}

/* The right side has what it needs, to two thirds of the line; what is longer takes more lines, and
 * the page begins lower. */
static double head_draw(struct sheet *s)
{
    struct buffer left = {0}, right = {0};
    const char *studio = member_text(s->report, "studio.name");
    text_clean(&left, studio ? studio : "Studio without a name");
    title_add(s, &right);
    const char *title = buffer_string(&right);
    double inner = sheet_inner(s), natural, word;
    PangoLayout *layout =
        sheet_layout(s, title ? title : "", HEAD_SIZE, WEIGHT_PLAIN, inner, SIDE_END);
    layout_measure(layout, &natural, &word);
    g_object_unref(layout);
    double width = fmin(natural + 1, inner * 2 / 3);
    double height = sheet_buffer(s, &left, HEAD_SIZE, WEIGHT_BOLD, SHEET_MARGIN, SHEET_MARGIN,
                                 inner - width - between, SIDE_START);
    height =
        fmax(height, sheet_buffer(s, &right, HEAD_SIZE, WEIGHT_PLAIN,
                                  s->width - SHEET_MARGIN - width, SHEET_MARGIN, width, SIDE_END));
    sheet_rule(s, SHEET_MARGIN + height + 4, 0.5);
    return fmax(height + 14, head_least);
}

static void foot_draw(struct sheet *s)
{
    struct buffer made = {0}, page = {0};
    double y = s->height - SHEET_MARGIN - foot_height + 8, inner = sheet_inner(s);
    const char *digest = member_text(s->answer, "digest");
    buffer_text(&made, "Made ");
    report_made(&made, s->report);
    buffer_text(&made, " · digest ");
    report_groups(&made, digest, DIGEST_SHOWN);
    buffer_text(&made, " …");
    buffer_print(&page, "page %d of %d", s->flow.page, s->pages);
    sheet_rule(s, y - 4, 0.5);
    sheet_buffer(s, &made, FOOT_SIZE, WEIGHT_PLAIN, SHEET_MARGIN, y, inner * 3 / 4, SIDE_START);
    sheet_buffer(s, &page, FOOT_SIZE, WEIGHT_PLAIN, SHEET_MARGIN + inner * 3 / 4, y, inner / 4,
                 SIDE_END);
}

void sheet_begin(struct sheet *s)
{
    if (s->draws && s->flow.page > 1)
        cairo_show_page(s->cr);
    watermark_draw(s);
    s->flow.top = s->flow.y = SHEET_MARGIN + head_draw(s);
    s->flow.bottom = s->height - SHEET_MARGIN - foot_height;
    foot_draw(s);
}

bool sheet_room(struct sheet *s, double height)
{
    bool turned = flow_room(&s->flow, height);
    if (turned)
        sheet_begin(s);
    return turned;
}
