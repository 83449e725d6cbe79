/* Paper to draw a report on: text in any script, page by page. Everything is laid out twice, first
 * without drawing, so that each page can say how many there are. Lengths in points. */
#ifndef STIPPLE_CLIENT_REPORT_SHEET_H
#define STIPPLE_CLIENT_REPORT_SHEET_H

#include <cjson/cJSON.h>
#include <pango/pangocairo.h>
#include "client/glyphs.h"
#include "client/report_page.h"

#define SHEET_MARGIN 40.0

struct sheet {
    cairo_t *cr;
    PangoContext *fonts;
    double width, height; /* of the paper */
    const cJSON *answer;  /* a signed report */
    const cJSON *report;  /* … the report in it */
    bool draws;           /* the second time */
    struct flow flow;
    int pages;              /* known the second time */
    struct glyphs *missing; /* what no font has, of what was drawn */
};

enum weight { WEIGHT_PLAIN, WEIGHT_BOLD };
enum side { SIDE_START, SIDE_MIDDLE, SIDE_END };

/* What cairo writes, behind a struct buffer: a cairo_write_func_t. */
cairo_status_t sheet_bytes(void *buffer, const unsigned char *bytes, unsigned length);
/* CLIENT_OUTPUT where something failed. */
enum stipple_error sheet_status(cairo_status_t status, struct error *e);

/* Points as a font has them: neither glyphs nor lines are moved to dots. Free with g_object_unref.
 */
PangoContext *sheet_fonts(cairo_t *cr, PangoFontMap *map);
/* The width between the margins. */
double sheet_inner(const struct sheet *s);
/* A text laid out to a width, words broken where they are longer. Free with g_object_unref. */
PangoLayout *sheet_layout(struct sheet *s, const char *text, double size, enum weight weight,
                          double width, enum side side);
double layout_height(PangoLayout *layout);
/* The widths of the text in one line, and of its longest word. */
void layout_measure(PangoLayout *layout, double *ret_natural, double *ret_least);
/* Draws the lines from *line on that fit into `room`, at least one where `whole_page` says that
 * there never is more room; moves *line on and returns the height. */
double sheet_lines(struct sheet *s, PangoLayout *layout, double x, double y, double room,
                   bool whole_page, int *line);
/* Lays out and draws one text at the place; returns its height. */
double sheet_text(struct sheet *s, const char *text, double size, enum weight weight, double x,
                  double y, double width, enum side side);
/* The same for what a buffer holds, which is freed. */
double sheet_buffer(struct sheet *s, struct buffer *text, double size, enum weight weight, double x,
                    double y, double width, enum side side);
void sheet_rule(struct sheet *s, double y, double grey);

/* Begins the first page, or the one that flow_room went to: with all that stands around it. */
void sheet_begin(struct sheet *s);
/* Room for `height`; begins a page where needed, true when it did. */
bool sheet_room(struct sheet *s, double height);

/* A QR code of the text, in a square of that size. */
void sheet_qr(struct sheet *s, const char *text, double x, double y, double size);

#endif
