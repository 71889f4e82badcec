"""A query by words, and what each of its terms is worth in each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from provenance.indexing.analysis import Terms, terms_of
from provenance.indexing.bm25 import K1, headline_share, rarity
from provenance.indexing.fields import SEARCHED, WHOLE
from provenance.indexing.postings import FACT, LISTS, PAIRS, WORDS, Postings, channel_of, term_hash

#: Field → boost. A stated claim is what a post repeats, and a body says it in many words; recall of the first 20 rises
#: from .60 to .73 on zh_post_to_refutation, where the body is worth as much only if there is no claim (2026-11). A
#: whole text stands for all of them; the title adds little to it (factcheck_tweets_kazemi2022, training tweets).
DEFAULT_BOOSTS: Mapping[str, float] = MappingProxyType({"claim": 2.0, "title": 1.0, "body": 1.0, WHOLE: 4.0})

_BY_DEFAULT = tuple(DEFAULT_BOOSTS.items())

#: Weight of pairs of Han characters beside dictionary words, in every field.
PAIRS_BOOST = 0.5

#: Terms of a query beyond this add little and cost much; the first ones are kept (a long post's lead).
MAX_QUERY_TERMS = 256

_TITLE, _WHOLE = SEARCHED.index("title"), SEARCHED.index(WHOLE)

#: Terms of a sort whose numbers stay known (30 MB together).
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A text to look for, and how much each field counts."""

    text: str
    boosts: Mapping[str, float] = field(default_factory=lambda: DEFAULT_BOOSTS, hash=False)

    def __post_init__(self) -> None:
        unknown = set(self.boosts) - set(SEARCHED)
        if unknown:
            raise ValueError(f"there is no field {', '.join(sorted(unknown))}; the fields are {', '.join(SEARCHED)}")


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """The lists that some queries read, one query after the other.

    Attributes:
        lists: int64, shape (n,), numbers of lists, none of them empty.
        channels: int64, shape (n,), of each.
        weights: float32, shape (n,): what a record gets of it that the term is all of.
        begins, sizes: int64, shape (n,), where each list lies.
        cuts: int64, shape (queries + 1,), which lists are whose.
    """

    lists: npt.NDArray[np.int64]
    channels: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]
    begins: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    cuts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.cuts) - 1

    def part(self, first: int, end: int) -> Clauses:
        """Some of the queries that follow one another."""
        own = slice(*self.cuts[[first, end]].tolist())
        cuts = self.cuts[first : end + 1] - self.cuts[first]
        return Clauses(self.lists[own], self.channels[own], self.weights[own], self.begins[own], self.sizes[own], cuts)

    @property
    def entries(self) -> npt.NDArray[np.int64]:
        """How many entries the lists of each query hold."""
        return np.diff(np.append(0, np.cumsum(self.sizes))[self.cuts])


