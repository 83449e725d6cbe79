/* Who a client is, as sealed, and opened again. */
#ifndef STIPPLE_APP_IDENTITY_H
#define STIPPLE_APP_IDENTITY_H

#include "app/look.h"
#include "store/clients.h"

/* Texts are NULL where nothing was said. */
struct identity {
    const char *name, *born, *phone, *email, *address, *notes;
};
extern const struct schema identity_schema; /* results */

/* Each look is to be noted by the caller (look.h). CLIENT_ERASED. */
enum stipple_error identity_open(struct call *call, const struct client *client,
                                 struct identity *ret);
/* The JSON object that was sealed. */
enum stipple_error identity_read(struct call *call, const char *json, struct identity *ret);
/* Any sealed object by the schema of its members; an INTERNAL error when it is not of that schema.
 */
enum stipple_error sealed_read(struct call *call, const struct schema *schema, const char *json,
                               void *into);

/* The lengths of its fields; IDENTITY_FIELDS(struct client_add, identity, true) for parameters. */
enum { CONTACT_MAX_CHARS = 200, HEALTH_MAX_CHARS = 8000 };
#define IDENTITY_FIELDS(Struct, member, need, seal)                                                \
    {FIELD_AS("name", Struct, member.name, TEXT),                                                  \
     .required = need,                                                                             \
     .sealed = seal,                                                                               \
     .min = 1,                                                                                     \
     .max = NAME_MAX_CHARS,                                                                        \
     .doc = "First and last name."},                                                               \
        {FIELD_AS("born", Struct, member.born, DATE), .sealed = seal, .doc = "Date of birth."},    \
        {FIELD_AS("phone", Struct, member.phone, TEXT), .sealed = seal, .max = CONTACT_MAX_CHARS,  \
         .doc = "Telephone; empty takes it away."},                                                \
        {FIELD_AS("email", Struct, member.email, TEXT), .sealed = seal, .max = CONTACT_MAX_CHARS,  \
         .doc = "E-mail address; empty takes it away."},                                           \
        {FIELD_AS("address", Struct, member.address, TEXT), .sealed = seal,                        \
         .max = CONTACT_MAX_CHARS * 2, .doc = "Where letters reach them; empty takes it away."},   \
    {                                                                                              \
        FIELD_AS("notes", Struct, member.notes, TEXT), .sealed = seal, .max = HEALTH_MAX_CHARS,    \
                                                       .doc = "History and health, in words; "     \
                                                              "empty takes it away."               \
    }

#endif
