"""Spellings, times and days of outlines as numbers, and what these numbers stand for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path

from provenance.model.interval import Interval
from provenance.store.layout import instant, microseconds

TABLES_FILE = "tables.json"


class Sort(StrEnum):
    """Sorts of words; each numbers its own."""

    TERM = ""
    NUMBER = "#"
    NAME = "@"
    #: Terms of event identity, which are cut otherwise (`alignment.event.terms`).
    TOLD = "~"
    VALUE = "="
    #: Paths of places (`text.facts.place_names`).
    PLACE = "/"


@dataclass(slots=True)
class Tables:
    """Spellings by number; the first unit and the first script stand for none.

    Attributes:
        units: of quantities.
        paths: of places.
        scripts: of reports; the second one of reports without.
        languages: groups of them.
    """

    units: Sequence[str | None] = (None,)
    paths: Sequence[tuple[str, ...]] = ()
    scripts: Sequence[str | None] = (None, None)
    languages: Sequence[str] = ()

    @classmethod
    def load(cls, folder: Path) -> Tables:
        """Read what `save` wrote."""
        read = json.loads((folder / TABLES_FILE).read_text(encoding="utf-8"))
        return cls(tuple(read["units"]), tuple(map(tuple, read["paths"])), tuple(read["scripts"]), read["languages"])

    def save(self, folder: Path) -> None:
        """Write into a folder."""
        tables = {name: list(getattr(self, name)) for name in self.__slots__}
        (folder / TABLES_FILE).write_text(json.dumps(tables, ensure_ascii=False) + "\n", encoding="utf-8")


def hash_of(word: str, sort: Sort) -> int:
    """64 bits of a BLAKE2 digest; two words of an index that share one are as unlikely as a broken file."""
    return int.from_bytes(blake2b(f"{sort.value}{word}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def times_of(interval: Interval) -> list[int]:
    """Start, its offset from UTC, end, its offset: microseconds since 1970 and seconds; `interval_of` undoes it."""
    return [number for at in (interval.start, interval.end) for number in (microseconds(at), _offset(at))]


def interval_of(start: int, start_offset: int, end: int, end_offset: int) -> Interval:
    """The interval of four numbers, see `times_of`."""
    ends = ((start, start_offset), (end, end_offset))
    return Interval(*(instant(at).astimezone(_zone(offset)) for at, offset in ends))


def day_number(day: tuple[int, int, int, int]) -> int:
    """Month, day, hour and minute as one number; `day_of` undoes it."""
    month, of_month, hour, minute = day
    return month << 16 | of_month << 11 | hour << 6 | minute


def day_of(number: int) -> tuple[int, int, int, int]:
    """Month, day, hour and minute of a number, see `day_number`."""
    return number >> 16 & 15, number >> 11 & 31, number >> 6 & 31, number & 63


def _offset(at: datetime) -> int:
    offset = at.utcoffset()
    return round(offset.total_seconds()) if offset else 0


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))
