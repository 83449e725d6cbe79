/* CIEDE2000 asks for angles only to take their cosines. Hues are directions here: the mean of two
 * is their sum, multiples follow from the double-angle formulas, and the difference of hue from the
 * scalar product. What is left of trigonometry is the rotation of blues, a bell of 25° about 275°
 * that no skin comes near: it is worked out only where it can be seen. Equations as numbered by
 * Sharma, Wu and Dalal (2005), whose test pairs LittleCMS's passes and this one with it. */
#include "colour/difference.h"

#include <math.h>

struct hue {
    double cosine, sine;
};

static double seventh(double c)
{
    double c2 = c * c;
    return c2 * c2 * c2 * c;
}

/* √(C⁷/(C⁷ + 25⁷)), of (4) and (19). */
static double saturation(double chroma)
{
    static const double seventh_of_25 = 6103515625;
    double c7 = seventh(chroma);
    return sqrt(c7 / (c7 + seventh_of_25));
}

/* (14): half of h1 + h2 for hues from 0° to 360°, which where these are opposite is a quarter turn
 * on from the smaller one, else between the two on the shorter way. A grey's hue counts for
 * nothing. */
static struct hue hue_mean(double a1, double b1, double c1, double a2, double b2, double c2)
{
    static const double opposite = 1e-7;
    double a = a1 * c2 + a2 * c1, b = b1 * c2 + b2 * c1, length = sqrt(a * a + b * b);
    if (length > opposite * c1 * c2)
        return (struct hue){a / length, b / length};
    if (!(c1 > 0))
        return (struct hue){1, 0};
    double turn = b1 > 0 || (b1 == 0 && a1 > 0) ? 1 / c1 : -1 / c1;
    return (struct hue){-b1 * turn, a1 * turn};
}

/* T of (15): 1 − 0.17 cos(h − 30°) + 0.24 cos 2h + 0.32 cos(3h + 6°) − 0.20 cos(4h − 63°). */
static double hue_weight(struct hue h)
{
    double c1 = h.cosine, s1 = h.sine, c2 = 2 * c1 * c1 - 1, s2 = 2 * s1 * c1;
    double c3 = c1 * c2 - s1 * s2, s3 = s1 * c2 + c1 * s2;
    double c4 = 2 * c2 * c2 - 1, s4 = 2 * s2 * c2;
    return 1 - 0.17 * (0.86602540378443865 * c1 + 0.5 * s1) + 0.24 * c2 +
           0.32 * (0.99452189536827333 * c3 - 0.10452846326765347 * s3) -
           0.20 * (0.45399049973954675 * c4 + 0.89100652418836786 * s4);
}

/* R_T of (21); more than 105° from 275° it is below 1e-7. */
static double rotation(struct hue h, double chroma)
{
    double degrees = atan2(h.sine, h.cosine) * (180 / acos(-1));
    double off = (degrees < 0 ? degrees + 360 : degrees) - 275;
    double theta = 30 * exp(-(off / 25) * (off / 25)) * (acos(-1) / 180);
    return -2 * saturation(chroma) * sin(2 * theta);
}

static bool bluish(struct hue h)
{
    /* The cosines of 275° from it and of 105°. */
    return 0.087155742747658174 * h.cosine - 0.99619469809174554 * h.sine > -0.25881904510252076;
}

struct difference difference_e00(struct lab x, struct lab y)
{
    double chroma = (sqrt(x.a * x.a + x.b * x.b) + sqrt(y.a * y.a + y.b * y.b)) / 2;
    double stretch = 1.5 - 0.5 * saturation(chroma), ax = x.a * stretch, ay = y.a * stretch;
    double cx = sqrt(ax * ax + x.b * x.b), cy = sqrt(ay * ay + y.b * y.b), mean = (cx + cy) / 2;
    struct hue hue = hue_mean(ax, x.b, cx, ay, y.b, cy);
    double off = (x.l + y.l) / 2 - 50, lightness = 1 + 0.015 * off * off / sqrt(20 + off * off);
    double weight_c = 1 + 0.045 * mean, weight_h = 1 + 0.015 * mean * hue_weight(hue);
    double l = (x.l - y.l) / lightness, c = (cx - cy) / weight_c;
    double h2 = 2 * (cx * cy - ax * ay - x.b * y.b) / (weight_h * weight_h);
    h2 = h2 > 0 ? h2 : 0;
    double square = l * l + c * c + h2;
    if (bluish(hue)) {
        double h = copysign(sqrt(h2), ay * x.b - ax * y.b);
        square += rotation(hue, mean) * c * h;
    }
    return (struct difference){sqrt(square), l};
}
