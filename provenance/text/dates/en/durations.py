"""English stretches of time counted from the moment of writing: 3 days ago, in two weeks, the last six months."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from provenance.text.dates.en.vocabulary import FUTURE, UNIT, UNITS, steps_of
from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import EN_COUNT, english_number
from provenance.text.dates.period import Grain, Period, Ref, day, shift, unit_of

_QUANTITY = rf"(?P<n>{EN_COUNT})\s*-?\s*{UNIT}"
_MORE = r"(?P<more>(?:(?:,\s*|\s+)(?:and\s+)?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:year|month|week|day|hour|minute)s?\b)*)"
_AGO = re.compile(
    rf"(?:about\s+|around\s+|some\s+|over\s+|more\s+than\s+|nearly\s+|almost\s+)?{_QUANTITY}{_MORE}\s+(?P<dir>ago|earlier(?!\s+than)|later(?!\s+than)|from\s+now|hence|back\b)"
)
_IN = re.compile(
    rf"(?:in\s+(?:just\s+|about\s+)?|within\s+(?:the\s+)?(?:next\s+|coming\s+)?)(?:another\s+)?{_QUANTITY}{_MORE}(?!\s+(?:of|old|ago|since|from|after|before|later|earlier))"
)
_WINDOW = re.compile(
    rf"(?:within\s+)?(?:the\s+|these\s+|this\s+)?(?:(?P<step>last|past|previous|next|following|coming|upcoming)\s+(?P<n>{EN_COUNT})|(?P<n2>\d{{1,3}})\s+(?P<step2>last|next|past|previous|upcoming|coming))\s+{UNIT}{_MORE}"
)
_PART_OF_MORE = re.compile(
    r"(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(year|month|week|day|hour|minute)"
)
#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_AGO, _IN, _WINDOW)


def _quantity(match: re.Match[str], ref: Ref, sign: int) -> tuple[Grain, Period] | None:
    """The stretch of that length before (-1) or after (1) the moment of writing."""
    number = english_number(match["n"] or match.groupdict().get("n2") or "")
    if number is None:
        return None
    grain = UNITS[match["u"]]
    if match["u"] == "fortnight":
        number *= 2
    moment = shift(ref.now, sign * number, grain)
    for count, unit in _PART_OF_MORE.findall(match["more"] or ""):
        moment = shift(moment, sign * (english_number(count) or 0), UNITS[unit])
        grain = min(grain, UNITS[unit])
    ends = (moment, ref.now) if sign < 0 else (ref.now, moment)
    return grain, Period(*ends, grain, TimeKind.RELATIVE) if ends[0] < ends[1] else day(ref.now)


def read_ago(text: str, place: int, ref: Ref) -> Found | None:
    """3 days ago, two years and a month later, half an hour from now: the day, or the minute for hours."""
    if not (match := _AGO.match(text, place)):
        return None
    if match["n"].startswith("a few"):
        return Found(place, match.end(), None)
    back = match["dir"] in ("ago", "earlier", "back")
    found = _quantity(match, ref, -1 if back else 1)
    if found is None:
        return None
    return _point(match, found[0], found[1].start if back else found[1].end)


def _point(match: re.Match[str], grain: Grain, moment: datetime) -> Found:
    if grain < Grain.DAY:
        period = Period(moment, moment + timedelta(minutes=1), Grain.MINUTE, TimeKind.RELATIVE)
        return Found(match.start(), match.end(), period, has_clock=True)
    return Found(match.start(), match.end(), day(moment).as_kind(TimeKind.RELATIVE))


def read_in(text: str, place: int, ref: Ref) -> Found | None:
    """In two weeks: that day; within nine months: all of them."""
    if not (match := _IN.match(text, place)):
        return None
    if match["n"].startswith("a few") or (found := _quantity(match, ref, 1)) is None:
        return None
    grain, period = found
    if match[0].startswith("within"):
        start = ref.now if grain < Grain.DAY else ref.today
        return Found(place, match.end(), Period(start, period.end, grain, TimeKind.RELATIVE), has_clock=True)
    if not FUTURE.search(text) and len(text) > 60:
        return None
    return _point(match, grain, period.end)


def read_window(text: str, place: int, ref: Ref) -> Found | None:
    """The last three months end today; the next five days begin tomorrow; two quarters are whole ones."""
    if not (match := _WINDOW.match(text, place)):
        return None
    sign = -1 if steps_of(match["step"] or match["step2"]) < 0 else 1
    if match["n2"] and not match[0].endswith("s"):
        return None
    number = english_number(match["n"] or match["n2"])
    grain = UNITS[match["u"]]
    if number is None:
        return Found(place, match.end(), None)
    if grain in (Grain.QUARTER, Grain.DECADE, Grain.CENTURY):
        here = unit_of(ref.now, grain)
        ends = (
            (shift(here.start, -number, grain), here.start) if sign < 0 else (here.end, shift(here.end, number, grain))
        )
        if grain is not Grain.QUARTER:
            ends = (ends[0], ends[1])
        return Found(place, match.end(), Period(*ends, grain, TimeKind.RELATIVE))
    found = _quantity(match, ref, sign)
    if found is None:
        return None
    period = found[1]
    if grain >= Grain.DAY:
        start, end = (unit_of(moment, Grain.DAY).start for moment in (period.start, period.end))
        if sign > 0 and not match[0].startswith("within"):
            start, end = start + timedelta(days=1), end + timedelta(days=1)
        period = Period(start, end, grain, TimeKind.RELATIVE)
    return Found(place, match.end(), period, has_clock=True)
