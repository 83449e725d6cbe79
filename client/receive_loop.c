/* Scan, scan, print: both hands hold bottles, so nothing is asked that is known. The same label
 * again is one bottle more; another label, an empty line or the end books what was scanned, and the
 * codes appear to be written on the bottles. Every label is tried first, so a wrong one is told
 * while it is still in the hand. Whoever stops in the middle has booked what was shown with its
 * codes, and nothing else. */
#include "client/receive.h"

#include "base/gs1.h"
#include "base/value.h"
#include "client/scanned.h"
#include "client/typed.h"
#include "client/view.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ANSWER_MAX = 32, ID_MAX = 40 };

struct known { /* what is in each bottle of a product */
    char product[ID_MAX], amount[ANSWER_MAX];
};

struct loop {
    struct run *r;
    struct typed typed;
    struct list known;            /* struct known */
    struct list serials;          /* struct scan_serial, of every bottle */
    struct list *codes;           /* of all that was booked */
    struct gs1 half;              /* a product whose lot is still to be scanned; no GTIN: none */
    char label[GS1_TEXT_MAX + 2]; /* under way; "" when none */
    char amount[ANSWER_MAX];      /* of it, "" where the label says it */
    char what[256];               /* it, in words; the same words are the same lot */
    int64_t bottles;
    bool taken_back;          /* the label whose amount was asked last */
    enum stipple_exit status; /* of the first that failed */
};

