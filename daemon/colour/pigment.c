/* The shipped pigments are a table compiled in from profiles/pigments.csv, so that adding one is
 * a row there and nothing here. */
#include "colour/pigment.h"

#include "colour/tables.h"

#include <string.h>

const struct pigment *pigment_all(size_t *ret_n)
{
    *ret_n = pigment_count;
    return pigments;
}

const struct pigment *pigment_find(const char *name)
{
    for (size_t i = 0; i < pigment_count; i++)
        if (strcmp(pigments[i].name, name) == 0)
            return &pigments[i];
    return NULL;
}
