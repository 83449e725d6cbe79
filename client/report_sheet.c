/* Pango finds a font for each script, shapes it and turns the line where it runs from right to
 * left; here it is only told how wide the paper is. */
#include "client/report_sheet.h"

#include "client/report.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>

enum { HEAD_SIZE = 8, FOOT_SIZE = 7 };
static const double head_height = 24, foot_height = 18;

PangoLayout *sheet_layout(struct sheet *s, const char *text, double size, enum weight weight,
                          double width, enum side side)
{
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    PangoLayout *layout = pango_layout_new(s->fonts);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "DejaVu Sans, Noto Sans, Sans");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, weight == WEIGHT_BOLD ? PANGO_WEIGHT_BOLD
                                                                  : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    /* A hyphen where a lot number is broken would be read as part of it. */
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, sides[side]);
    pango_layout_set_width(layout, (int)lround(width * PANGO_SCALE));
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static double layout_width(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

double layout_height(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.height / PANGO_SCALE;
}

void layout_measure(PangoLayout *layout, double *ret_natural, double *ret_least)
{
    int width = pango_layout_get_width(layout);
    pango_layout_set_width(layout, -1);
    *ret_natural = layout_width(layout);
    pango_layout_set_width(layout, 0);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    *ret_least = layout_width(layout);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, width);
}

double sheet_lines(struct sheet *s, PangoLayout *layout, double x, double y, double room,
                   bool whole_page, int *line)
{
    double used = 0;
    int n = pango_layout_get_line_count(layout), at = 0;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoRectangle box;
        if (at++ < *line)
            continue;
        pango_layout_iter_get_line_extents(iter, NULL, &box);
        double height = (double)box.height / PANGO_SCALE;
        if (used + height > room && (used > 0 || !whole_page))
            break;
        if (s->draws) {
            double base = (double)(pango_layout_iter_get_baseline(iter) - box.y) / PANGO_SCALE;
            cairo_move_to(s->cr, x + (double)box.x / PANGO_SCALE, y + used + base);
            pango_cairo_show_layout_line(s->cr, pango_layout_iter_get_line_readonly(iter));
        }
        used += height;
        ++*line;
    } while (*line < n && pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    return used;
}

double sheet_text(struct sheet *s, const char *text, double size, enum weight weight, double x,
                  double y, double width, enum side side)
{
    int line = 0;
    PangoLayout *layout = sheet_layout(s, text, size, weight, width, side);
    double height = sheet_lines(s, layout, x, y, SHEET_HEIGHT * 100, true, &line);
    g_object_unref(layout);
    return height;
}

void sheet_rule(struct sheet *s, double y, double grey)
{
    if (!s->draws)
        return;
    cairo_save(s->cr);
    cairo_set_source_rgb(s->cr, grey, grey, grey);
    cairo_set_line_width(s->cr, 0.5);
    cairo_move_to(s->cr, SHEET_MARGIN, y);
    cairo_line_to(s->cr, SHEET_WIDTH - SHEET_MARGIN, y);
    cairo_stroke(s->cr);
    cairo_restore(s->cr);
}

/* Behind everything, so that nothing is hidden by it. */
static void watermark_draw(struct sheet *s)
{
    static const double size = 150, grey = 0.88;
    if (!s->draws || !cJSON_IsTrue(member_at(s->report, "drill")))
        return;
    PangoLayout *layout = sheet_layout(s, "DRILL", size, WEIGHT_BOLD, SHEET_HEIGHT, SIDE_MIDDLE);
    cairo_save(s->cr);
    cairo_set_source_rgb(s->cr, grey, grey, grey);
    cairo_translate(s->cr, SHEET_WIDTH / 2, SHEET_HEIGHT / 2);
    cairo_rotate(s->cr, -atan2(SHEET_HEIGHT, SHEET_WIDTH));
    cairo_move_to(s->cr, -SHEET_HEIGHT / 2, -layout_height(layout) / 2);
    pango_cairo_show_layout(s->cr, layout);
    cairo_restore(s->cr);
    g_object_unref(layout);
}

/* Each side has half of the line; what is longer takes more lines, and the page begins lower. */
static double head_draw(struct sheet *s)
{
    struct buffer left = {0}, right = {0};
    const char *studio = member_text(s->report, "studio.name");
    text_clean(&left, studio ? studio : "Studio without a name");
    text_clean(&right, member_text(s->report, "title"));
    buffer_text(&right, " · ");
    report_period(&right, s->report);
    if (cJSON_IsTrue(member_at(s->report, "drill")))
        buffer_text(&right, " · DRILL");
    const char *one = buffer_string(&left), *other = buffer_string(&right);
    double half = SHEET_INNER / 2 - 6;
    double a = sheet_text(s, one ? one : "", HEAD_SIZE, WEIGHT_BOLD, SHEET_MARGIN, SHEET_MARGIN,
                          half, SIDE_START);
    double b = sheet_text(s, other ? other : "", HEAD_SIZE, WEIGHT_PLAIN,
                          SHEET_MARGIN + SHEET_INNER / 2 + 6, SHEET_MARGIN, half, SIDE_END);
    buffer_free(&left);
    buffer_free(&right);
    double height = fmax(a, b);
    sheet_rule(s, SHEET_MARGIN + height + 4, 0.5);
    return fmax(height + 14, head_height);
}

static void foot_draw(struct sheet *s)
{
    struct buffer made = {0}, page = {0};
    double y = SHEET_HEIGHT - SHEET_MARGIN - foot_height + 8;
    buffer_text(&made, "Made ");
    value_view(&made, s->report, "time", FORMAT_TIME);
    buffer_print(&page, "page %d of %d", s->flow.page, s->pages);
    const char *left = buffer_string(&made), *right = buffer_string(&page);
    sheet_rule(s, y - 4, 0.5);
    sheet_text(s, left ? left : "", FOOT_SIZE, WEIGHT_PLAIN, SHEET_MARGIN, y, SHEET_INNER / 2,
               SIDE_START);
    sheet_text(s, right ? right : "", FOOT_SIZE, WEIGHT_PLAIN, SHEET_MARGIN + SHEET_INNER / 2, y,
               SHEET_INNER / 2, SIDE_END);
    buffer_free(&made);
    buffer_free(&page);
}

void sheet_begin(struct sheet *s)
{
    if (s->draws && s->flow.page > 1)
        cairo_show_page(s->cr);
    watermark_draw(s);
    s->flow.top = s->flow.y = SHEET_MARGIN + head_draw(s);
    s->flow.bottom = SHEET_HEIGHT - SHEET_MARGIN - foot_height;
    foot_draw(s);
}

bool sheet_room(struct sheet *s, double height)
{
    bool turned = flow_room(&s->flow, height);
    if (turned)
        sheet_begin(s);
    return turned;
}
