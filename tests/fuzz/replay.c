/* Runs a target over the files of a corpus, as an ordinary test with any compiler. */
#include "fuzz.h"

#include "base/buffer.h"

#include <stdio.h>

static int replay(const char *path)
{
    struct buffer content = {0};
    char part[4096];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        buffer_add(&content, part, n);
    fclose(file);
    /* buffer_string makes sure that there is memory behind an empty one */
    int result = buffer_string(&content)
                     ? LLVMFuzzerTestOneInput((const uint8_t *)content.data, content.length)
                     : -1;
    buffer_free(&content);
    return result;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed += replay(argv[i]) != 0;
    printf("%d passed, %d failed\n", argc - 1 - failed, failed);
    return failed || argc < 2;
}
