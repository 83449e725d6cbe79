/* Works from text to text in one pass and builds no tree: members are written in the order they
 * come, and when an object closes its pieces are put in order in the output itself. The strict
 * check runs first, so that the pass can rely on the text. */
#include "json/canonical.h"

#include "base/arena.h"
#include "json/escape.h"
#include "json/strict.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

struct member {
    const char *name; /* decoded */
    size_t name_length;
    size_t from, length; /* "name":value in the output */
};

struct pass {
    const char *at, *end;
    struct buffer *out;
    struct buffer members; /* of struct member, those of all open objects */
    struct buffer scratch; /* an object's pieces while they change places */
    struct arena arena;
    bool failed;
};

static void write_value(struct pass *p);

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void skip_space(struct pass *p)
{
    while (p->at < p->end && is_space(*p->at))
        p->at++;
}

/* The decoded string at `at`, which stands behind its closing quote afterwards. */
static const char *read_string(struct pass *p, size_t *ret_length)
{
    const char *from = ++p->at;
    bool escaped = false;
    for (; *p->at != '"'; p->at++)
        if (*p->at == '\\') {
            escaped = true;
            p->at++;
        }
    size_t length = (size_t)(p->at++ - from);
    *ret_length = length;
    if (!escaped)
        return from;
    char *decoded = arena_take(&p->arena, length);
    if (decoded)
        *ret_length = json_unescape(from, length, decoded);
    else
        p->failed = true;
    return decoded;
}

static void write_string(struct pass *p)
{
    size_t length;
    const char *text = read_string(p, &length);
    if (text)
        json_escape(p->out, text, length);
}

static void write_number(struct pass *p)
{
    const char *from = p->at;
    while (p->at < p->end && !is_space(*p->at) && *p->at != ',' && *p->at != ']' && *p->at != '}')
        p->at++;
    const char *copy = arena_copy(&p->arena, from, (size_t)(p->at - from));
    if (copy)
        json_number(p->out, strtod(copy, NULL));
    else
        p->failed = true;
}

static void write_word(struct pass *p, const char *word)
{
    buffer_text(p->out, word);
    p->at += strlen(word);
}

static void write_array(struct pass *p)
{
    buffer_byte(p->out, '[');
    p->at++;
    for (skip_space(p); !p->failed && *p->at != ']'; skip_space(p)) {
        if (*p->at == ',') {
            buffer_byte(p->out, ',');
            p->at++;
            skip_space(p);
        }
        write_value(p);
    }
    if (p->failed)
        return;
    p->at++;
    buffer_byte(p->out, ']');
}

/* UTF-16 code units order as UTF-8 bytes do, but for U+E000..U+FFFF (lead bytes EE, EF), which
 * stand behind the surrogate pairs (lead bytes F0 to F4) there. */
static int byte_rank(unsigned char byte)
{
    if (byte >= 0xF0)
        return byte - 2;
    return byte >= 0xEE ? byte + 5 : byte;
}

static int member_compare(const void *one, const void *other)
{
    const struct member *a = one, *b = other;
    size_t shorter = a->name_length < b->name_length ? a->name_length : b->name_length;
    for (size_t i = 0; i < shorter; i++)
        if (a->name[i] != b->name[i])
            return byte_rank((unsigned char)a->name[i]) - byte_rank((unsigned char)b->name[i]);
    return (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

static bool members_ordered(const struct member *members, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (member_compare(&members[i - 1], &members[i]) > 0)
            return false;
    return true;
}

/* Puts the members from `mine` on, which fill the output from `start`, in order. */
static void order_members(struct pass *p, size_t mine, size_t start)
{
    struct member *members = (struct member *)(void *)(p->members.data + mine);
    size_t n = (p->members.length - mine) / sizeof *members;
    if (!members_ordered(members, n)) {
        qsort(members, n, sizeof *members, member_compare);
        buffer_cut(&p->scratch, 0);
        buffer_add(&p->scratch, p->out->data + start, p->out->length - start);
        p->failed |= p->scratch.failed;
        buffer_cut(p->out, start);
        for (size_t i = 0; i < n && !p->failed; i++) {
            if (i > 0)
                buffer_byte(p->out, ',');
            buffer_add(p->out, p->scratch.data + (members[i].from - start), members[i].length);
        }
    }
    buffer_cut(&p->members, mine);
}

static void write_member(struct pass *p)
{
    struct member m = {.from = p->out->length};
    m.name = read_string(p, &m.name_length);
    if (!m.name)
        return;
    json_escape(p->out, m.name, m.name_length);
    buffer_byte(p->out, ':');
    skip_space(p);
    p->at++;
    skip_space(p);
    write_value(p);
    m.length = p->out->length - m.from;
    buffer_add(&p->members, &m, sizeof m);
    p->failed |= p->members.failed || p->out->failed;
}

static void write_object(struct pass *p)
{
    buffer_byte(p->out, '{');
    p->at++;
    size_t mine = p->members.length, start = p->out->length;
    for (skip_space(p); !p->failed && *p->at != '}'; skip_space(p)) {
        if (*p->at == ',') {
            buffer_byte(p->out, ',');
            p->at++;
            skip_space(p);
        }
        write_member(p);
    }
    if (p->failed)
        return;
    p->at++;
    if (p->members.length > mine)
        order_members(p, mine, start);
    buffer_byte(p->out, '}');
}

static void write_value(struct pass *p)
{
    switch (*p->at) {
    case '{':
        write_object(p);
        break;
    case '[':
        write_array(p);
        break;
    case '"':
        write_string(p);
        break;
    case 't':
        write_word(p, "true");
        break;
    case 'f':
        write_word(p, "false");
        break;
    case 'n':
        write_word(p, "null");
        break;
    default:
        write_number(p);
    }
}

bool json_canonical(const char *text, size_t length, struct buffer *out)
{
    struct json_fault fault;
    if (json_check(text, length, STIPPLE_DEPTH_MAX, &fault) < 0) {
        out->failed |= fault.memory;
        return false;
    }
    struct pass p = {.at = text, .end = text + length, .out = out};
    skip_space(&p);
    write_value(&p);
    buffer_free(&p.members);
    buffer_free(&p.scratch);
    arena_free(&p.arena);
    out->failed |= p.failed;
    return !out->failed;
}
