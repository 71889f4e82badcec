"""Comma-separated tables (also semicolons and tabs) with a header line; cells of lists hold JSON."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input
from provenance.sources.lines import Line, read_lines

_DELIMITERS = ",\t;|"
#: A header longer than this is no header.
_HEADER_CHARS = 1_000_000

#: Line where the row begins, its cells, and (what is wrong, reason code) where it is none.
_Logical = tuple[int, list[str], tuple[str, str] | None]


class CsvTable:
    """RFC 4180, tolerant of the delimiter; a broken row costs that row only."""

    name: ClassVar[str] = "csv"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """One row for each line of the table; `line` is the physical line where it begins.

        Raises:
            InputError: there is no header, or it names a column twice.
        """
        csv.field_size_limit(max(csv.field_size_limit(), limits.max_row_chars))
        lines = read_lines(source, max_chars=limits.max_row_chars, guess=True)
        header, table = _header(source, lines)
        table.max_chars = limits.max_row_chars
        for number, cells, problem in table:
            if problem is None and len(cells) != len(header):
                problem = f"{len(cells)} cells where the header names {len(header)}", "malformed-row"
            if problem is not None:
                text, code = problem
                yield Skipped.at(code, text, source=source.name, line=number)
            else:
                filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}
                yield Row(filled, number, columns=header)


def _header(source: Input, lines: Iterator[Line]) -> tuple[list[str], _LogicalRows]:
    first = next((line for line in lines if line.problem is not None or line.text.strip()), None)
    if first is None:
        raise InputError(f"{source.name} is empty; a table needs a header line")
    if first.problem is not None:
        raise InputError(f"the header of {source.name} {first.problem}")
    delimiter = max(_DELIMITERS, key=first.text.count)
    rows = _LogicalRows(lines, delimiter, _HEADER_CHARS)
    rows.waiting.append(first)
    number, cells, problem = next(rows)
    if problem is not None:
        raise InputError(f"the header of {source.name} cannot be read: {problem[0]} (line {number})")
    names = [cell.strip() for cell in cells]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"{source.name} names the column {min(twice)!r} twice; rename one")
    return names, rows


class _LogicalRows:
    """Rows that may span lines.

    A row that does not parse is given up at its first line, and reading goes on at the next one: a forgotten
    quotation mark then costs one row, not the rest of the file.
    """

    def __init__(self, lines: Iterator[Line], delimiter: str, max_chars: int) -> None:
        self.waiting: deque[Line] = deque()
        self.max_chars = max_chars
        self._lines = lines
        self._delimiter = delimiter
        self._taken: list[Line] = []

    def __iter__(self) -> Iterator[_Logical]:
        return self

    def __next__(self) -> _Logical:
        line = self._next_line()
        while line is not None and line.problem is None and not line.text.strip("\r\n"):
            line = self._next_line()
        if line is None:
            raise StopIteration
        if line.problem is not None:
            return line.number, [], (line.problem, line.code or "unreadable")
        self._taken = []
        try:
            cells = next(csv.reader(self._row_lines(line), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            self.waiting.extendleft(reversed(self._taken[1:]))
            text = "a quoted cell does not end" if "unexpected end" in str(error) else f"no table row: {error}"
            return line.number, [], (text, "malformed-row")
        return line.number, cells, None

    def _next_line(self) -> Line | None:
        return self.waiting.popleft() if self.waiting else next(self._lines, None)

    def _row_lines(self, line: Line | None) -> Iterator[str]:
        size = 0
        while line is not None:
            if line.problem is not None or size > self.max_chars:
                self.waiting.appendleft(line)
                return
            self._taken.append(line)
            size += len(line.text)
            yield line.text
            line = self._next_line()
