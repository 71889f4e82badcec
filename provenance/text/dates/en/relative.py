"""English expressions counted from the moment of writing: yesterday, next Friday, last month, 3 days ago."""

from __future__ import annotations

import re
from datetime import timedelta

from provenance.text.dates.en.vocabulary import FUTURE, SEASONS, STEP, UNITS, WEEKDAY, WEEKDAYS, steps_of
from provenance.text.dates.found import Found
from provenance.text.dates.holidays import ENGLISH
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import EN_ORDINAL, english_number
from provenance.text.dates.period import (
    Grain,
    Period,
    Ref,
    day,
    recurring,
    season,
    shift,
    unit_of,
    weekday_in_week,
)

_DAY = re.compile(
    r"(?:the\s+)?(?P<b>day\s+before\s+yesterday)|(?:the\s+)?(?P<a>day\s+after\s+tomorrow)|(?P<t>today|2day|tonight|tonite|this\s+day)(?!'s\s+(?:show|world))|(?P<y>yesterday)"
    r"|(?P<m>tomorrow|tmrw|tmr|tomorow)|(?P<before>the\s+day\s+before)(?!\s+(?:the|he|she|it|they|i|we|you)\b)|(?P<after>the\s+(?:day\s+after|next\s+day|following\s+day))(?!\s+(?:the|he|she|it|they|i|we|you)\b)"
    r"|(?P<night>last\s+(?=night|evening|morning|afternoon))|(?P<next>next\s+(?=night|evening|morning|afternoon))|(?P<that>that\s+(?=night|evening|morning|afternoon))"
    r"|(?P<this>this\s+(?=(?:early\s+|late\s+|very\s+)?(?:morning|afternoon|evening|night)))|(?P<end>(?:the\s+)?(?:end\s+of\s+(?:the\s+)?day\b|eod\b))|(?P<current>(?:the\s+)?current\s+(?:date|day))"
)
_STEPS = {
    "b": -2,
    "a": 2,
    "t": 0,
    "y": -1,
    "m": 1,
    "night": -1,
    "next": 1,
    "this": 0,
    "current": 0,
    "before": -1,
    "after": 1,
}

_WEEKDAY = re.compile(
    rf"(?:on\s+)?(?:(?:this\s+|the\s+)?(?P<step>last|past|previous|next|following|coming|upcoming|this)\s+)?(?P<w>{WEEKDAY})"
    rf"(?:,?\s+(?:of\s+)?(?P<week>(?:last|next|this|the\s+following|the\s+previous)\s+week))?"
)
_WEEK_DAY = re.compile(
    rf"(?P<step>last|past|previous|next|following|coming|this)\s+week(?:\s+on|\s*-|'s)?\s+(?P<w>{WEEKDAY})"
)
_DATE_OF_MONTH = re.compile(
    rf"[,\s]+(?:the\s+)?(?P<d>{EN_ORDINAL}|[12]\d|3[01])(?!\d|[:/.]\d|\s*(?:[ap]\.?m|to\b|-|of\b|%))\b"
)
_OF_MONTH = re.compile(
    rf"(?:the|on\s+the|on)\s+(?P<d>{EN_ORDINAL}|[12]\d|3[01]|[1-9])(?!\d|[:/.]\d|\s*(?:[ap]\.?m\b|%|st\b|th\b|century|year|month|week|day|time|of\b|(?!from|between|until|this)[a-z]{{4,}}))"
)
_UNIT = re.compile(
    rf"{STEP}\s+(?:calendar\s+)?(?P<u>week(?:end)?|month|quarter|year|decade|century|spring|summer|autumn|fall|winter|hour|minute|fortnight|semester)(?![a-z])"
)
_WEEKEND = re.compile(r"weekend(?!s|er)")
_THE_UNIT = re.compile(
    r"\b(?:in|for|of|during|within|rest\s+of|remainder\s+of|remaining\s+of|early|later|late|earlier|by)\s+(?:in\s+)?$"
)
_AFTER_NEXT = re.compile(r"(?:the\s+)?(?P<u>week|month|year)\s+(?:after\s+next|before\s+last)")
_WEEK_NUMBER = re.compile(r"(?:the\s+)?week\s+(?:number\s+|no\.?\s*)?(?P<n>\d{1,2})(?!\d|:)(?:\s+of\s+(?P<y>\d{4}))?")

