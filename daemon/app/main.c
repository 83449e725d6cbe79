/* stippled: the command line, then app_run. */
#include "app/app.h"

#include "app/offline.h"
#include "app/table.h"
#include "app/usage.h"
#include "base/log.h"
#include "base/notify.h"
#include "rpc/discover.h"
#include "stipple/protocol.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void say_ready(const struct config *config)
{
    log_info("%s listens on %s, data in %s", STIPPLE_VERSION, config->socket, config->data);
    notify_ready();
}

/* What the command line says. */
struct words {
    const char *data, *socket, *config, *verify, *restore;
    struct audit_ask ask;
    bool json;
};

static int tell_error(const struct error *e)
{
    log_error("%s", e->message);
    if (*e->hint)
        log_info("%s", e->hint);
    return (int)stipple_error_info(e->code)->status;
}

/* What a crash leaves behind would hold names and the studio's keys. */
static void core_forbid(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

/* Whoever was started without its three streams would have its files and clients in their place,
 * and what is meant for the operator would go there. */
static void streams_fill(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static int run(const struct words *words)
{
    struct config config;
    struct error e = {0};
    int status;
    core_forbid();
    if (config_load(words->data, words->socket, words->config, &config, &e) == STIPPLE_OK)
        status = app_run(&config, &sources_system, say_ready);
    else
        status = tell_error(&e);
    config_free(&config);
    return status;
}

static int print(struct buffer *text, int status)
{
    bool done = !text->failed && fwrite(text->data, 1, text->length, stdout) == text->length &&
                fflush(stdout) == 0;
    buffer_free(text);
    return done ? status : STIPPLE_EXIT_FAILED;
}

static int verify(const struct words *words)
{
    struct error e = {0};
    struct buffer text = {0};
    bool whole = false;
    if (offline_verify(words->verify, &words->ask, words->json, &sources_system, &text, &whole,
                       &e) == STIPPLE_OK)
        return print(&text, whole ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED);
    buffer_free(&text);
    return tell_error(&e);
}

static int restore(const struct words *words)
{
    struct config config;
    struct error e = {0};
    struct buffer text = {0};
    int status;
    if (config_load(words->data, words->socket, words->config, &config, &e) == STIPPLE_OK &&
        offline_restore(words->restore, config.data, &sources_system, &text, &e) == STIPPLE_OK)
        status = print(&text, STIPPLE_EXIT_DONE);
    else
        status = tell_error(&e);
    config_free(&config);
    buffer_free(&text);
    return status;
}

static void reference_write(struct buffer *out)
{
    discover_markdown(method_domains, out);
}

static int print_made(void (*write)(struct buffer *out))
{
    struct buffer text = {0};
    write(&text);
    return print(&text, STIPPLE_EXIT_DONE);
}

static int usage_wrong(const char *word, const char *text)
{
    fprintf(stderr, "stippled: `%s` %s. Try `stippled --help`.\n", word, text);
    return STIPPLE_EXIT_USAGE;
}

static int words_do(const struct words *words)
{
    if (words->verify && (words->restore || words->data || words->socket || words->config))
        return usage_wrong("--verify", "goes with --key, --seal and --json only");
    if (!words->verify && (words->ask.key || words->ask.seal || words->json))
        return usage_wrong("--key, --seal, --json", "go with --verify FILE");
    return words->verify ? verify(words) : words->restore ? restore(words) : run(words);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"data", required_argument, NULL, 'd'},
                                            {"socket", required_argument, NULL, 's'},
                                            {"config", required_argument, NULL, 'c'},
                                            {"verify", required_argument, NULL, 'V'},
                                            {"restore", required_argument, NULL, 'R'},
                                            {"key", required_argument, NULL, 'k'},
                                            {"seal", required_argument, NULL, 'S'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"reference", no_argument, NULL, 'r'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"man", no_argument, NULL, 'm'},
                                            {"version", no_argument, NULL, 'v'},
                                            {0}};
    struct words words = {0};
    const struct {
        int option;
        const char **word;
    } places[] = {{'d', &words.data},    {'s', &words.socket},  {'c', &words.config},
                  {'V', &words.verify},  {'R', &words.restore}, {'k', &words.ask.key},
                  {'S', &words.ask.seal}};
    streams_fill();
    umask(0027);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        for (size_t i = 0; optarg && i < sizeof places / sizeof *places; i++)
            if (places[i].option == option)
                *places[i].word = optarg;
        if (option == 'r')
            return print_made(reference_write);
        if (option == 'h')
            return print_made(usage_write);
        if (option == 'm')
            return print_made(manual_write);
        if (option == 'v')
            return puts("stippled " STIPPLE_VERSION) < 0 ? STIPPLE_EXIT_FAILED : STIPPLE_EXIT_DONE;
        if (option == '?') {
            fputs("Try `stippled --help`.\n", stderr);
            return STIPPLE_EXIT_USAGE;
        }
        words.json |= option == 'j';
    }
    return optind < argc ? usage_wrong(argv[optind], "is not understood") : words_do(&words);
}
