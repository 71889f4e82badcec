/* The best records of queries by words: BM25 over the lists of an inverted file.
 *
 * Records are gone through in blocks. In each, the lists that are worth most an entry are added up; a record whose sum,
 * with all that the other lists can give at most, stays below what the k-th best has by then is left, the others are
 * looked up in these lists ("MaxScore": Turtle & Flood, Query evaluation: strategies and optimizations, 1995). The
 * answers are those of adding up everything. Shares are in single precision, sums in double, so that records of equal
 * scores stay equal whichever way these were added up.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 32768             /* records whose sums are held at a time (256 KB) */
#define LEFT_OUT 0.6            /* lists are looked up that can give at most this share of what the k-th best has */
#define SLACK 1e-6              /* sums of the same numbers differ by their order */

enum { DONE = 0, NO_MEMORY = -1, BROKEN = -2 };

typedef struct {
    const uint32_t *places;     /* of the records of all lists, ascending in each */
    const uint16_t *times;      /* how often the term stands there */
    int64_t entries;
    const uint8_t *lengths;     /* (channels, records): codes of lengths */
    const float *norms;         /* (channels, codes): k1 (1 - b + b length / mean length) */
    int64_t channels, codes;
    const int64_t *rows;        /* of each place */
    int64_t records;
} words_index;

typedef struct {
    int64_t count;              /* of queries */
    const int64_t *cuts;        /* (count + 1,): whose lists are which */
    const int64_t *begins, *sizes, *channels;
    const float *weights;       /* what a record gets of a list that the term is all of */
    const double *bounds;       /* and the most that any record gets */
} words_queries;

typedef struct {
    int64_t count;              /* of filters, at most 64 */
    const uint8_t *const *inside;   /* of each, which places are allowed; null where all of its segments are */
    const int64_t *const *few;      /* of each, the allowed places, where they are few; else null */
    const int64_t *fews;
    int64_t segments;
    const int64_t *edges;       /* (segments + 1,): places */
    const uint64_t *wanted;     /* (segments,): a bit for each filter that allows some of it */
} words_filters;

typedef struct { int64_t at, end; const uint8_t *lengths; const float *norms; float weight; double bound, worth; } list;
typedef struct { float score; int64_t row; } found;
typedef struct { found *best; int64_t size, most; } heap;

static int worse(found a, found b) { return a.score < b.score || (a.score == b.score && a.row > b.row); }

static void sink(heap *h, int64_t at)
{
    found item = h->best[at];
    for (int64_t child; (child = 2 * at + 1) < h->size; at = child) {
        if (child + 1 < h->size && worse(h->best[child + 1], h->best[child])) child++;
        if (!worse(h->best[child], item)) break;
        h->best[at] = h->best[child];
    }
    h->best[at] = item;
}

static void keep(heap *h, float score, int64_t row)
{
    found item = {score, row};
    if (h->size < h->most) {
        int64_t at = h->size++;
        for (; at && worse(item, h->best[(at - 1) / 2]); at = (at - 1) / 2) h->best[at] = h->best[(at - 1) / 2];
        h->best[at] = item;
    } else if (worse(h->best[0], item)) {
        h->best[0] = item;
        sink(h, 0);
    }
}

/* What a record has at least that is among the best; 0 where there are not enough yet. */
static double floor_of(const heap *h) { return h->size < h->most ? 0.0 : h->best[0].score * (1 - SLACK); }

/* The first entry from `at` on whose place is not below `target`: steps that double, then halves without branches. */
static int64_t reach(const uint32_t *places, int64_t at, int64_t end, int64_t target)
{
    int64_t step = 8, left;
    if (at >= end || places[at] >= target) return at;
    for (; at + step < end && places[at + step] < target; step *= 2) at += step;
    for (left = at + step < end ? step : end - at; left > 1; left -= left / 2)
        at += places[at + left / 2] < target ? left / 2 : 0;
    return at + 1;
}

/* The same, from a guess at where it is. */
static int64_t reach_from(const uint32_t *places, int64_t at, int64_t guess, int64_t end, int64_t target)
{
    int64_t step = 8, low = guess, left;
    if (guess <= at || places[guess] < target) return reach(places, guess > at ? guess : at, end, target);
    for (; low - step > at && places[low - step] >= target; step *= 2) low -= step;
    left = low - step > at ? step : low - at;
    low -= left;
    if (places[low] >= target) return low;
    for (; left > 1; left -= left / 2) low += places[low + left / 2] < target ? left / 2 : 0;
    return low + 1;
}

