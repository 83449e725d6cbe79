/* glibc keeps one time zone for the whole process, named by TZ. A lock around setting and asking
 * makes that a function of its arguments; nothing else in the process uses local time. */
#include "base/time.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char zone_folder[] = "/usr/share/zoneinfo/";
static pthread_mutex_t zone_lock = PTHREAD_MUTEX_INITIALIZER;

enum { ZONE_MAX = 64 }; /* the longest IANA name has 32 characters */

bool zone_valid(const char *zone)
{
    size_t length = strlen(zone);
    if (length == 0 || length > ZONE_MAX || !isalpha((unsigned char)zone[0]) || strstr(zone, ".."))
        return false;
    if (strcmp(zone, "UTC") == 0)
        return true;
    char path[sizeof zone_folder + ZONE_MAX];
    snprintf(path, sizeof path, "%s%s", zone_folder, zone);
    FILE *file = fopen(path, "re");
    char magic[4] = "";
    bool valid = file && fread(magic, 1, sizeof magic, file) == sizeof magic &&
                 memcmp(magic, "TZif", sizeof magic) == 0; /* RFC 8536 section 3.1 */
    if (file)
        fclose(file);
    return valid;
}

int32_t zone_offset(const char *zone, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm local = {0};
    pthread_mutex_lock(&zone_lock);
    const char *current = getenv("TZ");
    if (!current || strcmp(current, zone) != 0) {
        setenv("TZ", zone, 1);
        tzset();
    }
    localtime_r(&seconds, &local);
    pthread_mutex_unlock(&zone_lock);
    return (int32_t)(local.tm_gmtoff / 60);
}

void zone_local(char *ret, size_t size)
{
    char path[256];
    ssize_t n = readlink("/etc/localtime", path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    const char *found = strstr(path, "zoneinfo/");
    const char *zone = found ? found + strlen("zoneinfo/") : "UTC";
    snprintf(ret, size, "%s", zone_valid(zone) ? zone : "UTC");
}
