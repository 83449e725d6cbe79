/* Numbers as people and instruments write them: strictly, and with an eye for the decimal comma. */
#ifndef STIPPLE_CLIENT_NUMBER_H
#define STIPPLE_CLIENT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"
#include "base/time.h"

/* A finite decimal number and nothing else; `comma` lets a comma stand for the point. */
bool number_parse(const char *text, bool comma, double *ret);
/* Whole, within ±2^53. */
bool integer_parse(const char *text, int64_t *ret);
/* A volume in µl: "2ml", "0.5 ml", "1000ul", "1000 µl"; CLIENT_USAGE names what is missing. */
enum stipple_error volume_parse(const char *text, const char *option, int64_t *ret,
                                struct error *e);

/* So many days: "60d", "8w" or "60"; CLIENT_USAGE. */
enum stipple_error days_parse(const char *text, const char *option, int64_t *ret, struct error *e);

/* A day, or as labels print it a month: then its last day. */
bool expiry_parse(const char *text, char ret[DATE_LENGTH + 1]);

/* A moment as people write it, "2026-11-20 14:30", with seconds and an offset or without, as RFC
 * 3339 has it; without an offset it is what the clocks in that zone showed then, and none where
 * `zone` is NULL. */
enum { MOMENT_LENGTH = 25 };
bool moment_parse(const char *text, const char *zone, char ret[MOMENT_LENGTH + 1]);

/* A list of colour values: readings separated by ';', values by ',' (or spaces). Calls `each` for
 * every reading. CLIENT_INPUT when a number is none, a count is not `wanted`, or the commas are
 * decimal commas; the message then shows how to write it. */
typedef enum stipple_error number_reading(void *context, const double *values, struct error *e);
enum { NUMBER_VALUES_MAX = 8 };
enum stipple_error numbers_parse(const char *text, const char *field, size_t wanted,
                                 number_reading *each, void *context, struct error *e);

#endif
