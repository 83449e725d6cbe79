/* Days are counted with the algorithm of civil calendars whose year begins in March, which puts the
 * leap day last (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
#include "base/time.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const int64_t day_ms = 86400000;

static int64_t days_from_civil(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = y / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

/* Exactly n digits; -1 when there are others. */
static int digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (!isdigit((unsigned char)text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* A valid date at the start of the text, whatever follows. */
static bool date_leads(const char *text, int64_t *ret_days)
{
    if (strnlen(text, DATE_LENGTH) < DATE_LENGTH || text[4] != '-' || text[7] != '-')
        return false;
    int y = digits(text, 4), m = digits(text + 5, 2), d = digits(text + 8, 2);
    if (y < 1900 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    int64_t days = days_from_civil(y, m, d);
    char back[DATE_LENGTH + 1];
    date_from_days(days, back);
    if (memcmp(back, text, DATE_LENGTH) != 0)
        return false; /* 30 February */
    *ret_days = days;
    return true;
}

bool date_valid(const char *text)
{
    int64_t days;
    return date_leads(text, &days) && text[DATE_LENGTH] == '\0';
}

int64_t date_to_days(const char *text)
{
    int64_t days = 0;
    date_leads(text, &days);
    return days;
}

/* The last n digits and what comes behind them; what follows. printf takes ten times as long, and
 * an event holds a dozen times. */
static char *digits_write(char *to, int64_t value, int n, char behind)
{
    uint64_t left = (uint64_t)value;
    for (int i = n; i-- > 0; left /= 10)
        to[i] = (char)('0' + left % 10);
    to[n] = behind;
    return to + n + 1;
}

void date_from_days(int64_t days, char *ret)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    int64_t y = yoe + era * 400 + (m <= 2);
    ret = digits_write(ret, y, 4, '-');
    ret = digits_write(ret, m, 2, '-');
    digits_write(ret, d, 2, '\0');
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

void date_of(struct instant at, char *ret)
{
    date_from_days(floor_div(at.ms + at.offset_min * (int64_t)60000, day_ms), ret);
}

/* hh:mm:ss[.fraction]; returns what follows, NULL when it is not one. */
static const char *parse_clock(const char *text, int64_t *ret_ms)
{
    if (strnlen(text, 8) < 8 || text[2] != ':' || text[5] != ':')
        return NULL;
    int h = digits(text, 2), m = digits(text + 3, 2), s = digits(text + 6, 2), ms = 0;
    if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59)
        return NULL;
    text += 8;
    if (*text == '.') {
        if (!isdigit((unsigned char)*++text))
            return NULL;
        for (int scale = 100; isdigit((unsigned char)*text); text++, scale /= 10)
            ms += (*text - '0') * scale;
    }
    *ret_ms = ((h * 60 + m) * 60 + s) * (int64_t)1000 + ms;
    return text;
}

static bool parse_offset(const char *text, int32_t *ret_min)
{
    if ((*text == 'Z' || *text == 'z') && text[1] == '\0') {
        *ret_min = 0;
        return true;
    }
    if ((*text != '+' && *text != '-') || strlen(text) != 6 || text[3] != ':')
        return false;
    int h = digits(text + 1, 2), m = digits(text + 4, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59)
        return false;
    *ret_min = (*text == '-' ? -1 : 1) * (h * 60 + m);
    return true;
}

bool time_parse(const char *text, struct instant *ret)
{
    int64_t days, clock;
    int32_t offset;
    if (!date_leads(text, &days) || !text[DATE_LENGTH] || !strchr("Tt ", text[DATE_LENGTH]))
        return false;
    const char *rest = parse_clock(text + DATE_LENGTH + 1, &clock);
    if (!rest || !parse_offset(rest, &offset))
        return false;
    *ret = (struct instant){days * day_ms + clock - offset * (int64_t)60000, offset};
    return true;
}

void time_format(int64_t ms, char *ret)
{
    int64_t days = floor_div(ms, day_ms);
    int in_day = (int)(ms - days * day_ms);
    date_from_days(days, ret);
    ret[DATE_LENGTH] = 'T';
    char *clock = digits_write(ret + DATE_LENGTH + 1, in_day / 3600000, 2, ':');
    clock = digits_write(clock, in_day / 60000 % 60, 2, ':');
    clock = digits_write(clock, in_day / 1000 % 60, 2, '.');
    digits_write(clock, in_day % 1000, 3, 'Z')[0] = '\0';
}
