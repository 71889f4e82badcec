"""What speaks for and against a finding about a quotation, in bits, and the probability their sum stands for."""

from __future__ import annotations

from dataclasses import dataclass

#: log2 odds that a quotation of a post is edited, or misattributed, before anything is known. Origin: shares of such
#: posts among posts with quotations in the development half of the scenario set, rounded; November 2026.
PRIOR_EDITED = -5.0
PRIOR_MISATTRIBUTED = -4.0
#: Bits for each word of the quotation that the record holds, and their limit: a longer common wording is less chance.
PER_WORD, MOST_FOR_WORDS = 0.4, 5.0
#: The post names the record's speaker, or the date of the record.
SPEAKER_NAMED, DATE_NAMED = 1.5, 1.5
#: Words without quotation marks may be the post's own.
NOT_MARKED = -3.0
#: Each further severe edit beside the heaviest, and their limit: edits of one hand come together.
FURTHER_EDIT, MOST_FURTHER = 0.5, 1.5
#: Words of the quotation that no record holds.
PER_FOREIGN_SHARE = -6.0
#: Misattribution: the record itself says that the ascription is false; the record's author is another; the title named
#: is another; the line differs from the record.
KNOWN_FALSE, OTHER_AUTHOR, OTHER_TITLE, LINE_ALTERED = 7.0, 5.0, 4.0, 4.0
#: A line is in none of the works of the person named beside it, all of which are indexed: what is left is that they
#: said it and did not write it, or a rendering; longer lines are less often a turn of phrase. Assumed, November 2026.
NOT_IN_WORKS = 5.0
PER_WORD_OF_LENGTH, MOST_FOR_LENGTH = 0.1, 2.0
#: The name stands right beside the quotation; or only somewhere in the post.
NAMED_BESIDE, NAMED_ELSEWHERE = 1.0, -1.0


@dataclass(frozen=True, slots=True)
class Platt:
    """Calibrated log2 odds = slope · bits + offset."""

    slope: float
    offset: float

    def probability(self, bits: float) -> float:
        """0–1."""
        odds = self.slope * bits + self.offset
        return float(1 / (1 + 2.0**-odds))


#: Fitted by hand to keep 4 bits at .9 and 0 bits at .5; few examples exist, so the slope stays below one.
EDITED = Platt(0.8, 0.0)
MISATTRIBUTED = Platt(0.8, 0.0)
