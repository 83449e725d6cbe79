/* Three numbers do not say how a skin looks under another light; its spectrum does, and the spectra
 * of skins differ in hardly more than three ways. So the spectrum is found that has the colour
 * measured, by Newton's method. Taken on ln X, ln Y, ln Z it is nearly linear in the components,
 * which are themselves logarithms, and takes three to six steps from the mean skin. */
#include "colour/skin_basis.h"

#include "colour/tables.h"

#include <math.h>

enum { STEPS_MAX = 40, HALVINGS_MAX = 12 };
/* The residual in L*, a* and b* at which the colours are the same. */
#define RESIDUAL_MAX 1e-6
/* The first component is how dark a skin is, the others are its hue, in standard deviations of the
 * measured skins. The far corners of all skins (L* 20–73, a* 2–23, b* 6–24) need 16 of them; what
 * needs more, though a spectrum can be made for it, is no hue of skin or hair. */
#define HUE_MAX 20

struct trial {
    double x[SKIN_COMPONENTS];
    double slope[BANDS]; /* dR / d ln(K/S) */
    struct spectrum s;
    struct xyz c;
    double f[3]; /* ln of the colour over the wanted one */
    double norm;
};

/* R = 1 + k − √(k² + 2k) written without the cancellation. */
static void spectrum_fill(struct trial *t)
{
    for (int band = 0; band < BANDS; band++) {
        double ln_k = skin_mean[band];
        for (int i = 0; i < SKIN_COMPONENTS; i++)
            ln_k += t->x[i] * skin_basis[i][band];
        double k = exp(ln_k), root = sqrt(k * (k + 2));
        t->s.r[band] = 1 / (1 + k + root);
        t->slope[band] = -t->s.r[band] * k / root;
    }
}

/* A trial that ran off to infinity has a NaN norm, which no comparison accepts. */
static void trial_evaluate(struct trial *t, enum light light, struct xyz wanted)
{
    spectrum_fill(t);
    t->c = spectrum_xyz(&t->s, light);
    t->f[0] = log(t->c.x / wanted.x);
    t->f[1] = log(t->c.y / wanted.y);
    t->f[2] = log(t->c.z / wanted.z);
    t->norm = t->f[0] * t->f[0] + t->f[1] * t->f[1] + t->f[2] * t->f[2];
}

static void jacobian(const struct trial *t, enum light light, double ret[3][SKIN_COMPONENTS])
{
    const double c[3] = {t->c.x, t->c.y, t->c.z};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < SKIN_COMPONENTS; j++) {
            double sum = 0;
            for (int band = 0; band < BANDS; band++)
                sum += tristimulus_weights[light][i][band] * t->slope[band] * skin_basis[j][band];
            ret[i][j] = sum / c[i];
        }
}

static void cross(const double a[3], const double b[3], double ret[3])
{
    for (int i = 0; i < 3; i++)
        ret[i] = a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3];
}

/* m d = −f by Cramer's rule. A singular m gives infinities, which the caller's trials refuse. */
static void newton_direction(const double m[3][3], const double f[3], double ret[3])
{
    double rows[3][3];
    for (int i = 0; i < 3; i++)
        cross(m[(i + 1) % 3], m[(i + 2) % 3], rows[i]);
    double determinant = m[0][0] * rows[0][0] + m[0][1] * rows[0][1] + m[0][2] * rows[0][2];
    for (int j = 0; j < 3; j++)
        ret[j] = -(f[0] * rows[0][j] + f[1] * rows[1][j] + f[2] * rows[2][j]) / determinant;
}

/* Goes along the Newton direction, by half as much until it is an improvement. */
static bool trial_improve(struct trial *t, enum light light, struct xyz wanted)
{
    double m[3][SKIN_COMPONENTS], direction[SKIN_COMPONENTS];
    jacobian(t, light, m);
    newton_direction(m, t->f, direction);
    for (int halvings = 0; halvings < HALVINGS_MAX; halvings++) {
        struct trial next;
        for (int j = 0; j < SKIN_COMPONENTS; j++)
            next.x[j] = t->x[j] + ldexp(direction[j], -halvings);
        trial_evaluate(&next, light, wanted);
        if (next.norm < t->norm) {
            *t = next;
            return true;
        }
    }
    return false;
}

static bool same_colour(struct lab x, struct lab y)
{
    return fabs(x.l - y.l) < RESIDUAL_MAX && fabs(x.a - y.a) < RESIDUAL_MAX &&
           fabs(x.b - y.b) < RESIDUAL_MAX;
}

bool skin_solve(struct lab colour, enum light light, struct spectrum *ret)
{
    struct xyz wanted = lab_to_xyz(colour, light);
    if (!(wanted.x > 0 && wanted.y > 0 && wanted.z > 0))
        return false;
    struct trial t = {.x = {0}};
    trial_evaluate(&t, light, wanted);
    for (int i = 0; i < STEPS_MAX; i++) {
        if (same_colour(xyz_to_lab(t.c, light), colour)) {
            if (fabs(t.x[1]) > HUE_MAX || fabs(t.x[2]) > HUE_MAX)
                return false;
            *ret = t.s;
            return true;
        }
        if (!trial_improve(&t, light, wanted))
            return false;
    }
    return false;
}
