#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What is told may hold words from outside: they make no lines of their own, and move no cursor. */
static void line_clean(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = ' ';
}

/* One write a line, so that lines of two threads do not mix. */
static void log_line(int level, const char *format, va_list args)
{
    char text[1024];
    vsnprintf(text, sizeof text, format, args);
    line_clean(text);
    if (getenv("JOURNAL_STREAM"))
        fprintf(stderr, "<%d>%s\n", level, text);
    else
        fprintf(stderr, "stippled: %s\n", text);
}

void log_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line(3, format, args);
    va_end(args);
}

void log_warning(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line(4, format, args);
    va_end(args);
}

void log_info(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line(6, format, args);
    va_end(args);
}
