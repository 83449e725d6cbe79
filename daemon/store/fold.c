/* A table instead of a Unicode library: names are compared, not sorted, and what the table does not
 * know is compared as it stands. */
#include "store/fold.h"

#include <ctype.h>
#include <string.h>

enum {
    LATIN_FIRST = 0xC0, /* Latin-1 Supplement and Latin Extended-A */
    LATIN_LAST = 0x17F,
    MORE_FIRST = 0x1E00, /* Latin Extended Additional */
    MORE_LAST = 0x1EFF,
    COMBINING_FIRST = 0x300,
    COMBINING_LAST = 0x36F,
};

/* Two characters a code point: its letters by Unicode's compatibility decomposition without marks,
 * and by custom where there is none. */
static const char latin[] =
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thssa a a a a a aec e e e e i i "
    "i i d n o o o o o   o u u u u y thy a a a a a a c c c c c c c c d d d d e e e e e e e e e e "
    "g g g g g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l l l l n n n n n n n "
    "n n o o o o o o oeoer r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y "
    "y z z z z z z s ";
static const char latin_more[] =
    "a a b b b b b b c c d d d d d d d d d d e e e e e e e e e e f f g g h h h h h h h h h h i i "
    "i i k k k k k k l l l l l l l l m m m m m m n n n n n n n n o o o o o o o o p p p p r r r r "
    "r r r r s s s s s s s s s s t t t t t t t t u u u u u u u u u u v v v v w w w w w w w w w w "
    "x x x x y y z z z z z z h t w y a s s s ssd a a a a a a a a a a a a a a a a a a a a a a a a "
    "e e e e e e e e e e e e e e e e i i i i o o o o o o o o o o o o o o o o o o o o o o o o u u "
    "u u u u u u u u u u u u y y y y y y y y llllv v y y ";

_Static_assert(sizeof latin == 2 * (LATIN_LAST - LATIN_FIRST + 1) + 1, "two a code point");
_Static_assert(sizeof latin_more == 2 * (MORE_LAST - MORE_FIRST + 1) + 1, "two a code point");

unsigned code_point(const unsigned char *at, size_t *ret_length)
{
    *ret_length = 1;
    if ((at[0] & 0xE0) == 0xC0 && (at[1] & 0xC0) == 0x80) {
        *ret_length = 2;
        return (at[0] & 0x1FU) << 6 | (at[1] & 0x3FU);
    }
    if ((at[0] & 0xF0) == 0xE0 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80) {
        *ret_length = 3;
        return (at[0] & 0x0FU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
    }
    return 0;
}

/* Two-byte letters stay two bytes: U+0391–03A9 and U+0400–042F have their small ones in the same
 * planes. */
static unsigned small_letter(unsigned c)
{
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    return c >= 0x400 && c <= 0x40F ? c + 80 : c;
}

static const char *latin_letters(unsigned c)
{
    if (c >= LATIN_FIRST && c <= LATIN_LAST)
        return latin + (size_t)2 * (c - LATIN_FIRST);
    if (c >= MORE_FIRST && c <= MORE_LAST)
        return latin_more + (size_t)2 * (c - MORE_FIRST);
    return NULL;
}

/* Appends one code point at `to`; never more bytes than it had. */
static size_t fold_one(const unsigned char *at, size_t length, unsigned c, char *to)
{
    const char *letters = latin_letters(c);
    if (letters) {
        size_t n = letters[0] == ' ' ? 0 : 1 + (letters[1] != ' ');
        memcpy(to, letters, n);
        return n;
    }
    if (c >= COMBINING_FIRST && c <= COMBINING_LAST)
        return 0;
    if (length == 2) {
        unsigned small = small_letter(c);
        to[0] = (char)(0xC0 | small >> 6);
        to[1] = (char)(0x80 | (small & 0x3F));
    } else {
        memcpy(to, at, length);
    }
    return length;
}

char *fold(struct arena *a, const char *text)
{
    char *ret = arena_take(a, strlen(text) + 1);
    size_t n = 0;
    for (const unsigned char *at = (const unsigned char *)text; ret && *at;) {
        size_t length;
        unsigned c = code_point(at, &length);
        if (*at >= 0x80)
            n += fold_one(at, length, c, ret + n);
        else if (isalnum(*at))
            ret[n++] = (char)tolower(*at);
        else if (n > 0 && ret[n - 1] != ' ')
            ret[n++] = ' ';
        at += length;
    }
    return ret;
}

/* Whether some word of `name` begins with the first `length` bytes of `word`. */
static bool word_begins(const char *name, const char *word, size_t length)
{
    for (const char *at = name; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, length) == 0)
            return true;
    }
    return false;
}

bool fold_matches(struct arena *a, const char *name, const char *folded)
{
    const char *own = fold(a, name);
    bool any = false, all = own != NULL;
    for (size_t length; all && *folded; folded += length + (folded[length] == ' ')) {
        length = strcspn(folded, " ");
        all = word_begins(own, folded, length);
        any |= length > 0;
    }
    return any && all;
}