/* A line without its end. False at the end of input; what is too long is an empty text, told. */
static bool line_ask(struct loop *l, const char *question, char *ret, size_t size)
{
    buffer_text(l->r->talk, question);
    enum typed_line line = run_flush(l->r) ? typed_read(&l->typed, ret, size) : TYPED_END;
    if (line == TYPED_LONG)
        tell(l->r, "That was too long for a label.");
    if (line == TYPED_END)
        buffer_text(l->r->talk, *question ? "\n" : "");
    return line != TYPED_END;
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

static void amount_question(const cJSON *row, struct buffer *out)
{
    buffer_text(out, "What is in each ");
    value_view(out, row, "product_name", FORMAT_TEXT);
    buffer_text(out, " (15ml, or 20 for pieces)? ");
}

/* What the daemon says of the label with that answer; NULL, told, when it is not one. */
static const cJSON *amount_try(struct loop *l, const char *label, const char *answer)
{
    const cJSON *tried = NULL;
    if (strlen(answer) >= ANSWER_MAX)
        tell(l->r, "This is no amount, but it may be a label: how much is in it comes first.");
    else
        tried = label_try(l, label, answer);
    const char *problem = tried ? member_text(tried, "problem.text") : NULL;
    if (problem)
        tell(l->r, problem);
    return problem ? NULL : tried;
}

static bool undoes(const char *text)
{
    return strcasecmp(text, "undo") == 0;
}

/* An answer that can be mended is asked for again, and is no failure; NULL when there is none. */
static const cJSON *amount_ask(struct loop *l, const char *label, const cJSON *row, char *amount)
{
    struct buffer question = {0};
    char answer[sizeof l->label] = ""; /* as somebody may scan on instead */
    enum stipple_exit before = l->status;
    const cJSON *tried = NULL;
    amount_question(row, &question);
    const char *text = buffer_string(&question);
    while (text && !tried && line_ask(l, text, answer, sizeof answer) && *answer && !undoes(answer))
        tried = amount_try(l, label, answer);
    buffer_free(&question);
    l->taken_back = undoes(answer);
    if (!tried)
        return NULL;
    memcpy(amount, answer, strlen(answer) + 1);
    amount_keep(l, member_text(row, "product"), amount);
    l->status = before;
    return tried;
}

/* The bottles under way are the last that were kept; not every label has a serial number. */
static void serials_write(struct json_writer *w, const struct loop *l)
{
    const struct scan_serial *serials = l->serials.items;
    json_key(w, "serials");
    json_array(w);
    for (size_t i = l->serials.n - (size_t)l->bottles; i < l->serials.n; i++)
        if (*serials[i].number)
            json_text(w, serials[i].number);
    json_array_end(w);
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
    serials_write(&w, l);
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
    if (json) {
        codes_view(l->r, json); /* its warnings were shown when it was tried */
        codes_add(l->r, json, l->codes);
    } else {
        failed(l, status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status);
    }
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

/* A label that is whole, from one code or from two. False, told, when it was not taken. */
static bool label_whole(struct loop *l, const char *label)
{
    char amount[ANSWER_MAX] = "";
    l->taken_back = false;
    const cJSON *row = label_try(l, label, amount);
    if (row && amount_missing(row)) {
        const char *known = amount_known(l, member_text(row, "product"));
        if (known)
            snprintf(amount, sizeof amount, "%s", known);
        row = known ? label_try(l, label, amount) : amount_ask(l, label, row, amount);
    }
    const char *problem = row ? member_text(row, "problem.text") : "This was not taken.";
    if (l->taken_back) {
        buffer_text(l->r->talk, "Taken back: what was scanned last.\n");
    } else if (problem) {
        tell(l->r, problem);
        failed(l, STIPPLE_EXIT_CONFLICT);
    } else {
        label_take(l, label, row, amount);
    }
    return !problem;
}

static void label_scanned(struct loop *l, const char *label, const struct gs1 *code)
{
    if (scan_serial_known(&l->serials, code))
        tell(l->r, "This very one, by its serial number, was scanned before; it is counted once.");
    else if (label_whole(l, label))
        scan_serial_keep(&l->r->arena, &l->serials, code);
}

static bool half_held(const struct loop *l)
{
    return !scan_lacks_product(&l->half);
}

/* What is held of a product, with its other half: itself where there is none. */
static void half_take(struct loop *l, const struct gs1 *lot)
{
    char label[GS1_TEXT_MAX + 1];
    struct gs1 whole = *lot; /* it may be the half itself */
    scan_join(&l->half, lot, label);
    memcpy(whole.value[GS1_GTIN], l->half.value[GS1_GTIN], sizeof whole.value[GS1_GTIN]);
    if (*l->half.value[GS1_SERIAL])
        memcpy(whole.value[GS1_SERIAL], l->half.value[GS1_SERIAL], sizeof whole.value[GS1_SERIAL]);
    l->half = (struct gs1){0};
    label_scanned(l, label, &whole);
}

/* Nobody said that it has no lot. */
static void half_drop(struct loop *l)
{
    if (!half_held(l))
        return;
    l->half = (struct gs1){0};
    tell(l->r, "The code before names a product alone, and no lot followed; it is not counted. An "
               "empty line counts it as it is.");
    failed(l, STIPPLE_EXIT_CONFLICT);
}

static void half_hold(struct loop *l, const char *text, const struct gs1 *code)
{
    const cJSON *row = label_try(l, text, "");
    const char *problem = row ? member_text(row, "problem.text") : NULL;
    struct buffer ask = {0};
    if (row && (!problem || amount_missing(row))) {
        l->half = *code;
        value_view(&ask, row, "product_name", FORMAT_TEXT);
        buffer_text(&ask,
                    ": now the code with its lot and expiry; an empty line if it has none.\n");
        buffer_text(l->r->talk, buffer_string(&ask) ? ask.data : "");
    } else if (problem) {
        tell(l->r, problem);
        failed(l, STIPPLE_EXIT_CONFLICT);
    }
    buffer_free(&ask);
}

static void code_scanned(struct loop *l, const char *text)
{
    struct gs1 code;
    struct error e;
    if (scan_read(text, &code, &e) != STIPPLE_OK) {
        tell(l->r, e.message);
        failed(l, STIPPLE_EXIT_CONFLICT);
        return;
    }
    if (half_held(l) && scan_lacks_product(&code)) {
        half_take(l, &code);
        return;
    }
    half_drop(l);
    if (scan_names_product(&code))
        half_hold(l, text, &code);
    else
        label_scanned(l, text, &code);
}

static void scan_undo(struct loop *l)
{
    if (half_held(l)) {
        l->half = (struct gs1){0};
        buffer_text(l->r->talk, "Taken back: the code of the product.\n");
    } else if (l->bottles > 0) {
        l->bottles--;
        l->serials.n -= l->serials.n > 0;
        buffer_text(l->r->talk, "Taken back: ");
        pending_say(l);
    } else {
        tell(l->r,
             "There is nothing to take back. What has its code is in the books: stipple stock "
             "adjust or discard puts it right.");
    }
}

static void line_scanned(struct loop *l, const char *text)
{
    if (undoes(text)) {
        scan_undo(l);
    } else if (*text) {
        code_scanned(l, text);
    } else if (half_held(l)) {
        half_take(l, &l->half);
    } else {
        pending_book(l);
    }
}

/* Nothing that was only scanned is booked when somebody breaks off. */
static void broken_off(struct loop *l)
{
    buffer_byte(l->r->talk, '\n');
    if (l->bottles > 0)
        tell(l->r, "Broken off. What was scanned last is not taken in:");
    if (l->bottles > 0)
        pending_say(l);
    failed(l, STIPPLE_EXIT_FAILED);
}

enum stipple_exit receive_loop(struct run *r, struct list *codes)
{
    struct loop l = {.r = r, .codes = codes};
    char text[sizeof l.label];
    typed_begin(&l.typed);
    if (r->terminal.tty)
        buffer_text(r->talk, "Scan every bottle. An empty line takes in what was scanned, \"undo\" "
                             "takes back the last scan,\nCtrl-D takes in the rest and ends.\n");
    while (line_ask(&l, "", text, sizeof text))
        line_scanned(&l, text);
    if (typed_broken()) {
        broken_off(&l);
    } else {
        half_drop(&l);
        pending_book(&l);
    }
    typed_end(&l.typed);
    return l.status;
}
