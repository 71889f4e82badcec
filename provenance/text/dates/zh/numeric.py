"""Dates in figures, as they stand in Chinese text: 2021-07-20, 2021.7.20, 20210720, 2021/7, 13.5.2015, 09-01 20:01."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.text.dates.found import Found
from provenance.text.dates.period import Ref, YearlyPeriod, day, month, recurring

_YMD = re.compile(
    r"(?<![\d.])(?P<y>(?:1[0-9]|20)\d\d)(?:\s?(?P<sep>[-/.·])\s?|\s)(?P<m>0?[1-9]|1[0-2])(?:(?(sep)\s?[-/.·]\s?|\s))(?P<d>[12]\d|3[01]|0?[1-9])"
    r"(?:[日号])?(?=\D|\d?\d:\d\d|$)(?![.%]\d)"
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z.])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\dA-Za-z])"
)
#: 8 figures after these are a number, not a date.
_NUMBERED = re.compile(r"(?:QQ|qq|号码?|编码|证|电话|账户|ID|id|No\.?|订单|群|热线|信)\D{0,4}$")
_DMY = re.compile(
    r"(?<![\d.:/-])(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[-/.])(?P<b>0?[1-9]|[12]\d|3[01])(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d./]|-\d+(?![\d/-]))"
)
_SHORT = re.compile(r"(?<![\d.:/-])(?P<a>\d{1,2})(?P<sep>[-/])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,2})(?![\d./%-])")
_YM = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-/.](?P<m>0[1-9]|1[0-2]|[1-9])(?![\d./]|-\d\d?\b|\s*[亿万元%个])")
_MD = re.compile(
    r"(?<![\d./:-])(?P<m>0?[1-9]|1[0-2])(?P<sep>[-/])(?P<d>[12]\d|3[01]|0?[1-9])(?:[日号]|(?=\s+\d{1,2}:\d\d))(?![\d/])"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_YMD, _COMPACT, _DMY, _SHORT, _YM, _MD)


def read_numeric(text: str, place: int, ref: Ref) -> Found | None:
    """A date in figures at `place`."""
    for read in (_year_first, _compact, _day_first, _short, _year_month, _month_day):
        if found := read(text, place, ref):
            return found
    return None


def _year_first(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _YMD.match(text, place)):
        return None
    return Found(place, match.end(), day(datetime(int(match["y"]), int(match["m"]), int(match["d"]))))


def _compact(text: str, place: int, ref: Ref) -> Found | None:
    match = _COMPACT.match(text, place)
    if not match or _NUMBERED.search(text, 0, place):
        return None
    return Found(place, match.end(), day(datetime(int(match["y"]), int(match["m"]), int(match["d"]))))


def _day_first(text: str, place: int, ref: Ref) -> Found | None:
    """Day before month, unless that cannot be."""
    if not (match := _DMY.match(text, place)):
        return None
    first, second = int(match["a"]), int(match["b"])
    number, day_number = (second, first) if second <= 12 else (first, second)
    return Found(place, match.end(), day(datetime(int(match["y"]), number, day_number)))


def _short(text: str, place: int, ref: Ref) -> Found | None:
    """12-11-10 is year first, 3-7-07 and 05/05/89 year last: a leading or large figure betrays the year."""
    if not (match := _SHORT.match(text, place)):
        return None
    first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
    if (first > 12 and second <= 12 and third <= 31 and len(match["a"]) == 2 and first <= ref.now.year % 100 + 11) or (
        len(match["a"]) == 2 == len(match["c"]) and second <= 12 and third <= 12 and match["sep"] == "-"
    ):
        parts = (_full_year(first, ref), second, third)
    elif len(match["c"]) == 2 and first <= 31 and second <= 12 and (third > 31 or match["c"][0] == "0" or third > 12):
        parts = (_full_year(third, ref), second, first)
    else:
        return None
    return Found(place, match.end(), day(datetime(*parts)))


def _full_year(short: int, ref: Ref) -> int:
    century = ref.now.year // 100 * 100
    return century + short if century + short <= ref.now.year + 11 else century + short - 100


def _year_month(text: str, place: int, ref: Ref) -> Found | None:
    """2021-07 and 2021/7; with a dot only as 2021.07, since 2021.7 may be any number."""
    match = _YM.match(text, place)
    if not match or (text[match.start("m") - 1] == "." and len(match["m"]) < 2):
        return None
    return Found(place, match.end(), month(int(match["y"]), int(match["m"])))


def _month_day(text: str, place: int, ref: Ref) -> Found | None:
    if not (match := _MD.match(text, place)):
        return None
    found = recurring(ref, YearlyPeriod(int(match["m"]), int(match["d"])))
    return Found(place, match.end(), found, dated=False) if found else None
