/* Turns the tables of this folder into one C file. The daemon parses nothing from disk but its
 * configuration, so tables and profiles are compiled in; and a table with a wrong row stops the
 * build, not a studio. Usage: profiles_build WEIGHTS SKIN PIGMENTS OUTPUT */
#include "colour/spectrum.h"
#include "csv.h"
#include "literal.h"
#include "rgb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SKIN_COLUMNS = 5 };

static void columns_check(const struct csv *c, const char *const *names, int n)
{
    if (c->n != n)
        csv_fail(c, "not the columns expected");
    for (int i = 0; i < n; i++)
        if (strcmp(c->field[i], names[i]) != 0)
            csv_fail(c, "not the columns expected");
}

/* Reads `columns` columns of `BANDS` rows behind the wavelength into table[column][band]. */
static void bands_read(struct csv *c, int columns, double table[][BANDS])
{
    for (int band = 0; band < BANDS; band++) {
        if (!csv_row(c, columns + 1) || csv_number(c, 0) != BAND_FIRST_NM + BAND_STEP_NM * band)
            csv_fail(c, "not 400-700 nm by 10 nm");
        for (int i = 0; i < columns; i++)
            table[i][band] = csv_number(c, i + 1);
    }
    if (csv_row(c, columns + 1))
        csv_fail(c, "rows beyond 700 nm");
}

static void bands_write(FILE *out, const double *row)
{
    fputc('{', out);
    for (int band = 0; band < BANDS; band++)
        fprintf(out, "%.17g,", row[band]);
    fputs("}", out);
}

static void logarithms_write(FILE *out)
{
    double row[BANDS];
    for (int band = 0; band < BANDS; band++)
        row[band] = log(550.0 / (BAND_FIRST_NM + BAND_STEP_NM * band));
    fputs("const double band_logarithms[BANDS] = ", out);
    bands_write(out, row);
    fputs(";\n", out);
}

static void weights_write(FILE *out, const char *path)
{
    static const char *const columns[1 + LIGHTS * 3] = {
        "nm",         "D50_2_X",  "D50_2_Y",  "D50_2_Z",  "D65_2_X",    "D65_2_Y",
        "D65_2_Z",    "D65_10_X", "D65_10_Y", "D65_10_Z", "D50_10_X",   "D50_10_Y",
        "D50_10_Z",   "A_2_X",    "A_2_Y",    "A_2_Z",    "LED-B3_2_X", "LED-B3_2_Y",
        "LED-B3_2_Z", "FL11_2_X", "FL11_2_Y", "FL11_2_Z"};
    double table[LIGHTS * 3][BANDS];
    struct csv c;
    csv_open(&c, path);
    columns_check(&c, columns, 1 + LIGHTS * 3);
    bands_read(&c, LIGHTS * 3, table);
    fputs("const double tristimulus_weights[LIGHTS][3][BANDS] = {\n", out);
    for (int i = 0; i < LIGHTS * 3; i++) {
        fputs(i % 3 == 0 ? "{" : "", out);
        bands_write(out, table[i]);
        fputs(i % 3 == 2 ? "},\n" : ",\n", out);
    }
    fputs("};\nconst struct xyz tristimulus_whites[LIGHTS] = {\n", out);
    for (int i = 0; i < LIGHTS * 3; i++) {
        double sum = 0;
        for (int band = 0; band < BANDS; band++)
            sum += table[i][band];
        fprintf(out, i % 3 == 0 ? "{%.17g," : i % 3 == 1 ? "%.17g," : "%.17g},\n", sum);
    }
    fputs("};\n", out);
}

