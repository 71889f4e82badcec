"""The day that a publisher writes into the address of an article: /2020/apr/03/, /2020/04/03/, /2020-04-03/."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A part of the path of its own, or three in a row: numbers inside a headline may be those of the event.
_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d{2}|[a-z]{3})(?P=mark)(?P<day>\d{2})(?=/|$)", re.IGNORECASE
)


def date_in_url(url: str) -> str | None:
    """The day in ISO 8601; None where the path holds none, or several.

    >>> date_in_url("https://example.org/factchecks/2020/apr/03/a-claim/")
    '2020-04-03'
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    days = {day for found in _DAY.finditer(path) if (day := _day(found))}
    return days.pop().isoformat() if len(days) == 1 else None


def _day(found: re.Match[str]) -> date | None:
    name = found["month"].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else name
    try:
        return date(int(found["year"]), int(month), int(found["day"]))
    except ValueError:
        return None


def with_url_date(row: dict[str, Any]) -> dict[str, Any]:
    """A fact-check without a date of publication takes the day of its address; other records stay as they are.

    The address of a release or an archived item may be that of a page about it; that of a fact-check is its own.
    """
    if row.get("kind") != "fact_check" or row.get("published_at") or not isinstance(url := row.get("url"), str):
        return row
    day = date_in_url(url)
    return row if day is None else {**row, "published_at": day}
