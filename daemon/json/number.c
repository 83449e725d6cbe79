/* The shortest decimal that reads back as the same double, laid out as ECMAScript does it
 * (ECMA-262 Number::toString, which RFC 8785 section 3.2.2.3 asks for).
 *
 * C prints correctly rounded digits of a given number; which number of digits is the shortest has
 * to be found. A decimal of up to 15 digits always survives the way through a normal double, so 15
 * digits without their trailing zeros are the shortest if they read back at all; then come 16 and
 * 17. Below the normal range that promise does not hold, and the search starts at 1. At a power of
 * two doubles lie twice as dense below as above: there the shortest decimal may be the neighbour of
 * the correctly rounded one. What people write has few places, and needs no search: where a whole
 * number of at most 15 digits, divided by 10^6, is the double, it is its shortest form. Programs
 * keep to the "C" locale for numbers. */
#include "json/canonical.h"

#include "base/value.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* digits × 10^(point − count of digits) */
struct decimal {
    char digits[20];
    int n, point;
};

/* Takes "d.ddde±x" apart, without trailing zeros. */
static void decimal_read(const char *text, struct decimal *ret)
{
    ret->n = 0;
    for (; *text != 'e'; text++)
        if (*text != '.')
            ret->digits[ret->n++] = *text;
    ret->point = (int)strtol(text + 1, NULL, 10) + 1;
    while (ret->n > 1 && ret->digits[ret->n - 1] == '0')
        ret->n--;
}

/* The decimal of 16 digits above the one that was printed, if that one reads back. */
static bool power_neighbour(double value, const char *printed, struct decimal *ret)
{
    int exponent;
    if (frexp(value, &exponent) != 0.5)
        return false;
    struct decimal down;
    decimal_read(printed, &down);
    uint64_t digits = 0;
    for (int i = 0; i < 16; i++)
        digits = digits * 10 + (i < down.n ? (uint64_t)(down.digits[i] - '0') : 0);
    char text[40];
    snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits + 1, down.point - 16);
    if (strtod(text, NULL) != value)
        return false;
    ret->n = snprintf(ret->digits, sizeof ret->digits, "%llu", (unsigned long long)digits + 1);
    ret->point = down.point;
    return true;
}

static void decimal_shortest(double value, struct decimal *ret)
{
    char text[40];
    for (int n = value < DBL_MIN ? 1 : DBL_DIG; n <= 17; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, value);
        if (n == 17 || strtod(text, NULL) == value)
            break;
        if (n == 16 && power_neighbour(value, text, ret))
            return;
    }
    decimal_read(text, ret);
}

static void add_zeros(struct buffer *out, int n)
{
    while (n-- > 0)
        buffer_byte(out, '0');
}

static void add_exponent(struct buffer *out, const struct decimal *d)
{
    buffer_byte(out, d->digits[0]);
    if (d->n > 1) {
        buffer_byte(out, '.');
        buffer_add(out, d->digits + 1, (size_t)d->n - 1);
    }
    buffer_print(out, "e%+d", d->point - 1);
}

void json_number(struct buffer *out, double value)
{
    if (fabs(value) <= (double)INT_EXACT_MAX && value == trunc(value)) {
        json_integer(out, (int64_t)value);
        return;
    }
    double scaled = nearbyint(value * 1e6);
    if (fabs(scaled) < 1e15 && scaled / 1e6 == value) {
        json_decimal(out, (int64_t)scaled, 6);
        return;
    }
    if (value < 0)
        buffer_byte(out, '-');
    struct decimal d = {.n = 0};
    decimal_shortest(fabs(value), &d);
    if (d.point > 21 || d.point < -5) {
        add_exponent(out, &d);
    } else if (d.point <= 0) {
        buffer_text(out, "0.");
        add_zeros(out, -d.point);
        buffer_add(out, d.digits, (size_t)d.n);
    } else if (d.point >= d.n) {
        buffer_add(out, d.digits, (size_t)d.n);
        add_zeros(out, d.point - d.n);
    } else {
        buffer_add(out, d.digits, (size_t)d.point);
        buffer_byte(out, '.');
        buffer_add(out, d.digits + d.point, (size_t)(d.n - d.point));
    }
}

static const char pairs[] = "00010203040506070809"
                            "10111213141516171819"
                            "20212223242526272829"
                            "30313233343536373839"
                            "40414243444546474849"
                            "50515253545556575859"
                            "60616263646566676869"
                            "70717273747576777879"
                            "80818283848586878889"
                            "90919293949596979899";

static size_t digits_count(uint64_t value)
{
    size_t n = 1;
    for (; value >= 10000; value /= 10000)
        n += 4;
    return n + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* In place and two digits at a time, for most of an answer's values are whole numbers. */
void json_integer(struct buffer *out, int64_t value)
{
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t n = digits_count(left) + (value < 0);
    char *to = buffer_reserve(out, n);
    if (!to)
        return;
    out->length += n;
    *to = '-';
    char *at = to + n;
    for (; left >= 10; left /= 100)
        memcpy(at -= 2, pairs + left % 100 * 2, 2);
    if (at > to + (value < 0))
        *--at = (char)('0' + left);
}

void json_decimal(struct buffer *out, int64_t scaled, int decimals)
{
    while (decimals > 0 && scaled % 10 == 0) {
        scaled /= 10;
        decimals--;
    }
    char text[24], *at = text + sizeof text;
    int64_t left = scaled < 0 ? -scaled : scaled;
    for (int n = 0; left > 0 || n <= decimals; n++) {
        if (n == decimals && decimals > 0)
            *--at = '.';
        *--at = (char)('0' + left % 10);
        left /= 10;
    }
    if (scaled < 0)
        *--at = '-';
    buffer_add(out, at, (size_t)(text + sizeof text - at));
}
