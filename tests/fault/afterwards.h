/* What a power loss leaves: a disk that follows a trace step by step and can at any moment be laid
 * out as it may be found afterwards. Safe is what was synced. Of what was written to a file since
 * its last sync any part may be there, in any order, each write torn where the file's sectors of
 * 512 bytes end; a sector's part is written or not, and bytes beside it stay as they were, as
 * SQLite relies on (sqlite.org/psow.html). A name made, moved or taken away is safe when its folder
 * was synced. After a sync that failed, what it should have made safe is safe or gone, and no later
 * sync brings it back. */
#ifndef STIPPLE_TESTS_AFTERWARDS_H
#define STIPPLE_TESTS_AFTERWARDS_H

#include "disk.h"

struct afterwards;

/* A chance that repeats: every decision follows from it. */
uint64_t chance_next(uint64_t *chance);

/* The bytes of a step, and its name with the NUL it lacks in the trace, are kept by the caller for
 * as long as the disk lives. */
struct afterwards *afterwards_new(uint64_t chance);
void afterwards_step(struct afterwards *d, const struct disk_step *step, const char *name,
                     const char *bytes);
/* Lays the disk out under the folder `root`, whose files are replaced. */
void afterwards_lay(const struct afterwards *d, uint64_t chance, const char *root);
void afterwards_free(struct afterwards *d);

#endif
