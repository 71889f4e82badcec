"""Years and what is counted in them: 2016 · Q3 2019 · the 1990s · the 19th century · summer of 2018."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.text.dates.en.vocabulary import SEASONS, YEAR_DIGITS
from provenance.text.dates.found import Found
from provenance.text.dates.numerals import EN_ORDINAL, EN_YEAR_WORDS, english_number, english_year
from provenance.text.dates.period import Grain, Period, Ref, season, shift_months, unit_of, year

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
_YEAR_WORDS = re.compile(rf"(?:(?<=in\s)|(?<=of\s)|(?<=since\s))(?P<y>{EN_YEAR_WORDS})(?!\s+(?:people|of))")

#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_QUARTER, _DECADE, _CENTURY, _SEASON, _YEAR_NAMED, _YEAR_WORDS, _YEAR_BARE)


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
        return Found(place, match.end(), year(year_number(match["y"], ref) or 0))
    if match := _YEAR_WORDS.match(text, place):
        return Found(place, match.end(), year(english_year(match["y"]) or 0))
    if not (match := _YEAR_BARE.match(text, place)) or _YEAR_NOT.match(text, match.end()):
        return None
    if not (ref.left or _YEAR_CUE.search(text, 0, place) or _YEAR_AFTER.match(text, match.end())):
        return None
    return Found(place, match.end(), year(int(match["y"])))


def year_number(text: str | None, ref: Ref) -> int | None:
    """The year that a word or figures name; two figures are of the century around now. None where none is given."""
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
