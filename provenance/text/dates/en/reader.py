"""Reads a folded English text from left to right: dates, times of day on either side of them, two ends to a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from provenance.text.dates.en import calendar_dates, durations, named_days, numeric, parts, relative, words, years
from provenance.text.dates.en.clock import Clock, read_clock, read_clock_range, read_part
from provenance.text.dates.en.gate import GATE, OPEN, SHORT_LEFT
from provenance.text.dates.found import Found, longest
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import EN_ORDINAL, english_number
from provenance.text.dates.period import Grain, Period, Ref, midnight

_TO = re.compile(r"\s*(?:-{1,2}|~|to\b|till?\b|until\b|through\b|thru\b|and\b)\s*(?:the\s+)?(?:on\s+)?")
_GLUE = re.compile(r"(?:\s*,)?\s*(?:at|on|in|of|for|@|around|-)?\s*(?:the\s+)?")
_GLUE_BEFORE = re.compile(r"\s*(?:,\s*)?(?:on|of|in)?\s*(?:the\s+)?")
_SHORT_RIGHT = re.compile(
    rf"(?P<d>{EN_ORDINAL}|(?:[12]\d|3[01]|0?[1-9])(?![\d:/.]|\s*[ap]\.?m))(?:\s*,?\s*(?:of\s+|in\s+)?(?P<y>(?:19|20)\d\d)(?!\d))?(?!\s*(?:%|percent|people|of\s+(?:the|them)))"
)
_QUOTED_YEAR = re.compile(r"\s*,?\s*(?:of|in)?\s*(?P<y>(?:19|20)\d\d)(?!\d)")
_SET = re.compile(r"\b(?:every|each)\s+(?:on\s+)?$")


def read(text: str, ref: Ref) -> Iterator[Found]:
    """All expressions of a folded text in lower case, from left to right, none overlapping another."""
    place = 0
    while (at := GATE.next(text, place)) is not None:
        found = read_at(text, at, ref)
        if found is None or _SET.search(text, 0, at):
            place = at + 1 if found is None else found.end
            continue
        place = found.end
        if found.period and found.period.grain <= Grain.DAY and found.kind is not TimeKind.NOW:
            ref = replace(ref, last_day=midnight(found.period.start))
        yield _trimmed(text, found)


def read_at(text: str, place: int, ref: Ref) -> Found | None:
    """What stands at a place, or None."""
    return _range(text, place, ref) or _expression(text, place, ref)


_LEADING = re.compile(r"(?:on|in|at|from|for|during|within|over|the|between|by)\s+(?=\S)")


def _trimmed(text: str, found: Found) -> Found:
    """Leave leading prepositions out of the span where the rest still reads the same."""
    start = found.start
    while (
        (match := _LEADING.match(text, start))
        and match.end() < found.end
        and found.kind is not TimeKind.VAGUE
        and match[0] in ("on ", "at ")
    ):
        start = match.end()
    end = found.end
    while end > start and text[end - 1] in " ,":
        end -= 1
    return replace(found, start=start, end=end)


def _date(text: str, place: int, ref: Ref) -> Found | None:
    return longest(_DATES, text, place, ref)


def _part_of(text: str, place: int, ref: Ref) -> Found | None:
    return parts.read_part_of(text, place, ref, _date_or_bare)


def _date_or_bare(text: str, place: int, ref: Ref) -> Found | None:
    while text[place : place + 1] == " ":
        place += 1
    if text.startswith("the ", place) and not _date(text, place, ref):
        place += 4
    return _date(text, place, ref) or words.read_word(text, place, ref)


_DATES = (
    calendar_dates.read_calendar, numeric.read_numeric, relative.read_stepped_holiday, named_days.read_holiday, relative.read_day, relative.read_weekday, relative.read_unit,
    years.read_year, durations.read_ago, durations.read_in, durations.read_window, relative.read_of_month, _part_of, words.read_word,
)  # fmt: skip


def _expression(text: str, place: int, ref: Ref) -> Found | None:
    found = _date(text, place, ref)
    timed = _clock_first(text, place, ref)
    if found is not None:
        found = _then_clock(text, found)
    if timed and (found is None or timed.end > found.end):
        return timed
    return found


def _then_clock(text: str, found: Found) -> Found:
    """Tomorrow 8:00am, Monday morning from 10 to 12, tonight around 7."""
    period = found.period
    if (
        period is None
        or found.has_clock
        or period.grain is not Grain.DAY
        or period.end - period.start != timedelta(days=1)
    ):
        return found
    place, part = found.end, None
    clock: Clock | None = None
    first_word = text[found.start : found.end].strip()
    if first_word in ("tonight", "tonite"):
        part, clock = "night", Clock(place, place, 20 * 60, 24 * 60, Grain.PART, sure=True, part="night")
    if named := read_part(text, place):
        part, clock, place = named.part, named, named.end
    glue = _GLUE.match(text, place)
    after = glue.end() if glue else place
    spoken = bool(glue and glue[0].strip(" ,"))
    exact = read_clock_range(text, after, part=part) or read_clock_range(
        text, place + (text[place : place + 1] == " "), part=part
    )
    if exact is None:
        single = read_clock(text, after, part=part)
        if single and (
            single.sure or (part is not None and spoken) or (glue and re.search(r"(?:at|@|around)\s*$", glue[0]))
        ):
            exact = replace(single, sure=True)
    if exact and (exact.sure or part or spoken or exact.grain is Grain.HOUR):
        if clock is None and (trailing := read_part(text, exact.end)) and not exact.meridiem:
            exact = read_clock(text, exact.start, part=trailing.part) or exact
            exact = replace(exact, end=trailing.end)
        clock = exact
    if clock is None:
        return found
    return Found(
        found.start,
        max(clock.end, found.end),
        clock.on(period.start).as_kind(period.kind),
        has_clock=True,
        dated=found.dated,
    )


def _clock_first(text: str, place: int, ref: Ref) -> Found | None:
    """Read 3pm today, from 5 to 6pm of April 22, 13:00 February 28, 2013."""
    if place and text[place - 1] in "0123456789.:/$€£":
        return None
    clock = read_clock_range(text, place) or read_clock(text, place)
    if clock is None:
        return None
    glue = _GLUE_BEFORE.match(text, clock.end)
    spot = glue.end() if glue else clock.end
    found = _date(text, spot, ref)
    if found is None and glue and "the" in glue[0]:
        found = _date(text, text.rfind("the", clock.end, spot), ref)
    lone = Found(place, clock.end, clock.on(ref.today).as_kind(TimeKind.RELATIVE), has_clock=True, dated=False)
    alone_ok = clock.sure and (clock.meridiem or clock.grain is Grain.HOUR)
    if found is None or found.period is None or found.has_clock or found.period.grain is not Grain.DAY:
        return lone if alone_ok else None
    if not (clock.sure or clock.grain is Grain.HOUR or (glue and "," in glue[0])) or text[
        max(0, place - 2) : place
    ].strip() in ("$", "€", "£"):
        return None
    if not clock.sure and clock.grain is not Grain.HOUR and text[found.start : found.end] not in ("tonight", "tonite"):
        return None
    trailing = read_part(text, found.end)
    word = text[found.start : found.end].strip()
    part = trailing.part if trailing else "night" if word in ("tonight", "tonite") else None
    if part and not clock.meridiem:
        clock = read_clock_range(text, place, part=part) or read_clock(text, place, part=part) or clock
    end = trailing.end if trailing else found.end
    return Found(place, end, clock.on(found.period.start).as_kind(found.period.kind), has_clock=True, dated=found.dated)


def _range(text: str, place: int, ref: Ref) -> Found | None:
    """Read from X to Y, between X and Y, X - Y; an incomplete side takes what it lacks from the other."""
    opened = OPEN.match(text, place)
    at = opened.end() if opened else place
    between = bool(opened and "between" in opened[0])
    if found := _short_left(text, at, ref, between):
        return replace(found, start=place)
    left = _expression(text, at, ref)
    if left is None and opened and text.startswith("the ", at - 4):
        left = _expression(text, at - 4, ref)
    if left is None or left.period is None:
        return None
    joint = _TO.match(text, left.end)
    if joint is None or (joint[0].strip().startswith("and") and not between):
        return None
    right = _right(text, joint.end(), left, ref)
    if right is None or right.period is None:
        return None
    if joint[0].strip() in ("-", "--") and (
        left.kind is TimeKind.NOW or (right.has_clock and not left.has_clock and right.period.grain < Grain.DAY)
    ):
        return None
    first = left.period
    if right.dated and not left.dated and right.kind is TimeKind.ABSOLUTE:
        again = _expression(text, at, replace(ref, year_before=right.period.start.year))
        if again and again.period:
            first = again.period
            if first.start >= right.period.end:
                earlier = _expression(text, at, replace(ref, year_before=right.period.start.year - 1))
                first = earlier.period if earlier and earlier.period else first
    last = right.period
    end = last.start if (right.has_clock and last.grain <= Grain.MINUTE) or right.kind is TimeKind.NOW else last.end
    if end <= first.start:
        return None
    kind = TimeKind.RELATIVE if TimeKind.NOW in (first.kind, last.kind) else first.until(last).kind
    return Found(
        place, right.end, Period(first.start, end, max(first.grain, last.grain), kind), has_clock=True, dated=left.dated
    )


def _right(text: str, place: int, left: Found, ref: Ref) -> Found | None:
    assert left.period is not None  # given by the caller
    inner = replace(ref, left=left.period.start if left.kind is not TimeKind.NOW else ref.now)
    found = _date(text, place, inner)
    if found is None and text.startswith("the ", place - 4):
        found = _date(text, place - 4, inner)
    if found is not None:
        timed = _then_clock(text, found)
        if timed.period and (timed.period.end > left.period.start or (timed.dated and not left.dated)):
            return timed
    if left.has_clock or left.kind is TimeKind.NOW:
        clock = read_clock(text, place)
        if clock and (clock.sure or left.has_clock):
            base = midnight(left.period.start)
            period = clock.on(base)
            for hours in (0, 12, 24):
                moved = Period(
                    period.start + timedelta(hours=hours),
                    period.end + timedelta(hours=hours),
                    period.grain,
                    left.period.kind,
                )
                if moved.start > left.period.start and not (hours == 12 and clock.meridiem):
                    return Found(place, clock.end, moved, has_clock=True)
    if left.period.grain is Grain.DAY and not left.has_clock and (match := _SHORT_RIGHT.match(text, place)):
        return _day_right(match, left)
    return None


def _day_right(match: re.Match[str], left: Found) -> Found | None:
    """April 9th through 17th; January 12-14, 2015."""
    assert left.period is not None  # given by the caller
    number = int(english_number(match["d"]) or 0)
    start = left.period.start
    if match["y"]:
        start = start.replace(year=int(match["y"]))
    try:
        moment = start.replace(day=number)
        if moment <= start:
            moment = (start.replace(day=1) + timedelta(days=32)).replace(day=number)
    except ValueError:
        return None
    return Found(
        match.start(), match.end(), Period(moment, moment + timedelta(days=1), Grain.DAY), dated=bool(match["y"])
    )


def _short_left(text: str, place: int, ref: Ref, between: bool) -> Found | None:
    """From the 9th till the 17th of April, 9-12 June, between 3 and 12 of Sept."""
    match = SHORT_LEFT.match(text, place)
    if not match or ("and" in match[0] and not between):
        return None
    right = calendar_dates.read_calendar(text, match.end(), ref)
    if (
        right is None
        and (short := _SHORT_RIGHT.match(text, match.end()))
        and (of := re.compile(r"\s+(?:in|of)\s+").match(text, short.end()))
    ):
        whole = relative.read_unit(text, of.end(), ref)
        if whole and whole.period and whole.period.grain is Grain.MONTH:
            moment = whole.period.start + timedelta(days=int(english_number(short["d"]) or 1) - 1)
            right = Found(place, whole.end, Period(moment, moment + timedelta(days=1), Grain.DAY, whole.period.kind))
    if right is None or right.period is None or right.period.grain is not Grain.DAY:
        return None
    number = int(english_number(match["d"]) or 0)
    try:
        start = right.period.start.replace(day=number)
        if start >= right.period.start:
            start = (right.period.start.replace(day=1) - timedelta(days=1)).replace(day=number)
    except ValueError:
        return None
    return Found(
        place,
        right.end,
        Period(start, right.period.end, Grain.DAY, right.period.kind),
        has_clock=True,
        dated=right.dated,
    )
