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

from provenance.text.markup import Markup, strip_markup
from provenance.text.sound_key import is_chinese, sound_key

_MARKUP = frozenset({Markup.URL, Markup.HANDLE, Markup.EMOJI, Markup.REPOST_MARK})
#: No markup that a key would keep is written without one of these.
_MARKUP_SIGN = re.compile(r"[@＠\[［]|://|[A-Za-z0-9]\.[A-Za-z]")

#: 128 hash functions in 64 bands of two: finds half of all pairs at Jaccard .10 and 99 % at .26 (1 - (1 - J²)^64).
PERMUTATIONS, BANDS = 128, 64
#: Characters of a shingle: three syllables, or six letters (about a word), since spaces are removed.
SYLLABLES, LETTERS = 3, 6
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
#: An odd number with well spread bits (2^64 divided by the golden ratio), for the polynomial hash of a shingle.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


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


def is_near_copy(left: str, right: str, left_pieces: set[str], right_pieces: set[str]) -> bool:
    """Whether two keys with their shingles are near-copies: the exact definition that everything else serves."""
    shared, shorter = len(left_pieces & right_pieces), min(len(left_pieces), len(right_pieces))
    if shorter < SHORTEST_SHINGLES:
        return left == right
    either = len(left_pieces) + len(right_pieces) - shared
    if shared >= JACCARD * either or shared >= CONTAINMENT * shorter:
        return True
    return shared >= IN_ORDER_JACCARD * either and indel.normalized_similarity(left, right, score_cutoff=IN_ORDER) > 0


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


def _candidates(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of rows that share a band and look alike by their signatures, the most alike first."""
    rows, signatures = _signatures(keys)
    if len(rows) < 2:
        return []
    bands = signatures.view(np.uint64)  # two 32-bit values are one band
    codes = np.concatenate([_neighbours(np.ascontiguousarray(bands[:, band])) for band in range(BANDS)])
    # Of millions of numbers numpy's `unique` makes a hash table, which takes fifty times as long as sorting them.
    codes.sort()
    codes = codes[np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))] if len(codes) else codes
    left, right = (codes >> np.uint64(32)).astype(np.int64), (codes & np.uint64(0xFFFFFFFF)).astype(np.int64)
    alike = np.empty(len(left))
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        equal = signatures.take(left[part], axis=0) == signatures.take(right[part], axis=0)
        alike[part] = np.add.reduce(equal.view(np.uint8), axis=1, dtype=np.uint8) / PERMUTATIONS
    # Copies that are joined early spare the comparisons of what stands between them.
    near = np.argsort(-alike, kind="stable")[: np.count_nonzero(alike >= _WORTH_COMPARING)]
    return list(zip(rows[left[near]].tolist(), rows[right[near]].tolist(), strict=True))


def _signatures(keys: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """The rows of keys that are long enough to be compared, and their MinHash signatures.

    In portions: they fit into the processor's cache, and the numbers that `rensa` hands over stay few.
    """
    from rensa import RMinHash

    rows = np.array([row for row, key in enumerate(keys) if len(key) > SHORTEST_SHINGLES], np.int64)
    signatures = np.empty((len(rows), PERMUTATIONS), np.uint32)
    for start in range(0, len(rows), _PORTION):
        part = slice(start, start + _PORTION)
        tokens, starts = hashed_shingles([keys[row] for row in rows[part]])
        signatures[part] = RMinHash.digest_matrix_from_flat_token_hashes(tokens, starts, PERMUTATIONS, _SEED).to_rows()
    return rows, signatures


def hashed_shingles(keys: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The shingles of each key as numbers.

    Returns:
        the numbers of all keys in a row, and where each key's begin: one more than there are keys.
    """
    codes = np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32)
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    ends = np.cumsum(lengths)
    syllables = np.concatenate([[0], np.cumsum((codes >= 0xE000) & (codes <= 0xF8FF))])
    chinese = 2 * (syllables[ends] - syllables[ends - lengths]) >= lengths
    size = np.where(chinese, SYLLABLES, LETTERS)
    counts = np.maximum(lengths - size + 1, 0)
    whole = np.zeros(len(codes), np.uint64)
    by_size = {}
    for step in range(SYLLABLES if chinese.all() else LETTERS):
        ahead = np.concatenate([codes[step:], np.zeros(step, np.uint32)])
        whole = whole * _MULTIPLIER + ahead
        by_size[step + 1] = whole
    first = np.repeat(ends - lengths, counts) + _counting(counts)
    tokens = by_size[SYLLABLES][first]
    if not chinese.all():
        tokens = np.where(np.repeat(chinese, counts), tokens, by_size[LETTERS][first])
    return tokens ^ (tokens >> np.uint64(29)), np.concatenate([[0], np.cumsum(counts)]).astype(np.uint64)


def _counting(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0, 1, …, counts[0] - 1, 0, 1, …, counts[1] - 1, and so on."""
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(len(starts)) - starts


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
    """The representative of each key's cluster; keys that others have joined already are not compared."""
    root = list(range(len(keys)))
    pieces: dict[int, set[str]] = {}

    def find(row: int) -> int:
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    for one, two in _candidates(keys):
        if root[one] == root[two]:
            continue
        left, right = find(one), find(two)
        if left == right:
            continue
        for row in (one, two):
            if row not in pieces:
                pieces[row] = shingles(keys[row])
        if is_near_copy(keys[one], keys[two], pieces[one], pieces[two]):
            root[max(left, right)] = min(left, right)
    return [find(row) for row in range(len(keys))]
