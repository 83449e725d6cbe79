/* A course under way, what is known of it, and what is going to happen to the stock. */
#ifndef STIPPLE_TESTS_FORECAST_COMMANDS_H
#define STIPPLE_TESTS_FORECAST_COMMANDS_H

#include "session_commands.h"

#include "store/forecast.h"

/* The fixture's clock stands at 2026-01-15; courses were opened on the 2nd. */
#define TODAY "2026-01-15"

/* A studio with one client in the middle of a course. */
struct scene {
    const char *client, *course, *course_code, *artist;
};

static inline struct scene scene_open(struct fixture *f)
{
    struct staff_made artist;
    struct client_made client = some_client(f);
    assert_ok(f, do_staff_add(f, "An Artist", 1001, &artist));
    struct course_made course = some_course(f, client.client, "full");
    return (struct scene){client.client, course.course, course.course_code, artist.staff};
}

static inline struct forecast forecast_of(struct fixture *f, int64_t days, int64_t sessions)
{
    struct forecast_filter filter = {TODAY, days, sessions};
    struct forecast told;
    assert_ok(f, stock_forecast(f->s, &f->a, &filter, &told, &f->e));
    return told;
}

static inline const struct forecast_end *end_at(const struct forecast *told, size_t i)
{
    assert_true(i < told->ends.n);
    return &((const struct forecast_end *)told->ends.items)[i];
}

static inline const struct forecast_product *product_at(const struct forecast *told, size_t i)
{
    assert_true(i < told->products.n);
    return &((const struct forecast_product *)told->products.items)[i];
}

static inline const struct forecast_product *needed_of(const struct forecast *told,
                                                       const char *product)
{
    for (size_t i = 0; i < told->products.n; i++)
        if (strcmp(product_at(told, i)->product, product) == 0)
            return product_at(told, i);
    fail_msg("nothing is needed of %s", product);
    return NULL;
}

static inline struct mix_take take_of(const char *container, int64_t ul)
{
    return (struct mix_take){container, "?", ul, ul, BOOL_ABSENT, NULL};
}

/* `zone` and `course` may be NULL. `answer`: JSON of what was answered, or NULL. */
static inline void keep_match(struct fixture *f, const struct scene *scene, const char *zone,
                              const char *product, const struct mix_take *takes, size_t n,
                              const char *answer)
{
    struct body b;
    struct match_accepted made;
    struct match_accept c = {head_at(f, NULL), scene->client, scene->course};
    struct list list = {(void *)(uintptr_t)takes, n};
    fixture_begin(f);
    assert_ok(f, match_accept(f->s, &f->a, &c, &made, &f->e));
    body_begin(&b);
    body_text(&b, "course", scene->course);
    json_key(&b.w, "find");
    json_object(&b.w);
    json_key(&b.w, "layout");
    json_object(&b.w);
    body_text(&b, "zone", zone);
    json_object_end(&b.w);
    json_object_end(&b.w);
    body_made(&b);
    body_text(&b, "match", made.match);
    body_text(&b, "match_code", made.match_code);
    body_text(&b, "client", scene->client);
    body_text(&b, "product", product);
    body_takes(&b, "takes", &list);
    if (answer) {
        json_key(&b.w, "answer");
        json_raw(&b.w, answer, strlen(answer));
    }
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "match.accept", &c.head)));
}

/* Takes `ul` of the product a session, from whichever bottle. */
static inline void keep_taking(struct fixture *f, const struct scene *scene, const char *product,
                               const char *container, int64_t ul)
{
    struct mix_take take = take_of(container, ul);
    keep_match(f, scene, NULL, product, &take, 1, NULL);
}

static inline void hold_session(struct fixture *f, const struct scene *scene,
                                const struct session_use *uses, size_t n, const char *when)
{
    struct session_made made;
    struct session_record c = session_of(f, scene->client, scene->artist, uses, n);
    c.head = head_at(f, when);
    assert_ok(f, do_session_record(f, &c, &made));
}

static inline void leave_in(struct fixture *f, const char *container, int64_t ul)
{
    struct stock_adjust c = adjust_none(f, container);
    struct stock_changed made;
    c.counted_ul = ul;
    c.reason = 0;
    assert_ok(f, do_stock_adjust(f, &c, &made));
}

/* Buy more at `reorder_ul`. */
static inline const char *watched_product(struct fixture *f, int64_t reorder_ul)
{
    struct product_add c = {head_at(f, NULL), facts_none()};
    struct product_made made = {0};
    c.facts.maker = "Scalpworks";
    c.facts.name = "Watched";
    c.facts.kind = PRODUCT_PIGMENT;
    c.facts.reorder_ul = reorder_ul;
    assert_ok(f, do_product_add(f, &c, &made));
    return made.product;
}

#endif
