/* ICC transforms in doubles: an 8-bit Lab alone loses 0.3 in a* and b*. Without optimisation and
 * cache a transform is cheap to make (20 µs) and exact, so each call makes its own in a context of
 * its own, and nothing is shared between threads. */
#include "colour/icc.h"

#include "colour/tables.h"

#include <lcms2.h>
#include <stdio.h>

struct job {
    cmsContext context;
    char trouble[256]; /* the first complaint of LittleCMS */
};

static void trouble_note(cmsContext context, cmsUInt32Number code, const char *text)
{
    (void)code;
    struct job *job = cmsGetContextUserData(context);
    if (!job->trouble[0])
        snprintf(job->trouble, sizeof job->trouble, "%s", text);
}

static cmsHTRANSFORM transform_open(const struct job *job, int space)
{
    const struct rgb_profile *p = &rgb_profiles[space];
    cmsHPROFILE from = cmsOpenProfileFromMemTHR(job->context, p->bytes, (cmsUInt32Number)p->length);
    cmsHPROFILE to = cmsCreateLab4ProfileTHR(job->context, NULL);
    cmsHTRANSFORM transform = NULL;
    if (from && to)
        transform = cmsCreateTransformTHR(job->context, from, TYPE_RGB_DBL, to, TYPE_Lab_DBL,
                                          INTENT_RELATIVE_COLORIMETRIC,
                                          cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    if (to)
        cmsCloseProfile(to);
    if (from)
        cmsCloseProfile(from);
    return transform;
}

enum stipple_error icc_to_pcs(int space, const double rgb[3], struct lab *ret, struct error *e)
{
    struct job job = {0};
    job.context = cmsCreateContext(NULL, &job);
    if (!job.context)
        return fail_memory(e);
    cmsSetLogErrorHandlerTHR(job.context, trouble_note);
    cmsHTRANSFORM transform = transform_open(&job, space);
    if (transform) {
        cmsCIELab lab;
        cmsDoTransform(transform, rgb, &lab, 1);
        cmsDeleteTransform(transform);
        *ret = (struct lab){lab.L, lab.a, lab.b};
    }
    cmsDeleteContext(job.context);
    if (!transform)
        return fail(e, STIPPLE_INTERNAL, NULL, "LittleCMS: %s", job.trouble);
    return STIPPLE_OK;
}
