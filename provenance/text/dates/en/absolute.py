"""English calendar dates: January 12, 2016 · 12th of Sept · 2019-Aug-01 · 5/12/2018 · Q3 2019 · the 1990s."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.text.dates.en.vocabulary import DAY, MONTH, MONTHS, SEASONS, WEEKDAY, YEAR, YEAR_DIGITS
from provenance.text.dates.found import Found
from provenance.text.dates.holidays import ENGLISH
from provenance.text.dates.numerals import EN_ORDINAL, EN_YEAR_WORDS, english_number, english_year
from provenance.text.dates.period import (
    Grain,
    Period,
    Ref,
    YearlyPeriod,
    day,
    month,
    recurring,
    season,
    shift,
    shift_months,
    unit_of,
    year,
)

_WD = rf"(?:(?:on\s+)?{WEEKDAY}[,\s]+\s*\(?(?:the\s+)?|{WEEKDAY}-)?"
_Y = rf"(?:(?:\s*,\s*|\s+(?:of|in)\s+|[\s/-]+)(?P<y>{YEAR}|\d\d(?!\d|[:.]\d|\s*[ap]\.?m|\s*(?:%|st|nd|rd|th|-)))?)"
_YEAR_TAIL = rf"(?:(?:\s*,\s*|\s+(?:of|in)\s+(?:the\s+year\s+)?|[\s/-]+)(?P<y>{YEAR}))?"
_SHORT_YEAR_TAIL = r"(?:\s+of\s+(?P<y2>\d\d)(?!\d|[:.]\d))?"
_MONTH_DAY = re.compile(
    rf"{_WD}(?P<m>{MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?=\d))[\s/-]*(?:the\s+)?(?P<d>{DAY})\)?{_YEAR_TAIL}{_SHORT_YEAR_TAIL}"
)
_DAY_MONTH = re.compile(
    rf"{_WD}(?:the\s+)?(?P<d>{DAY})(?:\s+day)?\s*(?:(?:of\s+)|[\s/-]\s*)?(?P<m>{MONTH}){_YEAR_TAIL}{_SHORT_YEAR_TAIL}"
)
_YEAR_MONTH_DAY = re.compile(rf"(?P<y>{YEAR_DIGITS})[\s/-]+(?P<m>{MONTH})(?:[\s/-]+(?P<d>{DAY}))?(?!\d)")
_MONTH_YEAR = re.compile(
    rf"(?P<m>{MONTH})(?:\s*,\s*|\s+(?:of|in)\s+|[\s/-]+)?(?P<y>{YEAR})(?!-\d\d?\b)|(?P<m2>{MONTH})\s+(?:of\s+)(?P<y2>\d\d)(?![\d:.])"
)
_MONTH_ONLY = re.compile(rf"(?P<m>{MONTH})(?!\s*\d)")
#: Words before a month's name that make it a time where no day or year does; short names need the stricter ones.
_MONTH_CUE = re.compile(
    r"(?:\b(?:in|since|during|by|until|till|from|of|the|early|mid|late|last|next|this|after|before|between|through|to|and|starting|on|end|for)[\s-]+(?:the\s+)?(?:mid|early|late)?[\s-]*)$"
)
_STRICT_CUE = re.compile(
    r"(?:\b(?:in|since|during|until|till|of|early|mid|late|last|next|from|through|by)[\s-]+(?:mid|early|late)?[\s-]*)$"
)
_MONTH_RANGE = re.compile(rf"\s*(?:-|to|through|until|till)\s*{MONTH}")
_YEAR_WORDS = re.compile(rf"(?:(?<=in\s)|(?<=of\s)|(?<=since\s))(?P<y>{EN_YEAR_WORDS})(?!\s+(?:people|of))")
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "dec", "jan", "sept", "sep", "oct", "nov", "feb", "apr", "jun", "jul", "aug"}
)

_ISO = re.compile(
    r"(?<![\d.])(?P<y>(?:1[0-9]|20|21)\d\d)(?:(?P<s>[-/.])|\s)(?P<m>0?[1-9]|1[0-2])(?:(?(s)(?P=s)|\s))(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?![\d]|\.\d)"
)
_COMPACT = re.compile(r"(?<![\da-z.])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\da-z])")
_ALONE = r"(?<![\d.:/$])(?<!\d-)"
_NUMERIC_CORE = r"(?P<a>0?[1-9]|[12]\d|3[01])(?P<s>[-/.])(?P<b>0?[1-9]|[12]\d|3[01])(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/%]|[.:]\d|-\d+(?![\d/.-]))"
_NUMERIC = re.compile(rf"(?:{WEEKDAY}[,\s]+)?{_ALONE}{_NUMERIC_CORE}")
_NUMERIC_RIGHT = re.compile(_NUMERIC_CORE)
_SHORT_CORE = r"(?P<a>0?[1-9]|[12]\d|3[01])/(?P<b>0?[1-9]|[12]\d|3[01])(?![\d/%]|[.:]\d)"
_SHORT = re.compile(_ALONE + _SHORT_CORE)
_SHORT_RIGHT_SIDE = re.compile(_SHORT_CORE)
_SHORT_CUE = re.compile(
    rf"(?:\b(?:on|by|until|till|from|to|since|before|after|this|next|last|between|and|date|dated|{WEEKDAY})[\s,:]+)$"
)
_SHORT_RIGHT = re.compile(r"\s*(?:-|to|and|until|till|through)\s*\d{1,2}/\d{1,2}")
_YM = re.compile(
    r"(?<![\d./-])(?:(?P<y>(?:19|20)\d\d)[-/](?P<m>0?[1-9]|1[0-2])|(?P<m2>0?[1-9]|1[0-2])[-/](?P<y2>(?:19|20)\d\d))(?![\d/]|-\d|[.:]\d)"
)

_QUARTER = re.compile(
    rf"(?:(?P<y>{YEAR_DIGITS})[\s-]*(?P<k>[qh])(?P<n>[1-4])|(?P<k2>[qh])(?P<n2>[1-4])(?:[\s-]*(?:of\s+|in\s+)?(?P<y2>{YEAR_DIGITS}))?)\b"
)
_DECADE = re.compile(
    r"(?<![\w-])(?:the\s+)?(?:(?P<early>early|mid|late)[\s-]+)?(?:(?P<c>1\d|20)(?P<d>\d0)\s?'?s\b|'?(?P<d2>[2-9]0)\s?'?s\b|(?P<w>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b)"
)
_DECADE_WORDS = {
    w: 20 + 10 * n
    for n, w in enumerate(
        ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    )
}
_CENTURY = re.compile(rf"(?:the\s+)?(?P<n>{EN_ORDINAL})[\s-]+century")
_YEAR_NAMED = re.compile(
    rf"(?:the\s+)?(?:(?:calendar|fiscal|financial)\s+)?(?:year|cy|fy)\s*(?P<y>{YEAR_DIGITS}|(?<=[cf]y)\d\d)\b"
)
_YEAR_BARE = re.compile(r"(?<![\w$€£#.,:/+-])(?P<y>1[5-9]\d\d|20\d\d|21\d\d)(?![\w%:/]|[.,]\d|-\d)")
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|of|during|by|until|till|from|to|through|after|before|between|and|early|mid|late|the|circa|around|for|than|summer|winter|spring|autumn|fall|election|c\.)[\s-]+|[=(~]\s?|-|^)$"
)
_YEAR_AFTER = re.compile(r"\s*(?:$|[.,;:!?)\]\n\"'~-]|(?:and|to|or|through|till|until|was|were|is|has|had)\b)")
_YEAR_NOT = re.compile(
    r"\s*(?:people|dead|deaths|cases|meters|metres|miles|km|kg|dollars|euros|pounds|points|votes|followers|feet|ft|times|years|hours|users|jobs|troops|soldiers|others?\b|bc\b|mah|mhz|w\b)"
)
_SEASON = re.compile(rf"(?:the\s+)?(?P<s>spring|summer|autumn|fall|winter)(?:\s+of)?\s+(?P<y>{YEAR_DIGITS})")
_HOLIDAY = re.compile(
    rf"(?P<h>{'|'.join(re.escape(name) for name in sorted(ENGLISH, key=len, reverse=True))})(?![a-z])(?P<we>\s+weekend)?"
    rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?P<y>{YEAR_DIGITS}))?(?P<we2>\s+weekend)?"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (
    _MONTH_DAY,
    _DAY_MONTH,
    _YEAR_MONTH_DAY,
    _MONTH_YEAR,
    _MONTH_ONLY,
    _ISO,
    _COMPACT,
    _NUMERIC,
    _YM,
    _SHORT,
    _QUARTER,
    _DECADE,
    _CENTURY,
    _SEASON,
    _YEAR_NAMED,
    _YEAR_WORDS,
    _YEAR_BARE,
    _HOLIDAY,
)


def _month(text: str) -> int:
    return MONTHS[text.rstrip(".")]


def _year(text: str | None, ref: Ref) -> int | None:
    if not text:
        return None
    text = text.strip().lstrip("'")
    if text.isdigit():
        number = int(text)
        if len(text) > 2:
            return number
        century = ref.now.year // 100 * 100
        return century + number if century + number <= ref.now.year + 15 else century + number - 100
    return english_year(text)


def read_calendar(text: str, place: int, ref: Ref) -> Found | None:
    """A date with the name of its month."""
    best: Found | None = None
    for pattern, read in (
        (_MONTH_DAY, _dated),
        (_DAY_MONTH, _dated),
        (_YEAR_MONTH_DAY, _year_first),
        (_MONTH_YEAR, _month_year),
    ):
        if match := pattern.match(text, place):
            try:
                found = read(match, ref)
            except ValueError:
                continue
            if found and (best is None or found.end > best.end):
                best = found
    return best or _month_only(text, place, ref)


def _dated(match: re.Match[str], ref: Ref) -> Found | None:
    number, day_number = _month(match["m"]), int(english_number(match["d"]) or 0)
    if match["d"].isalpha() and _month(match["m"]) in (3, 5) and match.start("d") < match.start("m"):
        return None  # "one may", "five march"
    if "$" in match.string[max(0, match.start("d") - 2) : match.start("d")]:
        return None
    in_year = _year(match["y"], ref) or _year(match["y2"], ref)
    if in_year:
        return Found(match.start(), match.end(), day(datetime(in_year, number, day_number)))
    period = recurring(ref, YearlyPeriod(number, day_number))
    return Found(match.start(), match.end(), period, dated=False) if period else None


def _year_first(match: re.Match[str], ref: Ref) -> Found:
    if match["d"]:
        moment = datetime(int(match["y"]), _month(match["m"]), int(english_number(match["d"]) or 0))
        return Found(match.start(), match.end(), day(moment))
    return Found(match.start(), match.end(), month(int(match["y"]), _month(match["m"])))


def _month_year(match: re.Match[str], ref: Ref) -> Found | None:
    in_year = _year(match["y"] or match["y2"], ref)
    return Found(match.start(), match.end(), month(in_year, _month(match["m"] or match["m2"]))) if in_year else None


def _month_only(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _MONTH_ONLY.match(text, place)):
        return None
    name = match["m"].rstrip(".")
    if _MONTH_RANGE.match(text, match.end()):
        cue = re.compile("$")
    else:
        cue = _STRICT_CUE if name in _AMBIGUOUS else _MONTH_CUE
    if ref.left is None and not cue.search(text, 0, place):
        return None
    period = recurring(ref, YearlyPeriod(_month(name)))
    return Found(place, match.end(), period, dated=False) if period else None


def read_numeric(text: str, place: int, ref: Ref) -> Found | None:
    """A date in figures; of 5/12/2018 the month comes first unless that cannot be, of 23.04.2022 the day."""
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(text, place):
            return Found(place, match.end(), day(datetime(int(match["y"]), int(match["m"]), int(match["d"]))))
    if match := (_NUMERIC_RIGHT if ref.left else _NUMERIC).match(text, place):
        in_year = _year(match["y"], ref) or 0
        number, day_number = _order(int(match["a"]), int(match["b"]), day_first=match["s"] == ".")
        return Found(place, match.end(), day(datetime(in_year, number, day_number)))
    if match := _YM.match(text, place):
        return Found(place, match.end(), month(int(match["y"] or match["y2"]), int(match["m"] or match["m2"])))
    match = (_SHORT_RIGHT_SIDE if ref.left else _SHORT).match(text, place)
    if match and (ref.left or _SHORT_CUE.search(text, 0, place) or _SHORT_RIGHT.match(text, match.end())):
        number, day_number = _order(int(match["a"]), int(match["b"]), day_first=False)
        period = recurring(ref, YearlyPeriod(number, day_number))
        return Found(place, match.end(), period, dated=False) if period else None
    return None


def _order(first: int, second: int, *, day_first: bool) -> tuple[int, int]:
    if day_first:
        return (second, first) if second <= 12 else (first, second)
    return (first, second) if first <= 12 else (second, first)


def read_year(text: str, place: int, ref: Ref) -> Found | None:
    """A year, quarter, half, decade, century or season."""
    for read in (_quarter, _decade, _century, _season, _plain_year):
        if found := read(text, place, ref):
            return found
    return None


def _quarter(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _QUARTER.match(text, place)):
        return None
    number, months = int(match["n"] or match["n2"]), 3 if (match["k"] or match["k2"]) == "q" else 6
    if months == 6 and (number > 2 or not (match["y"] or match["y2"])):
        return None
    in_year = match["y"] or match["y2"]
    start = datetime(int(in_year) if in_year else ref.now.year, (number - 1) * months + 1, 1)
    return Found(place, match.end(), Period(start, shift_months(start, months), Grain.QUARTER))


def _decade(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _DECADE.match(text, place)):
        return None
    if match["c"]:
        start = int(match["c"]) * 100 + int(match["d"])
    else:
        short = int(match["d2"]) if match["d2"] else _DECADE_WORDS[match["w"]]
        start = ref.now.year // 100 * 100 + short
        start -= 100 if start > ref.now.year else 0
    span = unit_of(datetime(start, 1, 1), Grain.DECADE)
    if match["early"]:
        first, last = {"early": (0, 3), "mid": (3, 7), "late": (7, 10)}[match["early"]]
        span = Period(datetime(start + first, 1, 1), datetime(start + last, 1, 1), Grain.DECADE)
    return Found(place, match.end(), span)


def _century(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _CENTURY.match(text, place)):
        return None
    number = int(english_number(match["n"]) or 0)
    return Found(place, match.end(), unit_of(datetime(max(1, (number - 1) * 100), 1, 1), Grain.CENTURY))


def _season(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _SEASON.match(text, place)):
        return None
    return Found(place, match.end(), season(int(match["y"]), SEASONS[match["s"]]))


def _plain_year(text: str, place: int, ref: Ref) -> Found | None:
    if match := _YEAR_NAMED.match(text, place):
        return Found(place, match.end(), year(_year(match["y"], ref) or 0))
    if match := _YEAR_WORDS.match(text, place):
        return Found(place, match.end(), year(english_year(match["y"]) or 0))
    if not (match := _YEAR_BARE.match(text, place)) or _YEAR_NOT.match(text, match.end()):
        return None
    if not (ref.left or _YEAR_CUE.search(text, 0, place) or _YEAR_AFTER.match(text, match.end())):
        return None
    return Found(place, match.end(), year(int(match["y"])))


def read_holiday(text: str, place: int, ref: Ref) -> Found | None:
    """A named day, or its weekend: the Friday before to the Monday after, as far as free."""
    if not (match := _HOLIDAY.match(text, place)):
        return None
    rule = ENGLISH[match["h"]]
    period = rule(int(match["y"])) if match["y"] else recurring(ref, rule)
    if period is None:
        return None
    if match["we"] or match["we2"]:
        period = weekend_with(period)
    return Found(place, match.end(), period, dated=bool(match["y"]))


def weekend_with(named: Period) -> Period:
    """The weekend that a day belongs to, together with the day."""
    weekday = named.start.weekday()
    saturday = shift(named.start, 5 - weekday if weekday >= 2 else -2 - weekday, Grain.DAY)
    start, end = min(saturday, named.start), max(shift(saturday, 2, Grain.DAY), named.end)
    return Period(start, end, Grain.DAY)
