"""Numbers as words: Chinese numerals and English cardinals and ordinals."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

#: A Chinese number, spelt in any way; to be read by `chinese_number`.
ZH_NUMBER = r"(?:\d{1,5}|[零〇一二三四五六七八九十百千廿卅两俩仨]{1,7})"


def chinese_number(text: str) -> int | None:
    """Read 二十三, 廿一, 两千零四, 二〇二一 or 23; None where it is no number."""
    text = text.strip()
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)


_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_CARDINAL = {word: value for value, word in enumerate(_ONES, 1)} | {w: 10 * v for v, w in enumerate(_TENS, 2)}
_IRREGULAR = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_ORDINAL = (
    _IRREGULAR
    | {w + "th": v for w, v in _CARDINAL.items() if v not in _IRREGULAR.values() and not w.endswith("y")}
    | {w[:-1] + "ieth": v for w, v in _CARDINAL.items() if w.endswith("y")}
)


def _one_of(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


_BELOW_100 = rf"(?:(?:{_one_of(_TENS)})[\s-]+(?:{_one_of(_ONES[:9])})|{_one_of(_CARDINAL)})"
#: One to ninety-nine in words.
EN_CARDINAL = rf"(?:{_BELOW_100})\b"
#: First to thirty-first, in words or digits.
EN_ORDINAL = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th))|(?:(?:{_one_of(_TENS)})[\s-]+)?(?:{_one_of(w for w, v in _ORDINAL.items())}))\b"
)
#: A year in words: nineteen eighty six, two thousand (and) five, nineteen hundred ninety three.
EN_YEAR_WORDS = (
    rf"(?:(?:one|two)\s+thousand(?:\s+(?:and\s+)?{_BELOW_100})?"
    rf"|(?:fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\s+(?:hundred(?:\s+(?:and\s+)?{_BELOW_100})?|{_BELOW_100}))\b"
)
#: How many: digits, words, a, an, a couple of, half a.
EN_COUNT = rf"(?:\d{{1,4}}(?:\.\d)?|half\s+an?|an?\s+couple(?:\s+of)?|a\s+few|{_BELOW_100}|an?)"


def english_number(text: str) -> float | None:
    """Read a cardinal, ordinal or count: 12, twenty-first, 3rd, a, half an; None for "a few"."""
    text = re.sub(r"[\s-]+", " ", text.strip().lower())
    if digits := re.fullmatch(r"(\d+(?:\.\d)?)(?:st|nd|rd|th)?", text):
        return float(digits[1])
    if text in ("a", "an"):
        return 1
    if text.startswith("half"):
        return 0.5
    if "couple" in text:
        return 2
    total = 0
    for word in text.split():
        value = _CARDINAL.get(word) or _ORDINAL.get(word)
        if value is None:
            return None
        total += value
    return total


def english_year(text: str) -> int | None:
    """Read a year in words."""
    words = [word for word in re.split(r"[\s-]+", text.strip().lower()) if word != "and"]
    if "thousand" in words:
        place = words.index("thousand")
        head, tail, scale = words[:place], words[place + 1 :], 1000
    elif "hundred" in words:
        place = words.index("hundred")
        head, tail, scale = words[:place], words[place + 1 :], 100
    else:
        head, tail, scale = words[:1], words[1:], 100
    first = english_number(" ".join(head))
    rest = english_number(" ".join(tail)) if tail else 0
    return None if first is None or rest is None else int(first) * scale + int(rest)
