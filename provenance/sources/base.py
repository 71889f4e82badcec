"""What a reader is: an input in, rows out; everything that is no row becomes a `Skipped`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from provenance.model.finding import Skipped
from provenance.sources.inputs import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a foreign file is taken in. Chosen 2026-11-22: about ten times the largest honest value we met."""

    #: A line of JSON, or a logical row of a table; characters. The longest transcript met has 120,000.
    max_row_chars: int = 8_000_000
    #: The `text` of one record; characters.
    max_text_chars: int = 2_000_000
    #: Any other text of a record (title, rating, author …); characters.
    max_field_chars: int = 20_000
    #: Entries of one list (media, places, supersedes); a transcript may have 100 times as many.
    max_list_items: int = 1_000
    #: A file that has to be read as a whole (JSON document, page, feed, subtitles); bytes after decompression.
    max_document_bytes: int = 64_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record as its source spells it, before any check."""

    values: Mapping[str, Any]
    #: 1-based: the line of a text file, the row of a table, the entry of a list.
    line: int | None = None
    #: JSONPath of the record inside its file.
    path: str = "$"
    #: Whether the keys are those of evidence because the format is one of documents (a feed, a page, subtitles).
    document: bool = False
    #: All columns of the table that the row is of; None where the format has no tables.
    columns: Sequence[str] | None = None


class Reader(Protocol):
    """Reads one format. A reader never raises for a bad row, and never drops one."""

    #: Short name, as `--input-format` takes it.
    name: ClassVar[str]
    #: Lower-case suffixes, `.gz` taken off.
    suffixes: ClassVar[tuple[str, ...]]
    #: Values for keys that neither the row nor the caller states.
    fallback: ClassVar[Mapping[str, Any]]

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """Every row of the input, in order, without holding more than one of them.

        Raises:
            InputError: the input cannot be read at all.
        """
