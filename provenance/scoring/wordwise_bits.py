"""What it is worth, in bits, that a post says a claim word by word, in its language or in another one.

Fitted by `benchmarks/fit_wordwise.py`; the figures are in benchmarks/figures/retrieval.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from provenance.model.wordwise import Wordwise, WordwisePart

#: In the language of the claim: bits for each unit of `Wordwise.beyond_chance`, where they turn, and their limit.
PER_UNIT, TURN, MOST = 9.2, 0.435, 4.0
#: A hit is laid word by word beside the post from and up to this much evidence, the only evidence it can turn (bits).
DOUBTFUL = (-2.0, 4.0)


@dataclass(frozen=True, slots=True)
class AbroadBits:
    """Evidence for a claim of another language, where no word can be shared: a logistic model of two features."""

    covered: float
    explained: float
    constant: float

    def of(self, part: WordwisePart) -> float:
        """log2 odds."""
        return self.covered * part.covered + self.explained * part.explained + self.constant


ABROAD = AbroadBits(covered=32.7, explained=63.2, constant=-77.9)
#: A claim of another language is laid beside a post from this nearness on (standard deviations of what is chance), and
#: from where the nearest of so many records mostly lies by chance: 2.0 among 30, and so much more for each doubling.
LEAST_NEARNESS, NEAREST_OF_30, PER_DOUBLING = 3.0, 2.0, 0.19


def same_language(words: Wordwise) -> float:
    """Bits for or against a claim in the post's language, beside those of words and meaning."""
    return max(-MOST, min(MOST, PER_UNIT * (words.beyond_chance - TURN)))


def least_nearness(records: int) -> float:
    """How near in meaning a record of another language must be, among so many, to be worth a look at each word."""
    return max(LEAST_NEARNESS, NEAREST_OF_30 + PER_DOUBLING * math.log2(max(30, records) / 30))
