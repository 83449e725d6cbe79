#include "told.h"

#include "grown.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void *taken(size_t size)
{
    void *at = calloc(1, size);
    if (!at)
        die("memory");
    return at;
}

static char *text_of(const char *at, size_t length)
{
    char *text = taken(length + 1);
    memcpy(text, at, length);
    return text;
}

static size_t step_read(const char *at, size_t left, struct trace_step *ret)
{
    struct disk_step head;
    if (left < sizeof head)
        return 0;
    memcpy(&head, at, sizeof head);
    size_t size = sizeof head + head.name + head.length;
    if (left < size)
        return 0;
    ret->head = head;
    ret->name = text_of(at + sizeof head, head.name);
    ret->bytes = text_of(at + sizeof head + head.name, head.length);
    return size;
}

struct trace trace_read(const char *path)
{
    struct trace trace = {0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        die(path);
    size_t size = (size_t)st.st_size, space = size / sizeof(struct disk_step);
    char *bytes = taken(size + 1);
    for (size_t done = 0; done < size;) {
        ssize_t n = read(fd, bytes + done, size - done);
        if (n <= 0)
            die(path);
        done += (size_t)n;
    }
    close(fd);
    trace.steps = taken((space + 1) * sizeof *trace.steps);
    for (size_t at = 0, n; (n = step_read(bytes + at, size - at, &trace.steps[trace.n])); at += n)
        trace.n++;
    free(bytes);
    return trace;
}

static int told_compare(const void *one, const void *other)
{
    return strcmp(((const struct told *)one)->id, ((const struct told *)other)->id);
}

static const char copy[] = "copy ";

const char *told_copy(const struct told *told)
{
    size_t length = sizeof copy - 1;
    return strncmp(told->id, copy, length) == 0 ? told->id + length : NULL;
}

/* Whether the id is that of a write or a copy, which end at a quotation mark. */
static bool id_read(const char *at, char *ret)
{
    size_t length = strcspn(at, "\"");
    bool kind = strncmp(at, copy, sizeof copy - 1) == 0 ||
                (length == 36 && strspn(at, "0123456789abcdef-") == length);
    if (!kind || length >= ID_SIZE)
        return false;
    memcpy(ret, at, length);
    ret[length] = '\0';
    return true;
}

/* What one message tells of one id; false when it tells of none, or does not know. */
static bool message_read(const char *message, struct told *ret)
{
    static const char reply[] = "\"id\":\"", event[] = "\"method\":\"event.happened\"",
                      op[] = "\"op_id\":\"";
    bool shown = strncmp(message, event, sizeof event - 1) == 0;
    const char *at = strstr(message, shown ? op : reply);
    *ret = (struct told){.done = SIZE_MAX};
    if (!at || (!shown && at != message))
        return false;
    at += shown ? sizeof op - 1 : sizeof reply - 1;
    if (!id_read(at, ret->id))
        return false;
    ret->refused = !shown && strncmp(at + strlen(ret->id) + 1, ",\"error\"", 8) == 0;
    return !ret->refused || !strstr(at, "\"store.unknown\"");
}

/* The first time it was told as done; refused only where it never was. */
static void same_merge(struct tellings *tellings)
{
    size_t n = 0;
    for (size_t i = 0; i < tellings->n; i++) {
        struct told *told = &tellings->at[i];
        struct told *last = n ? &tellings->at[n - 1] : NULL;
        if (!last || strcmp(last->id, told->id) != 0) {
            tellings->at[n++] = *told;
            continue;
        }
        last->refused = last->refused && told->refused;
        last->done = told->done < last->done ? told->done : last->done;
    }
    tellings->n = n;
    for (size_t i = 0; i < n; i++)
        tellings->done += tellings->at[i].done != SIZE_MAX;
}

/* How a message begins, alone, in a batch or after another; within a text the quotation marks would
 * be escaped. What goes on with a message begun before is thereby passed over. */
static const char begins[] = "{\"jsonrpc\":\"2.0\",";

static char *message_next(char *at)
{
    char *next = strstr(at, begins);
    if (next)
        *next = '\0';
    return next ? next + sizeof begins - 1 : NULL;
}

struct tellings tellings_read(const struct trace *trace)
{
    struct tellings tellings = {0};
    size_t space = 0;
    for (size_t i = 0; i < trace->n; i++) {
        if (trace->steps[i].head.op != DISK_SAID)
            continue;
        char *text = text_of(trace->steps[i].bytes, trace->steps[i].head.length);
        for (char *at = message_next(text), *next; at; at = next) {
            struct told told;
            next = message_next(at);
            if (!message_read(at, &told))
                continue;
            told.done = told.refused ? SIZE_MAX : i;
            tellings.at = grown(tellings.at, &space, tellings.n + 1, sizeof told);
            tellings.at[tellings.n++] = told;
        }
        free(text);
    }
    if (tellings.n)
        qsort(tellings.at, tellings.n, sizeof *tellings.at, told_compare);
    same_merge(&tellings);
    return tellings;
}

struct told *told_find(const struct tellings *tellings, const char *id)
{
    struct told key = {0};
    snprintf(key.id, sizeof key.id, "%s", id);
    return tellings->n ? bsearch(&key, tellings->at, tellings->n, sizeof key, told_compare) : NULL;
}
