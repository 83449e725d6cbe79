/* Runs a target over the files of a corpus, as an ordinary test with any compiler. */
#include "fuzz.h"

#include "base/buffer.h"

#include <dirent.h>
#include <stdio.h>

enum { PATH_LENGTH_MAX = 4096 };

static bool replay(const char *path)
{
    struct buffer content = {0};
    char part[4096];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        buffer_add(&content, part, n);
    fclose(file);
    /* buffer_string makes sure that there is memory behind an empty one */
    bool passed = buffer_string(&content) &&
                  LLVMFuzzerTestOneInput((const uint8_t *)content.data, content.length) == 0;
    buffer_free(&content);
    return passed;
}

/* All files of a folder; how many were run. */
static int replay_folder(const char *folder, int *failed)
{
    char path[PATH_LENGTH_MAX];
    int n = 0;
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        *failed += !replay(path);
        n++;
    }
    if (dir)
        closedir(dir);
    if (n == 0)
        fprintf(stderr, "there is nothing in %s\n", folder);
    *failed += n == 0;
    return n;
}

int main(int argc, char **argv)
{
    int n = 0, failed = argc < 2;
    for (int i = 1; i < argc; i++)
        n += replay_folder(argv[i], &failed);
    printf("%d inputs, %d failures\n", n, failed);
    return failed != 0;
}
