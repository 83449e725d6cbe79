/* What every unit test includes: cmocka with the headers it needs, and a few words of our own. */
#ifndef STIPPLE_TESTS_UNIT_H
#define STIPPLE_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka's fail() has the name of ours (base/error.h); its fail_msg() is kept without it. */
#undef fail
#undef fail_msg
#define fail_msg(message, ...)                                                                     \
    do {                                                                                           \
        print_error("ERROR: " message "\n", ##__VA_ARGS__);                                        \
        _fail(__FILE__, __LINE__);                                                                 \
    } while (0)

#include <math.h>
#include <stdio.h>

/* |a − b| ≤ tolerance, said with both numbers when it is not. */
#define assert_near(a, b, tolerance)                                                               \
    do {                                                                                           \
        double near_a = (a), near_b = (b);                                                         \
        if (!(fabs(near_a - near_b) <= (tolerance)))                                               \
            fail_msg("%s = %.10g, wanted %.10g ± %g", #a, near_a, near_b, (double)(tolerance));    \
    } while (0)

#endif
