/* A seal as somebody types it from paper. What can be meant in one way only is taken so; anything
 * else is told with its place, for whoever types has the paper in hand and looks there again. */
#include "store/typed.h"

#include "store/signature.h"

#include <ctype.h>
#include <string.h>

/* Bytes of a mark that only groups, 0 for anything else: dashes and spaces are many where text is
 * copied from a page. */
static size_t mark_length(const char *at)
{
    static const char *const marks[] = {"\xC2\xA0", "\xE2\x88\x92", "\xE3\x80\x80"};
    if (strchr(" \t\r\n-_.,:;/|#*'", *at))
        return 1;
    if (strncmp(at, "\xE2\x80", 2) == 0 || strncmp(at, "\xE2\x81", 2) == 0)
        return at[2] ? 3 : 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* The hex digit that a person meant, '\0' when there is no saying. */
static char digit_meant(char c)
{
    if (c == 'O' || c == 'o')
        return '0';
    if (c == 'I' || c == 'i' || c == 'l' || c == 'L')
        return '1';
    return isxdigit((unsigned char)c) ? (char)tolower((unsigned char)c) : '\0';
}

static enum stipple_error fail_character(const char *text, const char *at, const char *field,
                                         struct error *e)
{
    static const struct {
        const char *letters, *meant;
    } likes[] = {
        {"sS", "a 5"}, {"zZ", "a 2"}, {"gG", "a 6 or a 9"}, {"qQ", "a 9 or a 0"}, {"tT", "a 7"}};
    size_t place = 1, length = 1;
    for (const char *c = text; c < at; c++)
        place += ((unsigned char)*c & 0xC0) != 0x80;
    while (((unsigned char)at[length] & 0xC0) == 0x80)
        length++;
    fail(e, STIPPLE_SEAL_FORMAT, field,
         "Character %zu of the %s, `%.*s`, is no digit: 0-9 and a-f are.", place, field,
         (int)length, at);
    for (size_t i = 0; i < sizeof likes / sizeof *likes; i++)
        if (strchr(likes[i].letters, *at))
            return fail_hint(e, "Look again at the paper: it may be %s.", likes[i].meant);
    return e->code;
}

enum stipple_error typing_read(const char *text, const char *field, struct typing *ret,
                               struct error *e)
{
    struct typing *t = ret;
    bool gap = true;
    *t = (struct typing){0};
    for (const char *at = text; *at;) {
        size_t mark = mark_length(at);
        char digit = mark ? '\0' : digit_meant(*at);
        if (!mark && !digit)
            return fail_character(text, at, field, e);
        if (digit && t->n >= sizeof t->digits - 1)
            return fail(e, STIPPLE_SEAL_FORMAT, field, "There are too many digits for a %s.",
                        field);
        if (digit && gap)
            t->n_groups++;
        if (digit && t->n_groups <= TYPED_GROUPS_MAX)
            t->groups[t->n_groups - 1]++;
        if (digit)
            t->digits[t->n++] = digit;
        gap = mark > 0;
        at += mark ? mark : 1;
    }
    return STIPPLE_OK;
}

/* Where it was grouped as it is printed, the group that is not as printed. */
static enum stipple_error fail_length(const struct typing *t, struct error *e)
{
    size_t number = t->n_groups == (TYPED_HASH / TYPED_GROUP) + 1; /* in front */
    for (size_t i = number; t->n_groups == (TYPED_HASH / TYPED_GROUP) + number && i < t->n_groups;
         i++)
        if (t->groups[i] != TYPED_GROUP)
            return fail(e, STIPPLE_SEAL_FORMAT, "seal",
                        "Group %zu of the hash has %zu digits instead of four.", i + 1 - number,
                        t->groups[i]);
    fail(e, STIPPLE_SEAL_FORMAT, "seal",
         "A seal is the number of an event and 64 digits of hash; here are %zu digits.", t->n);
    return fail_hint(e, "Type them in groups of four as they are printed: 42 a1b2 c3d4 …");
}

/* The number may stand apart, or all in one; a digit left out is not made up for from its end. */
static bool number_fits(const struct typing *t, size_t before)
{
    if (t->n < TYPED_HASH || strspn(t->digits, "0123456789") < before)
        return false;
    return t->n_groups == 1 || (before ? t->groups[0] == before : t->groups[0] % TYPED_GROUP == 0);
}

enum stipple_error seal_parse(const char *text, struct seal_typed *ret, struct error *e)
{
    struct typing t;
    TRY(typing_read(text, "seal", &t, e));
    size_t before = t.n < TYPED_HASH ? 0 : t.n - TYPED_HASH;
    if (!number_fits(&t, before))
        return fail_length(&t, e);
    struct seal_typed typed = {.seq = before ? 0 : INT_ABSENT};
    for (size_t i = 0; i < before; i++)
        typed.seq = typed.seq * 10 + (t.digits[i] - '0');
    memcpy(typed.hash, t.digits + before, sizeof typed.hash);
    *ret = typed;
    return STIPPLE_OK;
}
