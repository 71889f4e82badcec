"""Rows on their way to records: mapped, completed, checked, and built only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import orjson

from provenance.errors import InputError, RecordError
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.post import Post
from provenance.sources.base import Limits, Reader, Row
from provenance.sources.columns import ColumnMap, parse_cells
from provenance.sources.confine import confine
from provenance.sources.inputs import Input
from provenance.sources.registry import reader_for
from provenance.sources.size import check_size

RecordT = TypeVar("RecordT", Post, Evidence)


@dataclass(frozen=True, slots=True)
class Recipe(Generic[RecordT]):
    """How the rows of one batch become records.

    Attributes:
        mapping: of columns to keys.
        limits: how much is taken in.
        build: from the values under the keys of a record to the record.
        defaults: values of keys that rows leave out. None for posts: what a document reader falls back to is said
            of evidence.
    """

    mapping: ColumnMap
    limits: Limits
    build: Callable[[dict[str, Any]], RecordT]
    defaults: Mapping[str, Any] | None

    def rows(self, source: Input, named: Reader | None = None) -> Iterator[Pending[RecordT] | Skipped]:
        """The rows of an input; a file that was found rather than named, and cannot be read, is one `Skipped`.

        Raises:
            InputError: a named input cannot be read.
        """
        try:
            reader = named or reader_for(source)
            checked = source.listed  # of the files of a folder, some may lack a column
            for row in reader.rows(source, self.limits):
                if isinstance(row, Row) and row.columns is not None and not checked:
                    self.mapping.check_table(row.columns, source.name)
                    checked = True
                yield row if isinstance(row, Skipped) else Pending(row, reader, source, self)
        except InputError as error:
            if not source.listed:
                raise
            yield Skipped.at("unreadable-file", str(error), source=source.name)


@dataclass(frozen=True, slots=True)
class Pending(Generic[RecordT]):
    """A row that may become a record."""

    row: Row
    reader: Reader
    source: Input
    recipe: Recipe[RecordT]

    def fingerprint(self) -> bytes:
        """Identifies what the row says, for telling unchanged rows without building them (16 bytes).

        Media count by their files' size and times, so that a picture replaced under its name is a change.
        """
        content = orjson.dumps(dict(self.row.values), default=str, option=orjson.OPT_NON_STR_KEYS)
        digest = blake2b(content, digest_size=16)
        media = self.row.values.get(self.recipe.mapping.columns.get("media", "media"))
        if media and self.source.folder is not None:
            for name in media if isinstance(media, list) else [media]:
                digest.update(_stamp(self.source, name))
        return digest.digest()

    def record(self) -> RecordT | Skipped:
        """The record, or why there is none."""
        try:
            return self.recipe.build(self._values())
        except RecordError as error:
            return self.skip(error)

    def skip(self, error: RecordError) -> Skipped:
        """The `Skipped` that stands for the row."""
        mapping = self.recipe.mapping
        key = self.row.values.get(mapping.columns.get("id", "id"))
        return Skipped.at(
            error.code,
            str(error),
            source=self.source.name,
            line=self.row.line,
            path=self.row.path + mapping.locate(error.path)[1:],
            post_id=str(key) if isinstance(key, str | int) and key != "" else None,
        )

    def _values(self) -> dict[str, Any]:
        values = self.recipe.mapping.apply(self.row.values)
        if self.recipe.defaults is None:
            if self.row.document:
                _as_post(values)
        else:
            for key, value in {**self.reader.fallback, **self.recipe.defaults}.items():
                if values.get(key) in (None, ""):
                    values[key] = value
        parse_cells(values)
        check_size(values, self.recipe.limits)
        media = values.get("media")
        if isinstance(media, str):
            media = [media] if media else []
        if isinstance(media, list | tuple) and all(isinstance(item, str) for item in media):
            values["media"] = confine(media, self.source.folder)
        return values


def duplicate(pending: Pending[RecordT], key: str) -> Skipped:
    """The `Skipped` of a row whose id the batch has had."""
    problem = f"the id {key!r} was read before in this batch; the first record stays"
    return pending.skip(RecordError(problem, path="$.id", code="duplicate-id"))


def _stamp(source: Input, name: Any) -> bytes:
    if source.folder is None or not isinstance(name, str):
        return b"?"
    try:
        found = (source.folder / name).stat()
    except (OSError, ValueError):
        return b"missing"
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}".encode()


def _as_post(row: dict[str, Any]) -> None:
    """A document read as a post: posted when it was published, and its title is its text where it has no other."""
    if "published_at" in row:
        row.setdefault("posted_at", row.pop("published_at"))
    if not row.get("text") and isinstance(row.get("title"), str):
        row["text"] = row["title"]
