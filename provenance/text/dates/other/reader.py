"""Finds the expressions of one further language and has dateparser read them, one at a time and in that language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.other.vocabulary import Calendar, calendar_of
from provenance.text.dates.period import Grain, Period, Ref, YearlyPeriod, day, month, recurring, unit_of

#: dateparser gives a moment; how long it lasts follows from its unit, named in the English of its own tables.
_RANGE = re.compile(r"\s*(?:-|–|a|al|au|bis|à|до|по|e|y|et|und|и)\s*$")


def read(text: str, ref: Ref, language: str) -> Iterator[Found]:
    """Expressions of a text, from left to right, none overlapping another."""
    calendar = calendar_of(language)
    if calendar is None:
        return
    taken: list[tuple[int, int]] = []
    for pattern, understand in ((calendar.date, _date), (calendar.relative, _relative), (calendar.weekday, _weekday)):
        for match in pattern.finditer(text) if pattern else ():
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            found = understand(match, ref, calendar, language)
            if found:
                taken.append(match.span())
                yield found


def _date(match: re.Match[str], ref: Ref, calendar: Calendar, language: str) -> Found | None:
    parts = match.groupdict()
    name = (parts.get("m") or parts.get("m2") or "").lower()
    year_text = parts.get("y") or parts.get("y2")
    number = calendar.months.get(name) or (int(name[:-1]) if language == "ko" else 0)
    if not 1 <= number <= 12:
        return None
    spelt = " ".join(part for part in (parts.get("d"), name, year_text) if part)
    moment = _parse(spelt, language, ref.now) if language != "ko" else None
    if moment is not None:
        number = moment.month
    try:
        if year_text is None:
            period = recurring(ref, YearlyPeriod(number, int(parts["d"]) if parts.get("d") else None))
        elif parts.get("d"):
            period = day(datetime(int(year_text), number, int(parts["d"])))
        else:
            period = month(int(year_text), number)
    except ValueError:
        return None
    return Found(match.start(), match.end(), period, dated=year_text is not None) if period else None


def _relative(match: re.Match[str], ref: Ref, calendar: Calendar, language: str) -> Found | None:
    moment = _parse(match[0].lower(), language, ref.now)
    if moment is None:
        return None
    distance = abs(moment - ref.now)
    if distance < timedelta(hours=20) and moment.date() == ref.now.date() and moment != ref.now:
        period = Period(moment, moment + timedelta(minutes=1), Grain.MINUTE)
    elif re.search(r"\d", match[0]) or distance < timedelta(days=3):
        period = day(moment)
    else:
        grain = (
            Grain.WEEK
            if distance < timedelta(days=20)
            else Grain.MONTH
            if distance < timedelta(days=100)
            else Grain.YEAR
        )
        period = unit_of(moment, grain)
    return Found(match.start(), match.end(), period.as_kind(TimeKind.RELATIVE))


def _weekday(match: re.Match[str], ref: Ref, calendar: Calendar, language: str) -> Found | None:
    """The last such day, as in news."""
    number = calendar.weekdays[match[0].lower()] - 1
    found = day(ref.today - timedelta(days=(ref.now.weekday() - number) % 7), TimeKind.RELATIVE)
    return Found(match.start(), match.end(), found, dated=False)


@lru_cache(maxsize=4096)
def _parse(text: str, language: str, now: datetime) -> datetime | None:
    import dateparser

    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found: datetime | None = dateparser.parse(text, languages=[language], settings=settings)
    return found
