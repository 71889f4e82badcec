"""Intervals of wall-clock time and the arithmetic of the calendar. Nothing here knows a language.

All moments here are naive wall-clock times of the zone of the base; the public door attaches the zone.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from provenance.text.dates.mention import TimeKind


class Grain(IntEnum):
    """How finely an expression names its time."""

    SECOND = 1
    MINUTE = 2
    HOUR = 3
    PART = 4
    DAY = 5
    WEEK = 6
    MONTH = 7
    QUARTER = 8
    YEAR = 9
    DECADE = 10
    CENTURY = 11


@dataclass(frozen=True, slots=True)
class Period:
    """`start` ≤ t < `end`, how finely it was named, and how."""

    start: datetime
    end: datetime
    grain: Grain
    kind: TimeKind = TimeKind.ABSOLUTE

    def as_kind(self, kind: TimeKind) -> Period:
        """The same interval, named in another way."""
        return replace(self, kind=kind)

    def until(self, other: Period) -> Period:
        """From the start of this one to the end of the other."""
        kind = self.kind if self.kind is other.kind else TimeKind.RELATIVE
        return Period(self.start, other.end, max(self.grain, other.grain), kind)


@dataclass(frozen=True, slots=True)
class Ref:
    """What expressions are read against."""

    #: The moment of writing.
    now: datetime
    #: Start of the left side of a range: an incomplete right side is the first that lies after it.
    left: datetime | None = None
    #: The last day that the text named, for 当天 and 次日.
    last_day: datetime | None = None
    #: The year that the sentence named before, for a month that names none: 2012年5月结婚，7月离婚.
    year_before: int | None = None

    @property
    def today(self) -> datetime:
        """Midnight before the moment of writing."""
        return midnight(self.now)


def midnight(moment: datetime) -> datetime:
    """The beginning of the day of `moment`."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def day(moment: datetime, kind: TimeKind = TimeKind.ABSOLUTE, *, days: int = 1) -> Period:
    """The day of `moment`, or several from it."""
    start = midnight(moment)
    return Period(start, start + timedelta(days=days), Grain.DAY, kind)


def shift_months(moment: datetime, months: int) -> datetime:
    """`months` later, on the same day of the month or the last that exists."""
    years, month0 = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(years, month0 + 1)[1]
    return moment.replace(year=years, month=month0 + 1, day=min(moment.day, last))


def shift(moment: datetime, number: float, grain: Grain) -> datetime:
    """`number` units later; half months are 15 days, half years 6 months."""
    match grain:
        case Grain.CENTURY:
            return shift_months(moment, round(number * 1200))
        case Grain.DECADE:
            return shift_months(moment, round(number * 120))
        case Grain.YEAR:
            return shift_months(moment, round(number * 12))
        case Grain.QUARTER:
            return shift_months(moment, round(number * 3))
        case Grain.MONTH:
            whole = int(number)
            return shift_months(moment, whole) + timedelta(days=round((number - whole) * 30))
        case Grain.WEEK:
            return moment + timedelta(weeks=number)
        case Grain.DAY:
            return moment + timedelta(days=number)
        case Grain.HOUR | Grain.PART:
            return moment + timedelta(hours=number)
        case Grain.MINUTE:
            return moment + timedelta(minutes=number)
        case Grain.SECOND:
            return moment + timedelta(seconds=number)


