/* What the daemon tells the service manager that started it, if one did (sd_notify(3)). */
#ifndef STIPPLE_BASE_NOTIFY_H
#define STIPPLE_BASE_NOTIFY_H

/* Clients can connect. Does nothing where no manager listens. */
void notify_ready(void);

#endif
