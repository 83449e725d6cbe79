/* Whether SQLite ran out of memory, told by its allocator: some of its functions then give NULL and
 * say nothing (json_remove and ->> of 3.40.1, when what they parsed cannot be kept). */
#ifndef STIPPLE_STORE_STARVED_H
#define STIPPLE_STORE_STARVED_H

/* Before SQLite is first used; later it does nothing. */
void starved_watch(void);
/* Allocations that SQLite was refused on this thread. */
unsigned starved_count(void);

#endif
