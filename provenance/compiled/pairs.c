/* What the two of each of many pairs have in common. */
#include <stdint.h>

/* Of each pair the numbers that stand in both of two ascending runs; a run has none twice. `starts` has one place more
 * than there are runs. */
int pairs_shared(const uint64_t *values, const int64_t *starts, const int64_t *left, const int64_t *right,
                 int64_t pairs, int64_t *shared)
{
    for (int64_t pair = 0; pair < pairs; pair++) {
        const uint64_t *one = values + starts[left[pair]], *one_end = values + starts[left[pair] + 1];
        const uint64_t *two = values + starts[right[pair]], *two_end = values + starts[right[pair] + 1];
        int64_t count = 0;
        while (one < one_end && two < two_end) { /* without branches, which no processor could foresee */
            uint64_t a = *one, b = *two;
            count += a == b;
            one += a <= b;
            two += b <= a;
        }
        shared[pair] = count;
    }
    return 0;
}

/* Of each pair of lines the places at which both have the same number. */
int pairs_equal(const uint32_t *lines, int64_t width, const int64_t *left, const int64_t *right, int64_t pairs,
                int64_t *equal)
{
    for (int64_t pair = 0; pair < pairs; pair++) {
        const uint32_t *one = lines + left[pair] * width, *two = lines + right[pair] * width;
        uint32_t count = 0;
        for (int64_t at = 0; at < width; at++) count += one[at] == two[at];
        equal[pair] = count;
    }
    return 0;
}
