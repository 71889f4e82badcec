"""Nearest vectors: a compressed index over everything, exact products where they decide.

A record owns one vector for each of its views (claim, title, passages of the body); its similarity is that of the
nearest. The vectors lie on disk in float16. Up to `FLAT_UNTIL` they are searched as they are, block by block; beside
more lies a compressed index, whose findings they put in order. They also answer narrow filters. Reports of one
language are searched by themselves; many of them have a compressed index of their own, since most of what a search
visits in that of all would be other records.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Mask, Ranking, Similarities, best, best_each, checked_k, checked_mask
from provenance.indexing.inverted_file import InvertedFile
from provenance.indexing.stored_vectors import BLOCK, StoredVectors, largest
from provenance.indexing.vector_scans import KeptScans

#: More vectors than this are searched through a compressed inverted file (a flat scan takes 2 ms each per 50,000
#: vectors; 2026-11).
FLAT_UNTIL = 100_000

#: Fewer allowed vectors than this are compared one by one: exact, and for the queries of a batch together no dearer
#: than an inverted file, of which a narrow filter makes one visit most lists (2026-11, a million records).
SCAN_UNTIL = 200_000

#: In the compressed index of a group, a filter that lets less than this share pass is a narrow one.
_NARROW = 0.25

#: The compressed index finds this many times as many vectors as rows are asked for, and exact products choose among
#: them; at least this many times as many as so many rows have on average, of which all may be near.
OVERFETCH, MORE_VIEWS = 2, 1.4

#: Queries that read together what any of them found.
_TOGETHER = 32

#: The compressed index of all vectors; and for each row the group that has one of its own, 0 for none.
FAISS_FILE, GROUPS_FILE = "index.faiss", "groups.npy"

#: Similarities that are held at a time while allowed vectors are compared one by one (float32: 64 MB).
_SCANNED = 16_000_000


class VectorIndex(StoredVectors):
    """Inner products of unit vectors. Opened from what `vector_writer.VectorWriter` left."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder
        self._scans = KeptScans()

    def search(
        self, queries: Sequence[Similarities] | Similarities, k: int, *, allowed: Mask | None = None
    ) -> list[Ranking]:
        """See `Index.search`; `queries` may be a matrix."""
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        if not len(queries):
            return []
        matrix = np.asarray(queries, np.float32)
        if not self.vectors:
            return [best(np.zeros(0, np.int64), np.zeros(0, np.float32), k) for _ in matrix]
        if allowed is None:
            return self._search(matrix, k)
        numbers = np.flatnonzero(allowed[self._owners])
        parts, rest = self._parted(numbers)
        if len(rest) > SCAN_UNTIL:
            return self._search(matrix, k, numbers)
        found = [self._search(matrix, k, own, file) for file, own in parts]
        if len(rest) or not parts:
            found.append(self._scan(matrix, rest, k))
        return found[0] if len(found) == 1 else [_merged(rankings, k) for rankings in zip(*found, strict=True)]

    def _parted(
        self, numbers: npt.NDArray[np.int64]
    ) -> tuple[list[tuple[InvertedFile, npt.NDArray[np.int64]]], npt.NDArray[np.int64]]:
        """Those of some vectors that are searched in the compressed index of their group, and the rest."""
        if self._groups is None:
            return [], numbers
        files, of_vector = self._groups
        own = of_vector[numbers]
        counts = np.bincount(own, minlength=max(files) + 1)
        asked = [group for group, file in files.items() if counts[group] > _NARROW * len(file)]
        rest = np.ones(len(counts), np.bool_)
        rest[asked] = False
        return [(files[group], numbers[own == group]) for group in asked], numbers[rest[own]]

    @cached_property
    def _groups(self) -> tuple[dict[int, InvertedFile], npt.NDArray[np.uint16]] | None:
        """The groups with a compressed index, and the group of each vector, 0 for others; None where there is none."""
        try:
            rows: npt.NDArray[np.uint16] = np.load(self._folder / GROUPS_FILE, allow_pickle=False)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"cannot open the vectors in {self._folder}: {error}; rebuild the index") from error
        own = rows[self._owners]
        sizes = {group: count for group, count in enumerate(np.bincount(own).tolist()) if group and count}
        return {each: InvertedFile(self._folder / group_file(each), size) for each, size in sizes.items()}, own

    def _scan(self, matrix: Similarities, numbers: npt.NDArray[np.int64], k: int) -> list[Ranking]:
        """Compare all of these vectors, which are in ascending order, and so therefore are their rows."""
        if not len(numbers):
            return [best(numbers, np.zeros(0, np.float32), k) for _ in matrix]
        owners = self._owners[numbers]
        first = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
        rows = owners[first].astype(np.int64)
        found = self._scans.recall(matrix, rows, len(self))
        rankings: dict[int, Ranking] = {}
        for asked, known, lines in found:
            rankings.update(zip(asked, best_each(known, lines, k), strict=True))
        left = np.array([place for place in range(len(matrix)) if place not in rankings], np.int64)
        together = max(1, _SCANNED // len(numbers))
        for start in range(0, len(left), together):
            places = left[start : start + together]
            scores = largest(self._products(matrix[places], numbers), first)
            self._scans.keep(matrix[places], rows, scores)
            rankings.update(zip(places.tolist(), best_each(rows, scores, k), strict=True))
        return [rankings[place] for place in range(len(matrix))]

    def _search(
        self,
        matrix: Similarities,
        k: int,
        numbers: npt.NDArray[np.int64] | None = None,
        file: InvertedFile | None = None,
    ) -> list[Ranking]:
        """Ask for vectors until they belong to `k` rows, then let the exact products order them.

        Args:
            matrix: the queries.
            k: rows.
            numbers: the vectors that may be found, ascending; None means all.
            file: the compressed index that holds them; None means that of all vectors.
        """
        owners = self._owners if numbers is None else self._owners[numbers]
        eligible: Mask | None = None
        if numbers is not None and len(numbers) < len(file or self._owners):
            eligible = np.zeros(len(self._owners), np.bool_)
            eligible[numbers] = True
        ask = file.search if file else self._ask
        total, rows = len(owners), _distinct(owners)
        fetch = min(total, math.ceil(k * max(OVERFETCH, MORE_VIEWS * total / max(1, rows))))
        found: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)] * len(matrix)
        waiting = np.arange(len(matrix))
        while len(waiting):
            asked = matrix[waiting]
            for place, near in zip(waiting.tolist(), ask(asked, fetch, eligible), strict=True):
                found[place] = near[near >= 0]
            if fetch == total:
                break
            wanted = min(k, rows)
            waiting = waiting[[len(np.unique(self._owners[found[place]])) < wanted for place in waiting.tolist()]]
            fetch = min(total, fetch * 4)
        return list(self._ordered(matrix, found, k))

    def _ordered(self, matrix: Similarities, found: Sequence[npt.NDArray[np.int64]], k: int) -> Iterator[Ranking]:
        """The rows of the vectors that were found for each query; what several queries found is read once."""
        for first in range(0, len(matrix), _TOGETHER):
            own = found[first : first + _TOGETHER]
            distinct, places = np.unique(np.concatenate(own), return_inverse=True)
            products = self._products(matrix[first : first + _TOGETHER], distinct)
            cuts = np.cumsum([len(numbers) for numbers in own])[:-1]
            for numbers, place, scores in zip(own, np.split(places, cuts), products, strict=True):
                yield self._ranking(numbers, scores[place], k)

    def _ask(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> npt.NDArray[np.int64]:
        if self._compressed is None:
            return self._ask_blocks(matrix, fetch, eligible)
        return self._compressed.search(matrix, fetch, eligible)

    @cached_property
    def _compressed(self) -> InvertedFile | None:
        return InvertedFile.at(self._folder / FAISS_FILE, self.vectors)

    def _ask_blocks(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> npt.NDArray[np.int64]:
        """The nearest of all vectors, block by block as they lie on disk: no second copy of them is held or mapped."""
        import faiss

        numbers = np.arange(self.vectors) if eligible is None else np.flatnonzero(eligible)
        scores = np.zeros((len(matrix), 0), np.float32)
        found = np.zeros((len(matrix), 0), np.int64)
        for start in range(0, len(numbers), BLOCK):
            own = numbers[start : start + BLOCK]
            near, place = faiss.knn(matrix, self._stored(own), min(fetch, len(own)), metric=faiss.METRIC_INNER_PRODUCT)
            scores, found = np.concatenate([scores, near], axis=1), np.concatenate([found, own[place]], axis=1)
            if scores.shape[1] > fetch:
                kept = np.argpartition(-scores, fetch - 1, axis=1)[:, :fetch]
                scores, found = np.take_along_axis(scores, kept, axis=1), np.take_along_axis(found, kept, axis=1)
        return found

    def _ranking(self, numbers: npt.NDArray[np.int64], scores: Similarities, k: int) -> Ranking:
        """From vectors to rows: the nearest vector of each."""
        order = np.argsort(-scores, kind="stable")
        rows, first = np.unique(self._owners[numbers[order]], return_index=True)
        return best(rows.astype(np.int64), scores[order][first], k)


def _distinct(owners: npt.NDArray[np.int32]) -> int:
    """How many different rows there are among the owners of some vectors, which are in ascending order."""
    return int(np.count_nonzero(owners[1:] != owners[:-1])) + bool(len(owners))


def _merged(rankings: Sequence[Ranking], k: int) -> Ranking:
    """The best of rankings of different rows."""
    rows = np.concatenate([ranking.rows for ranking in rankings])
    return best(rows, np.concatenate([ranking.similarities for ranking in rankings]), k)


def group_file(group: int) -> str:
    """Where the compressed index of a group lies."""
    return f"group-{group}.faiss"
