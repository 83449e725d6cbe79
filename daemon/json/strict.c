/* cJSON is a fine parser of JSON and of much that is not JSON; this check runs in front of it and
 * is its opposite: it builds nothing and lets nothing through. It descends recursively, never
 * deeper than it is told. Names of the objects that are open lie on one stack; when an object
 * closes, its names are compared as they are meant, escapes decoded: pair by pair while they are
 * few, sorted when they are many, so that a line full of names costs n log n and not n². */
#include "json/strict.h"

#include "json/canonical.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "json/escape.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Comparing so many pairs costs about as much as one sort. */
enum { PAIRWISE_MAX = 12 };
/* Canonical JSON writes larger ones with an exponent (ECMA-262 Number::toString). */
enum { INTEGER_DIGITS_MAX = 21 };
/* No double has more digits in front of the point. */
enum { WHOLE_DIGITS_MAX = 300 };

struct name {
    const char *text; /* in the text itself, or decoded in the arena */
    size_t length;
};

struct check {
    const char *at, *end;
    int depth_left;
    const char *why;
    struct buffer names; /* of struct name, those of all open objects */
    struct arena arena;
};

static bool check_value(struct check *c);

static bool refuse(struct check *c, const char *why)
{
    c->why = why;
    return false;
}

static int peek(const struct check *c)
{
    return c->at < c->end ? (unsigned char)*c->at : -1;
}

static void skip_space(struct check *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\n' || *c->at == '\t' || *c->at == '\r'))
        c->at++;
}

static bool check_low_surrogate(struct check *c)
{
    int low = c->end - c->at >= 6 && c->at[0] == '\\' && c->at[1] == 'u'
                  ? json_hex4(c->at + 2, c->end)
                  : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return refuse(c, "half a surrogate pair stands alone");
    c->at += 6;
    return true;
}

static bool check_escape(struct check *c)
{
    if (c->end - c->at < 2)
        return refuse(c, "a string does not end");
    if (c->at[1] != 'u') {
        if (c->at[1] == '\0' || !strchr("\"\\/bfnrt", c->at[1]))
            return refuse(c, "a backslash is followed by a character that has no escape");
        c->at += 2;
        return true;
    }
    int unit = json_hex4(c->at + 2, c->end);
    if (unit < 0)
        return refuse(c, "\\u is not followed by four hexadecimal digits");
    if (unit == 0)
        return refuse(c, "a string holds a NUL");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return refuse(c, "half a surrogate pair stands alone");
    c->at += 6;
    return unit < 0xD800 || unit > 0xDBFF || check_low_surrogate(c);
}

static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* `at` stands on the opening quote, and behind the closing one afterwards. */
static bool check_string(struct check *c, bool *ret_escaped)
{
    *ret_escaped = false;
    c->at++;
    for (;;) {
        while (c->at < c->end && is_plain(*c->at))
            c->at++;
        int byte = peek(c);
        if (byte < 0)
            return refuse(c, "a string does not end");
        if (byte == '"') {
            c->at++;
            return true;
        }
        if (byte == '\\') {
            *ret_escaped = true;
            if (!check_escape(c))
                return false;
            continue;
        }
        if (byte < 0x20)
            return refuse(c, "a control character stands in a string without an escape");
        size_t n = utf8_sequence(c->at, c->end);
        if (n == 0)
            return refuse(c, "the bytes are not UTF-8");
        c->at += n;
    }
}

static size_t skip_digits(struct check *c)
{
    const char *from = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        c->at++;
    return (size_t)(c->at - from);
}

/* Whether the double nearest to a large whole number is printed with the same digits again; so is
 * what canonical JSON makes of 1e16. */
static bool integer_survives(const char *digits, size_t n)
{
    char copy[INTEGER_DIGITS_MAX + 1];
    struct buffer again = {0};
    if (n > INTEGER_DIGITS_MAX)
        return false;
    memcpy(copy, digits, n);
    copy[n] = '\0';
    json_number(&again, strtod(copy, NULL));
    bool same = !again.failed && again.length == n && memcmp(again.data, digits, n) == 0;
    buffer_free(&again);
    return same;
}

/* Most integers beyond ±(2^53−1) would lose digits without a word (RFC 7493 section 2.2). */
static bool check_integer(struct check *c, const char *digits, size_t n)
{
    static const char exact_max[] = "9007199254740991";
    bool large = n > 16 || (n == 16 && memcmp(digits, exact_max, 16) > 0);
    if (large && !integer_survives(digits, n))
        return refuse(c, "a whole number is beyond ±9007199254740991 and would lose digits");
    return true;
}

static bool check_magnitude(struct check *c, const char *from)
{
    const char *copy = arena_copy(&c->arena, from, (size_t)(c->at - from));
    if (!copy)
        return refuse(c, "memory ran out");
    return isfinite(strtod(copy, NULL)) || refuse(c, "a number is beyond a double");
}

