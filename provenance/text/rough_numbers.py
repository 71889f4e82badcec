"""Numbers that a text tells roughly: 二十多, 近20万, more than 20, nearly 300, dozens; and what fits them."""

from __future__ import annotations

import re
from typing import NamedTuple

from provenance.text.numerals import ARABIC, NUMBER_CHARACTERS, value_of

_CN = "".join(sorted(NUMBER_CHARACTERS))
_SCALE = "十百千万亿"
#: 20多万, 3万余, 二十几, 一百多: 多 and its like stand for the digits that are left out. 三百来 needs what it counts.
LOOSE = (
    rf"(?P<loose>(?:{ARABIC}[{_SCALE}]*|(?<![{_CN}\d.])[{_CN}]*[{_SCALE}])"
    rf"(?:[多余几여](?!边|角|数)[{_SCALE}]*|来(?=[个名人位户家辆间栋])))"
)
#: 几十, 数百万, dozens, tens of thousands: no digit is told at all.
VAGUE = (
    rf"(?P<vague>(?<![{_CN}\d人次总件例户指倍岁天年月分少多])[几数][{_SCALE}]{{1,3}}"
    r"|\b(?:(?:(?:tens|hundreds) of )?(?:thousands|millions)|dozens|scores(?= of)|hundreds)\b(?: of\b)?)"
)
_LOOSE_PARTS = re.compile(rf"(?P<base>.*?)(?P<mark>[多余几여来])(?P<scale>[{_SCALE}]*)")
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_VAGUE_SIZES = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
_TENFOLD = {"tens": 10, "hundreds": 100}
#: Words with which a number may begin of which no digit is told.
VAGUE_WORDS = frozenset((*_VAGUE_SIZES, *_TENFOLD))
#: A vague number reaches to less than ten times its unit.
_VAGUE_REACH = 5

#: Words before a number. Folded: lower case, without accents, simplified characters.
_ABOVE = (
    r"超过|超|逾|突破|more than |over |upwards of |in excess of |mas de |plus de |mehr als |uber |piu di |oltre "
    r"|mais de |meer dan |lebih dari |hon |более |свыше |больше |اكثر من "
)
_NEARLY = (
    r"将近|接近|(?<![最附靠临邻])近|nearly |almost |close to |casi |pres de |fast |knapp |quasi |quase |bijna "
    r"|hampir |gan |почти |قرابة "
)
_ABOUT = (
    r"大约|约为|(?<![公条节契特预签合])约|大概|およそ|약 ?|about |around |some |roughly |approximately "
    r"|an estimated |unos |unas |alrededor de |aproximadamente |environ |rund |etwa |circa |cerca de |ongeveer "
    r"|yaklasik |sekitar |khoang |около |примерно |نحو |حوالي "
)
_BELOW = r"不到|不足|fewer than |less than |under |menos de |moins de |weniger als |meno di |менее "
_BEFORE = re.compile(
    rf"(?:(?<![a-z\u0400-\u04ff])|(?<=[\u4e00-\u9fff]))(?:(?P<above>{_ABOVE})|(?P<nearly>{_NEARLY})|(?P<about>{_ABOUT})|(?P<below>{_BELOW}))$"
)
_LONGEST = 20


def _last_characters(*words: str) -> frozenset[str]:
    """With which of some words, joined by |, the text before a number may end; behind it a line may have ended, too."""
    every = [word for some in words for word in some.split("|")]
    spaced = {" " for word in every if word.endswith(" ?")}
    return frozenset({word.removesuffix(" ?")[-1] for word in every} | spaced | {"\n"})


#: The characters before a number are looked at only behind one of these.
_LAST = _last_characters(_ABOVE, _NEARLY, _ABOUT, _BELOW)
#: Words after it, and after the character or two that say what is counted.
_AFTER = re.compile(
    r"(?P<above>\+|-plus\b|-odd\b| odd\b| plus\b|[^\W\d_]{0,3}?以上| ?[^\W\d_]{0,2} 이상)"
    r"|(?P<about> or so\b|[^\W\d_a-z]{0,3}?(?:左右|上下|前后))|(?P<below>[^\W\d_a-z]{0,3}?以下)"
)
#: How far from the number that is told the true one may lie, as a share of it; of one with a decimal point its last
#: digit, since a magnitude of about 4.4 is not one of 4.6.
_NEAR, _UNDER, _OVER = 0.1, 0.2, 0.2


class Reach(NamedTuple):
    """The numbers that one told roughly may stand for; both ends are among them."""

    least: float
    most: float


def loose_value(text: str) -> str:
    """The number that 多 goes beyond, spelt as `value_of` does: 20多万 is 200000."""
    parts = _LOOSE_PARTS.fullmatch(text)
    if parts is None:  # the pattern begins with digits; kept so that a change of the pattern shows
        raise ValueError(f"no loose numeral: {text!r}")
    base, scale = parts["base"], parts["scale"]
    if parts["mark"] == "几" and scale and base[-1] in _SIZES and _SIZES[scale[0]] < _SIZES[base[-1]]:
        scale = scale[1:]  # 一百几十万: the tens are left out, the ten thousands are not
    return value_of("chinese" if base[0] in NUMBER_CHARACTERS else "arabic", base + scale)


def vague_reach(text: str) -> Reach:
    """What dozens, 几百 and their like may stand for."""
    words = text.removesuffix(" of").split()
    if words[-1] in _VAGUE_SIZES:
        least = _VAGUE_SIZES[words[-1]] * (_TENFOLD[words[0]] if len(words) > 1 else 1)
        return Reach(least, _VAGUE_REACH * least)
    least = 2
    for char in text[1:]:
        least *= _SIZES[char]
    return Reach(least, _VAGUE_REACH * least)


def reach(value: str, folded: str, start: int, end: int, *, loose: bool) -> Reach:
    """What the number at folded[start:end] may stand for; `least` and `most` are the same where it is told exactly.

    Args:
        value: the number, as `value_of` spells it.
        folded: the text.
        start: where the numeral begins.
        end: where it ends.
        loose: whether 多 or its like stands in it.
    """
    number = float(value.rstrip("%"))
    if loose:
        return Reach(number, number + _place(value))
    near, under, over = (_place(value),) * 3 if "." in value else (share * number for share in (_NEAR, _UNDER, _OVER))
    before = _BEFORE.search(folded, max(0, start - _LONGEST), start) if folded[start - 1 : start] in _LAST else None
    told = before or _AFTER.match(folded, end)
    match told and told.lastgroup:
        case "above":
            return Reach(number, number + max(_place(value), over))
        case "nearly":
            return Reach(number - near, number)
        case "about":
            return Reach(number - near, number + near)
        case "below":
            return Reach(number - under, number)
    return Reach(number, number)


def _place(value: str) -> float:
    """What the last digit that is no zero counts: 10,000 in 230000."""
    digits = value.rstrip("%")
    if "." in digits or "e" in digits:
        return float(10 ** -len(digits.partition(".")[2])) if "e" not in digits else 0.1 * float(digits)
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) if digits.strip("0") else 1.0
