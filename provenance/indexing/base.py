"""What an index is: derived from the store, immutable once written, and equal to brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt

from provenance.compiled.ranks import best_of_lines

QueryT = TypeVar("QueryT", contravariant=True)

Rows = npt.NDArray[np.int64]
Similarities = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records may be returned; None means any.

    A record without a language or a date does not pass a filter that asks for one. A date filter lets a record pass
    whose publication may have fallen into the span: `published_from` ≤ its end and its start < `published_before`.
    A place, by its path as `text.facts.place_names` spells it, lets records pass that state or name it, or one inside.
    """

    kinds: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    published_from: datetime | None = None
    published_before: datetime | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest records of one query, best first.

    Attributes:
        rows: int64, shape (n,), row numbers of the index.
        similarities: float32, shape (n,), higher is nearer, not increasing.
    """

    rows: Rows
    similarities: Similarities

    def __len__(self) -> int:
        return len(self.rows)


class Index(Protocol[QueryT]):
    """One searchable view of the records. Row numbers are the rows of the record table.

    Each index comes with a writer of its own that takes the records one by one and leaves a folder.
    """

    def __len__(self) -> int:
        """Number of rows."""

    def search(self, queries: Sequence[QueryT], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """The `k` nearest rows of each query, equals in the order of their rows.

        Args:
            queries: any number, also none.
            k: fewer rows are returned where fewer exist, or fewer have anything in common with the query.
            allowed: shape (rows,), which rows may be returned; None means all.
        """

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what the writer left, memory-mapped where the format allows.

        Raises:
            IndexCorrupt: a file is missing or unreadable.
        """


#: More values than this are parted before they are sorted.
_SORTED_WHOLE = 256


def best(rows: Rows, similarities: Similarities, k: int) -> Ranking:
    """The `k` highest similarities, equals in the order of their rows."""
    if k < len(rows) > _SORTED_WHOLE:
        limit = np.partition(similarities, len(rows) - k)[len(rows) - k]
        near = similarities >= limit
        rows, similarities = rows[near], similarities[near]
    order = np.lexsort((rows, -similarities))[:k]
    return Ranking(rows[order].astype(np.int64, copy=False), similarities[order].astype(np.float32, copy=False))


def best_each(rows: Rows, lines: Similarities, k: int) -> list[Ranking]:
    """The same of each line of similarities to the same rows."""
    found = best_of_lines(rows, lines, k)
    if found is None:
        return [best(rows, line, k) for line in lines]
    return [Ranking(*each) for each in zip(*found, strict=True)]


def checked_k(k: int) -> int:
    """Refuse a number of results that makes no sense.

    Raises:
        ValueError: it is below 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    return k


def checked_mask(allowed: Mask | None, rows: int) -> Mask | None:
    """Refuse a mask that was made for another index.

    Raises:
        ValueError: it is not of bools, or not of shape (rows,).
    """
    if allowed is not None and (allowed.dtype != np.bool_ or allowed.shape != (rows,)):
        raise ValueError(
            f"the mask of allowed rows needs shape ({rows},) and bools, got {allowed.shape} {allowed.dtype}"
        )
    return allowed
