"""The value of a numeral however it is written: 30,000 = 三万 = 3万 = thirty thousand; 69% = 百分之六十九."""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "천": 1000, "만": 10**4, "억": 10**8}
_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
#: Words that multiply the number before them.
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_CN = "零〇一二三四五六七八九十百千万亿两"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = "|".join(SCALES)
#: Digits in groups of three behind full stops or spaces, as many languages write 200,000.
_GROUPS = r"(?:\d{1,3}(?:[. ]\d{3})*[. ]000|\d{1,3}(?:\.\d{3}){2,})"
#: Digits; those in such groups are read so where nothing else can be meant.
ARABIC = rf"(?:\d+(?:,\d{{3}})+(?:\.\d+)?|{_GROUPS}(?![.,]?\d)|\d+(?:\.\d+)?)"

#: A numeral in a folded text. Group names say how it is to be read.
NUMERAL = (
    rf"(?P<percent>百分之(?:[{_CN}]+(?:点[{_CN}]+)?|{ARABIC})|(?:{ARABIC})\s?(?:%|percent\b|per cent\b))"
    rf"|(?P<mixed>\d+[ -]\d/\d{{1,2}}(?!\d)(?:\s(?:{_SCALE})\b)?)"
    rf"|(?P<arabic>(?:{ARABIC})(?:[十百千万亿]+|[천만억]+|\s(?:{_SCALE})\b)?)"
    rf"|(?P<chinese>[{_CN}]{{2,}})"
    rf"|(?P<english>\b(?:{_WORD}|a(?=\s(?:{_SCALE})\b))(?:[\s-](?:and\s)?(?:{_WORD}|{_SCALE}))*\b)"
)
_NUMBER = re.compile(ARABIC)
_GROUPED = re.compile(_GROUPS)
#: Words and characters with which a numeral may begin.
NUMBER_WORDS = frozenset(_WORDS) | {"a"}
NUMBER_CHARACTERS = frozenset(_CN)
#: Words that may stand anywhere in a numeral.
WORDS_IN_NUMERALS = NUMBER_WORDS | frozenset(SCALES) | {"and", "percent", "per", "cent"}


def value_of(kind: str, text: str) -> str:
    """A canonical spelling of the numeral `text`, which `NUMERAL` found as `kind`; equal values spell alike."""
    if kind == "percent":
        body = text.removeprefix("百分之")
        found = _NUMBER.match(body)
        return f"{_plain(_arabic(found.group()) if found else _chinese_decimal(body))}%"
    if kind == "mixed":
        whole, part, *scale = text.replace("-", " ").split()
        over, _, under = part.partition("/")
        factor = SCALES[scale[0]] if scale else 1
        return _plain((int(whole) + Fraction(int(over), int(under))) * factor) if int(under) else text
    if kind == "arabic":
        return str(int(text)) if text.isdecimal() else _plain(_scaled(text))
    if kind == "chinese":
        return _plain(_chinese(text))
    return _plain(_english(text))


def _plain(value: Fraction | int) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"


def _arabic(text: str) -> Fraction:
    if _GROUPED.fullmatch(text):
        return Fraction(re.sub(r"[. ]", "", text))
    return Fraction(text.replace(",", ""))


def _scaled(text: str) -> Fraction:
    found = _NUMBER.match(text)
    if found is None:  # the pattern begins with digits; kept so that a change of the pattern shows
        raise ValueError(f"no numeral: {text!r}")
    value = _arabic(found.group())
    rest = text[found.end() :].strip()
    if rest in SCALES:
        return value * SCALES[rest]
    for char in rest:
        value *= _SMALL.get(char) or _LARGE[char]
    return value


def _chinese(text: str) -> int:
    if not any(c in _SMALL or c in _LARGE for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))  # 二〇二一
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def _chinese_decimal(text: str) -> Fraction:
    whole, _, part = text.partition("点")
    value = Fraction(_chinese(whole))
    return value + Fraction(_chinese(part), 10 ** len(part)) if part else value


def _english(text: str) -> int:
    total = section = 0
    for word in re.split(r"[\s-]+", text):
        if word in _WORDS:
            section += _WORDS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in SCALES:
            total += (section or 1) * SCALES[word]
            section = 0
        elif word == "a":
            section = 1
    return total + section