static float share_of(const words_index *x, const list *l, int64_t at, int64_t place)
{
    float often = x->times[at], norm = l->norms[l->lengths[place]];
    norm += often;
    return often / norm * l->weight;
}

static int by_worth(const void *a, const void *b)
{
    double x = ((const list *)a)->worth, y = ((const list *)b)->worth;
    return (x < y) - (x > y);
}

static int by_rank(const void *a, const void *b) { return worse(*(const found *)a, *(const found *)b) ? 1 : -1; }

/* Looks up every allowed record of a filter that allows few. */
static void look_up_all(const words_index *x, const list *lists, int64_t n, const int64_t *few, int64_t fews,
                        double *sums, heap *h)
{
    memset(sums, 0, fews * sizeof *sums);
    for (int64_t l = 0; l < n; l++) {
        int64_t at = lists[l].at;
        for (int64_t i = 0; i < fews; i++) {
            at = reach(x->places, at, lists[l].end, few[i]);
            if (at == lists[l].end) break;
            if (x->places[at] == few[i]) sums[i] += share_of(x, &lists[l], at, few[i]);
        }
    }
    for (int64_t i = 0; i < fews; i++)
        if (sums[i] > 0) keep(h, (float)sums[i], x->rows[few[i]]);
}

/* A block of records: sums of the lists that are added up, and the records that may be among the best. */
typedef struct {
    int64_t begin, end;         /* places */
    double *sums;               /* of each record, 0 between two blocks */
    uint64_t *touched;          /* a bit for each record that has anything */
    int32_t *near;              /* which records may be among the best, behind `begin` */
    double *scores;             /* and what they have so far */
    int64_t nears;
} block;

static void add_up(const words_index *x, list *own, block *b)
{
    int64_t at = reach(x->places, own->at, own->end, b->begin);
    uint32_t begin = (uint32_t)b->begin, width = (uint32_t)(b->end - b->begin);
    for (; at < own->end; at++) {
        uint32_t i = x->places[at] - begin;
        if (i >= width) break;
        b->touched[i >> 6] |= UINT64_C(1) << (i & 63);
        b->sums[i] += share_of(x, own, at, b->begin + i);
    }
    own->at = at;
}

/* Those with so much or more are near; all sums are 0 again. */
static void take(block *b, double least)
{
    b->nears = 0;
    for (int64_t part = 0; part <= (b->end - b->begin - 1) >> 6; part++) {
        for (uint64_t bits = b->touched[part]; bits; bits &= bits - 1) {
            int32_t i = (int32_t)(part << 6) + __builtin_ctzll(bits);
            b->near[b->nears] = i;
            b->scores[b->nears] = b->sums[i];
            b->nears += b->sums[i] >= least;
            b->sums[i] = 0;
        }
        b->touched[part] = 0;
    }
}

/* Adds what a list gives to those that are near, and leaves those who then have less. Where each stands is guessed from
 * how far it lies in the block, so that the processor may fetch all of these before any is looked at. */
static void look_up(const words_index *x, list *own, block *b, double least)
{
    int64_t low = reach(x->places, own->at, own->end, b->begin), kept = 0;
    int64_t high = reach(x->places, low, own->end, b->end);
    double density = (double)(high - low) / (double)(b->end - b->begin);
    for (int64_t i = 0; i < b->nears; i++) {
        int64_t guess = low + (int64_t)(b->near[i] * density);
        __builtin_prefetch(&x->places[guess]);
        __builtin_prefetch(&x->times[guess]);
    }
    for (int64_t i = 0, at = low; i < b->nears; i++) {
        int64_t place = b->begin + b->near[i];
        double score = b->scores[i];
        at = reach_from(x->places, at, low + (int64_t)(b->near[i] * density), high, place);
        if (at < high && x->places[at] == place) score += share_of(x, own, at, place);
        b->near[kept] = b->near[i];
        b->scores[kept] = score;
        kept += score >= least;
    }
    own->at = high;
    b->nears = kept;
}

/* Adds the records of a block to the heaps of the filters of `wanted`. */
static void go_through(const words_index *x, const words_filters *f, uint64_t wanted, list *lists, int64_t n, block *b,
                       heap *heaps)
{
    double need = INFINITY, rest = 0;
    int64_t first = n;
    for (int64_t m = 0; m < f->count; m++)
        if (wanted >> m & 1 && floor_of(&heaps[m]) < need) need = floor_of(&heaps[m]);
    while (first && rest + lists[first - 1].bound <= LEFT_OUT * need) rest += lists[--first].bound;
    for (int64_t l = 0; l < first; l++) add_up(x, &lists[l], b);
    take(b, need - rest);
    for (int64_t l = first; l < n && b->nears; l++) {
        rest -= lists[l].bound;
        look_up(x, &lists[l], b, need - rest);
    }
    for (int64_t i = 0; i < b->nears; i++) {
        int64_t place = b->begin + b->near[i];
        for (int64_t m = 0; m < f->count; m++)
            if (wanted >> m & 1 && (!f->inside[m] || f->inside[m][place]))
                keep(&heaps[m], (float)b->scores[i], x->rows[place]);
    }
}