_STEPPED_HOLIDAY = re.compile(
    rf"(?:the\s+)?(?P<step>last|previous|past|next|following|coming|this)\s+(?P<h>{'|'.join(re.escape(name) for name in sorted(ENGLISH, key=len, reverse=True))})(?![a-z])"
)
#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (
    _DAY,
    _WEEKDAY,
    _WEEK_DAY,
    _OF_MONTH,
    _UNIT,
    _WEEKEND,
    _AFTER_NEXT,
    _WEEK_NUMBER,
    _STEPPED_HOLIDAY,
)


def read_day(text: str, place: int, ref: Ref) -> Found | None:
    """today, tonight (whose hours the reader adds), the day before yesterday."""
    if not (match := _DAY.match(text, place)):
        return None
    name = match.lastgroup or "t"
    if name == "end":
        last = ref.today + timedelta(days=1)
        return Found(
            place,
            match.end(),
            Period(last - timedelta(seconds=1), last, Grain.SECOND, TimeKind.RELATIVE),
            has_clock=True,
        )
    anchor = ref.today
    if name in ("before", "after") and ref.last_day:
        anchor = ref.last_day
    if name == "that":
        return Found(place, match.end(), day(ref.last_day, TimeKind.RELATIVE)) if ref.last_day else None
    return Found(place, match.end(), day(anchor + timedelta(days=_STEPS[name]), TimeKind.RELATIVE))


def read_weekday(text: str, place: int, ref: Ref) -> Found | None:
    """A weekday; bare, it is the last such day, or the next one where the sentence speaks of the future."""
    if match := _WEEK_DAY.match(text, place):
        week = unit_of(ref.now + timedelta(weeks=steps_of(match["step"])), Grain.WEEK)
        return _relative(match, weekday_in_week(week, WEEKDAYS[match["w"].rstrip(".")]))
    if not (match := _WEEKDAY.match(text, place)):
        return None
    name = match["w"].rstrip(".")
    if name in ("sun", "sat", "mon", "wed", "fri", "thu") and not (match["step"] or match["week"]):
        after = text[match.end() : match.end() + 8]
        if not re.match(r"\.?,?\s+(?:\d|the\s|morn|after|even|or\b|and\b|$)|\s*[!?.]?$", after) or (
            name in ("sun", "sat") and not re.match(r"\.?,?\s+\d", after)
        ):
            return None
    number = WEEKDAYS[name]
    if match["week"]:
        step = steps_of(match["week"].split()[-2])
        return _relative(match, weekday_in_week(unit_of(ref.now + timedelta(weeks=step), Grain.WEEK), number))
    if match["step"]:
        return _relative(match, _stepped(match["step"], number, ref))
    if ref.left:
        return _relative(match, day(ref.left + timedelta(days=(number - ref.left.weekday()) % 7)), dated=False)
    if (of_month := _DATE_OF_MONTH.match(text, match.end())) and (
        found := _weekday_and_date(number, of_month["d"], ref)
    ):
        return Found(place, of_month.end(), found, dated=False)
    back = (ref.now.weekday() - number) % 7
    future = FUTURE.search(text)
    moment = (
        ref.today + timedelta(days=(number - ref.now.weekday()) % 7)
        if future and back
        else ref.today - timedelta(days=back)
    )
    return _relative(match, day(moment), dated=False)


def _stepped(word: str, number: int, ref: Ref) -> Period:
    """Read "last Friday" and "next Friday" are of the week before or after; "past" and "coming" are the nearest."""
    if word in ("past", "coming", "upcoming"):
        back = (ref.now.weekday() - number) % 7 or 7
        ahead = (number - ref.now.weekday()) % 7 or 7
        return day(ref.today + timedelta(days=-back if word == "past" else ahead))
    week = unit_of(ref.now + timedelta(weeks=steps_of(word)), Grain.WEEK)
    return weekday_in_week(week, number)


