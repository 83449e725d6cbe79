/* Makers and products by their names. What is compared is what is left when company forms and idle
 * words are taken away; a name that only nearly fits leaves a doubt. */
#include "store/notice_words.h"

#include <string.h>

enum stipple_error name_read(struct arena *a, const char *text, struct name *ret, struct error *e)
{
    struct list words;
    TRY(words_read(a, text, &words, e));
    const struct word *word = words.items;
    ret->n = words.n < NAME_WORDS_MAX ? words.n : NAME_WORDS_MAX;
    for (size_t i = 0; i < ret->n; i++)
        ret->at[i] = word[i].text;
    return STIPPLE_OK;
}

static bool name_has(const struct name *name, const char *word)
{
    for (size_t i = 0; i < name->n; i++)
        if (strcmp(name->at[i], word) == 0)
            return true;
    return false;
}

/* Whether each word of `part` is among those of `whole`; not so when there is none. */
static bool name_within(const struct name *part, const struct name *whole)
{
    for (size_t i = 0; i < part->n; i++)
        if (!name_has(whole, part->at[i]))
            return false;
    return part->n > 0;
}

/* What tells names apart: all words, when the rest says nothing. */
static struct name name_bare(const struct name *name)
{
    static const char *const idle[] = {
        "ink",  "inks", "pigment", "pigments", "tattoo", "the", "inc",  "llc", "ltd",
        "gmbh", "co",   "corp",    "company",  "srl",    "spa", "sarl", "ag",  "aps",
        "sp",   "kg",   "dba",     "by",       "of",     "and", NULL};
    struct name ret = {.n = 0};
    for (size_t i = 0; i < name->n; i++)
        if (!one_of(name->at[i], idle))
            ret.at[ret.n++] = name->at[i];
    return ret.n > 0 ? ret : *name;
}

/* The words that are not in `others` either. */
static struct name name_without(const struct name *name, const struct name *others)
{
    struct name ret = {.n = 0};
    for (size_t i = 0; i < name->n; i++)
        if (!name_has(others, name->at[i]))
            ret.at[ret.n++] = name->at[i];
    return ret.n > 0 ? ret : *name;
}

struct name name_telling(const struct name *own, const struct name *maker)
{
    struct name rest = name_without(own, maker);
    return name_bare(&rest);
}

/* Bytes of one name that are compared. */
enum { SQUEEZED_MAX = 256 };

static void name_squeeze(const struct name *name, char ret[SQUEEZED_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < name->n; i++)
        for (const char *c = name->at[i]; *c && n < SQUEEZED_MAX - 1; c++)
            ret[n++] = *c;
    ret[n] = '\0';
}

static bool name_same(const struct name *one, const struct name *other)
{
    char a[SQUEEZED_MAX], b[SQUEEZED_MAX];
    name_squeeze(one, a);
    name_squeeze(other, b);
    return strcmp(a, b) == 0;
}

/* The same but for slips of the pen, so many letters to one at least. */
static bool spelled_near(const char *one, const char *other, size_t letters_a_slip)
{
    size_t n = strlen(one), m = strlen(other);
    return word_distance(one, other) <= (n < m ? n : m) / letters_a_slip;
}

/* In short words no slip is forgiven, for there a letter makes another product; where the words are
 * parted otherwise the whole is compared, and more strictly. */
static bool name_near(const struct name *one, const struct name *other)
{
    enum { IN_A_WORD = 4, IN_THE_WHOLE = 6 };
    char a[SQUEEZED_MAX], b[SQUEEZED_MAX];
    if (one->n != other->n) {
        name_squeeze(one, a);
        name_squeeze(other, b);
        return spelled_near(a, b, IN_THE_WHOLE);
    }
    for (size_t i = 0; i < one->n; i++)
        if (!spelled_near(one->at[i], other->at[i], IN_A_WORD))
            return false;
    return one->n > 0;
}

/* The brand on the label may be the maker's name or stand in front of the product's. */
static enum fit maker_fit(const struct name *noticed, const struct name *product,
                          const struct name *own)
{
    struct name a = name_bare(noticed), b = name_bare(own);
    if (name_same(noticed, own) || name_same(&a, &b) || name_within(&a, &b) ||
        name_within(&b, &a) || name_within(&b, product))
        return FIT_YES;
    return name_near(&a, &b) ? FIT_DOUBT : FIT_NO;
}

static enum fit product_fit(const struct name *noticed, const struct name *makers,
                            const struct name *own)
{
    struct name a = name_without(noticed, makers), b = name_without(own, makers);
    struct name c = name_bare(&a), d = name_bare(&b);
    if (name_same(noticed, own) || name_same(&a, &b) || name_same(&c, &d))
        return FIT_YES;
    bool near =
        name_within(&c, &d) || name_within(&d, &c) || name_near(&c, &d) || name_near(&a, &b);
    return near ? FIT_DOUBT : FIT_NO;
}

static void name_add(struct name *name, const struct name *more)
{
    for (size_t i = 0; i < more->n && name->n < NAME_WORDS_MAX; i++)
        name->at[name->n++] = more->at[i];
}

enum fit name_fit(const struct name *maker, const struct name *product,
                  const struct name *own_maker, const struct name *own)
{
    static const struct name none = {.n = 0};
    struct name makers = *own_maker;
    if (maker)
        name_add(&makers, maker);
    const struct name *noticed = product ? product : &none;
    enum fit by_product = product ? product_fit(product, &makers, own) : FIT_YES;
    enum fit by_maker = maker                             ? maker_fit(maker, noticed, own_maker)
                        : name_within(own_maker, noticed) ? FIT_YES
                                                          : FIT_DOUBT;
    /* A name of several words is one product's, whoever is said to make it: notices name the
     * company behind a brand, or the one that fills for it. */
    if (product && by_product == FIT_YES && by_maker == FIT_NO && name_telling(own, &makers).n > 1)
        by_maker = FIT_DOUBT;
    return by_maker < by_product ? by_maker : by_product;
}
