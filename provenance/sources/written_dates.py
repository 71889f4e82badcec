"""Dates of publication as web pages write them, for records whose source gives no ISO 8601.

Only what can be read in one way is read: a day, a month by name and a year, or three numbers whose order shows.
Numbers whose order does not show (`06/05/2019`) give the interval that holds both readings.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from provenance.errors import RecordError
from provenance.model.interval import EARLIEST_YEAR, LATEST_YEAR, Interval

#: The same month in the languages whose fact-check feeds write dates out; by its first letters, longest first.
_MONTHS = (
    "jan ene gen janv", "feb fev fév fevr févr", "mar mär maa mars", "apr abr avr", "may mai mag maj mei",
    "jun jui juin giu", "jul juil lug", "aug ago aou aoû août", "sep set sept", "oct out okt ott", "nov",
    "dec dic dez déc",
)  # fmt: skip
_BY_NAME = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMED = re.compile(
    r"(?<!\d)(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+)?(?P<m1>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<y1>\d{4})"
    r"|(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4}))(?!\d)"
)
_NUMBERS = re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4}|\d{2})(?!\d)")
_ISO_INSIDE = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)")


def written_date(text: str, zone: tzinfo = UTC) -> Interval | None:
    """The day that a text names, or None where it names none or more than one.

    Args:
        text: for example `August 5, 2019`, `08 septiembre 2020`, `Publié le 27/04/19 à 12h51`.
        zone: the zone of its midnight.
    """
    days = _days(text)
    if not days or max(days) - min(days) > timedelta(days=366):
        return None
    first, last = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (min(days), max(days)))
    return Interval(first, last + timedelta(days=1))


def _days(text: str) -> set[date]:
    found = set()
    for match in _NAMED.finditer(text):
        day, name, year = (
            (match["d1"], match["m1"], match["y1"]) if match["d1"] else (match["d2"], match["m2"], match["y2"])
        )
        if month := _month(name):
            found |= _day(int(year), month, int(day))
    for match in _NUMBERS.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        year += 0 if year > 99 else 2000
        found |= _day(year, second, first) | _day(year, first, second)
    for match in _ISO_INSIDE.finditer(text):
        found |= _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return found


def _month(name: str) -> int | None:
    low = name.lower()
    # "juillet" is July and "juin" June, though both begin with "jui": the longest beginning decides.
    return next((_BY_NAME[low[:size]] for size in (5, 4, 3) if low[:size] in _BY_NAME), None)


def _day(year: int, month: int, day: int) -> set[date]:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return set()
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


def with_written_date(row: dict[str, Any], key: str, zone: tzinfo = UTC) -> dict[str, Any]:
    """The row with the written date under `key` spelt in ISO 8601, the text as given kept beside it.

    A row whose text is ISO already, or cannot be read, comes back as it is; the record's own check judges that.
    """
    text = row.get(key)
    if not isinstance(text, str) or _is_iso(text) or (day := written_date(text, zone)) is None:
        return row
    return {**row, key: day.isoformat(), f"{key}_as_given": text}


def _is_iso(text: str) -> bool:
    try:
        Interval.parse_any(text)
    except RecordError:
        return False
    return True
