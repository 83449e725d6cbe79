/* What the fuzz targets of requests start from: `seeds FOLDER DICTIONARY` writes each example of
 * the method table as a request into a file of its own, and the table's words for libFuzzer. */
#include "app/table.h"
#include "json/writer.h"
#include "rpc/envelope.h"

#include <stdio.h>
#include <string.h>

enum { SEED_PATH_MAX = 4096, DEPTH_MAX = 8 };

static bool seed_write(const char *folder, int n, const char *method, const char *params)
{
    char path[SEED_PATH_MAX];
    snprintf(path, sizeof path, "%s/%04d_%s.json", folder, n, method);
    FILE *file = fopen(path, "we");
    if (!file)
        return false;
    fprintf(file, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}\n", n, method,
            params);
    return fclose(file) == 0;
}

/* A word in quotes, as both JSON and the dictionary have it. */
static void word_write(FILE *to, const char *word)
{
    fputs("\"\\\"", to);
    for (; *word; word++)
        if (*word > ' ' && *word != '"' && *word != '\\' && *word < 0x7F)
            fputc(*word, to);
        else
            fprintf(to, "\\x%02X", (unsigned char)*word);
    fputs("\\\"\"\n", to);
}

static void words_write(FILE *to, const struct schema *schema, int depth)
{
    for (; schema && depth < DEPTH_MAX; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++) {
            const struct field *field = &schema->fields[i];
            word_write(to, field->name);
            for (const char *const *choice = field->choices; choice && *choice; choice++)
                word_write(to, *choice);
            if (field->object)
                words_write(to, field->object, depth + 1);
        }
}

int main(int argc, char **argv)
{
    FILE *words = argc == 3 ? fopen(argv[2], "we") : NULL;
    bool done = words != NULL;
    int n = 0;
    for (const struct method *const *domain = method_domains; done && *domain; domain++)
        for (const struct method *method = *domain; method->name; method++) {
            word_write(words, method->name);
            words_write(words, method->params, 0);
            for (const struct example *e = method->examples; e->name; e++)
                done &= seed_write(argv[1], ++n, method->name, e->params);
        }
    if (words)
        done &= fclose(words) == 0;
    if (!done)
        fputs("usage: seeds FOLDER DICTIONARY; both must be there to be written\n", stderr);
    return !done;
}
