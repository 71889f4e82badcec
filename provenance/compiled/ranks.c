/* Rankings of records: the best of many scores, and several rankings fused into one. Equals stand in the order of rows. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DONE = 0, NO_MEMORY = -1 };

typedef struct { double score; int64_t row; float words; } entry;

static int before(const entry *a, const entry *b)
{
    return a->score > b->score || (a->score == b->score && a->row < b->row);
}

/* Sorts by merging runs; `room` is as long. Returns which of the two holds the outcome. */
static entry *sorted(entry *from, entry *room, int64_t count)
{
    for (int64_t first = 0; first < count; first += 8) {
        int64_t end = first + 8 < count ? first + 8 : count;
        for (int64_t at = first + 1, to; at < end; at++) {
            entry item = from[at];
            for (to = at; to > first && before(&item, &from[to - 1]); to--) from[to] = from[to - 1];
            from[to] = item;
        }
    }
    for (int64_t size = 8; size < count; size *= 2) {
        for (int64_t first = 0; first < count; first += 2 * size) {
            int64_t one = first, middle = first + size < count ? first + size : count, two = middle;
            int64_t end = middle + size < count ? middle + size : count;
            for (int64_t to = first; to < end; to++)
                room[to] = two == end || (one < middle && !before(&from[two], &from[one])) ? from[one++] : from[two++];
        }
        entry *swap = from;
        from = room;
        room = swap;
    }
    return from;
}

/* The `k` highest scores of each line: a line of `out_rows` and `out_scores` each. */
int ranks_best(int64_t lines, int64_t count, const int64_t *rows, const float *scores, int64_t k, int64_t *out_rows,
               float *out_scores)
{
    int64_t most = k < count ? k : count, kept = 2 * most > 64 ? 2 * most : 64;
    entry *held = malloc(2 * (kept + 1) * sizeof *held);
    if (!held) return NO_MEMORY;
    for (int64_t line = 0; line < lines; line++, scores += count) {
        /* Twice as many as are wanted are gathered, then the worse half goes. */
        entry *of = held;
        int64_t size = 0, full = 0;
        entry worst = {0};
        for (int64_t at = 0; at < count; at++) {
            entry item = {scores[at], rows[at], 0};
            if (full && !before(&item, &worst)) continue;
            of[size++] = item;
            if (size < kept) continue;
            of = sorted(of, of == held ? held + kept + 1 : held, size);
            size = most;
            full = 1;
            worst = of[most - 1];
        }
        of = sorted(of, of == held ? held + kept + 1 : held, size);
        for (int64_t at = 0; at < most; at++) *out_rows++ = of[at].row, *out_scores++ = (float)of[at].score;
    }
    free(held);
    return DONE;
}

/* Reciprocal rank fusion. Ranking `i` holds rows cuts[i] .. cuts[i + 1]; query `q` has rankings of[q] .. of[q + 1], the
 * first one by words, of which `words` is the score, the others by meaning, of which the best rank of a row counts. */
int ranks_fuse(int64_t queries, const int64_t *of, const int64_t *cuts, const int64_t *rows, const float *words,
               const int64_t *words_begin, int64_t constant, int64_t k, int64_t *out_rows, float *out_words,
               float *out_scores, int64_t *out_counts)
{
    int64_t most = 1, slots = 2;
    for (int64_t q = 0; q < queries; q++) {
        int64_t size = cuts[of[q + 1]] - cuts[of[q]];
        if (size > most) most = size;
    }
    while (slots < 2 * most) slots *= 2;
    entry *held = malloc(2 * most * sizeof *held);
    double *meaning = malloc(most * sizeof *meaning);
    int64_t *slot = malloc(slots * sizeof *slot);
    if (!held || !meaning || !slot) {
        free(held), free(meaning), free(slot);
        return NO_MEMORY;
    }
    for (int64_t q = 0; q < queries; q++) {
        int64_t size = 0, wide = 2;
        while (wide < 2 * (cuts[of[q + 1]] - cuts[of[q]])) wide *= 2;
        memset(slot, -1, wide * sizeof *slot);
        for (int64_t ranking = of[q]; ranking < of[q + 1]; ranking++)
            for (int64_t at = cuts[ranking]; at < cuts[ranking + 1]; at++) {
                double worth = 1.0 / (double)(constant + at - cuts[ranking]);
                uint64_t place = ((uint64_t)rows[at] * 0x9E3779B97F4A7C15u >> 32) & (wide - 1);
                while (slot[place] >= 0 && held[slot[place]].row != rows[at]) place = (place + 1) & (wide - 1);
                if (slot[place] < 0) {
                    slot[place] = size;
                    meaning[size] = 0;
                    held[size++] = (entry){0, rows[at], 0};
                }
                if (ranking == of[q]) {
                    held[slot[place]].score = worth;
                    held[slot[place]].words = words[words_begin[q] + at - cuts[ranking]];
                } else if (worth > meaning[slot[place]]) meaning[slot[place]] = worth;
            }
        for (int64_t at = 0; at < size; at++) held[at].score += meaning[at];
        entry *best = sorted(held, held + most, size);
        if (size > k) size = k;
        out_counts[q] = size;
        for (int64_t at = 0; at < size; at++) {
            *out_rows++ = best[at].row;
            *out_words++ = best[at].words;
            *out_scores++ = (float)best[at].score;
        }
    }
    free(held), free(meaning), free(slot);
    return DONE;
}
