"""Which texts of many are near-copies of one another: MinHash for the candidates, exact shingles for the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel as indel  # noqa: N813 - used as a function table

from provenance.text.markup import Markup
from provenance.text.normalise import normalise
from provenance.text.sounds import is_syllable, sound_key

_MARKUP = frozenset({Markup.URL, Markup.HANDLE, Markup.EMOJI, Markup.REPOST_MARK})

#: 128 hash functions in 64 bands of two: finds half of all pairs at Jaccard .10 and 99 % at .26 (1 - (1 - J²)^64).
PERMUTATIONS, BANDS = 128, 64
#: Characters of a shingle: three syllables, or six letters (about a word), since spaces are removed.
SYLLABLES, LETTERS = 3, 6
#: Two texts are near-copies from this Jaccard similarity of their shingles, or from this share of the shorter one found
#: in the longer. Origin: 2,000 families × 5 kinds of edit; half the text replaced gives .33, 15 % gives .5. 2026-11.
JACCARD, CONTAINMENT = 0.3, 0.6
#: … or from this share of characters in common order, with some shingles shared: many small changes break every shingle.
IN_ORDER, IN_ORDER_JACCARD = 0.65, 0.1
#: Shorter texts must be equal: with fewer shingles, greetings and exclamations are near everything.
SHORTEST_SHINGLES = 8
#: The similarity that signatures must suggest before shingles are compared. They err by ± .05.
_WORTH_COMPARING = 0.09
#: In a crowded bucket each text is compared with so many that follow it: one chain is enough to join them.
_NEIGHBOURS = 12
_SEED = 42


def copy_key(text: str) -> str:
    """What a text is compared by: neither markup, case, spacing, punctuation, script nor homophones make a difference."""
    return sound_key(normalise(text, without=_MARKUP).text)


def shingles(key: str) -> set[str]:
    """The overlapping pieces of a key by which texts are compared."""
    size = SYLLABLES if 2 * sum(map(is_syllable, key[:40])) >= len(key[:40]) else LETTERS
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
    return shared >= IN_ORDER_JACCARD * either and indel.normalized_similarity(left, right) >= IN_ORDER


@dataclass(slots=True)
class CopyIndex:
    """Texts that arrive in batches, and the clusters of near-copies among those that are still kept.

    Memory: about 600 bytes and the key for each distinct text.
    """

    _ids: list[str] = field(default_factory=list)
    _keys: list[str] = field(default_factory=list)
    _row_of: dict[str, int] = field(default_factory=dict)
    _signatures: npt.NDArray[np.uint32] = field(default_factory=lambda: np.empty((0, PERMUTATIONS), np.uint32))

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, items: Iterable[tuple[str, str]]) -> None:
        """Add (id, text) pairs."""
        new: list[str] = []
        for identity, text in items:
            key = copy_key(text)
            self._ids.append(identity)
            self._keys.append(key)
            if key not in self._row_of:
                self._row_of[key] = len(self._row_of)
                new.append(key)
        if new:
            self._signatures = np.concatenate([self._signatures, _signatures(new)])

    def keep(self, ids: set[str]) -> None:
        """Forget every text whose id is not in `ids`."""
        kept = [(identity, key) for identity, key in zip(self._ids, self._keys, strict=True) if identity in ids]
        self._ids, self._keys = [pair[0] for pair in kept], [pair[1] for pair in kept]
        rows = {key: self._row_of[key] for key in self._keys}
        self._signatures = self._signatures[list(rows.values())]
        self._row_of = {key: row for row, key in enumerate(rows)}

    def clusters(self) -> list[list[str]]:
        """Ids of texts that are near-copies, directly or through others; clusters of two and more, largest first."""
        keys = list(self._row_of)
        root = _joined(len(keys), _copies(keys, self._signatures))
        members: dict[int, list[str]] = defaultdict(list)
        for identity, key in zip(self._ids, self._keys, strict=True):
            if key:
                members[root[self._row_of[key]]].append(identity)
        return sorted((ids for ids in members.values() if len(ids) > 1), key=lambda ids: (-len(ids), ids[0]))


def near_copies(texts: Sequence[str]) -> list[list[int]]:
    """Clusters of positions in `texts` that hold near-copies, largest first."""
    index = CopyIndex()
    index.add((str(at), text) for at, text in enumerate(texts))
    return [[int(identity) for identity in cluster] for cluster in index.clusters()]


def _signatures(keys: Sequence[str]) -> npt.NDArray[np.uint32]:
    from rensa import RMinHash

    matrix = RMinHash.digest_matrix_from_token_sets([list(shingles(key)) for key in keys], PERMUTATIONS, _SEED)
    return np.asarray(matrix.to_rows(), dtype=np.uint32)


def _copies(keys: Sequence[str], signatures: npt.NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that are near-copies, without those that follow from others found before."""
    pairs = _candidates(signatures)
    pieces: dict[int, set[str]] = {}
    for left, right in pairs:
        for row in (left, right):
            if row not in pieces:
                pieces[row] = shingles(keys[row])
        if is_near_copy(keys[left], keys[right], pieces[left], pieces[right]):
            yield left, right


def _candidates(signatures: npt.NDArray[np.uint32]) -> list[tuple[int, int]]:
    if len(signatures) < 2:
        return []
    bands = np.ascontiguousarray(signatures).view(np.uint64)  # two 32-bit values are one band
    found = [_neighbours(bands[:, band]) for band in range(BANDS)]
    codes = np.unique(np.concatenate(found))
    left, right = (codes >> np.uint64(32)).astype(np.int64), (codes & np.uint64(0xFFFFFFFF)).astype(np.int64)
    near = np.empty(len(left), bool)
    for start in range(0, len(left), 1 << 16):
        part = slice(start, start + (1 << 16))
        near[part] = (signatures[left[part]] == signatures[right[part]]).mean(axis=1) >= _WORTH_COMPARING
    return list(zip(left[near].tolist(), right[near].tolist(), strict=True))


def _neighbours(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Pairs of rows with equal values, as left << 32 | right, each row with at most `_NEIGHBOURS` that follow."""
    order = np.argsort(values, kind="stable").astype(np.uint64)
    ordered = values[order]
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        same = ordered[step:] == ordered[:-step]
        if not same.any():
            break
        pairs.append((order[:-step][same] << np.uint64(32)) | order[step:][same])
    return np.concatenate(pairs) if pairs else np.empty(0, np.uint64)


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The representative of each row's cluster."""
    root = list(range(count))

    def find(row: int) -> int:
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    for left, right in pairs:
        a, b = find(left), find(right)
        root[max(a, b)] = min(a, b)
    return [find(row) for row in range(count)]
