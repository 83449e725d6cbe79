/* What both ends of the socket agree on: the protocol's version, its limits and each limit's
 * reason, and where the socket is found. */
#ifndef STIPPLE_PROTOCOL_H
#define STIPPLE_PROTOCOL_H

#define STIPPLE_PROTOCOL 1

/* One request line, 256 KiB: a match with 64 spectra of 31 values on each of its spots. */
#define STIPPLE_LINE_MAX 262144
/* One reply line, 8 MiB. A page of the longest list fits; longer answers page with `cursor`. */
#define STIPPLE_REPLY_MAX 8388608
/* No parameter needs more than 6 levels; recursion in the parsers stays bounded. */
#define STIPPLE_DEPTH_MAX 32
/* Calls in one batch: one client cannot fill every queue with one line. */
#define STIPPLE_BATCH_MAX 64
/* A JSON-RPC id that is a string: a UUID thrice over. */
#define STIPPLE_ID_MAX 128
/* Unsent replies: past the first (256 KiB) the daemon reads no more from that client, past the
 * second (1 MiB) it drops it. The reply under way is not counted. */
#define STIPPLE_UNSENT_PAUSE 262144
#define STIPPLE_UNSENT_DROP  1048576
/* Half lines and unsent replies of all clients together, 64 MiB: eight of the longest replies. Past
 * it the client that has stood still for longest, or holds most, is dropped. */
#define STIPPLE_HELD_MAX 67108864
/* A client that stops half-way through a line, or takes no byte of its replies, for this long. */
#define STIPPLE_STALL_MS 10000
/* Open connections: a studio has tens; more is a mistake or an attack, and is told so. Fewer where
 * the limit of open files is low. */
#define STIPPLE_CONNECTIONS_MAX 1024
/* sockaddr_un holds 108 bytes with the terminating NUL. */
#define STIPPLE_SOCKET_PATH_MAX 107

#define STIPPLE_SOCKET_NAME    "stippled.sock"
#define STIPPLE_SYSTEM_DATA    "/var/lib/stipple"
#define STIPPLE_SYSTEM_RUNTIME "/run/stipple"

#endif
