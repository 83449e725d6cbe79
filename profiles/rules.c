/* Turns the rule packs into one C file, so that the daemon reads no rules from disk; and a pack
 * with a member that is unknown, missing or of the wrong type stops the build, not a studio. Usage:
 * rules_build OUTPUT PACK… */
#include "json/parse.h"
#include "literal.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 4, PACK_BYTES_MAX = 1 << 20 };

enum type { TEXT, DAYS, YES_OR_NO, TEXTS, RULES, CHECK, GRAVITY };

struct member {
    const char *name;
    enum type type;
    bool required;
};

static const struct member pack_members[] = {{"id", TEXT, true},
                                             {"place", TEXT, true},
                                             {"title", TEXT, true},
                                             {"citation", TEXT, true},
                                             {"date_read", TEXT, true},
                                             {"how_sure", TEXT, true},
                                             {"keep_min_days", DAYS, false},
                                             {"keep_max_days", DAYS, false},
                                             {"keep_basis", TEXT, false},
                                             {"on_site_days", DAYS, false},
                                             {"on_site_basis", TEXT, false},
                                             {"produce_within", TEXT, false},
                                             {"produce_basis", TEXT, false},
                                             {"erasure", TEXT, false},
                                             {"erasure_basis", TEXT, false},
                                             {"cups_single_use", YES_OR_NO, false},
                                             {"cups_basis", TEXT, false},
                                             {"diluent_sterile", YES_OR_NO, false},
                                             {"diluent_basis", TEXT, false},
                                             {"required", RULES, true},
                                             {NULL, TEXT, false}};
static const struct member rule_members[] = {{"record", TEXT, true},   {"kinds", TEXTS, false},
                                             {"fields", TEXTS, true},  {"check", CHECK, false},
                                             {"value", TEXT, false},   {"gravity", GRAVITY, true},
                                             {"sentence", TEXT, true}, {NULL, TEXT, false}};
static const char *const checks[] = {"present", "has", "holds", NULL};
static const char *const gravities[] = {"grave", "serious", "formal", NULL};

static _Noreturn void stop(const char *path, const char *where, const char *fault)
{
    fprintf(stderr, "%s: %s: %s\n", path, where, fault);
    exit(EXIT_FAILURE);
}

static void word_write(FILE *out, const char *path, const char *name, const char *const *words,
                       const char *text)
{
    int i = 0;
    while (words[i] && strcmp(words[i], text) != 0)
        i++;
    if (!words[i])
        stop(path, name, "none of its words");
    fprintf(out, "%d", i);
}

static void texts_write(FILE *out, const char *path, const char *name, const cJSON *list)
{
    const cJSON *item;
    int n = cJSON_GetArraySize(list);
    if (!cJSON_IsArray(list) || n == 0)
        stop(path, name, "not a list of texts");
    fputs("{(const char *[]){", out);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            stop(path, name, "not a list of texts");
        literal_write(out, item->valuestring);
        fputs(", ", out);
    }
    fprintf(out, "}, %d}", n);
}

static void object_write(FILE *out, const char *path, const char *where,
                         const struct member *members, const cJSON *object);

static void rules_write(FILE *out, const char *path, const cJSON *list)
{
    const cJSON *item;
    int n = cJSON_GetArraySize(list);
    if (!cJSON_IsArray(list))
        stop(path, "required", "not a list");
    if (n == 0) {
        fputs("{0}", out);
        return;
    }
    fputs("{(struct rule[]){\n", out);
    cJSON_ArrayForEach(item, list)
    {
        object_write(out, path, "required", rule_members, item);
    }
    fprintf(out, "}, %d}", n);
}

static void value_write(FILE *out, const char *path, const struct member *m, const cJSON *value)
{
    bool text = m->type == TEXT || m->type == CHECK || m->type == GRAVITY;
    if (text && (!cJSON_IsString(value) || !*value->valuestring))
        stop(path, m->name, "not a text");
    switch (m->type) {
    case TEXT:
        literal_write(out, value->valuestring);
        break;
    case CHECK:
        word_write(out, path, m->name, checks, value->valuestring);
        break;
    case GRAVITY:
        word_write(out, path, m->name, gravities, value->valuestring);
        break;
    case DAYS:
        if (!cJSON_IsNumber(value) || value->valuedouble < 1 || value->valuedouble > 36525 ||
            floor(value->valuedouble) < value->valuedouble)
            stop(path, m->name, "not a number of days");
        fprintf(out, "%.0f", value->valuedouble);
        break;
    case YES_OR_NO:
        if (!cJSON_IsBool(value))
            stop(path, m->name, "neither true nor false");
        fputs(cJSON_IsTrue(value) ? "1" : "0", out);
        break;
    case TEXTS:
        texts_write(out, path, m->name, value);
        break;
    case RULES:
        rules_write(out, path, value);
        break;
    }
}

static void absent_write(FILE *out, const char *path, const struct member *m)
{
    if (m->required)
        stop(path, m->name, "missing");
    if (m->type == DAYS)
        fprintf(out, ".%s = INT_ABSENT, ", m->name);
    if (m->type == YES_OR_NO)
        fprintf(out, ".%s = BOOL_ABSENT, ", m->name);
}

static void object_write(FILE *out, const char *path, const char *where,
                         const struct member *members, const cJSON *object)
{
    int known = 0;
    if (!cJSON_IsObject(object))
        stop(path, where, "not an object");
    fputc('{', out);
    for (const struct member *m = members; m->name; m++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, m->name);
        if (!value) {
            absent_write(out, path, m);
            continue;
        }
        known++;
        fprintf(out, ".%s = ", m->name);
        value_write(out, path, m, value);
        fputs(", ", out);
    }
    if (known != cJSON_GetArraySize(object))
        stop(path, where, "has a member that packs do not have");
    fputs("},\n", out);
}

static void pack_write(FILE *out, const char *path)
{
    static char text[PACK_BYTES_MAX];
    FILE *in = fopen(path, "r");
    if (!in)
        stop(path, "file", "cannot be opened");
    size_t length = fread(text, 1, sizeof text, in);
    if (ferror(in) || length == sizeof text)
        stop(path, "file", "cannot be read");
    fclose(in);
    struct arena a = {0};
    struct json_fault fault = {0};
    const cJSON *pack = json_parse(&a, text, length, DEPTH_MAX, &fault);
    if (!pack)
        stop(path, "file", "is not strict JSON");
    object_write(out, path, "pack", pack_members, pack);
    arena_free(&a);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: rules_build OUTPUT PACK...\n", stderr);
        return EXIT_FAILURE;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    fputs(
        "/* Made by rules_build from the packs in profiles/rules/. */\n#include \"store/rules.h\"\n"
        "const struct rule_pack rule_packs[] = {\n",
        out);
    for (int i = 2; i < argc; i++)
        pack_write(out, argv[i]);
    fputs("};\nconst size_t rule_packs_n = sizeof rule_packs / sizeof *rule_packs;\n", out);
    if (ferror(out) | fclose(out)) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
