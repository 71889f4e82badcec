/* Runs of four letters (character 4-grams): which of a post's stand in texts, and how many texts hold each.
 *
 * A text is read as UTF-8, letter by letter, up to its first `most` letters. Each is folded by a table; all that is
 * neither letter nor digit is a space there, and several spaces are one. A run is four of what is left, 16 bits each; a
 * text begins and ends with a space.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SPACE 32
#define MIXED UINT64_C(0x9E3779B97F4A7C15)
#define SIEVE 15

enum { DONE = 0, NO_MEMORY = -1 };

typedef struct { uint64_t run; int64_t place; } slot;

/* Most runs are none of the post's: a bit for each number of SIEVE bits says so, and these bits stay at hand. */
typedef struct { slot *slots; int shift; uint64_t last; uint64_t sieve[1 << (SIEVE - 6)]; } table;

/* The slot of a run, or the empty one where it would be. */
static slot *slot_of(const table *t, uint64_t run)
{
    uint64_t at = (run * MIXED) >> t->shift;
    while (t->slots[at].place >= 0 && t->slots[at].run != run) at = (at + 1) & t->last;
    return &t->slots[at];
}

/* The next letter; what is no whole letter counts as one byte. */
static const uint8_t *next_letter(const uint8_t *at, const uint8_t *end, uint32_t *letter)
{
    uint32_t first = *at++;
    int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (end - at < more) more = 0;
    *letter = more ? first & (0x3Fu >> more) : first;
    while (more--) *letter = *letter << 6 | (*at++ & 0x3Fu);
    return at;
}

typedef struct { const uint8_t *at, *end; int64_t left, held; uint32_t before; uint64_t run; } reader;

static reader begun(const uint8_t *at, int64_t size, int64_t most)
{
    reader own = {at, at + size, most, 1, SPACE, SPACE};
    return own;
}

/* Reads on to the end of the next run; 0 where there is none. */
static int next_run(reader *r, const uint16_t *folded)
{
    while (r->left >= 0) {
        uint32_t letter = SPACE;
        if (r->at < r->end && r->left) {
            if (*r->at < 0x80) {
                letter = folded[*r->at++];
            } else {
                r->at = next_letter(r->at, r->end, &letter);
                letter = letter > 0xFFFF ? SPACE : folded[letter];
            }
            r->left--;
        } else {
            r->left = -1;
        }
        if (letter == SPACE && r->before == SPACE) continue;
        r->before = letter;
        r->run = r->run << 16 | letter;
        if (++r->held >= 4) return 1;
    }
    return 0;
}

/* Fills a line of `out` for each record, a byte for each run: 1 where the run stands in one of its texts; and `lengths`
 * with the runs that each record has, counted as often as they stand there.
 *
 * `runs` are distinct; `begins` and `sizes`, (fields, records), say where texts lie in memory, in bytes. */
int ngrams_mark(const uint16_t *folded, const uint64_t *runs, int64_t count, int64_t fields, int64_t records,
                const uint8_t *const *begins, const int64_t *sizes, int64_t most, uint8_t *out, int64_t *lengths)
{
    table t = {NULL, 60, 15, {0}};
    while ((int64_t)(t.last + 1) < 4 * count) {
        t.last = 2 * t.last + 1;
        t.shift--;
    }
    t.slots = malloc((t.last + 1) * sizeof *t.slots);
    if (!t.slots) return NO_MEMORY;
    for (uint64_t at = 0; at <= t.last; at++) t.slots[at].place = -1;
    for (int64_t place = 0; place < count; place++) {
        slot *own = slot_of(&t, runs[place]);
        own->run = runs[place];
        own->place = place;
        uint64_t number = (runs[place] * MIXED) >> (64 - SIEVE);
        t.sieve[number >> 6] |= UINT64_C(1) << (number & 63);
    }
    memset(out, 0, (size_t)(records * count));
    memset(lengths, 0, (size_t)records * sizeof *lengths);
    for (int64_t field = 0; field < fields; field++)
        for (int64_t record = 0; record < records; record++) {
            int64_t at = field * records + record;
            reader r = begun(begins[at], sizes[at], most);
            while (next_run(&r, folded)) {
                uint64_t number = (r.run * MIXED) >> (64 - SIEVE);
                lengths[record]++;
                if (!(t.sieve[number >> 6] >> (number & 63) & 1)) continue;
                const slot *found = slot_of(&t, r.run);
                if (found->place >= 0) out[record * count + found->place] = 1;
            }
        }
    free(t.slots);
    return DONE;
}

/* Adds to `counts`, of 2^bits, one for each record and each run of it, where the run's number is the place. */
int ngrams_count(const uint16_t *folded, int64_t fields, int64_t records, const uint8_t *const *begins,
                 const int64_t *sizes, int64_t most, int64_t bits, uint16_t *counts)
{
    int64_t *met = calloc((size_t)1 << bits, sizeof *met);
    if (!met) return NO_MEMORY;
    for (int64_t record = 0; record < records; record++)
        for (int64_t field = 0; field < fields; field++) {
            reader r = begun(begins[field * records + record], sizes[field * records + record], most);
            while (next_run(&r, folded)) {
                uint64_t place = (r.run * MIXED) >> (64 - bits);
                if (met[place] <= record) {
                    met[place] = record + 1;
                    counts[place]++;
                }
            }
        }
    free(met);
    return DONE;
}