static bool check_number(struct check *c)
{
    const char *from = c->at;
    if (*c->at == '-')
        c->at++;
    const char *digits = c->at;
    size_t whole = skip_digits(c);
    if (whole == 0)
        return refuse(c, "a number has no digits");
    if (whole > 1 && *digits == '0')
        return refuse(c, "a number starts with a needless zero");
    bool fraction = peek(c) == '.', exponent = false;
    if (fraction) {
        c->at++;
        if (skip_digits(c) == 0)
            return refuse(c, "no digits follow the decimal point");
    }
    if (peek(c) == 'e' || peek(c) == 'E') {
        exponent = true;
        c->at++;
        if (peek(c) == '+' || peek(c) == '-')
            c->at++;
        if (skip_digits(c) == 0)
            return refuse(c, "an exponent has no digits");
    }
    if (!fraction && !exponent)
        return check_integer(c, digits, whole);
    return (!exponent && whole <= WHOLE_DIGITS_MAX) || check_magnitude(c, from);
}

static bool check_word(struct check *c, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n) != 0)
        return refuse(c, "only true, false and null stand without quotes");
    c->at += n;
    return true;
}

static bool check_name(struct check *c)
{
    if (peek(c) != '"')
        return refuse(c, "a name in quotes is missing");
    const char *text = c->at + 1;
    bool escaped;
    if (!check_string(c, &escaped))
        return false;
    size_t length = (size_t)(c->at - 1 - text);
    if (escaped) {
        char *decoded = arena_take(&c->arena, length);
        if (!decoded)
            return refuse(c, "memory ran out");
        length = json_unescape(text, length, decoded);
        text = decoded;
    }
    buffer_add(&c->names, &(struct name){text, length}, sizeof(struct name));
    return !c->names.failed || refuse(c, "memory ran out");
}

static int name_compare(const void *one, const void *other)
{
    const struct name *a = one, *b = other;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return memcmp(a->text, b->text, a->length);
}

static bool names_differ(struct name *names, size_t n)
{
    if (n <= PAIRWISE_MAX) {
        for (size_t i = 1; i < n; i++)
            for (size_t j = 0; j < i; j++)
                if (name_compare(&names[i], &names[j]) == 0)
                    return false;
        return true;
    }
    qsort(names, n, sizeof *names, name_compare);
    for (size_t i = 1; i < n; i++)
        if (name_compare(&names[i - 1], &names[i]) == 0)
            return false;
    return true;
}

/* Compares the names from `mine` on and takes them off the stack. */
static bool check_names(struct check *c, size_t mine)
{
    struct name *names = (struct name *)(void *)(c->names.data + mine);
    bool differ = names_differ(names, (c->names.length - mine) / sizeof *names);
    buffer_cut(&c->names, mine);
    return differ || refuse(c, "a name stands twice in one object");
}

static bool check_members(struct check *c)
{
    for (;;) {
        skip_space(c);
        if (!check_name(c))
            return false;
        skip_space(c);
        if (peek(c) != ':')
            return refuse(c, "a colon is missing behind a name");
        c->at++;
        skip_space(c);
        if (!check_value(c))
            return false;
        skip_space(c);
        int next = peek(c);
        if (next != ',' && next != '}')
            return refuse(c, "a comma or } is missing in an object");
        c->at++;
        if (next == '}')
            return true;
    }
}

static bool check_items(struct check *c)
{
    for (;;) {
        skip_space(c);
        if (!check_value(c))
            return false;
        skip_space(c);
        int next = peek(c);
        if (next != ',' && next != ']')
            return refuse(c, "a comma or ] is missing in a list");
        c->at++;
        if (next == ']')
            return true;
    }
}

static bool check_nested(struct check *c, char close)
{
    if (c->depth_left == 0)
        return refuse(c, "lists and objects are nested too deep");
    c->at++;
    skip_space(c);
    if (peek(c) == close) {
        c->at++;
        return true;
    }
    c->depth_left--;
    size_t mine = c->names.length;
    bool sound = close == '}' ? check_members(c) && check_names(c, mine) : check_items(c);
    c->depth_left++;
    return sound;
}

static bool check_value(struct check *c)
{
    bool escaped;
    int byte = peek(c);
    switch (byte) {
    case '{':
        return check_nested(c, '}');
    case '[':
        return check_nested(c, ']');
    case '"':
        return check_string(c, &escaped);
    case 't':
        return check_word(c, "true");
    case 'f':
        return check_word(c, "false");
    case 'n':
        return check_word(c, "null");
    case -1:
        return refuse(c, "the text ends where a value should stand");
    default:
        if (byte == '-' || (byte >= '0' && byte <= '9'))
            return check_number(c);
        return refuse(c, "no value starts like this");
    }
}

static bool check_text(struct check *c)
{
    if (c->end - c->at >= 3 && memcmp(c->at, "\xEF\xBB\xBF", 3) == 0)
        return refuse(c, "the text starts with a byte order mark");
    skip_space(c);
    if (!check_value(c))
        return false;
    skip_space(c);
    return c->at == c->end || refuse(c, "something stands behind the end");
}

int json_check(const char *text, size_t length, int depth_max, struct json_fault *ret_fault)
{
    if (!text) /* an empty buffer; nothing may be reckoned from NULL */
        text = "";
    struct check c = {.at = text, .end = text + length, .depth_left = depth_max};
    bool sound = check_text(&c);
    if (!sound)
        *ret_fault = (struct json_fault){
            .at = (size_t)(c.at - text), .why = c.why, .memory = c.names.failed || c.arena.starved};
    buffer_free(&c.names);
    arena_free(&c.arena);
    return sound ? 0 : -1;
}
