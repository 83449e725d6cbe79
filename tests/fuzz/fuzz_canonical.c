/* Canonical JSON: what the strict check accepts has one canonical form, which is its own. */
#include "fuzz.h"

#include "json/canonical.h"
#include "json/strict.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_fault fault;
    struct buffer once = {.max = STIPPLE_REPLY_MAX}, twice = {.max = STIPPLE_REPLY_MAX};
    bool strict = json_check((const char *)data, size, STIPPLE_DEPTH_MAX, &fault) == 0;
    bool made = json_canonical((const char *)data, size, &once);
    if (made && !strict)
        abort();
    if (made && (!json_canonical(once.data, once.length, &twice) || once.length != twice.length ||
                 memcmp(once.data, twice.data, once.length) != 0))
        abort();
    buffer_free(&once);
    buffer_free(&twice);
    return 0;
}
