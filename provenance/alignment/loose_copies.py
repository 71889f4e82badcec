"""Reworded copies of a text that many have copied word for word: too far for shingles, near in what is said.

Around a flood, some accounts turn the wording over and keep its particulars. Their posts share far more of the rare
words of the flood than any other post of the same hours; common words count for little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

#: Share of a text's information (bits) that also stands in the flood, from which it is a reworded copy; the second
#: holds for texts that were themselves copied. On written floods, rewordings have .36 and more (copied ones .19), the
#: nearest others .14. 2026-11.
SHARE, COPIED_SHARE = 0.3, 0.18
#: The same for single characters (or words) alone: what remains when the order of everything changed.
PARTS_SHARE = 0.35
#: The least shared information, in bits: short texts share their few words with anything.
LEAST_BITS = 30.0


def parts(key: str) -> frozenset[str]:
    """What a text is made of, for this comparison: its signs and the pairs of neighbours."""
    return frozenset(key) | {key[at : at + 2] for at in range(len(key) - 1)}


def word_parts(words: Sequence[str]) -> frozenset[str]:
    """The same for a text of separate words; pairs are joined by a space."""
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of `count` texts hold a part."""

    count: int
    holding: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[frozenset[str]]) -> Rarity:
        """Count the parts of some texts."""
        holding: Counter[str] = Counter()
        count = 0
        for text in texts:
            count += 1
            holding.update(text)
        return cls(count, holding)

    def bits(self, found: Iterable[str]) -> float:
        """The information of some parts: -log2 of the share of texts that hold each, summed."""
        return sum(math.log2((self.count + 1) / (self.holding[part] + 1)) for part in found)


def is_loose_copy(text: frozenset[str], flood: Set[str], rarity: Rarity, *, copied: bool = False) -> bool:
    """Whether `text` rewords what the texts of `flood` (all their parts together) say.

    Args:
        text: the parts of the text.
        flood: the parts of all texts that are known to belong.
        rarity: of parts, over all texts of the time.
        copied: whether the text was itself copied by others, which lowers the bar.
    """
    shared = text & flood
    shared_bits = rarity.bits(shared)
    if shared_bits < LEAST_BITS:
        return False
    share = shared_bits / rarity.bits(text)
    if share >= SHARE:
        return True
    singles = [part for part in text if _single(part)]
    alone = rarity.bits(part for part in singles if part in flood) / max(1e-9, rarity.bits(singles))
    return copied and share >= COPIED_SHARE and alone >= PARTS_SHARE


def _single(part: str) -> bool:
    return len(part) == 1 or (part.isascii() and " " not in part)
