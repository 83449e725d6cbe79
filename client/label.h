/* Labels for bottles, cups and stock dilutions: words for people, a Data Matrix for scanners. */
#ifndef STIPPLE_CLIENT_LABEL_H
#define STIPPLE_CLIENT_LABEL_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "client/command.h"
#include "client/glyphs.h"

struct label {
    const char *code; /* B-0001, the largest words on it */
    const char *text; /* the lines below, clean */
    /* What the symbol carries: GS1 element strings, [01]09506000134352[10]A1[21]B-0001, identifiers
     * in square brackets, which no value may hold; else the code. */
    const char *data;
    bool gs1;
};

struct label_size {
    double width, height; /* mm */
};

/* A row of stock.list, its product (product.show) and the studio (studio.show). The texts are in
 * the arena. */
enum stipple_error label_bottle(struct arena *a, const cJSON *bottle, const cJSON *product,
                                const cJSON *studio, struct label *ret, struct error *e);
/* The result of mix.show. */
enum stipple_error label_mix(struct arena *a, const cJSON *mix, const cJSON *studio,
                             struct label *ret, struct error *e);
/* "62x29"; CLIENT_USAGE. */
enum stipple_error label_size_parse(const char *text, struct label_size *ret, struct error *e);

/* What can be said of n labels before anything is asked: whether this build draws any, whether the
 * path ends in .pdf, or for one label in .png, and the option --size. CLIENT_USAGE. */
enum stipple_error labels_check(const struct run *r, const char *path, size_t n,
                                struct label_size *ret, struct error *e);
/* Asks what the labels of the bottles and mixes say, and writes them; tells where, or what failed.
 * `ret`: the labels, or NULL. */
enum stipple_exit labels_print(struct run *r, const char *const *codes, size_t n, const char *path,
                               struct label_size size, struct label *ret);

/* CLIENT_USAGE where this build draws no labels. */
enum stipple_error labels_possible(struct error *e);
/* Appends a PDF, a label a page. CLIENT_USAGE where one does not fit: nothing is ever cut.
 * `missing` gathers the characters that no font has. */
enum stipple_error labels_pdf(struct buffer *out, const struct label *labels, size_t n,
                              struct label_size size, struct glyphs *missing, struct error *e);
/* Appends a PNG of one label at 300 dots an inch; the same else. */
enum stipple_error labels_png(struct buffer *out, const struct label *label, struct label_size size,
                              struct glyphs *missing, struct error *e);

#endif
