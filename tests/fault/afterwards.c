#include "afterwards.h"

#include "grown.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512, FILES_MAX = 1024, NAMES_MAX = 256 };

struct bytes {
    char *at;
    size_t length, space;
};

/* A write or, without bytes, a truncate. */
struct change {
    const char *bytes;
    size_t length;
    int64_t offset;
};

struct file {
    bool folder;
    struct bytes safe;
    struct change *changes; /* since the last sync */
    size_t n, space;
};

/* `file` < 0: there is no such name. */
struct name {
    const char *text;
    int file;
};

struct names {
    struct name at[NAMES_MAX];
    size_t n;
};

/* What happened to names since their folder was synced. */
struct move {
    const char *from, *to; /* one of them NULL: made, deleted */
    int file;
};

struct afterwards {
    uint64_t chance;
    struct file files[FILES_MAX];
    int n_files;
    struct names now, safe;
    struct move moves[NAMES_MAX];
    size_t n_moves;
};

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t chance_next(uint64_t *chance)
{
    uint64_t z = (*chance += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static void bytes_size(struct bytes *b, size_t length)
{
    b->at = grown(b->at, &b->space, length, 1);
    if (length > b->length)
        memset(b->at + b->length, 0, length - b->length);
    b->length = length;
}

static void bytes_write(struct bytes *b, size_t offset, const char *from, size_t length)
{
    if (offset + length > b->length)
        bytes_size(b, offset + length);
    memcpy(b->at + offset, from, length);
}

/* How what was not synced fares at one power loss. */
struct luck {
    uint64_t chance;
    unsigned kept; /* of 8 pieces */
    bool torn;
};

static struct luck luck_draw(uint64_t chance)
{
    static const unsigned kept[] = {0, 0, 1, 4, 4, 7, 8, 4};
    struct luck luck = {.chance = chance};
    uint64_t draw = chance_next(&luck.chance);
    luck.kept = kept[draw & 7];
    luck.torn = draw & 8;
    return luck;
}

static bool luck_keeps(struct luck *luck)
{
    return (chance_next(&luck->chance) & 7) < luck->kept;
}

/* Each piece of a write, cut where the file's sectors end, by itself. */
static void write_tear(struct luck *luck, struct bytes *b, const struct change *c)
{
    size_t offset = (size_t)c->offset;
    for (size_t done = 0, n; done < c->length; done += n) {
        n = SECTOR - (offset + done) % SECTOR;
        n = n < c->length - done ? n : c->length - done;
        if (luck_keeps(luck))
            bytes_write(b, offset + done, c->bytes + done, n);
    }
}

static void change_apply(struct bytes *b, const struct change *c)
{
    if (c->bytes)
        bytes_write(b, (size_t)c->offset, c->bytes, c->length);
    else
        bytes_size(b, (size_t)c->offset);
}

static void changes_settle(struct luck *luck, const struct file *f, struct bytes *b)
{
    for (size_t i = 0; i < f->n; i++)
        if (luck->torn && f->changes[i].bytes)
            write_tear(luck, b, &f->changes[i]);
        else if (luck_keeps(luck))
            change_apply(b, &f->changes[i]);
}

static struct name *name_find(struct names *names, const char *text)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->at[i].text, text) == 0)
            return &names->at[i];
    return NULL;
}

static void name_set(struct names *names, const char *text, int file)
{
    struct name *name = name_find(names, text);
    if (!name && names->n == NAMES_MAX)
        die("too many names");
    if (!name)
        name = &names->at[names->n++];
    *name = (struct name){text, file};
}

static void move_make(struct names *names, const struct move *move)
{
    if (move->from)
        name_set(names, move->from, -1);
    if (move->to)
        name_set(names, move->to, move->file);
}

static void move_note(struct afterwards *d, struct move move)
{
    move_make(&d->now, &move);
    if (d->n_moves == NAMES_MAX)
        die("too many names moved");
    d->moves[d->n_moves++] = move;
}

static int file_new(struct afterwards *d, bool folder)
{
    if (d->n_files == FILES_MAX)
        die("too many files");
    d->files[d->n_files].folder = folder;
    return d->n_files++;
}

static int file_of(struct afterwards *d, const char *name)
{
    const struct name *found = name_find(&d->now, name);
    return found ? found->file : -1;
}

/* What a folder's sync makes safe: the names that lie in it. */
static bool lies_in(const char *name, const char *folder)
{
    size_t length = strlen(folder);
    if (!name || (length && (strncmp(name, folder, length) != 0 || name[length] != '/')))
        return false;
    return strchr(name + length + (length > 0), '/') == NULL;
}

static void folder_sync(struct afterwards *d, const char *folder)
{
    size_t left = 0;
    for (size_t i = 0; i < d->n_moves; i++)
        if (lies_in(d->moves[i].from, folder) || lies_in(d->moves[i].to, folder))
            move_make(&d->safe, &d->moves[i]);
        else
            d->moves[left++] = d->moves[i];
    d->n_moves = left;
}

