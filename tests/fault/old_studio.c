/* Usage: old_studio FROM TO SCHEMA: makes the database TO of that schema, with the rows of FROM. */
#include "old.h"

#include "store/connection.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    int schema = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (schema < 1 || schema > SQL_MIGRATIONS) {
        fputs("usage: old_studio FROM TO SCHEMA\n", stderr);
        return 2;
    }
    printf("%" PRId64 " rows\n", old_make(argv[2], schema, argv[1]));
    return 0;
}
