/* Fractions are searched, not recipes: the colours that cannot be told apart from the best are one
 * interval of fractions, and for each number of steps it is plain arithmetic which whole number
 * falls into it first. So a recipe costs no colour at all, however many steps it has. Too dark
 * cannot be undone, so an interval is always entered from its dilute end. */
#include "colour/recipe.h"

#include <math.h>

/* What binary fractions lose: 19 + 1 drops must be found in the range 1 + 19 … 1 + 19. */
static const double slack = 1e-9;
/* Where the allowed range leaves less than this below the optimum, only an odd premix falls in. */
static const double room = 0.01;

/* What one search looks for: a fraction within [low, high], as close to `aim` as there is. */
struct aim {
    double low, high, aim;
    double distance; /* of the closest yet, in ln fraction */
};

/* A stock of `pigment` in `total` steps; neat pigment is 1 in 1. */
struct stock {
    int64_t pigment, total;
};

static double stock_fraction(struct stock s)
{
    return (double)s.pigment / (double)s.total;
}

/* Takes `steps` of the stock in a cup of `total` when that is better than what there is. */
static void recipe_consider(const struct recipe_wish *wish, struct aim *aim, struct stock stock,
                            int64_t steps, int64_t total, struct recipe *ret)
{
    bool premix = stock.total > 1;
    if (steps < 1 || steps > total || (premix && steps > stock.total))
        return;
    double fraction = (double)steps / (double)total * stock_fraction(stock);
    if (fraction < aim->low * (1 - slack) || fraction > aim->high * (1 + slack))
        return;
    double distance = fabs(log(fraction / aim->aim));
    if (distance >= aim->distance - slack)
        return;
    aim->distance = distance;
    *ret = (struct recipe){.pigment_steps = steps,
                           .diluent_steps = total - steps,
                           .pigment_ul = fraction * (double)total * wish->step_ul,
                           .diluent_ul = (1 - fraction) * (double)total * wish->step_ul,
                           .has_via = premix,
                           .via_pigment_steps = premix ? stock.pigment : 0,
                           .via_diluent_steps = premix ? stock.total - stock.pigment : 0,
                           .fraction = fraction};
}

static void stock_search(const struct recipe_wish *wish, struct aim *aim, struct stock stock,
                         struct recipe *ret)
{
    double wanted = wish->total_ul / wish->step_ul;
    int64_t fewest = (int64_t)fmax(ceil(wanted * (1 - slack)), 1);
    int64_t most = (int64_t)floor((wanted + RECIPE_STEPS_OVER) * (1 + slack));
    for (int64_t total = fewest; total <= most; total++) {
        double steps = aim->aim / stock_fraction(stock) * (double)total;
        int64_t below = (int64_t)floor(steps * (1 + slack));
        recipe_consider(wish, aim, stock, below, total, ret);
        recipe_consider(wish, aim, stock, below + 1, total, ret);
    }
}

/* Searches premixes of `from` to `to` steps; 1 is neat pigment. False when none was found. */
static bool recipe_search(const struct recipe_wish *wish, struct aim aim, int from, int to,
                          struct recipe *ret)
{
    aim.distance = INFINITY;
    for (int64_t total = from; total <= to; total++)
        for (int64_t pigment = 1; pigment == 1 || pigment < total; pigment++)
            stock_search(wish, &aim, (struct stock){pigment, total}, ret);
    return aim.distance < INFINITY;
}

/* Entered from its dilute end, an interval hides nothing behind a premix that is too small. */
static struct aim anything(const struct recipe_wish *wish)
{
    return (struct aim){.low = wish->min, .high = wish->max, .aim = wish->min};
}

bool recipe_possible(const struct recipe_wish *wish)
{
    struct recipe any;
    return recipe_search(wish, anything(wish), 1, 1, &any) ||
           recipe_search(wish, anything(wish), 2, PREMIX_STEPS_MAX, &any);
}

bool recipe_find(const struct recipe_wish *wish, struct recipe *ret)
{
    const struct dilution *found = &wish->found;
    struct aim apart = {.low = found->low, .high = found->high, .aim = found->low};
    if (recipe_search(wish, apart, 1, 1, ret))
        return true;
    if (found->low < found->fraction * (1 - room))
        apart.high = found->fraction;
    for (int steps = 2; steps <= PREMIX_STEPS_MAX; steps++)
        if (recipe_search(wish, apart, steps, steps, ret))
            return true;
    struct aim near = {.low = wish->min, .high = wish->max, .aim = found->fraction};
    return recipe_search(wish, near, 1, PREMIX_STEPS_MAX, ret) ||
           recipe_search(wish, anything(wish), 1, PREMIX_STEPS_MAX, ret);
}
