/* Letters go into envelopes with a window, so the address stands where DIN 5008 and the usual
 * American ones have it, whatever is above; all else follows below. A letter takes one page: the
 * type becomes a little smaller before it takes two, and nothing is ever cut. */
#include "client/letter.h"

#include "client/report_sheet.h"
#include "client/view.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

static const double mm = 72 / 25.4;
static const double margin = 25, window_top = 55; /* mm */
static const double foot_size = 8, between = 12;
enum { TYPE_MOST = 22, TYPE_LEAST = 18 }; /* half points */

struct desk {
    struct sheet sheet;
    const struct letter *letter;
    double top, bottom, width;
    PangoLayout *head, *rest; /* what stands above the address, and from there on */
};

enum stipple_error letters_possible(struct error *e)
{
    (void)e;
    return STIPPLE_OK;
}

static void desk_clear(struct desk *d)
{
    g_object_unref(d->head);
    g_object_unref(d->rest);
}

/* Without the line breaks at its end, or an empty line would take a page. */
static PangoLayout *part_lay(struct desk *d, const char *text, size_t length, double type)
{
    struct buffer part = {0};
    while (length > 0 && text[length - 1] == '\n')
        length--;
    buffer_add(&part, text, length);
    const char *words = buffer_string(&part);
    PangoLayout *layout =
        sheet_layout(&d->sheet, words ? words : "", type, WEIGHT_PLAIN, d->width, SIDE_START);
    buffer_free(&part);
    return layout;
}

static void desk_lay(struct desk *d, double type)
{
    const char *rest = d->letter->text + d->letter->address;
    d->head = part_lay(d, d->letter->text, d->letter->address, type);
    d->rest = part_lay(d, rest, strlen(rest), type);
}

static double address_top(const struct desk *d)
{
    return fmax(d->top + layout_height(d->head) + between, window_top * mm);
}

static bool is_addressed(const struct desk *d)
{
    return d->letter->text[d->letter->address] != '\0';
}

static bool desk_fits(const struct desk *d)
{
    double end =
        is_addressed(d) ? address_top(d) + layout_height(d->rest) : d->top + layout_height(d->head);
    return end <= d->bottom;
}

/* Only a letter that goes on needs to say whose it is. */
static void page_turn(struct desk *d, double *y)
{
    struct buffer foot = {0};
    cairo_show_page(d->sheet.cr);
    value_view(&foot, d->letter->client, "client_code", FORMAT_TEXT);
    buffer_print(&foot, ", page %d", ++d->sheet.flow.page);
    sheet_buffer(&d->sheet, &foot, foot_size, WEIGHT_PLAIN, margin * mm, d->bottom + 4, d->width,
                 SIDE_END);
    *y = d->top;
}

static void part_draw(struct desk *d, PangoLayout *layout, double *y)
{
    int line = 0, n = pango_layout_get_line_count(layout);
    while (line < n) {
        *y += sheet_lines(&d->sheet, layout, margin * mm, *y, d->bottom - *y, *y <= d->top, &line);
        if (line < n)
            page_turn(d, y);
    }
}

/* In the largest type in which it fits on a page; where none is small enough, in the largest. */
static void letter_lay(struct desk *d, const struct letter *letter)
{
    d->letter = letter;
    for (int halves = TYPE_MOST; halves >= TYPE_LEAST; halves--) {
        desk_lay(d, halves / 2.0);
        if (desk_fits(d))
            return;
        desk_clear(d);
    }
    desk_lay(d, TYPE_MOST / 2.0);
}

static void letter_draw(struct desk *d, const struct letter *letter)
{
    double y = d->top;
    d->sheet.flow.page = 1;
    letter_lay(d, letter);
    part_draw(d, d->head, &y);
    if (is_addressed(d)) {
        y = d->sheet.flow.page == 1 ? address_top(d) : y + between;
        part_draw(d, d->rest, &y);
    }
    desk_clear(d);
    cairo_show_page(d->sheet.cr);
}

enum stipple_error letters_pdf(struct buffer *out, const struct list *letters,
                               struct paper_size paper, struct glyphs *missing, struct error *e)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(sheet_bytes, out, paper.width, paper.height);
    PangoFontMap *map = pango_cairo_font_map_new();
    struct desk d = {.sheet = {.cr = cairo_create(surface), .draws = true, .missing = missing},
                     .top = margin * mm,
                     .bottom = paper.height - margin * mm,
                     .width = paper.width - 2 * margin * mm};
    const struct letter *letter = letters->items;
    d.sheet.fonts = sheet_fonts(d.sheet.cr, map);
    for (size_t i = 0; i < letters->n; i++)
        letter_draw(&d, &letter[i]);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_status(d.sheet.cr);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    g_object_unref(d.sheet.fonts);
    cairo_destroy(d.sheet.cr);
    cairo_surface_destroy(surface);
    g_object_unref(map);
    return sheet_status(status, e);
}
