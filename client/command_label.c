/* Labels for the shelf and the tray. */
#include "client/command.h"

#include "base/value.h"
#include "client/label.h"
#include "client/report.h"
#include "client/view.h"

#include <string.h>
#include <strings.h>

enum { LABELS_MAX = 1000 };

/* One call with one parameter, or none where `value` is NULL. */
static enum stipple_exit ask(struct run *r, const char *method, const char *name, const char *value,
                             const cJSON **ret)
{
    struct error e;
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *result = NULL;
    json_object(&w);
    if (value) {
        json_key(&w, name);
        json_text(&w, value);
    }
    json_object_end(&w);
    const char *text = buffer_string(&params);
    if (!text) {
        fail_memory(&e);
        buffer_free(&params);
        return tell_error(r, &e);
    }
    enum stipple_exit status = run_call(r, method, text, &result);
    buffer_free(&params);
    *ret = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    return status == STIPPLE_EXIT_DONE && !*ret ? STIPPLE_EXIT_FAILED : status;
}

static const cJSON *row_find(const cJSON *rows, const char *code)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, rows)
    {
        const char *text = member_text(row, "code");
        if (text && strcasecmp(text, code) == 0)
            return row;
    }
    return NULL;
}

struct page {
    const cJSON *answer; /* of stock.list */
};

/* What labels are made from, asked once. */
struct shelf {
    struct run *r;
    const cJSON *studio;
    struct list pages; /* struct page, as far as bottles were looked for */
    const char *cursor;
    bool whole;
};

static const cJSON *bottle_on(const struct list *pages, const char *code)
{
    const struct page *page = pages->items;
    const cJSON *row = NULL;
    for (size_t i = 0; i < pages->n && !row; i++)
        row = row_find(member_at(page[i].answer, "containers"), code);
    return row;
}

static enum stipple_exit page_read(struct shelf *shelf)
{
    struct page *page = list_add(&shelf->r->arena, &shelf->pages, sizeof *page);
    if (!page)
        return tell_memory(shelf->r);
    *page = (struct page){0};
    enum stipple_exit status = ask(shelf->r, "stock.list", "cursor", shelf->cursor, &page->answer);
    shelf->cursor = member_text(page->answer, "cursor");
    shelf->whole = !shelf->cursor;
    return status;
}

static enum stipple_exit bottle_find(struct shelf *shelf, const char *code, const cJSON **ret)
{
    struct error e;
    while (!(*ret = bottle_on(&shelf->pages, code)) && !shelf->whole) {
        enum stipple_exit status = page_read(shelf);
        if (status != STIPPLE_EXIT_DONE)
            return status;
    }
    if (*ret)
        return STIPPLE_EXIT_DONE;
    fail(&e, STIPPLE_CONTAINER_NOT_FOUND, NULL, "There is no bottle or box %.40s in stock.", code);
    return tell_error(shelf->r, &e);
}

static enum stipple_exit label_make(struct shelf *shelf, const char *code, struct label *ret)
{
    struct error e;
    struct run *r = shelf->r;
    const cJSON *found = NULL, *product = NULL;
    bool mix = strncasecmp(code, "X-", 2) == 0;
    enum stipple_exit status =
        mix ? ask(r, "mix.show", "mix", code, &found) : bottle_find(shelf, code, &found);
    if (status == STIPPLE_EXIT_DONE && !mix)
        status = ask(r, "product.show", "product", member_text(found, "product_code"), &product);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    enum stipple_error failed =
        mix ? label_mix(&r->arena, found, shelf->studio, ret, &e)
            : label_bottle(&r->arena, found, product, shelf->studio, ret, &e);
    return failed == STIPPLE_OK ? STIPPLE_EXIT_DONE : tell_error(r, &e);
}

static bool ends_in(const char *path, const char *end)
{
    size_t n = strlen(path), k = strlen(end);
    return n > k && strcasecmp(path + n - k, end) == 0;
}

static bool is_png(const char *path)
{
    return ends_in(path, ".png");
}

