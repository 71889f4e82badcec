"""Which texts of many are near-copies of one another: MinHash for the candidates, exact shingles for the decision."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel as indel  # noqa: N813 - used as a function table

from provenance.alignment.shingle_runs import LETTERS, SYLLABLES, ShingleRuns, hashed_shingles
from provenance.compiled.pairs import equal_by_pairs
from provenance.text.markup import Markup, strip_markup
from provenance.text.sound_key import is_chinese, sound_key

Rows = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint32]

_MARKUP = frozenset({Markup.URL, Markup.HANDLE, Markup.EMOJI, Markup.REPOST_MARK})
#: No markup that a key would keep is written without one of these.
_MARKUP_SIGN = re.compile(r"[@＠\[［]|://|[A-Za-z0-9]\.[A-Za-z]")

#: 128 hash functions in 64 bands of two: finds half of all pairs at Jaccard .10 and 99 % at .26 (1 - (1 - J²)^64).
PERMUTATIONS, BANDS = 128, 64
#: Two texts are near-copies from this Jaccard similarity of their shingles, or from this share of the shorter one found
#: in the longer. Origin: 2,000 families × 5 kinds of edit; half replaced gives .33, 15 % .5. 2026-11.
JACCARD, CONTAINMENT = 0.3, 0.6
#: … or from this share of characters in common order, with some shingles shared: many changes break all shingles.
IN_ORDER, IN_ORDER_JACCARD = 0.65, 0.1
#: Shorter texts must be equal: with fewer shingles, greetings and exclamations are near everything.
SHORTEST_SHINGLES = 8
#: The similarity that signatures must suggest before shingles are compared. They err by ± .05.
_WORTH_COMPARING = 0.09
#: In a crowded bucket each text is compared with so many that follow it: one chain is enough to join them.
_NEIGHBOURS = 12
#: Pairs whose signatures are compared in one step: so many fit into the processor's cache.
_AT_ONCE = 1 << 12
#: Keys whose signatures are computed in one step.
_PORTION = 2_000
_SEED = 42
#: Keys of texts that are kept: a flood's posts are looked at several times.
KEPT = 1 << 14


@lru_cache(maxsize=KEPT)
def copy_key(text: str) -> str:
    """What a text is compared by: markup, case, spacing, punctuation, script and homophones make no difference."""
    return sound_key(strip_markup(text, _MARKUP).text if _MARKUP_SIGN.search(text) else text)


def shingles(key: str) -> set[str]:
    """The overlapping pieces of a key by which texts are compared."""
    size = SYLLABLES if is_chinese(key) else LETTERS
    return {key[at : at + size] for at in range(len(key) - size + 1)} or {key}


def similarity(left: set[str], right: set[str]) -> float:
    """Jaccard similarity of two sets of shingles, 0 to 1."""
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


@dataclass(slots=True)
class CopyIndex:
    """Texts that arrive in batches, and the clusters of near-copies among those that are still kept."""

    _key_of: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._key_of)

    def add(self, items: Iterable[tuple[str, str]]) -> None:
        """Add (id, text) pairs; an id that is there already gets the new text."""
        for identity, text in items:
            self._key_of[identity] = copy_key(text)

    def keep(self, ids: Collection[str]) -> None:
        """Forget every text whose id is not in `ids`."""
        self._key_of = {identity: key for identity, key in self._key_of.items() if identity in ids}

    def clusters(self) -> list[list[str]]:
        """Ids of texts that are near-copies, directly or through others; clusters of two and more, largest first."""
        ids_of: dict[str, list[str]] = defaultdict(list)
        for identity, key in self._key_of.items():
            if key:
                ids_of[key].append(identity)
        keys = list(ids_of)
        members: dict[int, list[str]] = defaultdict(list)
        for key, root in zip(keys, _joined(keys), strict=True):
            members[root] += ids_of[key]
        return sorted((ids for ids in members.values() if len(ids) > 1), key=lambda ids: (-len(ids), ids[0]))


def near_copies(texts: Sequence[str]) -> list[list[int]]:
    """Clusters of positions in `texts` that hold near-copies, largest first."""
    index = CopyIndex()
    index.add((str(at), text) for at, text in enumerate(texts))
    return [[int(identity) for identity in cluster] for cluster in index.clusters()]


def _alike(signatures: Signatures) -> tuple[Rows, Rows]:
    """Pairs of signatures that share a band and look alike, the most alike first."""
    bands = signatures.view(np.uint64)  # two 32-bit values are one band
    codes = np.concatenate([_neighbours(np.ascontiguousarray(bands[:, band])) for band in range(BANDS)])
    # Of millions of numbers numpy's `unique` makes a hash table, which takes fifty times as long as sorting them.
    codes.sort()
    codes = codes[np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))] if len(codes) else codes
    left, right = (codes >> np.uint64(32)).astype(np.int64), (codes & np.uint64(0xFFFFFFFF)).astype(np.int64)
    alike = _equal(signatures, left, right) / PERMUTATIONS
    # Copies that are joined early spare the comparisons of what stands between them.
    near = np.argsort(-alike, kind="stable")[: np.count_nonzero(alike >= _WORTH_COMPARING)]
    return left[near], right[near]


def _equal(signatures: Signatures, left: Rows, right: Rows) -> Rows:
    """How many values the two signatures of each pair have in common."""
    found = equal_by_pairs(signatures, left, right)
    if found is not None:
        return found
    out = np.empty(len(left), np.int64)
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        equal = signatures.take(left[part], axis=0) == signatures.take(right[part], axis=0)
        out[part] = np.add.reduce(equal.view(np.uint8), axis=1, dtype=np.uint8)
    return out


def _signatures(keys: Sequence[str]) -> tuple[Rows, Signatures, ShingleRuns]:
    """The rows of keys that are long enough to be compared, their MinHash signatures, and their shingles.

    In portions: they fit into the processor's cache, and the numbers that `rensa` hands over stay few.
    """
    from rensa import RMinHash

    rows = np.array([row for row, key in enumerate(keys) if len(key) > SHORTEST_SHINGLES], np.int64)
    signatures = np.empty((len(rows), PERMUTATIONS), np.uint32)
    parts = []
    for start in range(0, len(rows), _PORTION):
        part = slice(start, start + _PORTION)
        parts.append(hashed := hashed_shingles([keys[row] for row in rows[part]]))
        signatures[part] = RMinHash.digest_matrix_from_flat_token_hashes(*hashed, PERMUTATIONS, _SEED).to_rows()
    return rows, signatures, ShingleRuns.joined(parts)


def _neighbours(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Pairs of rows with equal values, as left << 32 | right, each row with at most `_NEIGHBOURS` that follow."""
    order = np.argsort(values).astype(np.uint64)
    ordered = values[order]
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        same = ordered[step:] == ordered[:-step]
        if not same.any():
            break
        pairs.append((order[:-step][same] << np.uint64(32)) | order[step:][same])
    return np.concatenate(pairs) if pairs else np.empty(0, np.uint64)