static int prepare(const words_index *x, const words_queries *q, int64_t query, list *lists, int64_t *entries)
{
    int64_t first = q->cuts[query], n = q->cuts[query + 1] - first;
    *entries = 0;
    for (int64_t l = 0; l < n; l++) {
        int64_t begin = q->begins[first + l], size = q->sizes[first + l], channel = q->channels[first + l];
        if (begin < 0 || size < 1 || begin > x->entries - size || channel < 0 || channel >= x->channels) return BROKEN;
        double bound = q->bounds[first + l];
        lists[l] = (list){begin, begin + size, x->lengths + channel * x->records, x->norms + channel * x->codes,
                          q->weights[first + l], bound, bound / sqrt((double)size)};
        *entries += size;
    }
    qsort(lists, n, sizeof *lists, by_worth);
    return DONE;
}

/* Fills for each query and each filter (queries, filters, k): rows and scores, the best first, and how many there are.
 *
 * The first block of a segment has `first_block` records, so that it is soon known what the best ones have. To look up
 * one record costs as much as `look` entries: that says whether a few allowed ones are looked up one by one. */
int words_best(const words_index *x, const words_queries *q, const words_filters *f, int64_t k, int64_t first_block,
               int64_t look, int64_t *rows, float *scores, int64_t *counts)
{
    int64_t longest = 1, widest = 1;
    int status = DONE;
    for (int64_t i = 0; i < q->count; i++)
        if (q->cuts[i + 1] - q->cuts[i] > longest) longest = q->cuts[i + 1] - q->cuts[i];
    for (int64_t m = 0; m < f->count; m++)
        if (f->few[m] && f->fews[m] > widest) widest = f->fews[m];
    list *lists = malloc(longest * sizeof *lists);
    double *looked_up = malloc(widest * sizeof *looked_up);
    found *every = malloc(f->count * k * sizeof *every);
    heap *heaps = malloc(f->count * sizeof *heaps);
    block b = {0, 0, calloc(BLOCK, sizeof *b.sums), calloc(BLOCK / 64, sizeof *b.touched),
               malloc(BLOCK * sizeof *b.near), malloc(BLOCK * sizeof *b.scores), 0};
    if (!lists || !looked_up || !every || !heaps || !b.sums || !b.scores || !b.touched || !b.near) status = NO_MEMORY;
    for (int64_t query = 0; query < q->count && status == DONE; query++) {
        int64_t entries, n = q->cuts[query + 1] - q->cuts[query];
        uint64_t sought = 0;
        if ((status = prepare(x, q, query, lists, &entries)) != DONE) break;
        for (int64_t m = 0; m < f->count; m++) {
            heaps[m] = (heap){every + m * k, 0, k};
            if (f->few[m] && look * n * f->fews[m] <= entries)
                look_up_all(x, lists, n, f->few[m], f->fews[m], looked_up, &heaps[m]);
            else
                sought |= UINT64_C(1) << m;
        }
        for (int64_t s = 0; s < f->segments && n; s++) {
            if (!(f->wanted[s] & sought)) continue;
            b.end = f->edges[s];
            for (int64_t size = first_block; b.end < f->edges[s + 1]; size = 2 * size < BLOCK ? 2 * size : BLOCK) {
                b.begin = b.end;
                b.end = b.begin + size < f->edges[s + 1] ? b.begin + size : f->edges[s + 1];
                go_through(x, f, f->wanted[s] & sought, lists, n, &b, heaps);
            }
        }
        for (int64_t m = 0; m < f->count; m++) {
            int64_t line = query * f->count + m;
            qsort(heaps[m].best, heaps[m].size, sizeof(found), by_rank);
            counts[line] = heaps[m].size;
            for (int64_t i = 0; i < heaps[m].size; i++) {
                rows[line * k + i] = heaps[m].best[i].row;
                scores[line * k + i] = heaps[m].best[i].score;
            }
        }
    }
    free(lists); free(looked_up); free(every); free(heaps);
    free(b.sums); free(b.touched); free(b.near); free(b.scores);
    return status;
}
