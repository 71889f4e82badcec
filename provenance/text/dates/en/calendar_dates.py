"""Dates with the name of their month: January 12, 2016 · 12th of Sept · 2019-Aug-01 · May 2018 · in March."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.text.dates.en.vocabulary import DAY, MONTH, MONTHS, WEEKDAY, YEAR, YEAR_DIGITS
from provenance.text.dates.en.years import year_number
from provenance.text.dates.found import Found
from provenance.text.dates.numerals import english_number
from provenance.text.dates.period import Ref, YearlyPeriod, day, month, recurring

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
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "dec", "jan", "sept", "sep", "oct", "nov", "feb", "apr", "jun", "jul", "aug"}
)

#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_MONTH_DAY, _DAY_MONTH, _YEAR_MONTH_DAY, _MONTH_YEAR, _MONTH_ONLY)


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
    in_year = year_number(match["y"], ref) or year_number(match["y2"], ref)
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
    in_year = year_number(match["y"] or match["y2"], ref)
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


def _month(text: str) -> int:
    return MONTHS[text.rstrip(".")]
