/* cJSON prints numbers and escapes its own way, and `--json` promises the result as it was sent; so
 * the result is cut out of the line instead of being printed again. After the strict check a walk
 * needs to know strings and brackets only. */
#include "client/span.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at < end ? at + 1 : end;
}

static const char *skip_value(const char *at, const char *end)
{
    int depth = 0;
    while (at < end) {
        char c = *at;
        if (depth == 0 && (c == ',' || c == '}' || c == ']' || is_space(c)))
            return at;
        if (c == '"') {
            at = skip_string(at, end);
            continue;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        at++;
    }
    return at;
}

struct span span_trim(const char *text, size_t length)
{
    const char *end = text + length;
    const char *at = skip_space(text, end);
    while (end > at && is_space(end[-1]))
        end--;
    return (struct span){at, (size_t)(end - at)};
}

bool span_member(const char *text, size_t length, const char *name, struct span *ret)
{
    const char *end = text + length;
    const char *at = skip_space(text, end);
    size_t name_length = strlen(name);
    if (at == end || *at != '{')
        return false;
    for (at = skip_space(at + 1, end); at < end && *at == '"'; at = skip_space(at + 1, end)) {
        const char *key = at + 1;
        at = skip_string(at, end);
        size_t key_length = (size_t)(at - key) - 1;
        const char *value = skip_space(skip_space(at, end) + 1, end);
        at = skip_value(value, end);
        if (key_length == name_length && memcmp(key, name, name_length) == 0) {
            *ret = (struct span){value, (size_t)(at - value)};
            return true;
        }
        at = skip_space(at, end);
        if (at == end || *at != ',')
            return false;
    }
    return false;
}

bool span_text(struct span value, char *ret, size_t size)
{
    if (value.length < 2 || value.at[0] != '"' || value.length - 2 >= size ||
        memchr(value.at, '\\', value.length))
        return false;
    memcpy(ret, value.at + 1, value.length - 2);
    ret[value.length - 2] = '\0';
    return true;
}