enum stipple_error labels_check(const struct run *r, const char *path, size_t n,
                                struct label_size *ret, struct error *e)
{
    const char *size = option_text(&r->options, "size");
    TRY(labels_possible(e));
    TRY(label_size_parse(size ? size : "62x29", ret, e));
    if (!is_png(path) && !ends_in(path, ".pdf"))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "The labels go to a file whose name ends in .pdf or .png.");
    if (is_png(path) && n > 1)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "A PNG holds one label; a PDF holds a label a page.");
    return STIPPLE_OK;
}

static enum stipple_error labels_write(const char *path, const struct label *labels, size_t n,
                                       struct label_size size, struct glyphs *missing,
                                       struct error *e)
{
    struct buffer bytes = {0};
    enum stipple_error code = is_png(path) ? labels_png(&bytes, labels, size, missing, e)
                                           : labels_pdf(&bytes, labels, n, size, missing, e);
    if (code == STIPPLE_OK)
        code = report_write(path, &bytes, e);
    buffer_free(&bytes);
    return code;
}

static void labels_show(struct run *r, const struct label *labels, size_t n)
{
    struct json_writer w = {.out = r->out};
    bool json = option_given(&r->options, "json");
    if (json) {
        json_object(&w);
        json_key(&w, "labels");
        json_array(&w);
    }
    for (size_t i = 0; json && i < n; i++) {
        json_object(&w);
        json_key(&w, "code");
        json_text(&w, labels[i].code);
        json_key(&w, "data");
        json_text(&w, labels[i].data);
        json_key(&w, "gs1");
        json_bool(&w, labels[i].gs1);
        json_object_end(&w);
    }
    if (json) {
        json_array_end(&w);
        json_object_end(&w);
        buffer_byte(r->out, '\n');
    }
    for (size_t i = 0; !json && i < n; i++)
        buffer_print(r->out, "%s  %s\n", labels[i].code, labels[i].data);
}

enum stipple_exit labels_print(struct run *r, const char *const *codes, size_t n, const char *path,
                               struct label_size size, struct label *ret)
{
    struct error e;
    struct shelf shelf = {.r = r};
    struct glyphs missing = {0};
    struct label *labels = ret ? ret : arena_array(&r->arena, n, sizeof *labels);
    if (!labels)
        return tell_memory(r);
    enum stipple_exit status = ask(r, "studio.show", NULL, NULL, &shelf.studio);
    for (size_t i = 0; i < n && status == STIPPLE_EXIT_DONE; i++)
        status = label_make(&shelf, codes[i], labels + i);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (labels_write(path, labels, n, size, &missing, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    buffer_print(r->talk, "Written: %s\n", path);
    glyphs_tell(r, &missing);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit label_run(struct run *r)
{
    struct error e;
    struct label_size size;
    size_t n = r->options.n_operands;
    const char *out = option_text(&r->options, "out"), *path = out ? out : "labels.pdf";
    struct label *labels = arena_array(&r->arena, n, sizeof *labels);
    if (!labels)
        return tell_memory(r);
    if (labels_check(r, path, n, &size, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    enum stipple_exit status = labels_print(r, r->options.operands, n, path, size, labels);
    if (status == STIPPLE_EXIT_DONE)
        labels_show(r, labels, n);
    return status;
}

static const struct option label_options[] = {
    {"out", OPTION_TEXT, "FILE", NULL,
     "FILE.pdf, a label a page, or FILE.png, one label; labels.pdf if not said."},
    {"size", OPTION_TEXT, "WxH", NULL, "Width and height in mm; 62x29 if not said."},
    {0}};

const struct command label_commands[] = {
    {.name = "label",
     .usage = "label CODE ... [--out FILE] [--size WxH]",
     .summary = "Prints labels for bottles, cups and stock dilutions, to be scanned.",
     .help = "\nFor example:\n"
             "  stipple label B-0001 B-0002\n"
             "  stipple label X-0001 --out cup.png\n"
             "\nThe Data Matrix of a bottle holds GTIN, expiry, lot and, as the serial number, its "
             "code, where the product has a GTIN and GS1 can hold them; else, as that of a mix, "
             "the code alone.\n",
     .options = label_options,
     .operands_min = 1,
     .operands_max = LABELS_MAX,
     .run = label_run},
    {0}};
