/* In place of labels: the program beside this one draws them, where the build has what it takes. */
#include "client/label.h"

#include "client/beside.h"

enum stipple_error labels_possible(struct error *e)
{
    pages_program_become();
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "This build of stipple draws no labels.");
    return fail_hint(e, "A build with cairo, pango and zint does.");
}

enum stipple_error labels_pdf(struct buffer *out, const struct label *labels, size_t n,
                              struct label_size size, struct glyphs *missing, struct error *e)
{
    (void)out;
    (void)labels;
    (void)n;
    (void)size;
    (void)missing;
    return labels_possible(e);
}

enum stipple_error labels_png(struct buffer *out, const struct label *label, struct label_size size,
                              struct glyphs *missing, struct error *e)
{
    return labels_pdf(out, label, 1, size, missing, e);
}