def unit_of(moment: datetime, grain: Grain) -> Period:
    """The day, week, month, … that holds `moment`."""
    start = midnight(moment)
    match grain:
        case Grain.WEEK:
            start -= timedelta(days=start.weekday())
        case Grain.MONTH:
            start = start.replace(day=1)
        case Grain.QUARTER:
            start = start.replace(month=(start.month - 1) // 3 * 3 + 1, day=1)
        case Grain.YEAR:
            start = start.replace(month=1, day=1)
        case Grain.DECADE:
            start = start.replace(year=start.year // 10 * 10, month=1, day=1)
        case Grain.CENTURY:
            start = start.replace(year=max(1, start.year // 100 * 100), month=1, day=1)
        case Grain.HOUR:
            start = moment.replace(minute=0, second=0, microsecond=0)
        case Grain.MINUTE:
            start = moment.replace(second=0, microsecond=0)
        case _:
            pass
    return Period(start, shift(start, 1, grain), grain)


def month(year: int, number: int) -> Period:
    """A month of a year.

    Raises:
        ValueError: there is no such month.
    """
    return unit_of(datetime(year, number, 1), Grain.MONTH)


def year(number: int) -> Period:
    """A year.

    Raises:
        ValueError: outside 1–9999.
    """
    return unit_of(datetime(number, 1, 1), Grain.YEAR)


def weekday_in_week(week: Period, weekday: int) -> Period:
    """Monday is 0."""
    return day(week.start + timedelta(days=weekday))


def nth_weekday(span: Period, number: int, weekday: int) -> Period | None:
    """The `number`-th such weekday that begins inside `span`; -1 is the last."""
    if number < 0:
        last = span.end - timedelta(days=1)
        found = last - timedelta(days=(last.weekday() - weekday) % 7)
    else:
        found = span.start + timedelta(days=(weekday - span.start.weekday()) % 7 + 7 * (number - 1))
    return day(found) if span.start <= found < span.end else None


def nth_unit(span: Period, number: int, grain: Grain, *, iso_weeks: bool = False) -> Period | None:
    """The `number`-th unit of `span`; -1 is the last.

    Weeks begin on Monday. The first week of a span is the first that begins in it, or, with `iso_weeks`, the
    first that has its Thursday in it (ISO 8601).
    """
    if grain is Grain.WEEK:
        return _nth_week(span, number, iso_weeks)
    start = shift(span.end, number, grain) if number < 0 else shift(span.start, number - 1, grain)
    if not span.start <= start < span.end:
        return None
    return Period(start, shift(start, 1, grain), grain, span.kind)


def _nth_week(span: Period, number: int, iso_weeks: bool) -> Period | None:
    marker = 3 if iso_weeks else 0
    found = nth_weekday(span, number, marker)
    if found is None:
        return None
    start = found.start - timedelta(days=marker)
    return Period(start, start + timedelta(weeks=1), Grain.WEEK, span.kind)


#: Season → first month and number of months (meteorological, northern half of the globe).
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def season(number: int, name: str) -> Period:
    """A season of a year; winter begins in December of that year."""
    start = datetime(number, SEASONS[name], 1)
    return Period(start, shift_months(start, 3), Grain.QUARTER)


#: A date without its year is of the year of writing, unless that lies more than this many months off and another
#: year's lies nearer: in January, 12月30日 was last week; in December, 1月3日 is soon. Set on principle, 2026-11.
HALF_YEAR = timedelta(days=183)
NEAR_PAST, NEAR_FUTURE = timedelta(days=150), timedelta(days=60)


def recurring(ref: Ref, of_year: Callable[[int], Period | None]) -> Period | None:
    """Which year's occurrence is meant when the year is not named."""
    if ref.left is not None:
        for number in range(ref.left.year - 1, ref.left.year + 9):
            found = of_year(number)
            if found and found.end > ref.left and found.start >= midnight(ref.left):
                return found
        return None
    if ref.year_before is not None:
        return of_year(ref.year_before)
    same = of_year(ref.now.year)
    if same is None:  # 29 February
        return next((found for k in range(1, 9) if (found := of_year(ref.now.year - k))), None)
    if same.start - ref.now > HALF_YEAR:
        before = of_year(ref.now.year - 1)
        if before and ref.now - before.end <= NEAR_PAST:
            return before
    if ref.now - same.end > HALF_YEAR:
        after = of_year(ref.now.year + 1)
        if after and after.start - ref.now <= NEAR_FUTURE:
            return after
    return same


class YearlyPeriod:
    """Something that recurs each year; `None` in a year without it."""

    def __init__(self, month_number: int, day_number: int | None = None) -> None:
        self.month_number, self.day_number = month_number, day_number

    def __call__(self, number: int) -> Period | None:
        """The occurrence of the year `number`."""
        try:
            if self.day_number is None:
                return month(number, self.month_number)
            return day(datetime(number, self.month_number, self.day_number))
        except ValueError:
            return None
