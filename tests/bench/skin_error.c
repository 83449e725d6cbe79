/* How far readings of real skin lie from their true colour after conversion to the connection
 * space. Usage: skin_error SPECTRA.csv, one skin a row; columns R400, R410, … hold its reflectance
 * at even steps. Columns D50_2_L, D50_2_a, D50_2_b (the truth), D65_2_… and D65_10_… (the readings)
 * are used when there are any, else computed from the spectrum. Lines that begin with # are
 * comments. Prints mean, 95th percentile (nearest rank) and maximum of CIEDE2000 for each way of
 * reading. */
#include "colour/reading.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 65536, COLUMNS_MAX = 1024, WAYS = 3, LIGHT_COLUMNS = 3 };

static const struct {
    const char *name;
    enum light light;
} lights[LIGHT_COLUMNS] = {{"D50_2", D50_2}, {"D65_2", D65_2}, {"D65_10", D65_10}};

static const char *const ways[WAYS] = {"D65/10 Lab", "D65/2 Lab", "spectrum"};

struct table {
    FILE *file;
    char line[LINE_MAX_BYTES];
    char *field[COLUMNS_MAX];
    size_t n;
    size_t band[COLUMNS_MAX]; /* the columns that hold reflectances */
    size_t bands;
    double start_nm, step_nm;
    size_t lab[LIGHT_COLUMNS][3]; /* their columns; SIZE_MAX: none */
};

struct errors {
    double *delta[WAYS];
    size_t n[WAYS], capacity, refused;
};

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "skin_error: %s\n", what);
    exit(EXIT_FAILURE);
}

static bool row_next(struct table *t)
{
    do {
        if (!fgets(t->line, sizeof t->line, t->file))
            return false;
    } while (strchr("#\r\n", t->line[0]));
    t->line[strcspn(t->line, "\r\n")] = '\0';
    t->n = 0;
    for (char *at = t->line; at && t->n < COLUMNS_MAX;) {
        t->field[t->n++] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
    return true;
}

static size_t column_find(const struct table *t, const char *light, char coordinate)
{
    char name[32];
    snprintf(name, sizeof name, "%s_%c", light, coordinate);
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->field[i], name) == 0)
            return i;
    return SIZE_MAX;
}

static void header_read(struct table *t)
{
    double first[2] = {0};
    if (!row_next(t))
        die("the file is empty");
    for (size_t i = 0; i < t->n; i++) {
        char *end;
        if (t->field[i][0] != 'R')
            continue;
        double nm = strtod(t->field[i] + 1, &end);
        if (nm <= 0 || *end)
            continue;
        if (t->bands < 2)
            first[t->bands] = nm;
        t->band[t->bands++] = i;
    }
    if (t->bands < 2)
        die("there are no columns R400, R410, …");
    t->start_nm = first[0];
    t->step_nm = first[1] - first[0];
    for (int i = 0; i < LIGHT_COLUMNS; i++)
        for (int k = 0; k < 3; k++)
            t->lab[i][k] = column_find(t, lights[i].name, "Lab"[k]);
}

static double number_at(const struct table *t, size_t column)
{
    char *end;
    if (column >= t->n)
        die("a row is too short");
    double v = strtod(t->field[column], &end);
    if (end == t->field[column] || *end)
        die("a value is no number");
    return v;
}

/* The spot of one reading; false when it is refused. */
static bool read_spot(struct reading reading, struct arena *a, struct spot *ret)
{
    struct list warnings = {0};
    struct error e;
    reading.space = reading.geometry = CHOICE_ABSENT;
    reading.aperture_mm = NUMBER_ABSENT;
    if (spot_evaluate(&reading, 1, SPOT_SKIN, "skin", a, &warnings, ret, &e) == STIPPLE_OK)
        return true;
    fprintf(stderr, "%s: %s\n", e.field, e.message);
    return false;
}

static struct lab lab_of(const struct table *t, int which, const struct spectrum *s)
{
    const size_t *column = t->lab[which];
    if (column[0] == SIZE_MAX || column[1] == SIZE_MAX || column[2] == SIZE_MAX)
        return spectrum_lab(s, lights[which].light);
    return (struct lab){number_at(t, column[0]), number_at(t, column[1]), number_at(t, column[2])};
}

static void error_add(struct errors *errors, int way, bool good, struct lab truth, struct lab got)
{
    if (good)
        errors->delta[way][errors->n[way]++] = delta_e00(truth, got);
    else
        errors->refused++;
}

static void skin_measure(const struct table *t, struct arena *a, struct errors *errors)
{
    double value[COLUMNS_MAX];
    for (size_t i = 0; i < t->bands; i++)
        value[i] = number_at(t, t->band[i]);
    struct spot spectrum, lab;
    bool good = read_spot((struct reading){.kind = READING_SPECTRUM,
                                           .value = {value, t->bands},
                                           .illuminant = CHOICE_ABSENT,
                                           .observer = CHOICE_ABSENT,
                                           .start_nm = t->start_nm,
                                           .step_nm = t->step_nm},
                          a, &spectrum);
    if (!good)
        die("a spectrum was refused");
    struct lab truth = lab_of(t, 0, &spectrum.spectrum);
    error_add(errors, 2, true, truth, spectrum.pcs);
    for (int way = 0; way < 2; way++) {
        struct lab c = lab_of(t, 2 - way, &spectrum.spectrum);
        double three[3] = {c.l, c.a, c.b};
        /* D65, and 10 or 2 degrees: the places in reading_illuminants and reading_observers. */
        good = read_spot(
            (struct reading){
                .kind = READING_LAB, .value = {three, 3}, .illuminant = 1, .observer = 1 - way},
            a, &lab);
        error_add(errors, way, good, truth, lab.pcs);
    }
}

static void room_make(struct errors *errors)
{
    if (errors->n[2] < errors->capacity)
        return;
    errors->capacity = errors->capacity ? errors->capacity * 2 : 1024;
    for (int way = 0; way < WAYS; way++) {
        errors->delta[way] =
            reallocarray(errors->delta[way], errors->capacity, sizeof *errors->delta[way]);
        if (!errors->delta[way])
            die("memory ran out");
    }
}

static int compare_doubles(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void errors_print(const struct errors *errors)
{
    printf("%-12s %8s %8s %8s %8s\n", "ΔE00", "skins", "mean", "p95", "max");
    for (int way = 0; way < WAYS; way++) {
        size_t n = errors->n[way];
        double *d = errors->delta[way], sum = 0;
        if (n == 0)
            die("there are no skins in the file");
        qsort(d, n, sizeof *d, compare_doubles);
        for (size_t i = 0; i < n; i++)
            sum += d[i];
        size_t rank = (n * 95 + 99) / 100;
        printf("%-11s %8zu %8.4f %8.4f %8.4f\n", ways[way], n, sum / (double)n, d[rank - 1],
               d[n - 1]);
    }
    if (errors->refused)
        printf("%zu readings were refused\n", errors->refused);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage: skin_error SPECTRA.csv");
    static struct table t;
    t.file = fopen(argv[1], "r");
    if (!t.file)
        die(strerror(errno));
    struct errors errors = {0};
    header_read(&t);
    while (row_next(&t)) {
        struct arena a = {0};
        room_make(&errors);
        skin_measure(&t, &a, &errors);
        arena_free(&a);
    }
    fclose(t.file);
    errors_print(&errors);
    for (int way = 0; way < WAYS; way++)
        free(errors.delta[way]);
    return EXIT_SUCCESS;
}
