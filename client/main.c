/* The process around a run: what the terminal can do, and bytes out. Data goes to standard output
 * first, then the talk to standard error, so that on a terminal the hint stands under the answer.
 */
#include "client/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Text wider than this is hard to read, narrower tables cannot be laid out. */
enum { WIDTH_DEFAULT = 80, WIDTH_MIN = 40, WIDTH_MAX = 110 };

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static size_t terminal_columns(bool tty)
{
    struct winsize size = {0};
    size_t width = WIDTH_DEFAULT;
    const char *asked = getenv("COLUMNS"); /* comes first in POSIX too */
    if (asked && *asked && strspn(asked, "0123456789") == strlen(asked) && strlen(asked) < 5)
        width = strtoul(asked, NULL, 10);
    else if (tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    return width < WIDTH_MIN ? WIDTH_MIN : width;
}

static bool bytes_write(int fd, const struct buffer *text)
{
    for (size_t done = 0; done < text->length;) {
        ssize_t n = write(fd, text->data + done, text->length - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool buffers_show(struct buffer *out, struct buffer *talk)
{
    bool shown = bytes_write(STDOUT_FILENO, out) && bytes_write(STDERR_FILENO, talk);
    buffer_cut(out, 0);
    buffer_cut(talk, 0);
    return shown;
}

static struct terminal terminal_ask(void)
{
    const char *depth = getenv("COLORTERM"), *kind = getenv("TERM");
    bool tty = isatty(STDOUT_FILENO) == 1;
    bool plain = !tty || is_set("NO_COLOR") || !kind || strcmp(kind, "dumb") == 0;
    bool deep = depth && (strcmp(depth, "truecolor") == 0 || strcmp(depth, "24bit") == 0);
    size_t columns = terminal_columns(tty);
    return (struct terminal){.width = columns > WIDTH_MAX ? WIDTH_MAX : columns,
                             .columns = columns,
                             .tty = tty,
                             .bold = !plain,
                             .true_colour = !plain && deep,
                             .flush = buffers_show};
}

int main(int argc, char *argv[])
{
    struct terminal terminal = terminal_ask();
    struct buffer out = {0}, talk = {0};
    int status = (int)stipple_run(argc > 0 ? argc - 1 : 0, argc > 0 ? argv + 1 : argv, &terminal,
                                  &out, &talk);
    bool written = bytes_write(STDOUT_FILENO, &out);
    if (!written && errno != EPIPE)
        buffer_print(&talk, "stipple: The answer could not be written: %s.\n",
                     strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    bytes_write(STDERR_FILENO, &talk);
    buffer_free(&out);
    buffer_free(&talk);
    return written || status != STIPPLE_EXIT_DONE ? status : STIPPLE_EXIT_FAILED;
}
