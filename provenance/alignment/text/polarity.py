"""Words exchanged for their opposites, and negations gained or lost in an exchange of words."""

from __future__ import annotations

from provenance.alignment.text.lexicon import AFFIRMS, DENIES, FILLERS, INSTEAD_OF_NEGATION
from provenance.alignment.text.script import Step
from provenance.alignment.text.view import Document, Pair

#: Characters of the longest entry, and tokens beside the change that may belong to it.
_LONGEST, _BESIDE = 4, 3


def polarity(pair: Pair, step: Step) -> str:
    """The code of a change that turned a statement round, or ""."""
    turned = _opposites(pair, step)
    if turned:
        return turned
    before = pair.official.negations(step.official_start, step.official_end)
    after = pair.clip.negations(step.clip_start, step.clip_end)
    if (len(before) - len(after)) % 2 == 0:
        return ""
    if not _deliberate(pair, step, negated=len(after) > len(before)):
        return ""
    return "negation-added" if len(after) > len(before) else "negation-dropped"


def _deliberate(pair: Pair, step: Step, *, negated: bool) -> bool:
    """Whether the word beside the negation can stand in its place, rather than being its misprint."""
    start, end = step.clip_start, step.clip_end
    if step.official_end - step.official_start > 1 or end - start > 1:
        return True
    keys = pair.official.tokens.keys if negated else pair.clip.tokens.keys
    word = keys[step.official_start if negated else start]
    return word in INSTEAD_OF_NEGATION or (word.isascii() and word in FILLERS)


def _opposites(pair: Pair, step: Step) -> str:
    said = _candidates(pair.official, step.official_start, step.official_end)
    quoted = _candidates(pair.clip, step.clip_start, step.clip_end)
    said, quoted = said - quoted, quoted - said
    for word in sorted(said, key=lambda word: (-len(word), word)):
        if not quoted.isdisjoint(DENIES.get(word, ())):
            return "polarity-denied"
        if not quoted.isdisjoint(AFFIRMS.get(word, ())):
            return "polarity-affirmed"
    return ""


def _candidates(document: Document, start: int, end: int) -> set[str]:
    """Every run of tokens that overlaps the change and is short enough to be a word of the table."""
    keys = document.tokens.keys
    found = set()
    for first in range(max(0, start - _BESIDE), end):
        for last in range(max(first, start), min(len(keys), first + _LONGEST)):
            word = "".join(keys[first : last + 1])
            if first < end and last >= start:
                found.add(word)
    return {word for word in found if word in DENIES or word in AFFIRMS}