def _weekday_and_date(number: int, text: str, ref: Ref) -> Period | None:
    """Read "Monday 21": the nearest month, backwards first, in which the 21st is a Monday."""
    wanted = int(english_number(text) or 0)
    for step in (0, -1, 1, -2, 2, *range(3, 12)):
        try:
            moment = shift(ref.today.replace(day=1), step, Grain.MONTH).replace(day=wanted)
        except ValueError:
            continue
        if moment.weekday() == number:
            return day(moment)
    return None


def read_of_month(text: str, place: int, ref: Ref) -> Found | None:
    """Read "the 17th" of this month, or of the last."""
    if not (match := _OF_MONTH.match(text, place)):
        return None
    number = int(english_number(match["d"]) or 0)
    steps = (0, 1, 2) if ref.left else (0, -1, 1) if number <= ref.now.day + 7 else (-1, 0, -2)
    for step in steps:
        try:
            moment = shift((ref.left or ref.today).replace(day=1), step, Grain.MONTH).replace(day=number)
        except ValueError:
            continue
        if ref.left is None or moment >= ref.left:
            return Found(place, match.end(), day(moment), dated=False)
    return None


def read_unit(text: str, place: int, ref: Ref) -> Found | None:
    """Last week, this summer, the month, the week after next, week 31."""
    if match := _AFTER_NEXT.match(text, place):
        step = 2 if "next" in match[0] else -2
        grain = UNITS[match["u"]]
        return _relative(match, unit_of(shift(ref.now, step, grain), grain))
    if match := _WEEK_NUMBER.match(text, place):
        in_year = int(match["y"]) if match["y"] else ref.now.year
        fourth = ref.today.replace(year=in_year, month=1, day=4)
        start = unit_of(fourth, Grain.WEEK).start + timedelta(weeks=int(match["n"]) - 1)
        return _relative(match, Period(start, start + timedelta(weeks=1), Grain.WEEK))
    if (match := _WEEKEND.match(text, place)) and not re.search(r"\b(?:every|each|holiday)\s$", text[:place]):
        return _relative(match, _weekend(ref, 0), dated=False)
    if not (match := _UNIT.match(text, place)):
        return None
    step = steps_of(match["step"])
    if match["step"] in ("the", "that", "same") and not (
        match["u"] == "weekend" or match["step"] != "the" or _THE_UNIT.search(text, 0, place)
    ):
        return None
    unit = match["u"]
    if unit == "weekend":
        return _relative(match, _weekend(ref, step))
    if unit in SEASONS:
        return _relative(match, season(ref.now.year + step, SEASONS[unit]))
    if unit in ("hour", "minute"):
        moment = shift(ref.now, min(step, 0), UNITS[unit])
        return Found(
            place,
            match.end(),
            Period(moment, shift(moment, 1, UNITS[unit]), UNITS[unit], TimeKind.RELATIVE),
            has_clock=True,
        )
    if unit in ("fortnight", "semester"):
        return None
    grain = UNITS[unit]
    return _relative(match, unit_of(shift(unit_of(ref.now, grain).start, step, grain), grain))


def _weekend(ref: Ref, step: int) -> Period:
    week = unit_of(ref.now + timedelta(weeks=step), Grain.WEEK)
    return Period(week.start + timedelta(days=5), week.end, Grain.DAY)


def _relative(match: re.Match[str], period: Period, *, dated: bool = True) -> Found:
    return Found(match.start(), match.end(), period.as_kind(TimeKind.RELATIVE), dated=dated)


def read_stepped_holiday(text: str, place: int, ref: Ref) -> Found | None:
    """Last Easter, next Christmas: the nearest before or after today."""
    if not (match := _STEPPED_HOLIDAY.match(text, place)):
        return None
    rule, step = ENGLISH[match["h"]], steps_of(match["step"])
    years = range(ref.now.year - 1, ref.now.year + 2)
    all_found = [period for number in years if (period := rule(number))]
    if step < 0:
        found = max((p for p in all_found if p.end <= ref.now), key=lambda p: p.start, default=None)
    elif step > 0:
        found = min((p for p in all_found if p.start > ref.now), key=lambda p: p.start, default=None)
    else:
        found = recurring(ref, rule)
    return _relative(match, found) if found else None
