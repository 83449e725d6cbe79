/* A report as pages of A4 (ISO 216), ready to print. A build without cairo and pango has none. */
#ifndef STIPPLE_CLIENT_REPORT_PDF_H
#define STIPPLE_CLIENT_REPORT_PDF_H

#include <cjson/cJSON.h>
#include "base/buffer.h"
#include "base/error.h"

/* CLIENT_USAGE where this build makes no pages. */
enum stipple_error report_pdf_possible(struct error *e);
/* Appends the PDF of a signed report. The same answer gives the same bytes wherever fonts and
 * libraries are the same. */
enum stipple_error report_pdf(struct buffer *out, const cJSON *answer, struct error *e);

#endif
