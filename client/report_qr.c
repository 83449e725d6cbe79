/* What is printed is proved by what is scanned: digest, signature and key, in capitals, which a QR
 * code keeps in half the room (ISO/IEC 18004, alphanumeric mode). */
#include "client/report_sheet.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules around it, ISO/IEC 18004 section 9.1 */

void sheet_qr(struct sheet *s, const char *text, double x, double y, double size)
{
    QRcode *code = s->draws ? QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) : NULL;
    if (!code)
        return;
    double module = size / (code->width + 2 * QUIET);
    cairo_save(s->cr);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if (code->data[row * code->width + column] & 1)
                cairo_rectangle(s->cr, x + (column + QUIET) * module, y + (row + QUIET) * module,
                                module, module);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
    QRcode_free(code);
}
