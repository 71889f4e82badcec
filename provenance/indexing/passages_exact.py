"""Where a quotation stands in a record, and how much of it: the measure that both passage searches share.

Coverage: the share of the quotation's words that lie in a seed which also stands inside one window of the record. A
window is a pair of neighbouring cells of `quotation length + CELL_SLACK` words, so that a quotation with words put in
or left out stays inside one. `ExactPassages` is the reference: it looks at every place of every seed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.text.codes import CodedTexts, code_texts, mix

#: Words of a seed: three Chinese characters, two words of other scripts.
SEED_HAN, SEED_WORDS = 3, 2
#: Words that a cell is longer than the quotation.
CELL_SLACK = 16
#: Windows whose coverage is computed.
MOST_WINDOWS = 64
#: Texts that are coded at a time while building.
_BATCH = 4_096

Places = npt.NDArray[np.int64]
#: Says of a coverage, and of the first and last code point in the quotation, whether such a passage is of any use.
Worth = Callable[[float, int, int], bool]


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a quotation and where it stands in a record.

    Attributes:
        row: number of the record.
        start, end: code points in the record's text, from the first to the last shared seed.
        query_start, query_end: the same in the quotation.
        coverage: share of the quotation's words that lie in shared seeds, 0–1.
    """

    row: int
    start: int
    end: int
    query_start: int
    query_end: int
    coverage: float


