"""Whether two stretches are one utterance misheard, misread or mistyped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from provenance.alignment.text.lexicon import FILLERS, INTERCHANGEABLE, KNOWN_WORDS
from provenance.alignment.text.script import Step
from provenance.alignment.text.tokens import Kind
from provenance.alignment.text.view import Pair
from provenance.text.numerals import NUMERAL
from provenance.text.sounds import sounds_alike

#: Latin words this alike (0-100) are one word misspelt. Origin: one wrong letter in five, 2 % character noise.
_ALIKE = 60.0
#: Short words are one word misspelt when a single letter differs.
_SHORT_WORD = 4
#: Names that differ by a letter or two and are names of their own.
_OWN_NAMES = (
    {"iran", "iraq"}, {"austria", "australia"}, {"niger", "nigeria"}, {"mali", "malawi"}, {"slovakia", "slovenia"},
    {"carter", "castro"}, {"latvia", "lithuania"}, {"gambia", "zambia"}, {"paraguay", "uruguay"},
    {"mauritius", "mauritania"},
    {"monday", "sunday"}, {"tuesday", "thursday"}, {"june", "july"}, {"march", "may"}, {"sixteen", "sixty"},
)  # fmt: skip
_WHOLE_NUMERAL = re.compile(NUMERAL)
#: Share of the letters of a word, and of a name, that may be wrong in something that is no word.
_DAMAGE, _DAMAGE_OF_NAMES = 0.67, 0.34
_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")


def same_words(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the two differ only in function words, or by words that stand for one another."""
    left = [key for key in before if key not in FILLERS]
    right = [key for key in after if key not in FILLERS]
    if "".join(before) == "".join(after) or left == right:
        return True
    return len(before) == len(after) and all(
        a == b or b in INTERCHANGEABLE.get(a, ()) for a, b in zip(before, after, strict=True)
    )


def misread(pair: Pair, step: Step) -> bool:
    """Whether the clip's words are a slip for the official ones: alike in sound, or in spelling."""
    clip, official = pair.clip.tokens, pair.official.tokens
    kinds = {*clip.kinds[step.clip_start : step.clip_end], *official.kinds[step.official_start : step.official_end]}
    before = official.keys[step.official_start : step.official_end]
    after = clip.keys[step.clip_start : step.clip_end]
    if Kind.NUMBER in kinds:
        return _damaged_number(
            clip.text(step.clip_start, step.clip_end), official.text(step.official_start, step.official_end)
        )
    if kinds == {Kind.HAN}:
        return _sounds_alike(before, after)
    return _spelt_alike(" ".join(before), " ".join(after))


def damaged(pair: Pair, step: Step) -> bool:
    """Whether Latin words lost or changed single letters and are no words any more: "withoux", "hfge" for "have".

    A word is one that the record uses elsewhere, or that the lexicon knows.
    """
    clip, official = pair.clip.tokens, pair.official.tokens
    kinds = {*clip.kinds[step.clip_start : step.clip_end], *official.kinds[step.official_start : step.official_end]}
    if kinds != {Kind.WORD}:
        return False
    after = clip.keys[step.clip_start : step.clip_end]
    if any(word in pair.official.vocabulary or word in KNOWN_WORDS for word in after):
        return False
    old = official.text(step.official_start, step.official_end).casefold()
    new = clip.text(step.clip_start, step.clip_end).casefold()
    names = official.raw[official.starts[step.official_start]].isupper() and len(old) > 1
    return abs(len(old) - len(new)) <= 1 and Levenshtein.distance(old, new) <= max(
        1, round(len(old) * (_DAMAGE_OF_NAMES if names else _DAMAGE))
    )


def _sounds_alike(before: Sequence[str], after: Sequence[str]) -> bool:
    left = "".join(key for key in before if key not in FILLERS) or "".join(before)
    right = "".join(key for key in after if key not in FILLERS) or "".join(after)
    return sounds_alike("".join(before), "".join(after)) or sounds_alike(left, right)


def _spelt_alike(before: str, after: str) -> bool:
    if {before, after} in _OWN_NAMES or _denies(before, after) or _denies(after, before):
        return False
    before, after = before.replace(" ", ""), after.replace(" ", "")
    if max(len(before), len(after)) <= _SHORT_WORD:
        return Levenshtein.distance(before, after) <= 1
    return ratio(before, after) >= _ALIKE


def _denies(word: str, other: str) -> bool:
    return any(other == prefix + word for prefix in _DENYING_PREFIXES)


def _damaged_number(after: str, before: str) -> bool:
    """Whether some of the digits became something that is no digit (23O0, 2，300): damage, not another number."""
    if not any(char.isdigit() for char in before):  # a numeral in words is damaged as words are
        return after.isascii() and ratio(before, after) >= _ALIKE and not _WHOLE_NUMERAL.fullmatch(after.casefold())
    after, before = after.replace(",", "").strip(), before.replace(",", "").strip()
    if len(after) != len(before):
        return False
    changed = [(a, b) for a, b in zip(after, before, strict=True) if a != b]
    return all(not (a.isdigit() and b.isdigit()) for a, b in changed)
