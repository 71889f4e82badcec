"""Texts as arrays of word numbers, millions of characters at a time: what a passage index is built from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.text.folding import fold_character

Codes = npt.NDArray[np.uint32]

_SEPARATOR, _HAN, _LETTER = 0, 1, 2
_HAN_RANGES = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0002fa1f"))
_POINTS = sys.maxunicode + 1
#: Codes of words of an alphabet begin here, at the highest bit; Chinese characters are their own code point.
FIRST_WORD_CODE = 1 << 31
_WORD_BIT = np.uint32(FIRST_WORD_CODE)
_ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """The words of several texts, one after the other.

    Attributes:
        codes: shape (words,); equal codes read alike (up to collisions of a 31-bit hash for Latin words).
        starts, lengths: shape (words,), place in the word's own text, in code points.
        bounds: shape (texts + 1,); the words of text i are `bounds[i]` ≤ w < `bounds[i + 1]`.
    """

    codes: Codes
    starts: Codes
    lengths: npt.NDArray[np.uint16]
    bounds: npt.NDArray[np.int64]

    def alone(self, text: int) -> CodedTexts:
        """The words of one of the texts."""
        words = slice(self.bounds[text], self.bounds[text + 1])
        bounds = self.bounds[text : text + 2] - self.bounds[text]
        return CodedTexts(self.codes[words], self.starts[words], self.lengths[words], bounds)


def code_texts(texts: Sequence[str]) -> CodedTexts:
    """Chinese characters and words of `texts`; widths, letter case and Chinese script make no difference."""
    kinds, folded = _Alphabet.look_up(_points("\n".join(texts)))
    opens = _opening(kinds)
    starts = opens.nonzero()[0]
    if not starts.size:
        empty = np.zeros(0, np.uint32)
        return CodedTexts(empty, empty, np.zeros(0, np.uint16), np.zeros(len(texts) + 1, np.int64))
    # every character belongs to the last word opened; separators count nothing
    member = np.cumsum(opens) - 1
    letters = (kinds == _LETTER).nonzero()[0]
    place = letters - starts[member[letters]]
    mixed = mix(folded[letters].astype(np.uint64) + (place.astype(np.uint64) << np.uint64(32)))
    sums = np.zeros(starts.size, np.uint64)
    np.add.at(sums, member[letters], mixed)
    codes = np.where(kinds[starts] == _HAN, folded[starts], (sums >> np.uint64(33)).astype(np.uint32) | _WORD_BIT)
    lengths = np.bincount(member[kinds != _SEPARATOR], minlength=starts.size)
    ends = np.cumsum([len(text) + 1 for text in texts])
    bounds = np.concatenate([[0], np.searchsorted(starts, ends)]).astype(np.int64)
    origins = np.concatenate([[0], ends[:-1]])
    local = starts - np.repeat(origins, np.diff(bounds))
    return CodedTexts(
        codes.astype(np.uint32), local.astype(np.uint32), np.minimum(lengths, 65_535).astype(np.uint16), bounds
    )


def count_words(text: str) -> int:
    """How many words `code_texts` finds in a text."""
    return int(np.count_nonzero(_opening(_Alphabet.look_up(_points(text))[0])))


def _points(text: str) -> Codes:
    return np.frombuffer(text.encode(_ENCODING, "replace"), dtype=np.uint32)


def _opening(kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which characters a word begins with."""
    letters = kinds == _LETTER
    out: npt.NDArray[np.bool_] = kinds == _HAN
    out[:1] |= letters[:1]
    out[1:] |= letters[1:] & ~letters[:-1]
    return out


def mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread the bits (the finaliser of MurmurHash3, public domain)."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))


class _Alphabet:
    """Code point → what kind of character it is and what it folds to; filled as characters turn up."""

    kinds = np.full(_POINTS, 255, np.uint8)
    folded = np.zeros(_POINTS, np.uint32)

    @classmethod
    def look_up(cls, points: Codes) -> tuple[npt.NDArray[np.uint8], Codes]:
        kinds = cls.kinds[points]
        if (kinds == 255).any():
            for point in np.unique(points[kinds == 255]).tolist():
                char = fold_character(chr(point))
                han = any(first <= char <= last for first, last in _HAN_RANGES)
                cls.kinds[point] = _HAN if han else _LETTER if char.isalnum() else _SEPARATOR
                cls.folded[point] = ord(char)
            kinds = cls.kinds[points]
        return kinds, cls.folded[points]
