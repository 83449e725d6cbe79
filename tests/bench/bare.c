/* As little as a daemon on the same libraries can be: a line comes, the same answer goes; each
 * library has been asked for something once. What stippled takes beyond this is its own.
 * Usage: bench_bare SOCKET DATABASE */
#include <cjson/cJSON.h>
#include <lcms2.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

static char line[4096];

static void line_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    (void)handle;
    (void)wanted;
    *ret = uv_buf_init(line, sizeof line);
}

static void connection_end(uv_handle_t *handle)
{
    free(handle);
}

static void line_answer(uv_stream_t *stream, ssize_t n, const uv_buf_t *bytes)
{
    uv_buf_t answer = uv_buf_init("{}\n", 3);
    if (n < 0)
        uv_close((uv_handle_t *)stream, connection_end);
    else if (n > 0 && bytes->base[n - 1] == '\n')
        uv_try_write(stream, &answer, 1);
}

static void connection_take(uv_stream_t *listener, int status)
{
    uv_pipe_t *connection = status == 0 ? malloc(sizeof *connection) : NULL;
    if (!connection)
        return;
    uv_pipe_init(listener->loop, connection, 0);
    if (uv_accept(listener, (uv_stream_t *)connection) != 0 ||
        uv_read_start((uv_stream_t *)connection, line_room, line_answer) != 0)
        uv_close((uv_handle_t *)connection, connection_end);
}

/* An open database, a colour context, a parsed text, random bytes. */
static int libraries_use(const char *database)
{
    sqlite3 *db = NULL;
    cmsContext colour = cmsCreateContext(NULL, NULL);
    cJSON *json = cJSON_Parse("{}");
    bool good = sodium_init() >= 0 && colour && json && sqlite3_open(database, &db) == SQLITE_OK &&
                sqlite3_exec(db, "PRAGMA user_version", NULL, NULL, NULL) == SQLITE_OK;
    cJSON_Delete(json);
    return good;
}

int main(int argc, char **argv)
{
    uv_pipe_t listener;
    if (argc != 3 || !libraries_use(argv[2]) ||
        uv_pipe_init(uv_default_loop(), &listener, 0) != 0 ||
        uv_pipe_bind(&listener, argv[1]) != 0 ||
        uv_listen((uv_stream_t *)&listener, 128, connection_take) != 0) {
        fputs("usage: bench_bare SOCKET DATABASE\n", stderr);
        return EXIT_FAILURE;
    }
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
