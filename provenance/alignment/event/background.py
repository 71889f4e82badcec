"""How much a term tells: its information among records that are not about one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log2

#: Norms kept in memory.
_KEPT = 20_000


class _Bits(dict[str, float]):
    """Term → bits, worked out once."""

    def __init__(self, documents: int, frequency: Mapping[str, int]) -> None:
        super().__init__()
        self._documents, self._frequency = documents, frequency

    def __missing__(self, term: str) -> float:
        bits = self[term] = log2((self._documents + 1) / (self._frequency.get(term, 0) + 0.5))
        return bits


@dataclass(frozen=True)
class Background:
    """Document frequencies of terms."""

    documents: int
    frequency: Mapping[str, int]

    @cached_property
    def _bits(self) -> _Bits:
        return _Bits(self.documents, self.frequency)

    @cached_property
    def _norms(self) -> dict[frozenset[str], float]:
        return {}

    @classmethod
    def of(cls, documents: Iterable[Iterable[str]]) -> Background:
        """Count the terms of some documents, each once a document."""
        counts: Counter[str] = Counter()
        number = 0
        for found in documents:
            counts.update(set(found))
            number += 1
        return cls(number, dict(counts))

    def bits(self, term: str) -> float:
        """log2 of documents over the documents that hold the term; a term never met counts as met half a time."""
        return self._bits[term]

    def total(self, terms: Iterable[str]) -> float:
        """The bits of some terms together."""
        return sum(map(self._bits.__getitem__, terms))

    def norm(self, terms: frozenset[str]) -> float:
        """The sum of squared bits of a side; kept, since a side meets many others."""
        found = self._norms.get(terms)
        if found is None:
            if len(self._norms) > _KEPT:
                self._norms.clear()
            found = self._norms[terms] = self.squares(terms)
        return found

    def squares(self, terms: Iterable[str]) -> float:
        """The sum of squared bits of some terms."""
        return sum(bits * bits for bits in map(self._bits.__getitem__, terms))


#: Every term tells the same.
FLAT = Background(1, {})
