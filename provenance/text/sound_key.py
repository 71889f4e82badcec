"""Texts by their sound: Chinese characters that are read alike become one sign, so that 河蟹 and 和谐 meet."""

from __future__ import annotations

import unicodedata
from functools import cache

#: The first code point of the private use area; each syllable gets one from there on (about 410 without tones).
_FIRST_SIGN = 0xE000


class _Signs(dict[int, str]):
    """Character → the sign of its syllable; letters and digits stay, everything else goes. Filled on demand."""

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(point)).lower()  # accents become characters of their own, and go
        self[point] = "".join(_sign(_syllable(char)) if _is_han(char) else char for char in plain if char.isalnum())
        return self[point]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_SIGNS = _Signs()
_SYLLABLES: dict[str, str] = {}


def sound_key(text: str) -> str:
    """The letters and digits of a text as received, in lower case, each Chinese character replaced by its syllable.

    Tones, accents, widths and scripts make no difference, and a character with several readings counts by the
    commonest. Two texts with one key are copies of one another in everything but emoji, spacing, punctuation and
    homophones.
    """
    return text.translate(_SIGNS)


def is_syllable(char: str) -> bool:
    """Whether a character of a key stands for a Chinese syllable."""
    return "\ue000" <= char <= "\uf8ff"


def _sign(syllable: str) -> str:
    if syllable not in _SYLLABLES:
        _SYLLABLES[syllable] = chr(_FIRST_SIGN + len(_SYLLABLES))
    return _SYLLABLES[syllable]


@cache
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])
