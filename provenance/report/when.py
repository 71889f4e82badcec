"""Times as a reader writes them. Data keep ISO 8601."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provenance.errors import RecordError
from provenance.model.interval import Interval


def readable_time(value: Any) -> str:
    """An interval in ISO 8601 without what says nothing: days without their midnights, one date of two equal ones.

    What is no interval is returned as it is.
    """
    if not isinstance(value, str):
        return "" if value is None else str(value)
    try:
        interval = Interval.parse_any(value)
    except RecordError:
        return value
    if "T" not in value and "/" not in value:
        return value
    first, last = interval.start, interval.end
    if _midnight(first) and _midnight(last):
        days = [first.date().isoformat(), (last - timedelta(days=1)).date().isoformat()]
        return " – ".join(dict.fromkeys(days))
    if last - first <= timedelta(minutes=1):
        return _minute(first)
    return f"{_minute(first)} – {_minute(last)}"


def _midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} {moment.isoformat()[-6:]}"
