/* What is pasted from a letter, a web page or a PDF has dashes, spaces and letters of its own: they
 * are made plain before anything is compared. */
#include "store/notice_words.h"

#include "store/fold.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

bool one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* The first range that has the code point says what stands for it; NOTHING: it is left out. */
enum { NOTHING = 0, FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E };
static const struct {
    unsigned first, last;
    char plain;
} plains[] = {{0x00A0, 0x00A0, ' '},     {0x00AD, 0x00AD, NOTHING}, {0x00B0, 0x00B0, ' '},
              {0x00BA, 0x00BA, ' '},     {0x200B, 0x200F, NOTHING}, {0x2010, 0x2015, '-'},
              {0x2026, 0x2026, '-'}, /* 1200…1250 */
              {0x202A, 0x202E, NOTHING}, {0x2060, 0x2064, NOTHING}, {0x2000, 0x206F, ' '},
              {0x2116, 0x2116, ' '}, /* № */
              {0x2212, 0x2212, '-'},     {0x3000, 0x3000, ' '},     {0x3001, 0x3002, ','},
              {0xFE58, 0xFE58, '-'},     {0xFE63, 0xFE63, '-'},     {0xFEFF, 0xFEFF, NOTHING}};

/* True: *ret stands for the code point. */
static bool plain_find(unsigned c, char *ret)
{
    if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
        *ret = (char)(c - FULL_WIDTH_FIRST + '!');
        return true;
    }
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (c >= plains[i].first && c <= plains[i].last) {
            *ret = plains[i].plain;
            return true;
        }
    return false;
}

static char *text_plain(struct arena *a, const char *text)
{
    char *ret = arena_take(a, strlen(text) + 1);
    size_t n = 0;
    for (const unsigned char *at = (const unsigned char *)text; ret && *at;) {
        size_t length;
        unsigned c = code_point(at, &length);
        char plain;
        if (!plain_find(c, &plain)) {
            memcpy(ret + n, at, length);
            n += length;
        } else if (plain != NOTHING) {
            ret[n++] = plain;
        }
        at += length;
    }
    return ret;
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The separators at `at` are passed over. */
static const char *gap_read(const char *at, struct word *ret)
{
    for (; *at && !in_word(*at); at++) {
        ret->dashed |= *at == '-' || *at == '~';
        ret->apart |= strchr(",;|&+\n\t", *at) != NULL;
    }
    return at;
}

enum stipple_error words_read(struct arena *a, const char *text, struct list *ret, struct error *e)
{
    const char *at = text_plain(a, text);
    if (!at)
        return fail_memory(e);
    *ret = (struct list){0};
    for (struct word word = {0};;) {
        at = gap_read(at, &word);
        if (!*at)
            return STIPPLE_OK;
        size_t length = 0;
        while (at[length] && in_word(at[length]))
            length++;
        const char *own = arena_copy(a, at, length);
        word.text = own ? fold(a, own) : NULL;
        if (!word.text)
            return fail_memory(e);
        at += length;
        if (!*word.text)
            continue; /* accents that stand alone */
        struct word *slot = list_add(a, ret, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = word;
        word = (struct word){0};
    }
}

const char *words_squeeze(struct arena *a, const struct word *words, size_t n)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++)
        length += strlen(words[i].text);
    char *ret = arena_take(a, length + 1), *to = ret;
    for (size_t i = 0; ret && i < n; i++)
        to = stpcpy(to, words[i].text);
    return ret;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t word_distance(const char *one, const char *other)
{
    size_t row[WORD_MAX + 1], n = strlen(other);
    if (n > WORD_MAX || strlen(one) > WORD_MAX)
        return WORD_MAX + 1;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; one[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t above = row[j];
            row[j] = least(least(above, row[j - 1]) + 1, diagonal + (one[i - 1] != other[j - 1]));
            diagonal = above;
        }
    }
    return row[n];
}

bool word_slipped(const char *one, const char *other)
{
    size_t n = strlen(one), m = strlen(other), same = 0;
    while (one[same] && one[same] == other[same])
        same++;
    if (n == m)
        return n - same >= 2 && one[same] == other[same + 1] && one[same + 1] == other[same] &&
               strcmp(one + same + 2, other + same + 2) == 0;
    if (n == m + 1)
        return strcmp(one + same + 1, other + same) == 0;
    return m == n + 1 && strcmp(one + same, other + same + 1) == 0;
}
