/* The key file is text, so that it can be printed and kept in a drawer; it is written whole under
 * another name first, because half a key is worse than none: the daemon would start with it. */
#include "store/seal.h"

#include "store/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_MODE = 0600, KEY_TEXT = 2 * KEY_SIZE + 1 }; /* hex and a line's end */

_Static_assert(KEY_SIZE == crypto_kdf_KEYBYTES, "libsodium's keys");

static void keys_derive(const unsigned char *key, struct studio_key *ret)
{
    static const char context[crypto_kdf_CONTEXTBYTES] = {'s', 't', 'i', 'p', 'p', 'l', 'e', '1'};
    crypto_kdf_derive_from_key(ret->clients, KEY_SIZE, 1, context, key);
    crypto_kdf_derive_from_key(ret->requests, KEY_SIZE, 2, context, key);
    ret->known = true;
}

static enum stipple_error text_read(int fd, const char *path, struct studio_key *ret,
                                    struct error *e)
{
    char text[KEY_TEXT + 1];
    unsigned char key[KEY_SIZE];
    size_t n = 0;
    struct stat st;
    if (fstat(fd, &st) != 0)
        return store_fail_file(e, "read", path);
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0) {
        fail(e, STIPPLE_CONFIG_INVALID, NULL, "Others than its owner may reach the key %s.", path);
        return fail_hint(e, "If nobody has read it: chmod 600 %s", path);
    }
    ssize_t length = read(fd, text, sizeof text);
    if (length < 0)
        return store_fail_file(e, "read", path);
    bool line = length == KEY_TEXT && text[KEY_TEXT - 1] == '\n';
    bool valid = (line || length == KEY_TEXT - 1) &&
                 sodium_hex2bin(key, sizeof key, text, KEY_TEXT - 1, NULL, &n, NULL) == 0 &&
                 n == KEY_SIZE;
    sodium_memzero(text, sizeof text);
    if (!valid)
        return fail(e, STIPPLE_KEY_WRONG, NULL, "%s does not hold %d hexadecimal digits.", path,
                    KEY_TEXT - 1);
    keys_derive(key, ret);
    sodium_memzero(key, sizeof key);
    return STIPPLE_OK;
}

enum stipple_error studio_key_read(const char *path, struct studio_key *ret, struct error *e)
{
    ret->known = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? STIPPLE_OK : store_fail_file(e, "open", path);
    enum stipple_error code = text_read(fd, path, ret, e);
    close(fd);
    return code;
}

static enum stipple_error text_write(const char *path, const char *text, size_t length,
                                     struct error *e)
{
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, KEY_MODE);
    if (fd < 0)
        return store_fail_file(e, "create", path);
    bool done = write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    enum stipple_error code = done ? STIPPLE_OK : store_fail_file(e, "write", path);
    close(fd);
    return code;
}

enum stipple_error studio_key_make(const char *path, const struct sources *sources,
                                   struct studio_key *ret, struct error *e)
{
    unsigned char key[KEY_SIZE];
    char text[KEY_TEXT + 1];
    struct arena a = {0};
    const char *fresh = arena_print(&a, "%s.new", path);
    sources->random(sources->context, key, sizeof key);
    sodium_bin2hex(text, sizeof text, key, sizeof key);
    text[KEY_TEXT - 1] = '\n';
    enum stipple_error code = fresh ? text_write(fresh, text, KEY_TEXT, e) : fail_memory(e);
    if (code == STIPPLE_OK && rename(fresh, path) != 0)
        code = store_fail_file(e, "create", path);
    if (code == STIPPLE_OK)
        code = folder_sync(path, e);
    if (code == STIPPLE_OK)
        keys_derive(key, ret);
    sodium_memzero(key, sizeof key);
    sodium_memzero(text, sizeof text);
    arena_free(&a);
    return code;
}