def _end_to_end(parts: Sequence[Clauses]) -> Clauses:
    """Queries of several parts, one at least, one after the other."""
    return Clauses(
        np.concatenate([part.lists for part in parts]),
        np.concatenate([part.channels for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.begins for part in parts]),
        np.concatenate([part.sizes for part in parts]),
        np.append(0, np.cumsum(np.concatenate([np.diff(part.cuts) for part in parts]))),
    )


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
        self._kept: dict[int, dict[str, int]] = {sort: {} for sort in (WORDS, PAIRS, FACT)}

    def of(self, sort: int, terms: Sequence[str]) -> list[int]:
        """The number of each term, -1 where no record has it."""
        kept = self._kept[sort]
        if not all(map(kept.__contains__, terms)):
            kept = self._learn(sort, terms)
        return list(map(kept.__getitem__, terms))

    def _learn(self, sort: int, terms: Iterable[str]) -> dict[str, int]:
        """Look up the terms of a sort that are not kept."""
        kept = self._kept[sort]
        if len(kept) > _KEPT:
            kept.clear()
        if new := [term for term in dict.fromkeys(terms) if term not in kept]:
            hashes = np.array([term_hash(sort, term) for term in new], np.uint64)
            kept.update(zip(new, self._postings.numbers(hashes).tolist(), strict=True))
        return kept

    def clauses(self, queries: Sequence[LexicalQuery | str]) -> Clauses:
        """What each query reads: of each of its terms once the list of every field; a text counts them by default."""
        alike: dict[tuple[tuple[str, float], ...], list[int]] = {}
        for number, query in enumerate(queries):
            boosts = _BY_DEFAULT if isinstance(query, str) else tuple(query.boosts.items())
            alike.setdefault(boosts, []).append(number)
        texts = [query if isinstance(query, str) else query.text for query in queries]
        if len(alike) < 2:
            return self._clauses(texts, next(iter(alike), _BY_DEFAULT))
        parts: dict[int, Clauses] = {}
        for boosts, own in alike.items():
            found = self._clauses([texts[number] for number in own], boosts)
            parts |= {number: found.part(place, place + 1) for place, number in enumerate(own)}
        return _end_to_end([parts[number] for number in range(len(queries))])

    def _clauses(self, texts: Sequence[str], boosts: Sequence[tuple[str, float]]) -> Clauses:
        numbers: list[int] = []
        sorts: list[int] = []
        counts: list[int] = []
        found = list(map(terms_of, texts))
        self._learn(WORDS, chain.from_iterable(terms.words[:MAX_QUERY_TERMS] for terms in found))
        self._learn(PAIRS, chain.from_iterable(terms.pairs[:MAX_QUERY_TERMS] for terms in found))
        for terms in found:
            before = len(numbers)
            for sort, values in ((WORDS, terms.words), (PAIRS, terms.pairs)):
                numbers += self._found(sort, values[:MAX_QUERY_TERMS])
                sorts += [sort] * (len(numbers) - len(sorts))
            counts.append(len(numbers) - before)
        fields = np.array([SEARCHED.index(name) for name, boost in boosts if boost > 0], np.int64)
        weights = np.array([boost for _, boost in boosts if boost > 0], np.float32)
        shares = np.where(np.array(sorts) == PAIRS, np.float32(PAIRS_BOOST), np.float32(1))
        return self._read(
            (LISTS * np.array(numbers, np.int64)[:, None] + fields).ravel(),
            (2 * fields + np.array(sorts, np.int64)[:, None]).ravel(),
            (shares[:, None] * weights).ravel(),
            len(fields) * np.array(counts, np.int64),
        )

    def facts(self, queries: Sequence[Sequence[str]]) -> Clauses:
        """The same of facts."""
        numbers = [self._found(FACT, facts) for facts in queries]
        lists = LISTS * np.array([number for own in numbers for number in own], np.int64)
        channels = np.full(len(lists), channel_of(FACT, 0), np.int64)
        return self._read(lists, channels, np.ones(len(lists), np.float32), np.array(list(map(len, numbers)), np.int64))

    def _found(self, sort: int, terms: Sequence[str]) -> list[int]:
        """The numbers of the distinct ones of some terms that any record has."""
        return [number for number in self.of(sort, list(dict.fromkeys(terms))) if number >= 0]

    def worth(self, sort: int, term: str, channel: str) -> float:
        """What a term counts in a channel; 0 where no record holds it there."""
        (number,) = self.of(sort, [term])
        place = 0 if sort == FACT else SEARCHED.index(channel.partition("_")[0])
        lists = np.array([LISTS * number + place])
        return float(self._worth(lists)[0]) if number >= 0 and self._sizes(lists)[0] else 0.0

    def _sizes(self, lists: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return self._postings.starts[lists + 1] - self._postings.starts[lists]

    def _worth(self, lists: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """What the term of each list counts: its rarity, and in whole texts how far titles bring it, too."""
        sizes = self._sizes(lists)
        out = rarity(len(self._postings), sizes)
        whole = np.flatnonzero(lists % LISTS == _WHOLE)
        out[whole] *= headline_share(self._sizes(lists[whole] + (_TITLE - _WHOLE)), sizes[whole])
        return out

    def _read(
        self,
        numbers: npt.NDArray[np.int64],
        channels: npt.NDArray[np.int64],
        boosts: npt.NDArray[np.float32],
        counts: npt.NDArray[np.int64],
    ) -> Clauses:
        """The clauses of several queries, `counts` saying how many lists are whose; of lists that hold anything."""
        begins = self._postings.starts[numbers]
        sizes = self._sizes(numbers)
        held = np.flatnonzero(sizes)
        numbers, channels, begins, sizes = numbers[held], channels[held], begins[held], sizes[held]
        weights = self._worth(numbers).astype(np.float32) * np.float32(K1 + 1) * boosts[held]
        cuts = np.searchsorted(held, np.append(0, np.cumsum(counts)))
        return Clauses(numbers, channels, weights, begins, sizes, cuts)
