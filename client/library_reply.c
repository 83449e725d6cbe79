/* A reply is trusted as little as a request: it passes the same strict check before a byte of it is
 * looked at. Results are cut out as written; only errors, which are small, are parsed. */
#include "client/library.h"

#include "client/span.h"
#include "json/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum stipple_exit failure_set(struct stipple_failure *f, enum stipple_error code,
                              const char *format, ...)
{
    const struct stipple_error_info *info = stipple_error_info(code);
    *f = (struct stipple_failure){.code = info->code, .retry = info->retry, .status = info->status};
    snprintf(f->name, sizeof f->name, "%s", info->name);
    va_list args;
    va_start(args, format);
    vsnprintf(f->message, sizeof f->message, format, args);
    va_end(args);
    return f->status;
}

void failure_hint(struct stipple_failure *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(f->hint, sizeof f->hint, format, args);
    va_end(args);
}

static void take_text(const cJSON *object, const char *name, char *ret, size_t size)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    snprintf(ret, size, "%s", cJSON_IsString(value) ? value->valuestring : "");
}

static enum stipple_exit read_error(struct span text, struct stipple_failure *f)
{
    struct arena a = {0};
    struct json_fault fault;
    const cJSON *error = json_parse(&a, text.at, text.length, STIPPLE_DEPTH_MAX, &fault);
    const cJSON *code = cJSON_GetObjectItemCaseSensitive(error, "code");
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(error, "data");
    if (!cJSON_IsNumber(code)) {
        arena_free(&a);
        return failure_set(f, STIPPLE_CLIENT_PROTOCOL, "The daemon sent an error without a code.");
    }
    *f = (struct stipple_failure){.code = code->valueint, .status = STIPPLE_EXIT_FAILED};
    take_text(error, "message", f->message, sizeof f->message);
    take_text(data, "name", f->name, sizeof f->name);
    take_text(data, "field", f->field, sizeof f->field);
    take_text(data, "hint", f->hint, sizeof f->hint);
    f->retry = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(data, "retry"));
    enum stipple_error known = stipple_error_find(f->name);
    if (known != STIPPLE_OK)
        f->status = stipple_error_info(known)->status;
    arena_free(&a);
    return f->status;
}

/* Ends the text in place: what follows it in the line is of no more use. */
static const char *cut_out(char *line, struct span text)
{
    char *start = line + (text.at - line);
    start[text.length] = '\0';
    return start;
}

static int64_t read_id(struct span text)
{
    char digits[24];
    if (text.length == 0 || text.length >= sizeof digits)
        return 0;
    memcpy(digits, text.at, text.length);
    digits[text.length] = '\0';
    return strtoll(digits, NULL, 10);
}

enum stipple_exit reply_read(char *line, size_t length, struct stipple_message *ret,
                             struct stipple_failure *f)
{
    struct json_fault fault;
    struct span id = {0}, text, method;
    *ret = (struct stipple_message){0};
    if (json_check(line, length, STIPPLE_DEPTH_MAX, &fault) != 0)
        return failure_set(f, STIPPLE_CLIENT_PROTOCOL,
                           "The daemon sent a line that is not strict JSON: %s.", fault.why);
    if (span_member(line, length, "id", &id))
        ret->id = read_id(id);
    if (span_member(line, length, "error", &text))
        return read_error(text, f);
    if (span_member(line, length, "result", &text)) {
        ret->text = cut_out(line, text);
        return STIPPLE_EXIT_DONE;
    }
    if (!span_member(line, length, "method", &method) || method.length < 2 ||
        !span_member(line, length, "params", &text))
        return failure_set(f, STIPPLE_CLIENT_PROTOCOL,
                           "The daemon sent JSON that is neither an answer nor a notification.");
    ret->method = cut_out(line, (struct span){method.at + 1, method.length - 2});
    ret->text = cut_out(line, text);
    return STIPPLE_EXIT_DONE;
}
