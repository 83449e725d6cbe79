/* The parts of bench_peer. */
#ifndef STIPPLE_TESTS_BENCH_PEER_H
#define STIPPLE_TESTS_BENCH_PEER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Each writes the answer to a line, with its end, and returns its length. */
typedef size_t peer_answer(char *line, size_t length, char *to);

/* Answers with the JSON text in the file; `tree`: built and printed through cJSON each time. NULL:
 * it cannot be read. */
peer_answer *payload_open(const char *path, bool tree);
/* Answers stock.adjust on the studio's database, which nobody else has open. */
peer_answer *rows_open(const char *path);

/* cJSON takes its memory from one block, which call_parse begins anew. */
cJSON *call_parse(const char *line, size_t length);
size_t call_answer(const cJSON *call, const char *result, size_t length, char *to);

#endif
