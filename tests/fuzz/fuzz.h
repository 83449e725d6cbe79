/* A fuzz target (llvm.org/docs/LibFuzzer.html): returns 0, and aborts when a promise is broken. */
#ifndef STIPPLE_TESTS_FUZZ_H
#define STIPPLE_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* A promise. */
static inline void expect(bool kept)
{
    if (!kept)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
