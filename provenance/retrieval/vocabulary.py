"""What each term is worth, and posts in the numbers by which the index knows its terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from provenance.indexing.outline_codes import Sort
from provenance.indexing.outlines import OutlineArrays
from provenance.retrieval.post_view import PostView

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

#: What a term is worth that stands in one record only, whatever the size of the index (bits; a collection of 16,000
#: records). Weights fitted on one index then mean the same on another.
FULL_BITS = 14.0

#: Texts in general count like this many records of the index: in a small index, rare words are not rare, only unseen.
BACKGROUND_TEXTS = 4000

#: Words of posts whose numbers are kept; 200,000 take about 40 MB.
KEPT = 200_000
_NONE: Numbers = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class PostTerms:
    """A post in numbers, without the words that no record holds.

    Attributes:
        terms: numbers of its terms, those of its author among them.
        author: of its author alone.
        numbers, names: of its body.
        count: of all its terms.
        bits, author_bits: of all its terms, and all of its author's; NaN where no author is named.
    """

    terms: Numbers
    author: Numbers
    numbers: Numbers
    names: Numbers
    count: int
    bits: float
    author_bits: float


class Vocabulary:
    """Knows what the terms of an index are worth.

    Args:
        outlines: of the index.
        shares: how common terms are in general (`load_term_shares`).
    """

    def __init__(self, outlines: OutlineArrays, shares: Mapping[str, float]) -> None:
        self._outlines = outlines
        self._shares = shares
        self._rows = len(outlines) + BACKGROUND_TEXTS
        general = np.zeros(outlines.words, np.float32)
        places = outlines.numbers_of(shares, Sort.TERM)
        known = places >= 0
        general[places[known]] = np.fromiter(shares.values(), np.float32, len(shares))[known]
        #: float32, shape (words,): information of each term, log2 of records over the records that hold it, stretched
        #: so that a term of one record has `FULL_BITS`; one that no record holds counts as much.
        self.bits: Floats = self._information(outlines.counts.max(axis=1, initial=0), general)
        self._kept: dict[Sort, dict[str, tuple[int, float]]] = {sort: {} for sort in Sort}

    def of_posts(self, views: Sequence[PostView]) -> list[PostTerms]:
        """Posts in numbers; the words of all of them are looked up together."""
        self._learn(chain.from_iterable((*view.terms, *view.author_terms) for view in views), Sort.TERM)
        self._learn(chain.from_iterable(view.numbers for view in views), Sort.NUMBER)
        self._learn(chain.from_iterable(view.names for view in views), Sort.NAME)
        return [self.of_post(view) for view in views]

    def of_post(self, view: PostView) -> PostTerms:
        """A post in numbers."""
        terms, bits = self._known(view.terms, Sort.TERM)
        author, author_bits = self._known(view.author_terms, Sort.TERM)
        return PostTerms(
            terms=terms,
            author=author,
            numbers=self._known(view.numbers, Sort.NUMBER)[0],
            names=self._known(view.names, Sort.NAME)[0],
            count=len(view.terms),
            bits=max(bits, 1.0),
            author_bits=max(author_bits, 1.0) if view.author_terms else float("nan"),
        )

    def _known(self, words: Collection[str], sort: Sort) -> tuple[Numbers, float]:
        """Numbers of the words that some record holds, and the bits of all."""
        if not words:
            return _NONE, 0.0
        kept = self._kept[sort]
        if not all(map(kept.__contains__, words)):
            self._learn(words, sort)
        found = list(map(kept.__getitem__, words))
        numbers = np.array([number for number, _ in found if number >= 0], np.int64)
        return numbers, float(sum([bits for _, bits in found]))

    def _learn(self, asked: Iterable[str], sort: Sort) -> None:
        kept = self._kept[sort]
        if len(kept) > KEPT:
            kept.clear()
        words = [word for word in dict.fromkeys(asked) if word not in kept]
        if not words:
            return
        numbers = self._outlines.numbers_of(words, sort)
        general = np.array([self._shares.get(word, 0.0) for word in words], np.float32)
        bits = self._information(np.zeros(len(general)), general)
        known = numbers >= 0
        bits[known] = self.bits[numbers[known]]
        kept.update(zip(words, zip(numbers.tolist(), bits.tolist(), strict=True), strict=True))

    def _information(self, frequency: npt.NDArray[np.generic], general: Floats) -> Floats:
        held = np.maximum(np.asarray(frequency, np.float32) + BACKGROUND_TEXTS * general, 1) + np.float32(0.5)
        scale = FULL_BITS / np.log2(max(2.0, (self._rows + 1) / 1.5))
        out: Floats = np.clip(np.log2((self._rows + 1) / held) * scale, 0.0, FULL_BITS).astype(np.float32)
        return out
