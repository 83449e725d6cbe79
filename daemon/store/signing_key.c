/* The key is a file of its own, so that a copy of the database does not hand out the means to sign
 * another history. It is made whole under another name and then renamed: a crash in between leaves
 * no half key that would sign for ever after. */
#include "store/signature.h"

#include "store/chain.h"
#include "store/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(SEAL_PUBLIC_HEX == 2 * crypto_sign_PUBLICKEYBYTES + 1, "Ed25519");
_Static_assert(SEAL_SIGNATURE_HEX == 2 * crypto_sign_BYTES + 1, "Ed25519");

/* The file: the seed in hex and a line break, so that it can be kept on paper too. */
enum { SEED_HEX = 2 * crypto_sign_SEEDBYTES + 1, KEY_MODE = 0600 };

struct signing_key {
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    char public_key[SEAL_PUBLIC_HEX], fingerprint[SEAL_FINGERPRINT_SIZE];
};

/* ret holds SEAL_FINGERPRINT_SIZE bytes. */
static void fingerprint_make(const unsigned char *public_key, char *ret)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, public_key, crypto_sign_PUBLICKEYBYTES);
    for (size_t i = 0; i < 8; i++)
        snprintf(ret + 5 * i, SEAL_FINGERPRINT_SIZE - 5 * i, "%02x%02x%s", hash[2 * i],
                 hash[2 * i + 1], i < 7 ? "-" : "");
}

static bool hex_read(const char *text, unsigned char *ret, size_t size)
{
    size_t length = 0;
    return text && strlen(text) == 2 * size &&
           sodium_hex2bin(ret, size, text, 2 * size, NULL, &length, NULL) == 0 && length == size;
}

bool seal_fingerprint(const char *public_key, char *ret)
{
    unsigned char bytes[crypto_sign_PUBLICKEYBYTES];
    if (!hex_read(public_key, bytes, sizeof bytes))
        return false;
    fingerprint_make(bytes, ret);
    return true;
}

static void key_derive(const unsigned char *seed, struct signing_key *ret)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    crypto_sign_seed_keypair(public_key, ret->secret, seed);
    sodium_bin2hex(ret->public_key, sizeof ret->public_key, public_key, sizeof public_key);
    fingerprint_make(public_key, ret->fingerprint);
}

static enum stipple_error seed_write(int fd, const char *path, const struct sources *sources,
                                     struct error *e)
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    char text[SEED_HEX + 1];
    sources->random(sources->context, seed, sizeof seed);
    sodium_bin2hex(text, sizeof text, seed, sizeof seed);
    text[SEED_HEX - 1] = '\n';
    errno = ENOSPC; /* what a short write means */
    bool done = write(fd, text, SEED_HEX) == SEED_HEX && fsync(fd) == 0;
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(text, sizeof text);
    return done ? STIPPLE_OK : store_fail_file(e, "write", path);
}

static enum stipple_error key_create(const char *path, const struct sources *sources,
                                     struct error *e)
{
    char fresh[PATH_MAX];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The path %s is too long.", path);
    unlink(fresh); /* what a crash left there never signed anything */
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, KEY_MODE);
    if (fd < 0)
        return store_fail_file(e, "create", fresh);
    enum stipple_error code = seed_write(fd, fresh, sources, e);
    close(fd);
    if (code == STIPPLE_OK && rename(fresh, path) != 0)
        code = store_fail_file(e, "create", path);
    if (code != STIPPLE_OK) {
        unlink(fresh);
        return code;
    }
    return folder_sync(path, e);
}

static enum stipple_error seed_read(int fd, const char *path, unsigned char *ret, struct error *e)
{
    struct stat st;
    char text[SEED_HEX + 1] = "";
    if (fstat(fd, &st) != 0)
        return store_fail_file(e, "read", path);
    if (!S_ISREG(st.st_mode) || st.st_mode & 077) {
        fail(e, STIPPLE_CONFIG_INVALID, NULL, "Others than its owner may reach the key %s.", path);
        return fail_hint(e, "If nobody has read it: chmod 600 %s", path);
    }
    ssize_t n = read(fd, text, SEED_HEX);
    if (n < 0)
        return store_fail_file(e, "read", path);
    text[strcspn(text, "\r\n")] = '\0';
    bool valid = hex_read(text, ret, crypto_sign_SEEDBYTES);
    sodium_memzero(text, sizeof text);
    if (valid)
        return STIPPLE_OK;
    fail(e, STIPPLE_CONFIG_INVALID, NULL, "%s is not a key: it holds 64 hex digits.", path);
    return fail_hint(e,
                     "Put back the copy you keep; without it move the file away and start anew.");
}

static enum stipple_error key_read(const char *path, struct signing_key *ret, bool *ret_there,
                                   struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *ret_there = fd >= 0;
    if (fd < 0)
        return errno == ENOENT ? STIPPLE_OK : store_fail_file(e, "open", path);
    unsigned char seed[crypto_sign_SEEDBYTES];
    enum stipple_error code = seed_read(fd, path, seed, e);
    close(fd);
    if (code == STIPPLE_OK)
        key_derive(seed, ret);
    sodium_memzero(seed, sizeof seed);
    return code;
}

enum stipple_error signing_key_open(const char *dir, const struct sources *sources,
                                    struct signing_key **ret, struct error *e)
{
    char path[PATH_MAX];
    bool there;
    if (snprintf(path, sizeof path, "%s/" SEAL_KEY_FILE, dir) >= (int)sizeof path)
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The path %s is too long.", dir);
    if (sodium_init() < 0)
        return fail(e, STIPPLE_INTERNAL, NULL, "libsodium does not start.");
    struct signing_key *key = calloc(1, sizeof *key);
    if (!key)
        return fail_memory(e);
    enum stipple_error code = key_read(path, key, &there, e);
    if (code == STIPPLE_OK && !there) {
        code = key_create(path, sources, e);
        if (code == STIPPLE_OK)
            code = key_read(path, key, &there, e);
    }
    if (code == STIPPLE_OK)
        *ret = key;
    else
        signing_key_free(key);
    return code;
}

void signing_key_free(struct signing_key *key)
{
    if (key)
        sodium_memzero(key, sizeof *key);
    free(key);
}

const char *signing_key_public(const struct signing_key *key)
{
    return key->public_key;
}

const char *signing_key_fingerprint(const struct signing_key *key)
{
    return key->fingerprint;
}

void seal_sign(const struct signing_key *key, const char *text, size_t length, char *ret)
{
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, NULL, (const unsigned char *)text, length, key->secret);
    sodium_bin2hex(ret, SEAL_SIGNATURE_HEX, signature, sizeof signature);
}

bool seal_signed(const char *public_key, const char *text, size_t length, const char *signature)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];
    return hex_read(public_key, key, sizeof key) && hex_read(signature, bytes, sizeof bytes) &&
           crypto_sign_verify_detached(bytes, (const unsigned char *)text, length, key) == 0;
}
