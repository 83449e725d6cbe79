/* In place of letters on pages: the program beside this one draws them, where the build has cairo
 * and pango. */
#include "client/letter.h"

#include "client/beside.h"

enum stipple_error letters_possible(struct error *e)
{
    pages_program_become();
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "This build of stipple makes no PDF.");
    return fail_hint(e, "Without --pdf the letters are plain text; a build with cairo, pango and "
                        "qrencode has PDF.");
}

enum stipple_error letters_pdf(struct buffer *out, const struct list *letters,
                               struct paper_size paper, struct glyphs *missing, struct error *e)
{
    (void)out;
    (void)letters;
    (void)paper;
    (void)missing;
    return letters_possible(e);
}
