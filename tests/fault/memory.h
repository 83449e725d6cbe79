/* Memory as a trial sees it. In a daemon linked with this every allocation of its own rooms (the
 * linker's --wrap), of SQLite, of libuv and of LittleCMS passes here, is counted, and can be made
 * to fail.
 *
 * Environment: STIPPLE_MEMORY_FAULTS names a file of struct memory_fault that is mapped, so that a
 * test sets it while the daemon runs; without it nothing is touched. */
#ifndef STIPPLE_TESTS_MEMORY_H
#define STIPPLE_TESTS_MEMORY_H

#include <stdatomic.h>
#include <stdint.h>

struct memory_fault {
    _Atomic uint32_t on;       /* count, and fail what is to fail */
    _Atomic uint32_t pass;     /* so many allocations go through */
    _Atomic uint32_t fail;     /* and the next so many end with NULL */
    _Atomic uint32_t failed;   /* so many have */
    _Atomic uint32_t seen;     /* allocations since it was set */
    _Atomic uint32_t seed;     /* over 0: the randomness of the daemon starts from it, once */
    _Atomic uint32_t rehearse; /* a batch that records something is undone, and told as if it were
                                  done */
    _Atomic uint32_t cold;     /* statements that were prepared are forgotten before each batch or
                                  read */
    _Atomic uint32_t recorded; /* events of batches since it was set */
    _Atomic uint32_t commit_from; /* `seen` before the last commit */
    _Atomic uint32_t blocks;      /* in use, but for SQLite's, which keeps pages as it likes */
    _Atomic uint32_t held; /* `blocks` at the first allocation since it was set: what the calls
                            before have left */
};

#endif
