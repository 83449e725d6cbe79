/* A whole program on the client library: what is on the shelf; a new person on the staff; two
 * calls under way at once. Prints JSON.
 * Usage: client_example [SOCKET]; ends with the exit statuses of stipple/error.h. */
#include "stipple/client.h"

#include <stdio.h>

enum { PATIENCE_MS = 5000 };

static int complain(const struct stipple_failure *failure)
{
    fprintf(stderr, "client_example: %s %s\n", failure->message, failure->hint);
    return (int)failure->status;
}

int main(int argc, char *argv[])
{
    struct stipple_client *client;
    struct stipple_failure failure;
    const char *result;

    /* Where the daemon is: as told, or where it usually is. */
    if (stipple_client_connect(argc > 1 ? argv[1] : NULL, PATIENCE_MS, &client, &failure) !=
        STIPPLE_EXIT_DONE)
        return complain(&failure);

    /* A read. The result is borrowed until the connection's next call. */
    enum stipple_exit status = stipple_client_run(client, "stock.list", "{\"usable\":true}",
                                                  PATIENCE_MS, &result, &failure);
    if (status == STIPPLE_EXIT_DONE) {
        puts(result);
        /* A write. Without an op_id of our own the library makes one; if the answer is lost, the
         * failure names it, and the same call with it is safe. */
        status = stipple_client_run(client, "staff.add",
                                    "{\"name\":\"A. Artist\",\"jobs\":[\"artist\"]}", PATIENCE_MS,
                                    &result, &failure);
    }
    if (status == STIPPLE_EXIT_DONE)
        puts(result);

    /* Two calls under way at once: answers come in any order, told apart by their ids. */
    int64_t pigments = 0;
    struct stipple_message answer;
    if (status == STIPPLE_EXIT_DONE)
        status =
            stipple_client_send(client, "pigment.list", NULL, PATIENCE_MS, &pigments, &failure);
    if (status == STIPPLE_EXIT_DONE)
        status = stipple_client_send(client, "product.list", NULL, PATIENCE_MS, NULL, &failure);
    for (int i = 0; i < 2 && status == STIPPLE_EXIT_DONE; i++) {
        status = stipple_client_receive(client, PATIENCE_MS, &answer, &failure);
        if (status == STIPPLE_EXIT_DONE)
            printf("%s: %s\n", answer.id == pigments ? "pigments" : "products", answer.text);
    }

    stipple_client_free(client);
    return status == STIPPLE_EXIT_DONE ? 0 : complain(&failure);
}
