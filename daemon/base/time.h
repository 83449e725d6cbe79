/* Moments and days: RFC 3339 in and out, the proleptic Gregorian calendar, IANA time zones. */
#ifndef STIPPLE_BASE_TIME_H
#define STIPPLE_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include "base/value.h"

enum { DATE_LENGTH = 10, TIME_LENGTH = 24 };

/* YYYY-MM-DD of a day that exists, years 1900 to 9999. */
bool date_valid(const char *text);
/* Days since 1970-01-01 of a valid date, and back; ret holds DATE_LENGTH + 1 bytes. */
int64_t date_to_days(const char *text);
void date_from_days(int64_t days, char *ret);
/* The calendar day of a moment in its own offset. */
void date_of(struct instant at, char *ret);

/* RFC 3339 section 5.6 with an offset (Z or ±hh:mm), fraction cut to milliseconds; leap seconds
 * are refused. ret is untouched on failure. */
bool time_parse(const char *text, struct instant *ret);
/* YYYY-MM-DDThh:mm:ss.sssZ, in UTC. ret holds TIME_LENGTH + 1 bytes. */
void time_format(int64_t ms, char *ret);

/* Whether this machine knows the IANA zone. */
bool zone_valid(const char *zone);
/* The offset from UTC, in minutes, that clocks in the zone show at that moment. Takes a lock: glibc
 * has one zone a process. An unknown zone counts as UTC. */
int32_t zone_offset(const char *zone, int64_t ms);
/* The machine's own zone, "UTC" when it does not say. ret holds `size` bytes. */
void zone_local(char *ret, size_t size);

#endif
