/* Scan, scan, print: both hands hold bottles, so nothing is asked that is known. The same label
 * again is one bottle more; another label, an empty line or the end books what was scanned, and the
 * codes appear to be written on the bottles. Every label is tried first, so a wrong one is told
 * while it is still in the hand. */
#include "client/receive.h"

#include "base/gs1.h"
#include "base/value.h"
#include "client/view.h"

#include <stdio.h>
#include <string.h>

enum { ANSWER_MAX = 32, ID_MAX = 40 };

struct known { /* what is in each bottle of a product */
    char product[ID_MAX], amount[ANSWER_MAX];
};

struct loop {
    struct run *r;
    struct list known;            /* struct known */
    char label[GS1_TEXT_MAX + 2]; /* under way; "" when none */
    char amount[ANSWER_MAX];      /* of it, "" where the label says it */
    char what[256];               /* it, in words; the same words are the same lot */
    int64_t bottles;
    enum stipple_exit status; /* of the first that failed */
};

/* A line without its end. False at the end of input; what is too long is an empty text, told. */
static bool line_ask(struct loop *l, const char *question, char *ret, size_t size)
{
    buffer_text(l->r->talk, question);
    if (!run_flush(l->r) || !fgets(ret, (int)size, stdin))
        return false;
    size_t length = strcspn(ret, "\r\n");
    bool whole = ret[length] != '\0' || feof(stdin);
    ret[length] = '\0';
    if (!whole) {
        for (int c = 0; c != EOF && c != '\n';)
            c = getchar();
        tell(l->r, "That was too long for a label.");
        *ret = '\0';
    }
    return true;
}

static void failed(struct loop *l, enum stipple_exit status)
{
    if (l->status == STIPPLE_EXIT_DONE)
        l->status = status;
}

static enum stipple_error lot_write(struct json_writer *w, const char *label, const char *amount,
                                    struct error *e)
{
    json_key(w, "gs1");
    json_text(w, label);
    return *amount ? amount_write(w, amount, e) : STIPPLE_OK;
}

/* What the daemon says of the label; NULL, told, when it did not answer. */
static const cJSON *label_try(struct loop *l, const char *label, const char *amount)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e;
    const char *result = NULL;
    buffer_text(&params, "{\"lots\":[{");
    enum stipple_error code = lot_write(&w, label, amount, &e);
    buffer_text(&params, "}]}");
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    enum stipple_exit status = code == STIPPLE_OK
                                   ? run_call(l->r, "lot.preview", params.data, &result)
                                   : tell_error(l->r, &e);
    buffer_free(&params);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(l->r, result) : NULL;
    if (!json)
        failed(l, status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status);
    return cJSON_GetArrayItem(member_at(json, "lots"), 0);
}

static const char *amount_known(const struct loop *l, const char *product)
{
    const struct known *known = l->known.items;
    for (size_t i = 0; i < l->known.n; i++)
        if (strcmp(known[i].product, product) == 0)
            return known[i].amount;
    return NULL;
}

static void amount_keep(struct loop *l, const char *product, const char *amount)
{
    struct known *known = list_add(&l->r->arena, &l->known, sizeof *known);
    if (!known)
        return;
    snprintf(known->product, sizeof known->product, "%s", product);
    snprintf(known->amount, sizeof known->amount, "%s", amount);
}

static bool amount_missing(const cJSON *row)
{
    const char *field = member_text(row, "problem.field");
    return field && strcmp(field, "each_ul") == 0 && member_text(row, "product");
}

/* Asks how much is in each until the daemon takes it; NULL when there is no answer. */
static const cJSON *amount_ask(struct loop *l, const char *label, const cJSON *row, char *amount)
{
    struct buffer question = {0};
    const char *product = member_text(row, "product");
    buffer_text(&question, "What is in each ");
    value_view(&question, row, "product_name", FORMAT_TEXT);
    buffer_text(&question, " (15ml, or 20 for pieces)? ");
    const char *text = buffer_string(&question);
    const cJSON *tried = NULL;
    if (text && line_ask(l, text, amount, ANSWER_MAX) && *amount)
        tried = label_try(l, label, amount);
    if (tried && !member_at(tried, "problem"))
        amount_keep(l, product, amount);
    buffer_free(&question);
    return tried;
}

/* Books what was scanned. */
static void pending_book(struct loop *l)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e;
    const char *result = NULL;
    if (l->bottles == 0)
        return;
    json_object(&w);
    enum stipple_error code = lot_write(&w, l->label, l->amount, &e);
    json_key(&w, "containers");
    json_int(&w, l->bottles);
    if (code == STIPPLE_OK)
        code = run_members(l->r, &w, &e);
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    enum stipple_exit status = code == STIPPLE_OK
                                   ? run_call(l->r, "lot.receive", params.data, &result)
                                   : tell_error(l->r, &e);
    buffer_free(&params);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(l->r, result) : NULL;
    if (json)
        received_view(l->r, json);
    else
        failed(l, status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status);
    l->bottles = 0;
}

static void pending_say(struct loop *l)
{
    buffer_print(l->r->talk, "%s: %lld\n", l->what, (long long)l->bottles);
}

/* "Demo Needles Round Liner 3, lot RL-9, until 2027-12-31" */
static void words_make(const cJSON *row, char *ret, size_t size)
{
    struct buffer words = {0};
    value_view(&words, row, "maker", FORMAT_TEXT);
    buffer_byte(&words, ' ');
    value_view(&words, row, "product_name", FORMAT_TEXT);
    buffer_text(&words, member_at(row, "lot_no") ? ", lot " : ", no lot number");
    value_view(&words, row, "lot_no", FORMAT_TEXT);
    buffer_text(&words, member_at(row, "expiry") ? ", until " : ", no expiry");
    value_view(&words, row, "expiry", FORMAT_TEXT);
    const char *text = buffer_string(&words);
    snprintf(ret, size, "%s", text ? text : "");
    buffer_free(&words);
}

static void label_take(struct loop *l, const char *label, const cJSON *row, const char *amount)
{
    char what[sizeof l->what];
    words_make(row, what, sizeof what);
    if (l->bottles > 0 && strcmp(what, l->what) != 0)
        pending_book(l);
    if (l->bottles == 0) {
        snprintf(l->label, sizeof l->label, "%s", label);
        snprintf(l->amount, sizeof l->amount, "%s", amount);
        memcpy(l->what, what, sizeof what);
        warnings_view(l->r, member_at(row, "warnings"), "! ");
    }
    l->bottles++;
    pending_say(l);
}

static void label_scanned(struct loop *l, const char *label)
{
    char amount[ANSWER_MAX] = "";
    const cJSON *row = label_try(l, label, amount);
    if (row && amount_missing(row)) {
        const char *known = amount_known(l, member_text(row, "product"));
        if (known)
            snprintf(amount, sizeof amount, "%s", known);
        row = known ? label_try(l, label, amount) : amount_ask(l, label, row, amount);
    }
    const char *problem = row ? member_text(row, "problem.text") : "This was not taken.";
    if (problem) {
        tell(l->r, problem);
        failed(l, STIPPLE_EXIT_CONFLICT);
    } else {
        label_take(l, label, row, amount);
    }
}

enum stipple_exit receive_loop(struct run *r)
{
    struct loop l = {.r = r};
    char label[sizeof l.label];
    while (line_ask(&l, "", label, sizeof label)) {
        if (*label)
            label_scanned(&l, label);
        else
            pending_book(&l);
    }
    pending_book(&l);
    return l.status;
}