def _joined(keys: Sequence[str]) -> list[int]:
    """The representative of each key's cluster: the exact definition decides, on the pairs that signatures bring up.

    Exact up to what two shingles of one hash would change. Keys that others have joined already are not compared.
    """
    rows, signatures, runs = _signatures(keys)
    if len(rows) < 2:
        return list(range(len(keys)))
    clusters = _Clusters(len(keys))
    left, right = _alike(signatures)
    step = max(_AT_ONCE, len(rows))
    for start in range(0, len(left), step):
        one, two = left[start : start + step], right[start : start + step]
        apart = clusters.apart(rows[one], rows[two])
        one, two = one[apart], two[apart]
        shared, sizes, others = runs.shared(one, two), runs.sizes[one], runs.sizes[two]
        shorter, either = np.minimum(sizes, others), sizes + others - shared
        copies = (shared >= JACCARD * either) | (shared >= CONTAINMENT * shorter)
        open_ = (shorter >= SHORTEST_SHINGLES) & (copies | (shared >= IN_ORDER_JACCARD * either))
        pairs = rows[one[open_]].tolist(), rows[two[open_]].tolist(), copies[open_].tolist()
        for key, other, sure in zip(*pairs, strict=True):
            if clusters.meet(key, other):
                continue
            if sure or indel.normalized_similarity(keys[key], keys[other], score_cutoff=IN_ORDER) > 0:
                clusters.join(key, other)
    return clusters.representatives()


class _Clusters:
    """Which of some rows belong together; the lowest row of a cluster stands for it."""

    def __init__(self, count: int) -> None:
        self._root = list(range(count))
        #: The same as it was when it was last asked for many rows at once, and what has changed since.
        self._known, self._changed = np.arange(count), list[int]()

    def find(self, row: int) -> int:
        root = self._root
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    def meet(self, one: int, two: int) -> bool:
        return self.find(one) == self.find(two)

    def join(self, one: int, two: int) -> None:
        low, high = sorted((self.find(one), self.find(two)))
        self._root[high] = low
        self._changed.append(high)

    def apart(self, some: Rows, others: Rows) -> npt.NDArray[np.bool_]:
        """Which pairs of rows do not belong together yet."""
        if self._changed:
            self._known[self._changed] = [self._root[row] for row in self._changed]
            self._changed.clear()
            while not np.array_equal(further := self._known[self._known], self._known):
                self._known = further
        return np.asarray(self._known[some] != self._known[others])

    def representatives(self) -> list[int]:
        return [self.find(row) for row in range(len(self._root))]
