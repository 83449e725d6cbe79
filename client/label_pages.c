/* Label printers have 300 dots an inch: a module is a whole number of them, or its edges blur and
 * scanners fail. The words take the largest type in which all of them fit. */
#include "client/label.h"

#include "client/report_sheet.h"

#include <cairo-pdf.h>
#include <math.h>
#include <zint.h>

static const double mm = 72 / 25.4, dot = 72.0 / 300, margin = 2 * 72 / 25.4;
/* A quarter of a millimetre is the least that is scanned surely (GS1 General Specifications,
 * symbol specification table 7); over one, a symbol is only large. */
static const double module_least = 0.25 * 72 / 25.4, module_most = 72 / 25.4;
static const double type_least = 4.5, type_most = 10, code_to_text = 1.6;

struct paper {
    struct sheet sheet;
    struct label_size size; /* points */
};

enum stipple_error labels_possible(struct error *e)
{
    (void)e;
    return STIPPLE_OK;
}

static enum stipple_error room_fail(const struct label *label, struct error *e)
{
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "The label of %s does not fit on this size.", label->code);
    return fail_hint(e, "Choose a larger one with --size.");
}

static struct zint_symbol *symbol_make(const struct label *label)
{
    struct zint_symbol *symbol = ZBarcode_Create();
    if (!symbol)
        return NULL;
    symbol->symbology = BARCODE_DATAMATRIX;
    symbol->option_3 = DM_SQUARE;
    symbol->input_mode = label->gs1 ? GS1_MODE : DATA_MODE;
    if (ZBarcode_Encode_and_Buffer_Vector(symbol, (const unsigned char *)label->data, 0, 0) == 0)
        return symbol;
    ZBarcode_Delete(symbol);
    return NULL;
}

/* Returns the symbol's width with *ret_module, or 0 where there is too little room. */
static double symbol_fit(const struct zint_symbol *symbol, double room, double *ret_module)
{
    *ret_module = floor(fmin(room / symbol->width, module_most) / dot) * dot;
    return *ret_module < module_least ? 0 : *ret_module * symbol->width;
}

static void symbol_draw(cairo_t *cr, const struct zint_symbol *symbol, double x, double y,
                        double width)
{
    double scale = width / (double)symbol->vector->width; /* of zint's own units */
    for (const struct zint_vector_rect *at = symbol->vector->rectangles; at; at = at->next)
        cairo_rectangle(cr, x + (double)at->x * scale, y + (double)at->y * scale,
                        (double)at->width * scale, (double)at->height * scale);
    cairo_save(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_fill(cr);
    cairo_restore(cr);
}

/* The height that code and text take, drawn or not. */
static double words_place(struct paper *p, const struct label *label, double type, double x,
                          double width, bool draws)
{
    p->sheet.draws = draws;
    double height = sheet_text(&p->sheet, label->code, type * code_to_text, WEIGHT_BOLD, x, margin,
                               width, SIDE_START);
    return height + sheet_text(&p->sheet, label->text, type, WEIGHT_PLAIN, x, margin + height,
                               width, SIDE_START);
}

static bool words_draw(struct paper *p, const struct label *label, double x)
{
    double width = p->size.width - margin - x, room = p->size.height - 2 * margin;
    double type = type_most;
    while (type >= type_least && words_place(p, label, type, x, width, false) > room)
        type -= 0.5;
    if (type < type_least || width < type_least * 10)
        return false;
    words_place(p, label, type, x, width, true);
    return true;
}

static enum stipple_error label_draw(struct paper *p, const struct label *label, struct error *e)
{
    static const double share = 0.4; /* of the width, for the symbol */
    double module, room = fmin(p->size.height - 2 * margin, p->size.width * share - margin);
    struct zint_symbol *symbol = symbol_make(label);
    if (!symbol)
        return fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "No symbol could be made for %s.", label->code);
    double width = symbol_fit(symbol, room, &module);
    double at = ceil(margin / dot) * dot; /* on a dot, as its modules are */
    bool fits = width > 0 && words_draw(p, label, at + width + margin);
    if (fits)
        symbol_draw(p->sheet.cr, symbol, at, at, width);
    ZBarcode_Delete(symbol);
    return fits ? STIPPLE_OK : room_fail(label, e);
}

/* Draws the labels, a page each, `scale` units of the surface a point. */
static enum stipple_error labels_draw(cairo_surface_t *surface, double scale,
                                      const struct label *labels, size_t n, struct label_size size,
                                      struct glyphs *missing, struct error *e)
{
    struct paper p = {.size = {size.width * mm, size.height * mm}, .sheet.missing = missing};
    enum stipple_error code = STIPPLE_OK;
    PangoFontMap *map = pango_cairo_font_map_new();
    p.sheet.cr = cairo_create(surface);
    cairo_scale(p.sheet.cr, scale, scale);
    p.sheet.fonts = sheet_fonts(p.sheet.cr, map);
    for (size_t i = 0; i < n && code == STIPPLE_OK; i++) {
        cairo_set_source_rgb(p.sheet.cr, 1, 1, 1);
        cairo_paint(p.sheet.cr);
        cairo_set_source_rgb(p.sheet.cr, 0, 0, 0);
        code = label_draw(&p, labels + i, e);
        cairo_show_page(p.sheet.cr);
    }
    if (code == STIPPLE_OK)
        code = sheet_status(cairo_status(p.sheet.cr), e);
    g_object_unref(p.sheet.fonts);
    cairo_destroy(p.sheet.cr);
    g_object_unref(map);
    return code;
}

enum stipple_error labels_pdf(struct buffer *out, const struct label *labels, size_t n,
                              struct label_size size, struct glyphs *missing, struct error *e)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(sheet_bytes, out, size.width * mm, size.height * mm);
    enum stipple_error code = labels_draw(surface, 1, labels, n, size, missing, e);
    cairo_surface_finish(surface);
    if (code == STIPPLE_OK)
        code = sheet_status(cairo_surface_status(surface), e);
    cairo_surface_destroy(surface);
    return code;
}

/* Cairo does not say how large a picture is meant to be: a pHYs chunk (PNG, section 11.3.5.3) with
 * 11811 dots a metre and its checksum, right behind the header. */
static void resolution_add(struct buffer *out, const struct buffer *png)
{
    enum { HEADER = 33 };
    static const unsigned char chunk[] = {0,    0, 0, 9,    'p',  'H', 'Y',  's',  0,    0,   0x2E,
                                          0x23, 0, 0, 0x2E, 0x23, 1,   0x78, 0xA5, 0x3F, 0x76};
    buffer_add(out, png->data, HEADER);
    buffer_add(out, chunk, sizeof chunk);
    buffer_add(out, png->data + HEADER, png->length - HEADER);
}

enum stipple_error labels_png(struct buffer *out, const struct label *label, struct label_size size,
                              struct glyphs *missing, struct error *e)
{
    struct buffer png = {0};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(size.width * mm / dot),
                                   (int)lround(size.height * mm / dot));
    enum stipple_error code = labels_draw(surface, 1 / dot, label, 1, size, missing, e);
    if (code == STIPPLE_OK)
        code = sheet_status(cairo_surface_write_to_png_stream(surface, sheet_bytes, &png), e);
    if (code == STIPPLE_OK)
        resolution_add(out, &png);
    buffer_free(&png);
    cairo_surface_destroy(surface);
    return code;
}