static void file_change(struct file *f, struct change change)
{
    f->changes = grown(f->changes, &f->space, f->n + 1, sizeof *f->changes);
    f->changes[f->n++] = change;
}

static void file_sync(struct file *f)
{
    for (size_t i = 0; i < f->n; i++)
        change_apply(&f->safe, &f->changes[i]);
    f->n = 0;
}

/* Half of them: nothing at all comes to the disk. */
static void file_sync_fail(struct afterwards *d, struct file *f)
{
    struct luck luck = luck_draw(chance_next(&d->chance));
    changes_settle(&luck, f, &f->safe);
    f->n = 0;
}

static void file_have(struct afterwards *d, const struct disk_step *step, const char *name,
                      const char *bytes)
{
    int file = file_new(d, step->offset == DISK_HAVE_FOLDER);
    bytes_write(&d->files[file].safe, 0, bytes, step->length);
    name_set(&d->now, name, file);
    name_set(&d->safe, name, file);
}

struct afterwards *afterwards_new(uint64_t chance)
{
    struct afterwards *d = calloc(1, sizeof *d);
    if (!d)
        die("memory");
    d->chance = chance;
    return d;
}

static void name_step(struct afterwards *d, const struct disk_step *step, const char *name,
                      const char *bytes)
{
    int file = file_of(d, name);
    if (step->op == DISK_FOLDER || step->op == DISK_CREATE)
        move_note(d, (struct move){.to = name, .file = file_new(d, step->op == DISK_FOLDER)});
    else if (step->op == DISK_RENAME && file >= 0)
        move_note(d, (struct move){.from = name, .to = bytes, .file = file});
    else if (step->op == DISK_DELETE && file >= 0)
        move_note(d, (struct move){.from = name});
}

void afterwards_step(struct afterwards *d, const struct disk_step *step, const char *name,
                     const char *bytes)
{
    int number = file_of(d, name);
    struct file *file = number < 0 ? NULL : &d->files[number];
    switch (step->op) {
    case DISK_HAVE:
        file_have(d, step, name, bytes);
        break;
    case DISK_FOLDER_SYNC:
        folder_sync(d, name);
        break;
    case DISK_WRITE:
    case DISK_TRUNCATE:
        if (!file)
            die(name);
        file_change(file, (struct change){step->op == DISK_WRITE ? bytes : NULL, step->length,
                                          step->offset});
        break;
    case DISK_SYNC:
        if (file)
            file_sync(file);
        break;
    case DISK_SYNC_FAILED:
        if (file)
            file_sync_fail(d, file);
        break;
    default:
        name_step(d, step, name, bytes);
    }
}

static void file_lay(const struct file *f, struct luck *luck, const char *path)
{
    static struct bytes b; /* kept from one to the next: the files are large */
    b.length = 0;
    bytes_write(&b, 0, f->safe.at, f->safe.length);
    changes_settle(luck, f, &b);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, b.at, b.length) != (ssize_t)b.length)
        die(path);
    close(fd);
}

static bool folder_stands(const struct names *names, const struct afterwards *d, const char *text)
{
    const char *slash = strrchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : 0;
    for (size_t i = 0; slash && i < names->n; i++) {
        const struct name *name = &names->at[i];
        if (strncmp(name->text, text, length) == 0 && name->text[length] == '\0')
            return name->file >= 0 && d->files[name->file].folder;
    }
    return !slash;
}

/* Folders first: a name may have come to the disk before that of its folder. */
static void names_lay(const struct afterwards *d, const struct names *names, bool folders,
                      struct luck *luck, const char *root)
{
    char path[PATH_MAX];
    for (size_t i = 0; i < names->n; i++) {
        const struct name *name = &names->at[i];
        if (name->file < 0 || d->files[name->file].folder != folders ||
            !folder_stands(names, d, name->text))
            continue;
        snprintf(path, sizeof path, "%s/%s", root, name->text);
        if (folders)
            mkdir(path, 0750);
        else
            file_lay(&d->files[name->file], luck, path);
    }
}

void afterwards_lay(const struct afterwards *d, uint64_t chance, const char *root)
{
    struct luck luck = luck_draw(chance);
    struct names names = d->safe;
    for (size_t i = 0; i < d->n_moves; i++)
        if (luck_keeps(&luck))
            move_make(&names, &d->moves[i]);
    names_lay(d, &names, true, &luck, root);
    names_lay(d, &names, false, &luck, root);
}

void afterwards_free(struct afterwards *d)
{
    for (int i = 0; d && i < d->n_files; i++) {
        free(d->files[i].safe.at);
        free(d->files[i].changes);
    }
    free(d);
}
