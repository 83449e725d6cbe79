/* The bodies of events as the daemon writes them. */
#ifndef STIPPLE_TESTS_STORE_BODY_H
#define STIPPLE_TESTS_STORE_BODY_H

#include "store_fixture.h"

/* A body under way; absent values are left out. */
struct body {
    struct buffer text;
    struct json_writer w;
};

static inline void body_begin(struct body *b)
{
    *b = (struct body){0};
    b->w.out = &b->text;
    json_object(&b->w);
}

static inline void body_text(struct body *b, const char *key, const char *value)
{
    if (!value)
        return;
    json_key(&b->w, key);
    json_text(&b->w, value);
}

static inline void body_int(struct body *b, const char *key, int64_t value)
{
    if (value == INT_ABSENT)
        return;
    json_key(&b->w, key);
    json_int(&b->w, value);
}

/* In UTC, the offset beside it. */
static inline void body_time(struct body *b, const char *key, struct instant at)
{
    char text[TIME_LENGTH + 1], offset[48];
    if (at.ms == INT_ABSENT)
        return;
    time_format(at.ms, text);
    body_text(b, key, text);
    snprintf(offset, sizeof offset, "%s_offset_min", key);
    body_int(b, offset, at.offset_min);
}

static inline void body_double(struct body *b, const char *key, double value)
{
    if (isnan(value))
        return;
    json_key(&b->w, key);
    json_double(&b->w, value);
}

static inline void body_texts(struct body *b, const char *key, const struct list *list)
{
    if (!list->items)
        return;
    json_key(&b->w, key);
    json_array(&b->w);
    for (size_t i = 0; i < list->n; i++)
        json_text(&b->w, ((const char *const *)list->items)[i]);
    json_array_end(&b->w);
}

static inline void body_doubles(struct body *b, const char *key, const struct list *list)
{
    if (!list->items)
        return;
    json_key(&b->w, key);
    json_array(&b->w);
    for (size_t i = 0; i < list->n; i++)
        json_double(&b->w, ((const double *)list->items)[i]);
    json_array_end(&b->w);
}

static inline void body_made(struct body *b)
{
    json_key(&b->w, "made");
    json_object(&b->w);
}

#endif