static void skin_write(FILE *out, const char *path)
{
    static const char *const columns[SKIN_COLUMNS] = {"nm", "mean", "b1", "b2", "b3"};
    double table[SKIN_COLUMNS - 1][BANDS];
    struct csv c;
    csv_open(&c, path);
    columns_check(&c, columns, SKIN_COLUMNS);
    bands_read(&c, SKIN_COLUMNS - 1, table);
    fputs("const double skin_mean[BANDS] = ", out);
    bands_write(out, table[0]);
    fputs(";\nconst double skin_basis[SKIN_COMPONENTS][BANDS] = {\n", out);
    for (int i = 1; i < SKIN_COLUMNS - 1; i++) {
        bands_write(out, table[i]);
        fputs(",\n", out);
    }
    fputs("};\n", out);
}

static void pigments_write(FILE *out, const char *path)
{
    static const char *const columns[] = {"name",     "label", "hair", "origin",    "source",
                                          "strength", "p",     "q",    "ratio_low", "ratio_high"};
    enum { COLUMNS = sizeof columns / sizeof *columns, TEXTS = 5 };
    struct csv c;
    csv_open(&c, path);
    columns_check(&c, columns, COLUMNS);
    fputs("const struct pigment pigments[] = {\n", out);
    while (csv_row(&c, COLUMNS)) {
        fputs("{", out);
        for (int column = 0; column < COLUMNS; column++) {
            fprintf(out, ".%s = ", columns[column]);
            if (column < TEXTS)
                literal_write(out, c.field[column]);
            else
                fprintf(out, "%.17g", csv_number(&c, column));
            fputs(", ", out);
        }
        fputs("},\n", out);
    }
    fputs("};\nconst size_t pigment_count = sizeof pigments / sizeof *pigments;\n", out);
}

/* The inverse of a 3×3 matrix by its cofactors; indices are taken round, which gives them signs. */
static void matrix_invert(const double m[3][3], double ret[3][3])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            int r1 = (j + 1) % 3, r2 = (j + 2) % 3, c1 = (i + 1) % 3, c2 = (i + 2) % 3;
            ret[i][j] = m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
        }
    double determinant = m[0][0] * ret[0][0] + m[0][1] * ret[1][0] + m[0][2] * ret[2][0];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            ret[i][j] /= determinant;
}

static void inverse_write(FILE *out, const double colorant[3][3])
{
    double inverse[3][3];
    matrix_invert(colorant, inverse);
    fputs("const double srgb_from_pcs[3][3] = {\n", out);
    for (int i = 0; i < 3; i++)
        fprintf(out, "{%.17g,%.17g,%.17g},\n", inverse[i][0], inverse[i][1], inverse[i][2]);
    fputs("};\n", out);
}

static void profiles_write(FILE *out)
{
    for (int space = 0; space < RGB_RECIPES; space++) {
        struct rgb_built built = rgb_build(space);
        fprintf(out, "static const unsigned char profile_%d[] = {", space);
        for (unsigned i = 0; i < built.length; i++)
            fprintf(out, "%s%u,", i % 24 == 0 ? "\n" : "", built.bytes[i]);
        fputs("};\n", out);
        if (strcmp(rgb_names[space], "sRGB") == 0)
            inverse_write(out, built.colorant);
        free(built.bytes);
    }
    fputs("const struct rgb_profile rgb_profiles[RGB_SPACES] = {\n", out);
    for (int space = 0; space < RGB_RECIPES; space++)
        fprintf(out, "{\"%s\", profile_%d, sizeof profile_%d},\n", rgb_names[space], space, space);
    fputs("};\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: profiles_build WEIGHTS SKIN PIGMENTS OUTPUT\n", stderr);
        return EXIT_FAILURE;
    }
    FILE *out = fopen(argv[4], "w");
    if (!out) {
        perror(argv[4]);
        return EXIT_FAILURE;
    }
    fputs("/* Made by profiles_build from the tables in profiles/. */\n"
          "#include \"colour/tables.h\"\n",
          out);
    logarithms_write(out);
    weights_write(out, argv[1]);
    skin_write(out, argv[2]);
    pigments_write(out, argv[3]);
    profiles_write(out);
    if (ferror(out) | fclose(out)) {
        perror(argv[4]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
