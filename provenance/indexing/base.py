"""What an index is: derived from the store, immutable once written, and equal to brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt

QueryT = TypeVar("QueryT", contravariant=True)

Rows = npt.NDArray[np.int64]
Similarities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records may be returned; None means any."""

    kinds: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    published_from: datetime | None = None
    published_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest records of one query, best first.

    Attributes:
        rows: int64, shape (n,), row numbers of the index.
        similarities: float32, shape (n,), higher is nearer, not increasing.
    """

    rows: Rows
    similarities: Similarities


class Index(Protocol, Generic[QueryT]):
    """One searchable view of the records. Row numbers are the rows of the record table."""

    def __len__(self) -> int:
        """Number of rows."""

    def search(
        self, queries: Sequence[QueryT], k: int, *, allowed: npt.NDArray[np.bool_] | None = None
    ) -> list[Ranking]:
        """The `k` nearest rows of each query.

        Args:
            queries: any number, also none.
            k: fewer rows are returned where fewer exist.
            allowed: shape (rows,), which rows may be returned; None means all.
        """

    def save(self, folder: Path) -> None:
        """Write into an empty folder, without pickle."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, memory-mapped where the format allows."""
