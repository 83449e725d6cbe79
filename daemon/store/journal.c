/* The WAL that a crash left, before SQLite reads it. SQLite takes whatever stands behind the first
 * frame that fails its checksum for a write that was under way when the power went, and goes on
 * without a word. But each commit is synced before the next is begun, and every start empties the
 * WAL: so two commits behind that frame are one that was acknowledged, and damaged since. What was
 * damaged in the very last commit looks like a power loss in the middle of it, and is taken for
 * that. */
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* sqlite.org/fileformat.html section 4.1; the last bit of the magic number says that checksums are
 * made of big-endian words. All other numbers are big-endian. */
enum {
    HEADER_SIZE = 32,
    HEADER_PAGE = 8,
    HEADER_SALTS = 16,
    HEADER_SUMS = 24,
    FRAME_SIZE = 24,
    FRAME_COMMIT = 4,
    FRAME_SALTS = 8,
    FRAME_SUMS = 16,
    SALTS_SIZE = 8,
    MAGIC = 0x377F0682,
    PAGE_MIN = 512,
    PAGE_MAX = 65536
};

static uint32_t number(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t word(bool big, const unsigned char *at)
{
    return big ? number(at) : __builtin_bswap32(number(at));
}

/* Adds bytes, a multiple of eight, to the sums. */
static void sums_add(bool big, const unsigned char *bytes, size_t n, uint32_t sums[2])
{
    for (size_t i = 0; i < n; i += 8) {
        sums[0] += word(big, bytes + i) + sums[1];
        sums[1] += word(big, bytes + i + 4) + sums[0];
    }
}

struct journal {
    int fd;
    bool big;
    size_t page;
    unsigned char salts[SALTS_SIZE];
    uint32_t said[2], made[2]; /* the last frame's sums, as they stand there and as they should */
    bool broken;
    int commits; /* behind the break */
};

static bool sums_stand(const unsigned char *at, const uint32_t sums[2])
{
    return sums[0] == number(at) && sums[1] == number(at + 4);
}

/* Written and synced before any frame, and no larger than what a disk writes at once: it is there
 * or, where nothing came of it, zeros. */
static bool header_read(struct journal *j, const unsigned char *header, bool *ret_empty)
{
    static const unsigned char zeros[HEADER_SIZE];
    uint32_t magic = number(header), page = number(header + HEADER_PAGE);
    *ret_empty = memcmp(header, zeros, sizeof zeros) == 0;
    j->big = magic & 1;
    j->page = page;
    memcpy(j->salts, header + HEADER_SALTS, SALTS_SIZE);
    sums_add(j->big, header, HEADER_SUMS, j->made);
    memcpy(j->said, j->made, sizeof j->said);
    return (magic & ~1U) == MAGIC && page >= PAGE_MIN && page <= PAGE_MAX &&
           (page & (page - 1)) == 0 && sums_stand(header + HEADER_SUMS, j->made);
}

/* Whether the frame goes on with these sums, which then are its own. */
static bool frame_follows(const struct journal *j, const unsigned char *frame, uint32_t sums[2])
{
    sums_add(j->big, frame, FRAME_SALTS, sums);
    sums_add(j->big, frame + FRAME_SIZE, j->page, sums);
    return memcmp(frame + FRAME_SALTS, j->salts, SALTS_SIZE) == 0 &&
           sums_stand(frame + FRAME_SUMS, sums);
}

/* A frame of an earlier round of the WAL has two other salts, a damaged one has one of these. */
static bool frame_is_ours(const struct journal *j, const unsigned char *frame)
{
    const unsigned char *salts = frame + FRAME_SALTS;
    return memcmp(salts, j->salts, SALTS_SIZE / 2) == 0 ||
           memcmp(salts + SALTS_SIZE / 2, j->salts + SALTS_SIZE / 2, SALTS_SIZE / 2) == 0;
}

/* Behind the break a commit counts when it goes on with what stands before it: one that a full disk
 * cut off does not. */
static void frame_look(struct journal *j, const unsigned char *frame)
{
    uint32_t sums[2] = {j->said[0], j->said[1]};
    bool follows = frame_follows(j, frame, sums) || (j->broken && frame_follows(j, frame, j->made));
    bool breaks = !follows && !j->broken;
    j->broken |= breaks;
    if (j->broken && (follows || (breaks && frame_is_ours(j, frame))) &&
        number(frame + FRAME_COMMIT) != 0)
        j->commits++;
    memcpy(j->made, sums, sizeof sums);
    j->said[0] = number(frame + FRAME_SUMS);
    j->said[1] = number(frame + FRAME_SUMS + 4);
}

static bool journal_whole(struct journal *j)
{
    static unsigned char bytes[FRAME_SIZE + PAGE_MAX]; /* one writer a process opens one WAL */
    bool empty;
    if (pread(j->fd, bytes, HEADER_SIZE, 0) < HEADER_SIZE)
        return true;
    if (!header_read(j, bytes, &empty))
        return empty;
    size_t size = FRAME_SIZE + j->page;
    for (off_t at = HEADER_SIZE; pread(j->fd, bytes, size, at) == (ssize_t)size; at += (off_t)size)
        frame_look(j, bytes);
    return j->commits < 2;
}

/* After a sync that failed the kernel may show what never came to the disk, hold it for clean and
 * say yes to every later sync (Rebello et al., "Can Applications Recover from fsync Failures?",
 * 2020). A daemon that ended by one left such bytes in its WAL. So before that is believed it is
 * written once more, each byte in its place, and synced. */
static enum stipple_error journal_secure(int from, const char *wal, struct error *e)
{
    int to = open(wal, O_WRONLY | O_CLOEXEC);
    enum stipple_error code =
        to >= 0 && file_pour(from, to) ? STIPPLE_OK : store_fail_file(e, "secure", wal);
    if (to >= 0)
        close(to);
    return code;
}

enum stipple_error journal_prepare(const char *path, struct error *e)
{
    char wal[PATH_MAX];
    if (snprintf(wal, sizeof wal, "%s-wal", path) >= (int)sizeof wal)
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The path %s is too long.", path);
    struct journal j = {.fd = open(wal, O_RDONLY | O_CLOEXEC)};
    if (j.fd < 0)
        return errno == ENOENT ? STIPPLE_OK : store_fail_file(e, "open", wal);
    enum stipple_error code;
    if (journal_whole(&j)) {
        code = journal_secure(j.fd, wal, e);
    } else {
        fail(e, STIPPLE_STORE_DAMAGED, NULL,
             "%s is damaged: writes in it that were acknowledged cannot be read.", wal);
        code = fail_hint(e, "Keep the whole folder as it is, and restore the last backup.");
    }
    close(j.fd);
    return code;
}