class PassageSearch:
    """What the exact and the fast search share: the coded texts and the measure."""

    def __init__(self, texts: CodedTexts) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts.bounds) - 1

    def ranked(
        self,
        query: CodedTexts,
        places: Places,
        seeds: Places,
        weights: npt.NDArray[np.float64],
        k: int,
        worth: Worth | None = None,
    ) -> list[Passage]:
        """The best window of each record, best first.

        Args:
            query: the quotation.
            places: shape (n,), words of the records where seeds stand.
            seeds: shape (n,), the word of the quotation where each of these seeds stands.
            weights: shape (n,), how telling each seed is.
            k: how many records.
            worth: records without a best window of use are left out; None takes all.
        """
        rows = np.searchsorted(self._texts.bounds, places, side="right") - 1
        size = len(query.codes) + CELL_SLACK
        cells = (rows << 32) | ((places - self._texts.bounds[rows]) // size)
        order = np.lexsort((places, cells))
        places, seeds, cells, weights = places[order], seeds[order], cells[order], weights[order]
        keys, first = np.unique(cells, return_index=True)
        fresh = np.ones(len(cells), bool)  # a seed counts once in a cell
        pairs = np.lexsort((seeds, cells))
        same = (cells[pairs][1:] == cells[pairs][:-1]) & (seeds[pairs][1:] == seeds[pairs][:-1])
        fresh[pairs[1:][same]] = False
        sums = np.add.reduceat(weights * fresh, first)
        following = np.append(keys[1:] == keys[:-1] + 1, False)
        pair_sums = sums + np.where(following, np.append(sums[1:], 0), 0)
        last = np.append(first[1:], len(cells))
        until = np.where(following, np.append(last[1:], len(cells)), last)
        chosen = np.lexsort((keys, -pair_sums))[:MOST_WINDOWS]
        windows: dict[int, list[slice]] = defaultdict(list)
        for key, begin, end in zip(
            (keys[chosen] >> 32).tolist(), first[chosen].tolist(), until[chosen].tolist(), strict=True
        ):
            windows[key].append(slice(begin, end))
        measure = _Measure(query, seeds)
        best = []
        for row, own in windows.items():
            covered = [measure.of(window) for window in own]
            most = max(each[0] for each in covered)
            fullest = [(window, each) for window, each in zip(own, covered, strict=True) if each[0] == most]
            if worth is None or any(worth(*each) for _, each in fullest):
                passages = [self._passage(query, row, places[window], seeds[window]) for window, _ in fullest]
                best.append(min(passages, key=lambda each: (each.end - each.start, each.start)))
        return sorted(best, key=lambda each: (-each.coverage, each.end - each.start, each.start, each.row))[:k]

    def _passage(self, query: CodedTexts, row: int, places: Places, seeds: Places) -> Passage:
        places, seeds = _main_run(places, seeds)
        covered = np.zeros(len(query.codes) + SEED_HAN, bool)
        sizes = seed_sizes(query.codes)[seeds]
        for shift in range(SEED_HAN):
            covered[seeds[sizes > shift] + shift] = True
        covered = covered[: len(query.codes)]
        first, last = int(places.min()), int((places + sizes).max()) - 1
        words = covered.nonzero()[0]
        texts = self._texts
        return Passage(
            row,
            int(texts.starts[first]),
            int(texts.starts[last]) + int(texts.lengths[last]),
            int(query.starts[words[0]]),
            int(query.starts[words[-1]]) + int(query.lengths[words[-1]]),
            float(covered.mean()),
        )


class _Measure:
    """How much of a quotation lies in the seeds of a window, and from where to where."""

    def __init__(self, query: CodedTexts, seeds: Places) -> None:
        self._query = query
        self._seeds = seeds.tolist()
        self._sizes = seed_sizes(query.codes).tolist()

    def of(self, window: slice) -> tuple[float, int, int]:
        """Coverage, and the first and last code point, as `Passage` has them."""
        held = sorted(set(self._seeds[window]))
        covered = reached = 0
        for seed in held:
            end = seed + self._sizes[seed]
            if end > reached:
                covered += end - max(seed, reached)
                reached = end
        query = self._query
        until = int(query.starts[reached - 1]) + int(query.lengths[reached - 1])
        return covered / len(query.codes), int(query.starts[held[0]]), until


class ExactPassages(PassageSearch):
    """The reference: every place of every seed of the quotation, however common."""

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Code the texts; nothing else is prepared."""
        return cls(coded(texts))

    def search(self, quotation: str, k: int = 20) -> list[Passage]:
        """The `k` records that cover the quotation best; see the module's text for the measure."""
        query = code_texts([quotation])
        wanted, inverse = np.unique(seeds_of(query), return_inverse=True)
        mine = seeds_of(self._texts)
        places = np.flatnonzero(np.isin(mine, wanted[wanted > 0]))
        if not places.size:
            return []
        at = np.searchsorted(wanted, mine[places])
        found, seeds = [], []
        for word, seed in enumerate(inverse.tolist()):
            here = places[at == seed]
            found.append(here)
            seeds.append(np.full(len(here), word))
        return self.ranked(query, np.concatenate(found), np.concatenate(seeds), np.ones(sum(map(len, found))), k)


def coded(texts: Iterable[str]) -> CodedTexts:
    """The texts as word codes, a batch at a time."""
    parts = [code_texts(batch) for batch in _batches(texts)] or [code_texts([])]
    bounds = [np.zeros(1, np.int64)]
    for part in parts:
        bounds.append(bounds[-1][-1] + part.bounds[1:])
    return CodedTexts(
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate(bounds),
    )


def _batches(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    stream = iter(texts)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def seed_sizes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """How many words the seed that begins with each word has."""
    return np.where(codes >> np.uint32(31), SEED_WORDS, SEED_HAN).astype(np.int64)


def seeds_of(texts: CodedTexts) -> npt.NDArray[np.uint64]:
    """A number for the seed that begins at each word; 0 where the text ends before the seed does."""
    codes = np.append(texts.codes, np.zeros(SEED_HAN, np.uint32)).astype(np.uint64)
    count = len(texts.codes)
    sizes = seed_sizes(texts.codes)
    value = mix(codes[:count] + np.uint64(1))
    for shift in range(1, SEED_HAN):
        value = np.where(sizes > shift, mix(value + codes[shift : count + shift] + np.uint64(shift)), value)
    left = np.repeat(texts.bounds[1:], np.diff(texts.bounds)) - np.arange(count)
    return np.where(left >= sizes, np.maximum(value, np.uint64(1)), np.uint64(0))


def _main_run(places: Places, seeds: Places) -> tuple[Places, Places]:
    """Of the seeds that stand several times in the window, the places nearest to the diagonal most seeds lie on."""
    diagonals = places - seeds
    ordered, half = np.sort(diagonals), len(diagonals) // 2
    middle = (ordered[half] + ordered[(len(ordered) - 1) // 2]) / 2  # the median; numpy's own takes ten times as long
    order = np.lexsort((np.abs(diagonals - middle), seeds))
    first = np.append(True, seeds[order][1:] != seeds[order][:-1])
    kept = order[first]
    return places[kept], seeds[kept]
