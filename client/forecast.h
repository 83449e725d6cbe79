/* What is going to happen to the stock, in sentences. */
#ifndef STIPPLE_CLIENT_FORECAST_H
#define STIPPLE_CLIENT_FORECAST_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include "client/command.h"

/* As far as the method table lets a forecast go. */
enum { FORECAST_DAYS_MAX = 366 };

/* Appends a line for each bottle that ends, each product that falls short and each that comes down
 * to its reorder point, of the result of stock.forecast. `soon`: only what happens on its first day
 * and the day after. Days are called today and tomorrow where `today` says that it begins today. */
void forecast_lines(struct buffer *out, const cJSON *result, bool today, bool soon);
/* The lines, each wrapped; or that there is nothing to tell. */
void forecast_view(struct run *r, const cJSON *result, bool today);

#endif
