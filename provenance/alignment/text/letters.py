"""The characters of a text, classed all at once: Chinese characters, runs of letters, digits."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.text.folding import fold_character
from provenance.text.numerals import NUMBER_CHARACTERS

_APOSTROPHES = frozenset("’‘＇ʼ`")
#: Characters that may stand between the letters of one word: an apostrophe, and what shows as nothing.
JOINERS = frozenset("'\u200b\u200c\u200d\u00ad")
HAN_RANGES = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0002fa1f"))
_SEPARATOR, _HAN, _LETTER, _JOINER, _NUMBER, _HAN_NUMBER, _UNKNOWN = range(7)
_PART = ord("分")
_POINTS = sys.maxunicode + 1
_ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@dataclass(frozen=True, slots=True)
class LetterRuns:
    """Where tokens begin if none were a numeral or a contraction.

    Attributes:
        folded: the text, folded character for character, apostrophes of one kind.
        starts, ends: each Chinese character, each digit, each run of other letters; code points.
        is_han: whether it is a Chinese character.
        unclear: numbers of those where something else may begin: digits, and letters that an apostrophe joins to more.
        lone: numbers of the Chinese numerals that stand alone, so that no longer numeral begins there.
    """

    folded: str
    starts: list[int]
    ends: list[int]
    is_han: list[bool]
    unclear: list[int]
    lone: list[int]


def letter_runs(text: str) -> LetterRuns:
    """Class the characters of `text`."""
    points = np.frombuffer(text.encode(_ENCODING, "surrogatepass"), np.uint32)
    kinds, folded = _Alphabet.look_up(points)
    is_letter = kinds == _LETTER
    single = (kinds == _HAN) | (kinds >= _NUMBER)
    before = np.empty_like(is_letter)
    after = np.empty_like(is_letter)
    if points.size:
        before[0] = after[-1] = False
        before[1:], after[:-1] = is_letter[:-1], is_letter[1:]
    starts = np.flatnonzero(single | (is_letter & ~before))
    ends = np.flatnonzero(single | (is_letter & ~after)) + 1
    first = kinds[starts]
    unclear = first >= _NUMBER
    lone = _lone(kinds, folded, starts) & (first == _HAN_NUMBER)
    unclear &= ~lone
    joined = ends[(ends < points.size - 1) & is_letter[ends - 1]]
    joined = joined[(kinds[joined] == _JOINER) & is_letter[joined + 1] & is_letter[joined - 1]]
    unclear[np.searchsorted(ends, joined)] = True
    return LetterRuns(
        folded.tobytes().decode(_ENCODING, "surrogatepass"),
        starts.tolist(),
        ends.tolist(),
        ((first == _HAN) | (first == _HAN_NUMBER)).tolist(),
        np.flatnonzero(unclear).tolist(),
        np.flatnonzero(lone).tolist(),
    )


def _lone(
    kinds: npt.NDArray[np.uint8], folded: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether no numeral goes on after the character: neither another of its digits, nor the 分 of 百分之."""
    goes_on = np.zeros(len(kinds) + 1, bool)
    goes_on[:-1] = (kinds == _HAN_NUMBER) | (folded == _PART)
    return ~goes_on[starts + 1]


def fold_letters(text: str) -> str:
    """`text` folded as `letter_runs` folds it; for a few characters, where arrays cost more than they save."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Filled on demand, as `_Alphabet` is."""

    def __missing__(self, point: int) -> str:
        self[point] = _fold(chr(point))
        return self[point]


_FOLDED = _Folded()


def _fold(char: str) -> str:
    folded = fold_character(char)
    return "'" if folded in _APOSTROPHES else folded


class _Alphabet:
    """Code point → what kind of character it is and what it folds to; filled as characters turn up."""

    kinds = np.full(_POINTS, _UNKNOWN, np.uint8)
    folded = np.zeros(_POINTS, np.uint32)

    @classmethod
    def look_up(cls, points: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
        kinds = cls.kinds[points]
        if (kinds == _UNKNOWN).any():
            for point in np.unique(points[kinds == _UNKNOWN]).tolist():
                char = _fold(chr(point))
                cls.kinds[point] = _kind(char)
                cls.folded[point] = ord(char)
            kinds = cls.kinds[points]
        return kinds, cls.folded[points]


def _kind(char: str) -> int:
    han = any(first <= char <= last for first, last in HAN_RANGES)
    if char in NUMBER_CHARACTERS and han:
        return _HAN_NUMBER
    if char.isdecimal():
        return _NUMBER
    if han:
        return _HAN
    if char in JOINERS:
        return _JOINER
    return _LETTER if char.isalnum() else _SEPARATOR
