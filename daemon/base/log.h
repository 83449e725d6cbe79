/* What the daemon tells its operator, a line each, on standard error, without ever waiting for
 * whoever reads it. */
#ifndef STIPPLE_BASE_LOG_H
#define STIPPLE_BASE_LOG_H

/* Lines carry the sd-daemon(3) level prefix (<3>, <4>, <6>) when standard error is a journal. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
