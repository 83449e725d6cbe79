/* A report as pages, ready to print. A build without cairo and pango has none. */
#ifndef STIPPLE_CLIENT_REPORT_PDF_H
#define STIPPLE_CLIENT_REPORT_PDF_H

#include <cjson/cJSON.h>
#include "base/buffer.h"
#include "base/error.h"
#include "client/glyphs.h"
#include "client/report_page.h"

/* CLIENT_USAGE where this build makes no pages. */
enum stipple_error report_pdf_possible(struct error *e);
/* Appends the PDF of a signed report. The same answer gives the same bytes wherever fonts and
 * libraries are the same. `missing` gathers the characters that no font has. */
enum stipple_error report_pdf(struct buffer *out, const cJSON *answer, struct paper_size paper,
                              struct glyphs *missing, struct error *e);

#endif
