/* The search for a dilution asks for one number a thousand times, the answer for all stages once:
 * both go through the same two functions of the optics, so that what is promised is what was
 * searched. */
#include "colour/tone.h"

void tone_prepare(const struct scene *scene, const struct pigment *pigment, struct tone *ret)
{
    ret->scene = scene;
    ret->strength = pigment->strength;
    pigment_shape(pigment, ret->shape);
}

struct lab tone_covering(const struct tone *tone, double fraction, double coverage)
{
    const struct scene *scene = tone->scene;
    double od = tone->strength * fraction * scene->stages[scene->stage].density;
    return area_lab(&scene->layer, tone->shape, od, coverage);
}

struct lab tone_area(const struct tone *tone, double fraction)
{
    const struct scene *scene = tone->scene;
    return tone_covering(tone, fraction, scene->stages[scene->stage].coverage);
}

double tone_delta(const struct tone *tone, double fraction)
{
    return delta_e00(tone_area(tone, fraction), tone->scene->wanted);
}

struct difference tone_look(const void *tone, double fraction)
{
    const struct tone *t = tone;
    return difference_e00(tone_area(t, fraction), t->scene->wanted);
}

static void colour_tell(const struct spectrum *s, struct lab *ret_lab, char *ret_srgb)
{
    *ret_lab = spectrum_lab(s, D50_2);
    lab_srgb(*ret_lab, ret_srgb);
}

void tone_predict(const struct tone *tone, double fraction, struct predicted ret[STAGES])
{
    const struct scene *scene = tone->scene;
    for (int i = 0; i < STAGES; i++) {
        const struct layout_stage *stage = &scene->stages[i];
        struct spectrum dot, area;
        dot_spectrum(&scene->layer, tone->shape, tone->strength * fraction * stage->density, &dot);
        area_spectrum(&scene->layer, &dot, stage->coverage, &area);
        colour_tell(&dot, &ret[i].dot, ret[i].dot_srgb);
        colour_tell(&area, &ret[i].area, ret[i].area_srgb);
    }
}
