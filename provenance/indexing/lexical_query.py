"""A query by words, and what each of its terms is worth in each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from provenance.indexing.analysis import Terms, terms_of
from provenance.indexing.bm25 import K1, rarity
from provenance.indexing.fields import FIELDS
from provenance.indexing.postings import FACT, LISTS, PAIRS, WORDS, Postings, channel_of, term_hash

#: Field → boost. A stated claim is what a post repeats, and a body says it in many words; recall of the first 20 rises
#: from .60 to .73 on zh_post_to_refutation, where the body is worth as much only if there is no claim (2026-11).
DEFAULT_BOOSTS: Mapping[str, float] = MappingProxyType({"claim": 2.0, "title": 1.0, "body": 1.0})

#: Weight of pairs of Han characters beside dictionary words, in every field.
PAIRS_BOOST = 0.5

#: Terms of a query beyond this add little and cost much; the first ones are kept (a long post's lead).
MAX_QUERY_TERMS = 256

#: Terms whose numbers stay known (30 MB).
_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A text to look for, and how much each field counts."""

    text: str
    boosts: Mapping[str, float] = field(default_factory=lambda: DEFAULT_BOOSTS, hash=False)

    def __post_init__(self) -> None:
        unknown = set(self.boosts) - set(FIELDS)
        if unknown:
            raise ValueError(f"there is no field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """The lists that a query reads.

    Attributes:
        lists: int64, shape (n,), numbers of lists, none of them empty.
        channels: int64, shape (n,), of each.
        weights: float32, shape (n,): what a record gets of it that the term is all of.
        begins, sizes: int64, shape (n,), where each list lies.
    """

    lists: npt.NDArray[np.int64]
    channels: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]
    begins: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]


def weighted_terms(terms: Terms, boosts: Mapping[str, float]) -> list[tuple[str, str, str, float]]:
    """(field, "words" or "pairs", term, weight) of a query: each term once, however often it stands there."""
    out: list[tuple[str, str, str, float]] = []
    for part, values, share in (("words", terms.words, 1.0), ("pairs", terms.pairs, PAIRS_BOOST)):
        for term in dict.fromkeys(values[:MAX_QUERY_TERMS]):
            out.extend((name, part, term, boost * share) for name, boost in boosts.items() if boost > 0)
    return out


class Numbered:
    """The terms of one index by their numbers, those asked for kept."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._kept: dict[tuple[int, str], int] = {}

    def of(self, sort: int, terms: Sequence[str]) -> list[int]:
        """The number of each term, -1 where no record has it."""
        kept = self._kept
        if new := [term for term in dict.fromkeys(terms) if (sort, term) not in kept]:
            if len(kept) > _KEPT:
                kept.clear()
                new = list(dict.fromkeys(terms))
            hashes = np.array([term_hash(sort, term) for term in new], np.uint64)
            found = self._postings.numbers(hashes).tolist()
            kept.update(zip(((sort, term) for term in new), found, strict=True))
        return [kept[sort, term] for term in terms]

    def clauses(self, queries: Sequence[LexicalQuery]) -> list[Clauses]:
        """What each query reads: of each of its terms once the list of every field."""
        lists, channels, boosts, edges = [], [], [], [0]
        for query in queries:
            terms = terms_of(query.text)
            fields = np.array([FIELDS.index(name) for name, boost in query.boosts.items() if boost > 0], np.int64)
            weights = np.array([boost for boost in query.boosts.values() if boost > 0], np.float32)
            for sort, values, share in ((WORDS, terms.words, 1.0), (PAIRS, terms.pairs, PAIRS_BOOST)):
                found = self._found(sort, values[:MAX_QUERY_TERMS])
                lists.append((LISTS * found[:, None] + fields).ravel())
                channels.append(np.tile(2 * fields + sort, len(found)))
                boosts.append(np.tile(np.float32(share) * weights, len(found)))
            edges.append(edges[-1] + len(lists[-2]) + len(lists[-1]))
        return self._read(lists, channels, boosts, edges)

    def facts(self, queries: Sequence[Sequence[str]]) -> list[Clauses]:
        """The same of facts."""
        lists = [LISTS * self._found(FACT, facts) for facts in queries]
        channels = [np.full(len(each), channel_of(FACT, 0), np.int64) for each in lists]
        boosts = [np.ones(len(each), np.float32) for each in lists]
        return self._read(lists, channels, boosts, [0, *accumulate(map(len, lists))])

    def _found(self, sort: int, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        """The numbers of the distinct ones of some terms that any record has."""
        numbers = np.array(self.of(sort, list(dict.fromkeys(terms))), np.int64)
        return numbers[numbers >= 0]

    def holding(self, sort: int, term: str, channel: str) -> int:
        """How many records hold a term in a channel."""
        (number,) = self.of(sort, [term])
        place = 0 if sort == FACT else FIELDS.index(channel.partition("_")[0])
        starts = self._postings.starts
        at = LISTS * number + place
        return int(starts[at + 1] - starts[at]) if number >= 0 else 0

    def _read(
        self,
        lists: Sequence[npt.NDArray[np.int64]],
        channels: Sequence[npt.NDArray[np.int64]],
        boosts: Sequence[npt.NDArray[np.float32]],
        edges: Sequence[int],
    ) -> list[Clauses]:
        """The clauses of several queries, `edges` saying which lists are whose; of lists that hold anything."""
        if not lists:
            return []
        numbers = np.concatenate(lists)
        begins = self._postings.starts[numbers]
        sizes = self._postings.starts[numbers + 1] - begins
        held = np.flatnonzero(sizes)
        numbers, begins, sizes = numbers[held], begins[held], sizes[held]
        rare = rarity(len(self._postings), sizes).astype(np.float32) * np.float32(K1 + 1)
        weights = rare * np.concatenate(boosts)[held]
        channel = np.concatenate(channels)[held]
        cuts = np.searchsorted(held, edges).tolist()
        return [Clauses(numbers[a:b], channel[a:b], weights[a:b], begins[a:b], sizes[a:b]) for a, b in pairwise(cuts)]
