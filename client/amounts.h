/* What is taken from which container, as people type it: "B-0002=0.5ml", "B-0009=2", and where a
 * zone may be said, "X-0001@crown". */
#ifndef STIPPLE_CLIENT_AMOUNTS_H
#define STIPPLE_CLIENT_AMOUNTS_H

#include "client/command.h"

/* Writes the member `name`, an array with an object for each value of `option` (or, with zones,
 * each part of one that a comma ends): container, ul or pieces, zone. Nothing when the option was
 * not given. `zones`: one may be said; then an amount may be left out too. Fails with CLIENT_USAGE.
 */
enum stipple_error amounts_write(struct run *r, const char *option, const char *name, bool zones,
                                 struct json_writer *w, struct error *e);

/* The items alone, of one text with several, commas between them; zones may be said. */
enum stipple_error amounts_list_write(struct run *r, const char *option, const char *text,
                                      struct json_writer *w, struct error *e);

/* run_method with one such member more. */
enum stipple_exit run_amounts(struct run *r, const char *option, const char *name, bool zones);

#endif
