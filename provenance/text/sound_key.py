"""Texts by their sound: Chinese characters that are read alike become one sign, so that 河蟹 and 和谐 meet."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from zlib import crc32

#: The first code point of the private use area; a syllable's sign lies at its initial and final from there on, so that
#: it is the same in every run, whatever was read before.
_FIRST_SIGN, _FINAL_BITS = 0xE000, 6
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", "")
_FINALS = (
    *"aoeiuvê", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "er", "ia", "ie", "iao", "iu", "ian", "in",
    "iang", "ing", "iong", "io", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ueng", "ue", "ve", "van", "vn",
)  # fmt: skip
#: Spellings outside the tables (interjections such as hng) share the signs from here on.
_FIRST_OTHER, _OTHERS = _FIRST_SIGN + (len(_INITIALS) << _FINAL_BITS), 4096
_SYLLABLES = re.compile(r"[\ue000-\uf8ff]+")


class _Signs(dict[int, str]):
    """Character → the sign of its syllable; letters and digits stay, everything else goes. Filled on demand."""

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(point)).lower()  # accents become characters of their own, and go
        self[point] = "".join(_sign(_syllable(char)) if _is_han(char) else char for char in plain if char.isalnum())
        return self[point]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_SIGNS = _Signs()


def sound_key(text: str) -> str:
    """The letters and digits of a text as received, in lower case, each Chinese character replaced by its syllable.

    Tones, accents, widths and scripts make no difference, and a character with several readings counts by the
    commonest. Two texts with one key are copies of one another in everything but emoji, spacing, punctuation and
    homophones.
    """
    return text.translate(_SIGNS)


def is_chinese(key: str) -> bool:
    """Whether at least half of the characters of a key stand for Chinese syllables."""
    return 2 * sum(map(len, _SYLLABLES.findall(key))) >= len(key)


def _sign(syllable: str) -> str:
    place, initial = next(pair for pair in enumerate(_INITIALS) if syllable.startswith(pair[1]))
    final = syllable[len(initial) :]
    if final in _FINALS:
        return chr(_FIRST_SIGN + (place << _FINAL_BITS) + _FINALS.index(final))
    return chr(_FIRST_OTHER + crc32(syllable.encode()) % _OTHERS)


@cache
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])
