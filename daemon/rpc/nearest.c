#include "rpc/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Longer words are no slip of the finger; it also bounds the work on hostile names. */
enum { WORD_MAX = 40 };

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static size_t edit_distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t changed = diagonal + (same_letter(a[i - 1], b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = smallest(row[j] + 1, row[j - 1] + 1, changed);
        }
    }
    return row[n_b];
}

void nearest_offer(struct nearest *n, const char *known)
{
    size_t n_given = strlen(n->given), n_known = strlen(known);
    if (n_given > WORD_MAX || n_known > WORD_MAX)
        return;
    size_t distance = edit_distance(n->given, n_given, known, n_known);
    if (distance > (n_given + 2) / 3 || (n->best && distance >= n->distance))
        return;
    n->best = known;
    n->distance = distance;
}
