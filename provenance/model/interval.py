"""Half-open intervals of zone-aware time, and their ISO 8601 spelling at the precision given.

An incomplete date is an interval: `2021-07` is the whole of July, never the first of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from provenance.errors import RecordError

#: Years outside this range are typing errors in every source we have seen (Unix zero, 0001, 9999).
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?$"
)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """`start` ≤ t < `end`; both zone-aware. A point in time lasts one microsecond."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"an interval needs zone-aware ends, got {self.start!r}, {self.end!r}")
        if not self.start < self.end:
            raise ValueError(f"an interval must start before it ends, got {self.start} – {self.end}")

    @classmethod
    def parse(cls, text: str, *, zone: tzinfo = UTC, path: str = "$") -> Interval:
        """Read ISO 8601 at any precision from a year to a microsecond.

        Args:
            text: for example `2021`, `2021-07`, `2021-07-20`, `2021-07-20T18:30:00+08:00`.
            zone: the zone of a text that states none.
            path: where the text stood, for the message of the error.

        Raises:
            RecordError: the text is not ISO 8601, or names a year outside 1000–2100.
        """
        found = _ISO.match(text.strip()) if isinstance(text, str) else None
        if not found:
            raise RecordError(
                f"{text!r} is not an ISO 8601 date such as 2021-07-20 or 2021-07-20T18:30:00+08:00",
                path=path,
                code="bad-date",
            )
        part = found.groupdict()
        year = int(part["year"])
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise RecordError(f"{text!r} names the year {year}", path=path, code="bad-date")
        try:
            return _interval_of(part, year, zone)
        except (ValueError, OverflowError) as error:
            raise RecordError(f"{text!r} is no date: {error}", path=path, code="bad-date") from None

    @classmethod
    def at(cls, moment: datetime) -> Interval:
        """The interval of a point in time."""
        return cls(moment, moment + timedelta(microseconds=1))

    def isoformat(self) -> str:
        """The shortest ISO 8601 text whose interval this is; `start/end` where there is none."""
        start = self.start
        midnight = (start.hour, start.minute, start.second, start.microsecond) == (0, 0, 0, 0)
        if midnight and start.utcoffset() == timedelta(0):
            if (start.month, start.day) == (1, 1) and self.end == start.replace(year=start.year + 1):
                return f"{start.year:04d}"
            if start.day == 1 and self.end == _next_month(start):
                return f"{start.year:04d}-{start.month:02d}"
            if self.end == start + timedelta(days=1):
                return f"{start.year:04d}-{start.month:02d}-{start.day:02d}"
        length = self.end - start
        if length == timedelta(microseconds=1):
            return start.isoformat(timespec="microseconds")
        if length == timedelta(seconds=1) and start.microsecond == 0:
            return start.isoformat(timespec="seconds")
        if length == timedelta(minutes=1) and start.second == 0 and start.microsecond == 0:
            return start.isoformat(timespec="minutes")
        return f"{start.isoformat()}/{self.end.isoformat()}"

    @classmethod
    def parse_any(cls, text: str, *, zone: tzinfo = UTC, path: str = "$") -> Interval:
        """Like `parse`, and also what `isoformat` writes as `start/end`.

        Raises:
            RecordError: it is neither.
        """
        if isinstance(text, str) and "/" in text:
            first, _, last = text.partition("/")
            try:
                return cls(datetime.fromisoformat(first), datetime.fromisoformat(last))
            except (ValueError, TypeError) as error:
                raise RecordError(f"{text!r}: {error}", path=path, code="bad-date") from None
        return cls.parse(text, zone=zone, path=path)

    def overlaps(self, other: Interval) -> bool:
        """Whether some moment lies in both."""
        return self.start < other.end and other.start < self.end

    def gap_days(self, other: Interval) -> float:
        """Days between the two: positive when `other` is later, negative when earlier, 0 when they overlap."""
        if self.overlaps(other):
            return 0.0
        if self.end <= other.start:
            return (other.start - self.end) / timedelta(days=1)
        return -((self.start - other.end) / timedelta(days=1))

    def hull(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        return Interval(min(self.start, other.start), max(self.end, other.end))


def _interval_of(part: dict[str, str | None], year: int, zone: tzinfo) -> Interval:
    if part["month"] is None:
        start = datetime(year, 1, 1, tzinfo=zone)
        return Interval(start, start.replace(year=year + 1))
    month = int(part["month"])
    if part["day"] is None:
        start = datetime(year, month, 1, tzinfo=zone)
        return Interval(start, _next_month(start))
    day = int(part["day"])
    if part["hour"] is None:
        start = datetime(year, month, day, tzinfo=zone)
        return Interval(start, start + timedelta(days=1))
    at = zone if part["zone"] is None else _zone(part["zone"])
    start = datetime(year, month, day, int(part["hour"]), int(part["minute"] or 0), tzinfo=at)
    if part["second"] is None:
        return Interval(start, start + timedelta(minutes=1))
    start = start.replace(second=min(int(part["second"]), 59))  # leap seconds are not modelled
    if part["fraction"] is None:
        return Interval(start, start + timedelta(seconds=1))
    return Interval.at(start.replace(microsecond=int(part["fraction"][:6].ljust(6, "0"))))


def _zone(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    from datetime import timezone

    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _next_month(start: datetime) -> datetime:
    if start.month == 12:
        return start.replace(year=start.year + 1, month=1)
    return start.replace(month=start.month + 1)
