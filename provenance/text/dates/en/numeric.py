"""Dates in figures: 2019-08-01 · 20190801 · 5/12/2018 · 23.04.2022 · 2018/11 · on 5/12."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.text.dates.en.vocabulary import WEEKDAY
from provenance.text.dates.en.years import year_number
from provenance.text.dates.found import Found
from provenance.text.dates.period import Ref, YearlyPeriod, day, month, recurring

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

#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_ISO, _COMPACT, _NUMERIC, _YM, _SHORT)


def read_numeric(text: str, place: int, ref: Ref) -> Found | None:
    """A date in figures; of 5/12/2018 the month comes first unless that cannot be, of 23.04.2022 the day."""
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(text, place):
            return Found(place, match.end(), day(datetime(int(match["y"]), int(match["m"]), int(match["d"]))))
    if match := (_NUMERIC_RIGHT if ref.left else _NUMERIC).match(text, place):
        in_year = year_number(match["y"], ref) or 0
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
