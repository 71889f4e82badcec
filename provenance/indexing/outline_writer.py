"""Writes the outlines of records, in bounded memory but for the words; grows them out of those of an older version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.indexing.analysis import Terms
from provenance.indexing.arrays import Column
from provenance.indexing.base import Mask
from provenance.indexing.outline_codes import Sort, Tables, day_number, hash_of, times_of
from provenance.indexing.outlines import BODY, CLAIM, COUNTED, NAME, NUMBER, TITLE, Outline, OutlineArrays, Report
from provenance.store.layout import NO_DATE, microseconds

#: Files with a line or more a record, and what their lines consist of.
_COLUMNS: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "starts": ("<i8", ()),
    "entries": ("<u4", ()),
    "fields": ("<u1", ()),
    "sizes": ("<i4", (5,)),
    "told_starts": ("<i8", ()),
    "told": ("<u4", ()),
    "quantity_starts": ("<i8", ()),
    "quantity_values": ("<u4", ()),
    "quantity_units": ("<u2", ()),
    "quantity_least": ("<f4", ()),
    "quantity_most": ("<f4", ()),
    "place_starts": ("<i8", ()),
    "places": ("<u4", ()),
    "moments": ("<i8", (3,)),
    "path_starts": ("<i8", ()),
    "paths": ("<u4", ()),
    "time_starts": ("<i8", ()),
    "times": ("<i8", ()),
    "day_starts": ("<i8", ()),
    "days": ("<u4", ()),
    "scripts": ("<u1", ()),
    "languages": ("<u2", ()),
}
#: Lists of varying length: where they start, and what they hold.
_LISTS = (
    ("starts", ("entries", "fields")),
    ("told_starts", ("told",)),
    ("quantity_starts", ("quantity_values", "quantity_units", "quantity_least", "quantity_most")),
    ("place_starts", ("places",)),
    ("path_starts", ("paths",)),
    ("time_starts", ("times",)),
    ("day_starts", ("days",)),
)
_SINGLES = ("sizes", "moments", "scripts", "languages")
#: Rows that are copied together.
_BLOCK = 65_536


class OutlineWriter:
    """Takes the outlines of records in the order of their rows."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._columns = {name: Column(folder / f"{name}.npy", *kind) for name, kind in _COLUMNS.items()}
        self._ends = dict.fromkeys((name for name, _ in _LISTS), 0)
        for name, _ in _LISTS:
            self._columns[name].put([0])
        self._numbers: dict[str, int] = {}
        self._hashes: list[int] = []
        self._known = 0
        self._counts = np.zeros((1024, len(COUNTED)), np.int32)
        self._learn(Tables())

    def _learn(self, tables: Tables) -> None:
        """Number spellings as these tables do."""
        self._units = {unit: place for place, unit in enumerate(tables.units)}
        self._paths = {path: place for place, path in enumerate(tables.paths)}
        self._scripts = {script: place for place, script in enumerate(tables.scripts) if place}
        self._languages = {language: place for place, language in enumerate(tables.languages)}

    def add(self, outline: Outline, fields: Mapping[str, Terms]) -> None:
        """Take in the next row.

        Args:
            outline: of the record.
            fields: terms of its full texts, by which is counted how many records hold a term.
        """
        flags: dict[int, int] = {}
        for flag, words, sort in (
            (CLAIM, outline.claim, Sort.TERM),
            (TITLE, outline.title, Sort.TERM),
            (BODY, outline.body, Sort.TERM),
            (NUMBER, outline.numbers, Sort.NUMBER),
            (NAME, outline.names, Sort.NAME),
        ):
            for number in self._number(words, sort):
                flags[number] = flags.get(number, 0) | flag
        self._put("starts", list(flags), list(flags.values()))
        self._columns["sizes"].put(_sizes(flags.values()))
        self._put("told_starts", self._number(outline.told, Sort.TOLD))
        self._put_quantities(outline.quantities)
        self._put("place_starts", self._number(outline.places, Sort.PLACE))
        event = outline.event
        moments = (event.start if event else None, event.end if event else None, outline.expires_at)
        self._columns["moments"].put([NO_DATE if moment is None else microseconds(moment) for moment in moments])
        self._columns["languages"].put([self._languages.setdefault(outline.language, len(self._languages))])
        self._put_report(outline.report)
        self._count(fields, 1)

    def _put_quantities(self, quantities: Sequence[tuple[str, str | None, float, float]]) -> None:
        values = self._number((value for value, *_ in quantities), Sort.VALUE)
        units = [self._units.setdefault(unit, len(self._units)) for _, unit, *_ in quantities]
        least, most = [least for *_, least, _ in quantities], [most for *_, most in quantities]
        self._put("quantity_starts", values, units, least, most)

    def _put_report(self, report: Report | None) -> None:
        paths, dated, days = (report.paths, report.dated, report.days) if report else ((), (), ())
        self._put("path_starts", [self._paths.setdefault(path, len(self._paths)) for path in paths])
        self._put("time_starts", [number for interval in dated for number in times_of(interval)])
        self._put("day_starts", [day_number(day) for day in days])
        script = self._scripts.setdefault(report.script, 1 + len(self._scripts)) if report else 0
        self._columns["scripts"].put([script])

    def close(self) -> None:
        """Write what is left."""
        for column in self._columns.values():
            column.close()
        count = self._known + len(self._hashes)
        hashes, numbers = self._all_hashes()
        order = np.argsort(hashes, kind="stable")
        np.save(self._folder / "hashes.npy", hashes[order], allow_pickle=False)
        np.save(self._folder / "numbers.npy", numbers[order], allow_pickle=False)
        np.save(self._folder / "counts.npy", self._counts[:count], allow_pickle=False)
        Tables(list(self._units), list(self._paths), [None, *self._scripts], list(self._languages)).save(self._folder)

    def _all_hashes(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
        first = self._known
        return np.array(self._hashes, np.uint64), np.arange(first, first + len(self._hashes), dtype=np.uint32)

    def _put(self, starts: str, *lists: Sequence[float]) -> None:
        names = next(names for name, names in _LISTS if name == starts)
        for name, values in zip(names, lists, strict=True):
            self._columns[name].put(values)
        self._ends[starts] += len(lists[0])
        self._columns[starts].put([self._ends[starts]])

    def _number(self, words: Iterable[str], sort: Sort) -> list[int]:
        """The numbers of some words; new ones get the next."""
        numbers, mark, out = self._numbers, sort.value, []
        for word in words:
            number = numbers.get(key := mark + word)
            if number is None:
                hashed = hash_of(word, sort)
                number = self._number_before(hashed)
                if number is None:
                    number = self._known + len(self._hashes)
                    self._hashes.append(hashed)
                numbers[key] = number
            out.append(number)
        return out

    def _number_before(self, hashed: int) -> int | None:
        """The number that a word had in the older version."""
        return None

    def _count(self, fields: Mapping[str, Terms], by: int) -> None:
        for column, name in enumerate(COUNTED):
            field, _, part = name.partition("_")
            if field in fields:
                found = self._number(dict.fromkeys(getattr(fields[field], part)), Sort.TERM)
                while self._known + len(self._hashes) > len(self._counts):
                    self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
                self._counts[found, column] += by


class OutlineExtension(OutlineWriter):
    """Begins with the kept rows of an older version, as rows 0, 1, … in their order; words keep their numbers.

    Args:
        base: the older outlines.
        folder: an empty folder.
        kept: shape (rows of the base,): which stay.
    """

    def __init__(self, base: OutlineArrays, folder: Path, kept: Mask) -> None:
        super().__init__(folder)
        self._base, self._known = base, base.words
        self._counts = np.concatenate([base.counts, np.zeros((1024, len(COUNTED)), np.int32)])
        self._learn(base.tables)
        for name in _SINGLES:
            for start in range(0, len(kept), _BLOCK):
                part = slice(start, start + _BLOCK)
                self._columns[name].put(getattr(base, name)[part][kept[part]].ravel())
        for starts, names in _LISTS:
            edges = getattr(base, starts)
            lengths = np.diff(edges)
            for start in range(0, len(kept), _BLOCK):
                part = slice(start, start + _BLOCK)
                stays = np.repeat(kept[part], lengths[part])
                inside = slice(edges[start], edges[min(len(kept), start + _BLOCK)])
                for name in names:
                    self._columns[name].put(getattr(base, name)[inside][stays])
            ends = np.cumsum(lengths[kept], dtype=np.int64)
            self._columns[starts].put(ends)
            self._ends[starts] = int(ends[-1]) if len(ends) else 0

    def forget(self, fields: Mapping[str, Terms]) -> None:
        """Count the terms of a record of the base no longer, which is not kept."""
        self._count(fields, -1)

    def _number_before(self, hashed: int) -> int | None:
        wanted, hashes = np.uint64(hashed), self._base.hashes
        place = int(np.searchsorted(hashes, wanted))
        return int(self._base.numbers[place]) if place < len(hashes) and hashes[place] == wanted else None

    def _all_hashes(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
        hashes, numbers = super()._all_hashes()
        return np.concatenate([self._base.hashes, hashes]), np.concatenate([self._base.numbers, numbers])


def _sizes(flags: Collection[int]) -> list[int]:
    claim = head = every = numbers = names = 0
    for flag in flags:
        claim += bool(flag & CLAIM)
        head += bool(flag & (CLAIM | TITLE))
        every += bool(flag & (CLAIM | TITLE | BODY))
        numbers += bool(flag & NUMBER)
        names += bool(flag & NAME)
    return [claim, head, every, numbers, names]
