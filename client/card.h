/* Clients and their courses as they are shown. */
#ifndef STIPPLE_CLIENT_CARD_H
#define STIPPLE_CLIENT_CARD_H

#include <cjson/cJSON.h>
#include "client/command.h"

/* The card for the chair. */
void client_card_view(struct run *r, const cJSON *client);
/* The same with everything of each course, whether it is over or not. */
void client_record_view(struct run *r, const cJSON *client);
/* A course with everything that is known of it and was put right. */
void course_view(struct run *r, const cJSON *course);

#endif
