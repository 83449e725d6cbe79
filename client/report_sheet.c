/* Pango finds a font for each script, shapes it and turns the line where it runs from right to
 * left; here it is only told how wide the paper is, and asked what it had no font for. */
#include "client/report_sheet.h"

#include <math.h>

cairo_status_t sheet_bytes(void *buffer, const unsigned char *bytes, unsigned length)
{
    struct buffer *out = buffer;
    buffer_add(out, bytes, length);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

enum stipple_error sheet_status(cairo_status_t status, struct error *e)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return STIPPLE_OK;
    return fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "This could not be drawn: %s.",
                cairo_status_to_string(status));
}

PangoContext *sheet_fonts(cairo_t *cr, PangoFontMap *map)
{
    PangoContext *fonts = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(fonts, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(fonts, 72);
    pango_context_set_round_glyph_positions(fonts, FALSE);
    pango_cairo_update_context(cr, fonts);
    return fonts;
}

double sheet_inner(const struct sheet *s)
{
    return s->width - 2 * SHEET_MARGIN;
}

PangoLayout *sheet_layout(struct sheet *s, const char *text, double size, enum weight weight,
                          double width, enum side side)
{
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    PangoLayout *layout = pango_layout_new(s->fonts);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Noto Sans, DejaVu Sans, Sans");
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

static void missing_note(struct glyphs *missing, PangoLayoutLine *line)
{
    for (const GSList *at = line->runs; at; at = at->next) {
        const PangoGlyphString *run = ((PangoLayoutRun *)at->data)->glyphs;
        for (int i = 0; i < run->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs[i].glyph;
            if (glyph & PANGO_GLYPH_UNKNOWN_FLAG)
                glyphs_add(missing, glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
    }
}

/* In a line that runs from right to left Pango turns the sides too; a column stays a column. */
static double line_indent(PangoLayout *layout, const PangoRectangle *box)
{
    PangoAlignment side = pango_layout_get_alignment(layout);
    if (side == PANGO_ALIGN_CENTER)
        return (double)box->x / PANGO_SCALE;
    int free = pango_layout_get_width(layout) - box->width;
    return side == PANGO_ALIGN_RIGHT && free > 0 ? (double)free / PANGO_SCALE : 0;
}

static void line_draw(struct sheet *s, PangoLayoutIter *iter, const PangoRectangle *box, double x,
                      double y)
{
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
    double base = (double)(pango_layout_iter_get_baseline(iter) - box->y) / PANGO_SCALE;
    cairo_move_to(s->cr, x + line_indent(pango_layout_iter_get_layout(iter), box), y + base);
    pango_cairo_show_layout_line(s->cr, line);
    missing_note(s->missing, line);
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
        if (s->draws)
            line_draw(s, iter, &box, x, y + used);
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
    double height = sheet_lines(s, layout, x, y, HUGE_VAL, true, &line);
    g_object_unref(layout);
    return height;
}

double sheet_buffer(struct sheet *s, struct buffer *text, double size, enum weight weight, double x,
                    double y, double width, enum side side)
{
    const char *words = buffer_string(text);
    double height = sheet_text(s, words ? words : "", size, weight, x, y, width, side);
    buffer_free(text);
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
    cairo_line_to(s->cr, s->width - SHEET_MARGIN, y);
    cairo_stroke(s->cr);
    cairo_restore(s->cr);
}
