"""Chinese dates put together from year, month and day, of the sun's calendar or the moon's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.numerals import chinese_number
from provenance.text.dates.period import Grain, Period, Ref
from provenance.text.dates.zh import days, months, year_parts, years

#: What stands before is the month's year: one that could not be read, or that nobody names (那年7月).
_UNKNOWN_YEAR = re.compile(r"[\d零〇一二三四五六七八九十那该某当同元](?:\s?年\s?|年[(（][^)）]{1,8}[)）])$")


def read_calendar_date(text: str, place: int, ref: Ref) -> Found | None:
    """Year, month and day as far as they are given, one after another."""
    lunar_prefix = re.compile(r"(?:农历|阴历|旧历)的?").match(text, place)
    if lunar_prefix:
        inner = _calendar_date_from(text, lunar_prefix.end(), ref, lunar=True)
        return replace(inner, start=place) if inner else None
    return _calendar_date_from(text, place, ref, lunar=False)


def _calendar_date_from(text: str, place: int, ref: Ref, *, lunar: bool) -> Found | None:
    found = years.read_year(text, place, ref)
    if found is None:
        if _UNKNOWN_YEAR.search(text, max(0, place - 12), place):
            return None
        return _month_date(text, place, ref, None, lunar=lunar)
    in_year = found.period
    assert in_year is not None  # years are never vague
    after = found.end
    while text[after : after + 1] in (" ", "的") and after < len(text):
        after += 1
    if inner := _month_date(text, after, ref, in_year, lunar=lunar):
        return replace(inner, start=place)
    if holiday := days.read_holiday(text, after, ref, in_year):
        return replace(holiday, start=place)
    if part := year_parts.read_part(text, after, in_year):
        period, end = part
        return Found(place, end, period)
    return found


def _month_date(text: str, place: int, ref: Ref, in_year: Period | None, *, lunar: bool) -> Found | None:
    if lunar and (marker := re.compile(r"(?:农历|阴历|旧历)的?").match(text, place)):
        place = marker.end()
    if named := months.is_lunar_month(text, place):
        number, leap, end = named
        if of_moon := days.lunar_found(text, end, ref, number, in_year, leap=leap):
            return replace(of_moon, start=place)
    elif (
        lunar
        and (plain := months.month_number(text, place))
        and (of_moon := days.lunar_found(text, plain[1], ref, plain[0], in_year))
    ):
        return replace(of_moon, start=place)
    found = months.read_month(text, place, ref, in_year, lunar=lunar)
    if found is None or found.period is None:
        return None
    plain = months.month_number(text, place)
    if plain and not lunar:
        if dated := days.read_of_month(text, plain[1], ref, plain[0], in_year):
            return replace(dated, start=place)
    elif not plain and (dated := _day_of(text, found)):
        return dated
    if part := months.read_part(text, found.end, found.period):
        period, end = part
        return Found(place, end, period, dated=found.dated)
    return found


_DAY_OF = re.compile(
    r"的?\s*(?P<d>[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
)


def _day_of(text: str, month: Found) -> Found | None:
    """上个月15号, 本月9日."""
    match = _DAY_OF.match(text, month.end)
    if not match or month.period is None:
        return None
    start: datetime = month.period.start + timedelta(days=(chinese_number(match["d"]) or 0) - 1)
    if not month.period.start <= start < month.period.end:
        return None
    return Found(
        month.start,
        days.skip_weekday(text, match.end()),
        Period(start, start + timedelta(days=1), Grain.DAY, month.period.kind),
    )
