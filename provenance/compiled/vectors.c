/* Vectors in half precision out of a file, made wide as they are read. */
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define ROOM 32768              /* numbers read at a time (64 KB) */

enum { DONE = 0, CUT_OFF = -1, UNREADABLE = -2 };

/* Single from half precision, as exact as the processor's own step, which not every processor has: what the exponent is
 * too small by is multiplied in. Infinities and what is no number are none of a vector's. */
static void widen(const uint16_t *half, int64_t count, float *out)
{
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)(half[i] & 0x7fff) << 13, sign = (uint32_t)(half[i] & 0x8000) << 16;
        float value;
        memcpy(&value, &bits, sizeof value);
        value *= 0x1p112f;
        memcpy(&bits, &value, sizeof bits);
        bits |= sign;
        memcpy(&out[i], &bits, sizeof bits);
    }
}

/* Fills the lines of `out` with vectors by number; those that lie side by side are read at once. */
int vectors_read(int file, int64_t begin, int64_t dimension, const int64_t *numbers, int64_t count, float *out)
{
    uint16_t room[ROOM];
    int64_t most = ROOM / dimension;
    if (most < 1) return UNREADABLE;
    for (int64_t first = 0, last; first < count; first = last) {
        for (last = first + 1; last < count && last - first < most && numbers[last] == numbers[last - 1] + 1; last++);
        int64_t size = (last - first) * dimension * (int64_t)sizeof *room;
        ssize_t got;
        do got = pread(file, room, size, begin + numbers[first] * dimension * (int64_t)sizeof *room);
        while (got < 0 && errno == EINTR);
        if (got < size) return got < 0 ? UNREADABLE : CUT_OFF;
        widen(room, (last - first) * dimension, out + first * dimension);
    }
    return DONE;
}
