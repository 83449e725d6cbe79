#include "literal.h"

void literal_write(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\' || *c == '?')
            fprintf(out, "\\%03o", (unsigned)*c);
        else
            fputc(*c, out);
    }
    fputc('"', out);
}
