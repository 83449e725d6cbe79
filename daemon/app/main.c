/* stippled: the command line, then app_run. */
#include "app/app.h"

#include "app/table.h"
#include "base/log.h"
#include "rpc/discover.h"
#include "stipple/protocol.h"

#include <getopt.h>
#include <stdio.h>
#include <sys/stat.h>

static const char usage[] =
    "Usage: stippled [--data DIR] [--socket PATH] [--config FILE]\n"
    "\n"
    "Keeps a studio's stock, its history and its colours, and answers on a Unix socket.\n"
    "Runs in the foreground until SIGTERM or Ctrl-C.\n"
    "\n"
    "  --data DIR      where the studio's database lives; made on first start\n"
    "  --socket PATH   where clients connect; at most 107 bytes\n"
    "  --config FILE   JSON: {\"data\", \"socket\", \"roles\": [{\"role\", "
    "\"user\"|\"group\"|\"uid\"|\"gid\"}]}\n"
    "  --reference     every method with its parameters and results, in Markdown\n"
    "  --help          this text\n"
    "  --version       the version\n"
    "\n"
    "A person's data is in $XDG_STATE_HOME/stipple (~/.local/state/stipple), the socket in\n"
    "$XDG_RUNTIME_DIR/stipple; for root and service users " STIPPLE_SYSTEM_DATA
    " and " STIPPLE_SYSTEM_RUNTIME ".\n"
    "\n"
    "Exit status: 0 stopped when asked, 1 failed, 2 wrong usage or configuration,\n"
    "5 another daemon has the data directory, 7 the disk failed during a commit.\n";

static void say_ready(const struct config *config)
{
    log_info("%s listens on %s, data in %s", STIPPLE_VERSION, config->socket, config->data);
}

static int run(const char *data, const char *socket, const char *file)
{
    struct config config;
    struct error e = {0};
    int status;
    umask(0027);
    if (config_load(data, socket, file, &config, &e) == STIPPLE_OK) {
        status = app_run(&config, &sources_system, say_ready);
    } else {
        log_error("%s", e.message);
        status = (int)stipple_error_info(e.code)->status;
    }
    config_free(&config);
    return status;
}

static int print_reference(void)
{
    struct buffer text = {0};
    discover_markdown(method_domains, &text);
    bool done = !text.failed && fwrite(text.data, 1, text.length, stdout) == text.length &&
                fflush(stdout) == 0;
    buffer_free(&text);
    return done ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"data", required_argument, NULL, 'd'},
                                            {"socket", required_argument, NULL, 's'},
                                            {"config", required_argument, NULL, 'c'},
                                            {"reference", no_argument, NULL, 'r'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'v'},
                                            {0}};
    const char *data = NULL, *socket = NULL, *file = NULL;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'd':
            data = optarg;
            break;
        case 's':
            socket = optarg;
            break;
        case 'c':
            file = optarg;
            break;
        case 'r':
            return print_reference();
        case 'h':
            return fputs(usage, stdout) < 0 ? STIPPLE_EXIT_FAILED : STIPPLE_EXIT_DONE;
        case 'v':
            return puts("stippled " STIPPLE_VERSION) < 0 ? STIPPLE_EXIT_FAILED : STIPPLE_EXIT_DONE;
        default:
            fputs("Try `stippled --help`.\n", stderr);
            return STIPPLE_EXIT_USAGE;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "stippled: `%s` is not understood. Try `stippled --help`.\n", argv[optind]);
        return STIPPLE_EXIT_USAGE;
    }
    return run(data, socket, file);
}
