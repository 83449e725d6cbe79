/* In place of pages: the program beside this one draws them, where the build has cairo and pango.
 */
#include "client/report_pdf.h"

#include "client/beside.h"

enum stipple_error report_pdf_possible(struct error *e)
{
    pages_program_become();
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "This build of stipple makes no PDF.");
    return fail_hint(e, "--csv and --json it has; a build with cairo, pango and qrencode has PDF.");
}

enum stipple_error report_pdf(struct buffer *out, const cJSON *answer, struct paper_size paper,
                              struct glyphs *missing, struct error *e)
{
    (void)out;
    (void)answer;
    (void)paper;
    (void)missing;
    return report_pdf_possible(e);
}
