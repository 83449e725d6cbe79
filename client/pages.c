/* A list may be longer than a line of the daemon's, so it is asked for page by page; a person wants
 * to see it as one. Each page is cut where the last one ended, so a row that is added meanwhile is
 * on a later page or on none, and never one twice. */
#include "client/pages.h"

#include "client/view.h"

#include <string.h>

/* Rows of a page: far from the longest line, however much was written about each. */
enum { PAGE_ROWS = 500 };

bool pages_wanted(const struct run *r)
{
    return r->command->pages && !option_given(&r->options, "limit") &&
           !option_given(&r->options, "cursor");
}

/* The parameters, an object, and where the page begins; `cursor` may be NULL. */
static enum stipple_exit page_ask(struct run *r, const char *method, const char *params,
                                  const char *cursor, const char **ret)
{
    struct buffer own = {0};
    buffer_add(&own, params, strlen(params) - 1); /* without the brace that ends it */
    struct json_writer w = {.out = &own, .comma = own.length > 1};
    json_key(&w, "limit");
    json_int(&w, PAGE_ROWS);
    if (cursor) {
        json_key(&w, "cursor");
        json_text(&w, cursor);
    }
    json_object_end(&w);
    enum stipple_exit status =
        buffer_string(&own) ? run_call(r, method, own.data, ret) : tell_memory(r);
    buffer_free(&own);
    return status;
}

/* The rows of a later page, behind those of the first. */
static void page_join(cJSON *whole, cJSON *page, const char *name)
{
    cJSON *rows = cJSON_GetObjectItemCaseSensitive(whole, name);
    cJSON *more = cJSON_GetObjectItemCaseSensitive(page, name);
    while (rows && more && more->child)
        cJSON_AddItemToArray(rows, cJSON_DetachItemViaPointer(more, more->child));
}

enum stipple_exit pages_read(struct run *r, const char *method, const char *params, cJSON **ret)
{
    cJSON *whole = NULL;
    const char *cursor = NULL;
    do {
        const char *text = NULL;
        enum stipple_exit status = page_ask(r, method, params, cursor, &text);
        if (status != STIPPLE_EXIT_DONE)
            return status;
        if (option_given(&r->options, "json"))
            run_print(r, text);
        cJSON *page = run_parse(r, text);
        if (!page)
            return STIPPLE_EXIT_FAILED;
        cursor = member_text(page, "cursor");
        if (whole) {
            page_join(whole, page, r->command->pages);
            if (r->command->pages_too)
                page_join(whole, page, r->command->pages_too);
        } else {
            whole = page;
        }
    } while (cursor);
    cJSON_DetachItemFromObjectCaseSensitive(whole, "cursor"); /* nothing is left to be asked for */
    *ret = whole;
    return STIPPLE_EXIT_DONE;
}
