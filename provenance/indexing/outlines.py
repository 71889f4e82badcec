"""What records tell, as numbers: terms, names, quantities and dates of each, so that a post meets a record unread.

Written when the index is built (`outline_writer`), memory-mapped, and equal to what the texts give. Every word has a
number, by the hash of its spelling; words of different sorts (terms, names, quantities …) never share one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.arrays import map_arrays
from provenance.indexing.base import Mask
from provenance.indexing.fields import FIELDS
from provenance.indexing.outline_codes import Sort, Tables, day_of, hash_of, interval_of
from provenance.model.interval import Interval

Numbers = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]

#: Where an entry of a record stands, bit by bit: its claim, its title, the beginning of its body; or it is a number or
#: a name of claim and title.
CLAIM, TITLE, BODY, NUMBER, NAME = 1, 2, 4, 8, 16
HEAD, WORD = CLAIM | TITLE, CLAIM | TITLE | BODY

#: Columns of `OutlineArrays.counts`.
COUNTED = tuple(f"{field}_{part}" for field in FIELDS for part in ("words", "pairs"))
#: Columns of `OutlineArrays.sizes`.
SIZES = ("claim", "head", "all", "numbers", "names")


@dataclass(frozen=True, slots=True)
class Report:
    """What is dear to read of a record that tells of an event, as event identity has it.

    Attributes:
        script: that most of it is written in.
        paths: places that it names, most specific ones only, in their order.
        dated: what its dates mean, in their order.
        days: month, day, hour and minute that it names by the calendar or the clock.
    """

    script: str | None
    paths: Sequence[tuple[str, ...]]
    dated: Sequence[Interval]
    days: Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Outline:
    """What one record tells, in words.

    Attributes:
        claim, title, body: search terms of the fields as retrieval compares them.
        numbers, names: of claim and title.
        told: terms of event identity.
        quantities: values with their units, and the least and the most that each may stand for.
        places: that the record states or names, with everything that holds them.
        event: when it took place.
        expires_at: from when on the record no longer holds.
        language: name of its language group (`retrieval.languages`).
        report: None for other records than reports.
    """

    claim: Collection[str] = ()
    title: Collection[str] = ()
    body: Collection[str] = ()
    numbers: Collection[str] = ()
    names: Collection[str] = ()
    told: Collection[str] = ()
    quantities: Sequence[tuple[str, str | None, float, float]] = ()
    places: Collection[str] = ()
    event: Interval | None = None
    expires_at: datetime | None = None
    language: str = ""
    report: Report | None = None


@dataclass(frozen=True, eq=False)
class OutlineArrays:
    """The outlines of all records, one after the other.

    Attributes:
        hashes: uint64, shape (words,), ascending; `numbers` has the number of each.
        numbers: uint32, shape (words,).
        counts: int32, shape (words, 6): records that hold a term in each field (`COUNTED`), in the full texts.
        starts: int64, shape (rows + 1,): where each row's entries begin.
        entries: uint32, numbers of the words; `fields` says where they stand.
        fields: uint8, flags.
        sizes: int32, shape (rows, 5): distinct entries by `SIZES`.
        told_starts, told: terms of event identity.
        quantity_starts, quantity_values, quantity_units: numbers of values and places in `units`.
        quantity_least, quantity_most: float32, what each may stand for.
        place_starts, places: numbers of the places.
        moments: int64, shape (rows, 3): start and end of the event, and when the record expires (`NO_DATE`).
        path_starts, paths: of reports, places in `tables.paths`.
        time_starts, times: of reports, four numbers a date: start, its offset from UTC in seconds, end, its offset.
        day_starts, days: of reports, `Report.days` in one number each.
        scripts: uint8, shape (rows,): place in `tables.scripts`; 0 where the record is no report.
        languages: uint16, shape (rows,): place in `tables.languages`.
        tables: spellings.
    """

    hashes: npt.NDArray[np.uint64]
    numbers: Numbers
    counts: npt.NDArray[np.int32]
    starts: Rows
    entries: Numbers
    fields: Flags
    sizes: npt.NDArray[np.int32]
    told_starts: Rows
    told: Numbers
    quantity_starts: Rows
    quantity_values: Numbers
    quantity_units: npt.NDArray[np.uint16]
    quantity_least: npt.NDArray[np.float32]
    quantity_most: npt.NDArray[np.float32]
    place_starts: Rows
    places: Numbers
    moments: Rows
    path_starts: Rows
    paths: Numbers
    time_starts: Rows
    times: Rows
    day_starts: Rows
    days: Numbers
    scripts: Flags
    languages: npt.NDArray[np.uint16]
    tables: Tables
    #: What others make of the outlines, and keep as long as these are open.
    beside: dict[type, object] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def load(cls, folder: Path) -> OutlineArrays:
        """Map what the writer left.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        try:
            return cls(**map_arrays(folder, ARRAYS), tables=Tables.load(folder))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexCorrupt(f"the outlines in {folder} cannot be read: {error}; rebuild the index") from None

    @cached_property
    def words(self) -> int:
        """How many words are numbered."""
        return len(self.hashes)

    def numbers_of(self, words: Iterable[str], sort: Sort) -> npt.NDArray[np.int64]:
        """The number of each word, in order; -1 where no record holds it."""
        wanted = np.array([hash_of(word, sort) for word in words], np.uint64)
        if not len(self.hashes):
            return np.full(len(wanted), -1, np.int64)
        place = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[place] == wanted, self.numbers[place].astype(np.int64), -1)

    def told_of(self, row: int) -> Numbers:
        """Terms of event identity of a row."""
        return np.asarray(self.told[self.told_starts[row] : self.told_starts[row + 1]])

    def at(self, place: str) -> Mask:
        """Which records state or name a place, or one inside it, shape (rows,).

        Args:
            place: its path, as `text.facts.place_names` spells it.
        """
        (number,) = self.numbers_of([place], Sort.PLACE)
        found = np.zeros(len(self), np.bool_)
        if number >= 0:
            found[np.searchsorted(self.place_starts, np.flatnonzero(self.places == number), side="right") - 1] = True
        return found

    def quantities_of(self, row: int) -> list[tuple[int, str | None, float, float]]:
        """Number of the value, unit, and the least and the most that it may stand for, of each quantity of a row."""
        part = slice(self.quantity_starts[row], self.quantity_starts[row + 1])
        columns = (self.quantity_values, self.quantity_units, self.quantity_least, self.quantity_most)
        rows = zip(*(column[part].tolist() for column in columns), strict=True)
        return [(value, self.tables.units[unit], least, most) for value, unit, least, most in rows]

    def language_groups(self) -> npt.NDArray[np.int32]:
        """For each row the number of its language group, numbered from 0 in the order of their names; shape (rows,)."""
        held = self._held_languages()
        number = np.zeros(len(self.tables.languages), np.int32)
        number[held] = np.arange(len(held))
        return number[self.languages]

    def language_names(self) -> list[str]:
        """The language groups that rows have, in the order of their numbers."""
        return [self.tables.languages[place] for place in self._held_languages()]

    def _held_languages(self) -> list[int]:
        held = np.flatnonzero(np.bincount(self.languages, minlength=len(self.tables.languages))).tolist()
        return sorted(held, key=lambda place: self.tables.languages[place])

    def script_of(self, row: int) -> str | None:
        """The script that most of a report is written in; None for other records, and without letters."""
        return self.tables.scripts[int(self.scripts[row])]

    def report_of(self, row: int) -> Report | None:
        """What was read of a report; None for other records."""
        if not self.scripts[row]:
            return None
        paths = self.paths[self.path_starts[row] : self.path_starts[row + 1]].tolist()
        times = self.times[self.time_starts[row] : self.time_starts[row + 1]].tolist()
        days = self.days[self.day_starts[row] : self.day_starts[row + 1]].tolist()
        return Report(
            self.script_of(row),
            tuple(self.tables.paths[path] for path in paths),
            tuple(interval_of(*times[at : at + 4]) for at in range(0, len(times), 4)),
            tuple(map(day_of, days)),
        )


#: Files of `OutlineArrays`.
ARRAYS = tuple(name for name in OutlineArrays.__dataclass_fields__ if name not in ("tables", "beside"))
