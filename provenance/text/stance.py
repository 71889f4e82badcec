"""Whether the last speaker of a post spreads a report, refutes it, or asks whether it is true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from provenance.model.span import TextSpan
from provenance.text.markup import Markup, last_speaker
from provenance.text.needles import Gate
from provenance.text.normalise import normalise
from provenance.text.offsets import NormalisedText
from provenance.text.stance_cues import REFUTES_FROM, Cue
from provenance.text.stance_cues_doubt import BELIEVERS_EN, BELIEVERS_ZH, LOOKED_ASK, LOOKED_EN, LOOKED_ZH
from provenance.text.stance_cues_en import ASK_EN, CANCELS_EN, REFUTE_EN, TAKEN_BACK_EN
from provenance.text.stance_cues_world import ASK_WORLD, REFUTE_WORLD
from provenance.text.stance_cues_zh import ASK_ZH, CANCELS_ZH, REFUTE_ZH, TAKEN_BACK_ZH

#: Readings that are kept: every detector asks for the stance of the post in hand.
KEPT_READINGS = 1024


class Stance(StrEnum):
    """What the speaker does with the report."""

    SPREAD = "spread"
    REFUTE = "refute"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, eq=False)
class StanceReading:
    """A stance and the words that decided it. Equal to its `Stance`, and to the name of it."""

    stance: Stance
    #: In the text as received; None for `SPREAD`, which needs no cue.
    cue: TextSpan | None = None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StanceReading):
            return (self.stance, self.cue) == (other.stance, other.cue)
        return self.stance == other

    def __hash__(self) -> int:
        return hash(self.stance)  # as the enum and its name hash, since it equals both

    def __str__(self) -> str:
        return self.stance.value


#: A quotation longer than this, or with a sentence in it, is another's voice; a shorter one may be a word that its
#: writer set off. In characters.
_OWN_WORDS_IN_QUOTES = 8
#: In a longer text, cues count only near its beginning and its end: in the middle somebody mentions. In characters.
_WITHIN_REACH = 150
_QUOTATION = re.compile('“[^”]*”|「[^」]*」|『[^』]*』|(?<![\\w])"[^"]*"|«[^»]*»')
_SENTENCE_MARK = re.compile("[,。!?;]")
_LETTER = re.compile(r"\w")


_ASK = (*ASK_ZH, *ASK_EN, *ASK_WORLD, *LOOKED_ASK)
_CUES = (*_ASK, *REFUTE_ZH, *REFUTE_EN, *REFUTE_WORLD, *BELIEVERS_ZH, *BELIEVERS_EN, *LOOKED_ZH, *LOOKED_EN)
#: Most texts hold the words of a few cues only.
_GATE = Gate([cue.wording for cue in _CUES])


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    weight: float


@lru_cache(maxsize=KEPT_READINGS)
def stance_of(text: str) -> StanceReading:
    """The stance of the account that posted `text`.

    Only its own words count: what follows `//@` was said by others, and long quotations are not its voice. An account
    that passes something on without a word says the same. Everything that neither refutes nor asks is `SPREAD`.
    """
    own = last_speaker(text)
    view = normalise(own.of(text), without={Markup.URL, Markup.HANDLE, Markup.EMOJI})
    words = _without_quotations(view.text)
    possible = sorted(_GATE.possible(words))
    asked = _found(words, [_CUES[number] for number in possible if number < len(_ASK)])
    refuted = [
        found
        for found in _found(words, [_CUES[number] for number in possible if number >= len(_ASK)])
        if not any(found.start < ask.end and ask.start < found.end for ask in asked) and not _cancelled(words, found)
    ]
    weight = sum(found.weight for found in refuted)
    if weight >= REFUTES_FROM and (TAKEN_BACK_ZH.search(words) or TAKEN_BACK_EN.search(words)):
        weight -= 4
    if asked and not (weight >= REFUTES_FROM and _answers(asked, refuted)):
        return _reading(Stance.QUESTION, asked, view, own)
    if weight >= REFUTES_FROM:
        return _reading(Stance.REFUTE, refuted, view, own)
    return StanceReading(Stance.SPREAD)


def _found(words: str, cues: Sequence[Cue]) -> list[_Found]:
    """The first match of every cue; of two that overlap, the heavier."""
    kept: list[_Found] = []
    for found in sorted(_matches(words, cues), key=lambda found: (-found.weight, found.start)):
        if not any(found.start < other.end and other.start < found.end for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _matches(words: str, cues: Sequence[Cue]) -> Iterator[_Found]:
    for cue in cues:
        for match in cue.wording.compiled.finditer(words):
            if match.start() < _WITHIN_REACH or match.end() > len(words) - _WITHIN_REACH:
                yield _Found(match.start(), match.end(), cue.weight)
                break


def _cancelled(words: str, found: _Found) -> bool:
    before = words[max(0, found.start - 24) : found.start]
    return bool(CANCELS_ZH.search(before) or CANCELS_EN.search(before))


def _answers(asked: list[_Found], refuted: list[_Found]) -> bool:
    """Whether a strong refutation follows the question, as in 真的吗？假的！ and then it counts."""
    return any(found.weight >= REFUTES_FROM and found.start >= asked[0].end for found in refuted)


def _without_quotations(words: str) -> str:
    """The text with long quotations blanked out, at the same length; unchanged where nothing else is said."""
    blanked = _QUOTATION.sub(lambda match: _blank(match.group()), words)
    return blanked if _LETTER.search(blanked) else words


def _blank(quotation: str) -> str:
    inner = len(quotation) - 2
    own = inner <= _OWN_WORDS_IN_QUOTES and not _SENTENCE_MARK.search(quotation)
    return quotation if own else quotation[0] + "\u00a0" * inner + quotation[-1]


def _reading(stance: Stance, found: list[_Found], view: NormalisedText, own: TextSpan) -> StanceReading:
    strongest = max(found, key=lambda item: item.weight)
    span = view.raw_span(strongest.start, strongest.end)
    return StanceReading(stance, TextSpan(own.start + span.start, own.start + span.end))
