/* Whoever reads standard error may have stopped: a full pipe, a held terminal, a stuck journal. A
 * daemon that waited for them would serve nobody. So a line is written only where there is room for
 * it, and how many were not is told by the next that is. Standard error is not made non-blocking
 * for that: others write there too, and would lose their words unasked. */
#include "base/log.h"

#include "base/utf8.h"

#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A pipe that takes anything takes PIPE_BUF bytes (pipe(7)), and a socket more. */
enum { LINE_MAX_BYTES = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* one line after the other */
static unsigned long lost;                               /* under the lock */

/* What is told may hold words from outside: they make no lines of their own, move no cursor, and
 * are text. */
static void line_clean(char *text)
{
    const char *end = text + strlen(text);
    for (size_t n; text < end; text += n) {
        n = utf8_sequence(text, end);
        if (n == 0 || (unsigned char)*text < 0x20 || *text == 0x7F) {
            *text = n == 0 ? '?' : ' ';
            n = 1;
        }
    }
}

/* A file is always ready; one that nobody reads any more is too, and refuses. */
static bool line_write(const char *line, size_t length)
{
    struct pollfd p = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&p, 1, 0) > 0 && (p.revents & POLLOUT) &&
           write(STDERR_FILENO, line, length) == (ssize_t)length;
}

static bool line_tell(int level, const char *text)
{
    char line[LINE_MAX_BYTES + 32];
    int n = getenv("JOURNAL_STREAM") ? snprintf(line, sizeof line, "<%d>%s\n", level, text)
                                     : snprintf(line, sizeof line, "stippled: %s\n", text);
    return line_write(line, (size_t)n);
}

static void lost_tell(void)
{
    char text[64];
    snprintf(text, sizeof text, "%lu lines before this one found no reader", lost);
    if (lost > 0 && line_tell(4, text))
        lost = 0;
}

static void log_line(int level, const char *format, va_list args)
{
    char text[LINE_MAX_BYTES];
    vsnprintf(text, sizeof text, format, args);
    line_clean(text);
    pthread_mutex_lock(&lock);
    lost_tell();
    if (!line_tell(level, text))
        lost++;
    pthread_mutex_unlock(&lock);
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
