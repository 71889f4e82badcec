"""Judge an exchange: official words that the clip replaces by others."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from provenance.alignment.text.cuts import judge_cut
from provenance.alignment.text.insertions import judge_insertion
from provenance.alignment.text.lexicon import (
    CERTAIN,
    CONDITIONS,
    DEGREES,
    FILLERS,
    FOR_EACH,
    INTERCHANGEABLE,
    TENTATIVE,
    UNITS,
)
from provenance.alignment.text.misreading import damaged, misread, same_words
from provenance.alignment.text.names import exchanged_name
from provenance.alignment.text.polarity import polarity
from provenance.alignment.text.rounding import numerals, only_rounded, rounds
from provenance.alignment.text.script import Step, Tag
from provenance.alignment.text.tokens import Kind, Tokens
from provenance.alignment.text.verdict import TRIVIAL, Verdict, edit, verdict
from provenance.alignment.text.view import Document, Pair
from provenance.alignment.text.words import is_whole, words_at
from provenance.model.alignment import Edit

#: An exchange of at most this many tokens on either side is one of single words.
_FEW = 4
#: Longer ones with less than this share of common tokens are different statements.
_PHRASE, _RELATED = 7, 0.4


def judge_exchange(pair: Pair, step: Step) -> Verdict:
    """What replacing the official tokens of `step` by the clip's did."""
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    before = pair.official.tokens.keys[slice(*official)]
    after = pair.clip.tokens.keys[slice(*clip)]
    unit = _unit(pair, step)
    if unit and len(before) == 1:  # words of time are dropped freely, but 每月 is not 每年
        return Verdict((unit,))
    if same_words(before, after) or only_rounded(pair, step):
        return TRIVIAL
    name = exchanged_name(pair, step)
    if not name and damaged(pair, step):
        return TRIVIAL
    if _unrelated(before, after):
        whole = _joints(pair.clip, *clip) and _joints(pair.official, *official)
        condition = [e for e in judge_cut(pair, step).edits if e.code == "condition-dropped"]
        return Verdict((edit(pair, "sentence-replaced" if whole else "words-altered", clip, official), *condition))
    numbers = _numbers(pair, step)
    turned = polarity(pair, step)
    if turned:
        return Verdict((edit(pair, turned, clip, official), *numbers))
    if numbers:
        return Verdict(numbers)
    if not name and misread(pair, step):
        return TRIVIAL
    if name:
        return verdict(pair, "name-altered", clip, official)
    return _one_sided(pair, step) or _wording(pair, step)


def _unrelated(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether these are two different statements, whose negations and numbers have nothing to do with one another."""
    longest = max(len(before), len(after))
    return longest > _PHRASE and LCSseq.similarity(before, after) < _RELATED * longest


def _joints(document: Document, start: int, end: int) -> bool:
    """Whether the tokens are whole clauses."""
    clauses = document.structure.clauses
    opens = not start or clauses[start - 1] != clauses[start]
    return opens and (end >= len(clauses) or clauses[end - 1] != clauses[end])


def _numbers(pair: Pair, step: Step) -> tuple[Edit, ...]:
    """Numbers and units that changed value, each paired with the one in the same place."""
    ours, theirs = pair.clip.tokens, pair.official.tokens
    after = numerals(ours, step.clip_start, step.clip_end)
    before = numerals(theirs, step.official_start, step.official_end)
    if len(before) == len(after) and before:
        both = zip(after, before, strict=True)
        changed = [(a, b) for a, b in both if ours.keys[a] != theirs.keys[b] and not rounds(pair, a, b)]
        if not misread(pair, step):
            return tuple(_number_edit(pair, a, b) for a, b in changed)
        return ()
    unit = None if before or after else _unit(pair, step)
    return (unit,) if unit else ()


def _unit(pair: Pair, step: Step) -> Edit | None:
    """A unit of a number that became another one."""
    ours, theirs = pair.clip.tokens, pair.official.tokens
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    if clip[1] - clip[0] != official[1] - official[0]:
        return None
    for a, b in zip(range(*clip), range(*official), strict=True):
        units = ours.keys[a] in UNITS and theirs.keys[b] in UNITS
        alike = ours.keys[a] in INTERCHANGEABLE.get(theirs.keys[b], ())
        if units and not alike and _counts(ours, a):
            return edit(pair, "unit-altered", clip, official)
    return None


def _number_edit(pair: Pair, clip: int, official: int) -> Edit:
    return edit(pair, "number-altered", (clip, clip + 1), (official, official + 1))


def _counts(tokens: Tokens, at: int) -> bool:
    """Whether the token follows a number, or says for each of what something is counted (每月, per month)."""
    before = tokens.keys[at - 1] if at else ""
    return bool(before) and (tokens.kinds[at - 1] is Kind.NUMBER or before.isdigit() or before in FOR_EACH)


def _one_sided(pair: Pair, step: Step) -> Verdict | None:
    """An exchange in which only function words stand on one side is a cut or an insertion."""
    before = pair.official.tokens.keys[step.official_start : step.official_end]
    after = pair.clip.tokens.keys[step.clip_start : step.clip_end]
    if all(key in FILLERS for key in after) and len(before) > len(after):
        return judge_cut(pair, step._replace(tag=Tag.DELETE))
    if all(key in FILLERS for key in before) and len(after) > len(before):
        return judge_insertion(pair, step._replace(tag=Tag.INSERT))
    return None


def _wording(pair: Pair, step: Step) -> Verdict:
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    degrees = _degree(pair.official, *official), _degree(pair.clip, *clip)
    if degrees[0] is not None and degrees[1] is not None:
        if degrees[0] == degrees[1]:
            return verdict(pair, "wording-altered", clip, official)
        return verdict(pair, "certainty-raised" if degrees[1] > degrees[0] else "certainty-lowered", clip, official)
    tentative = pair.official.has(TENTATIVE, *official), pair.clip.has(TENTATIVE, *clip)
    certain = pair.official.has(CERTAIN, *official), pair.clip.has(CERTAIN, *clip)
    if tentative == (True, False) and (certain[1] or max(step.clip_end - step.clip_start, 1) <= _FEW):
        return verdict(pair, "certainty-raised", clip, official)
    if tentative == (False, True) and certain[0]:
        return verdict(pair, "certainty-lowered", clip, official)
    if pair.official.has(CONDITIONS, *official) and not pair.clip.has(CONDITIONS, *clip):
        return verdict(pair, "condition-dropped", clip, official)
    size = max(clip[1] - clip[0], official[1] - official[0])
    if size > _FEW:
        return verdict(pair, "words-altered", clip, official)
    return verdict(pair, "word-altered" if _whole_words(pair, step) else "wording-altered", clip, official)


def _degree(document: Document, start: int, end: int) -> int | None:
    """How binding or sure the words are, where they are a word of degree and nothing else that counts."""
    keys = document.tokens.keys[start:end]
    return DEGREES.get("".join(keys)) if keys else None


def _whole_words(pair: Pair, step: Step) -> bool:
    """Whether whole content words face one another, rather than a damaged character."""
    ours, theirs = pair.clip.tokens, pair.official.tokens
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    kinds = {*ours.kinds[slice(*clip)], *theirs.kinds[slice(*official)]}
    content = all(key not in FILLERS for key in (*ours.keys[slice(*clip)], *theirs.keys[slice(*official)]))
    if Kind.HAN not in kinds:
        return content
    return is_whole(words_at(ours, *clip), ours, *clip) and is_whole(words_at(theirs, *official), theirs, *official)
