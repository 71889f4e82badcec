"""One spelling for matching, character for character, so that offsets stay those of the text as received."""

from __future__ import annotations

import unicodedata

_SAME = {"’": "'", "‘": "'", "`": "'", "　": " ", "\u00a0": " ", "‐": "-", "‑": "-", "–": "-"}
#: Hiragana and katakana.
_KANA_FIRST, _KANA_LAST = "\u3041", "\u30ff"
#: They number the items of a list, and would be read as counts if they became 1 to 9.
_CIRCLED_FIRST, _CIRCLED_LAST = "①", "⑨"


class _Folded(dict[int, str]):
    """Filled on demand."""

    def __missing__(self, point: int) -> str:
        self[point] = _fold_character(chr(point))
        return self[point]


_FOLDED = _Folded()


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if _KANA_FIRST <= (kana := unicodedata.normalize("NFKC", character)) <= _KANA_LAST:
        return kana  # ハリ, バリ and パリ are three words
    if _CIRCLED_FIRST <= character <= _CIRCLED_LAST:
        return character
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in plain if not unicodedata.combining(part)).lower()
    return kept if len(kept) == 1 else character


def fold(text: str) -> str:
    """Lower case, without accents, half-width; as long as `text`."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return text.translate(_FOLDED)
