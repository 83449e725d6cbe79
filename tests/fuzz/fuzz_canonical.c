/* Canonical JSON: what the strict check accepts has one canonical form, which is its own. */
#include "fuzz.h"

#include "json/canonical.h"
#include "json/parse.h"
#include "stipple/protocol.h"

#include <string.h>

/* The canonical form of a text is of the same value, and has one of its own: itself. */
static void canonical_holds(const char *text, size_t length, const struct buffer *once)
{
    struct json_fault fault;
    struct arena a = {0};
    struct buffer twice = {.max = STIPPLE_REPLY_MAX};
    const cJSON *value = json_parse(&a, text, length, STIPPLE_DEPTH_MAX, &fault);
    const cJSON *same = json_parse(&a, once->data, once->length, STIPPLE_DEPTH_MAX, &fault);
    expect(value && same && cJSON_Compare(value, same, true));
    expect(json_canonical(once->data, once->length, &twice));
    expect(once->length == twice.length && memcmp(once->data, twice.data, once->length) == 0);
    buffer_free(&twice);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_fault fault;
    struct buffer once = {.max = STIPPLE_REPLY_MAX};
    bool strict = json_check((const char *)data, size, STIPPLE_DEPTH_MAX, &fault) == 0;
    bool made = json_canonical((const char *)data, size, &once);
    expect(made == strict);
    if (made)
        canonical_holds((const char *)data, size, &once);
    buffer_free(&once);
    return 0;
}
