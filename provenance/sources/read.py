"""From inputs to records: open, read, map, check; a bad row is a `Skipped` in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Generic, TypeVar

from provenance.errors import InputError, RecordError, UsageError
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.post import Post
from provenance.sources.base import Limits, Reader, Row
from provenance.sources.columns import EVIDENCE_KEYS, POST_KEYS, ColumnMap, parse_cells
from provenance.sources.confine import confine
from provenance.sources.inputs import Input, Sources, resolve
from provenance.sources.registry import SUFFIXES, reader_for, reader_named
from provenance.sources.seen import SeenIds
from provenance.sources.size import check_size

RecordT = TypeVar("RecordT", Post, Evidence)


def read_posts(
    source: Sources,
    *,
    columns: Mapping[str, str] | None = None,
    zone: tzinfo = UTC,
    input_format: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Post | Skipped]:
    """Read posts one by one, in constant memory.

    Args:
        source: a file, a folder, a glob, `-` for standard input, or several of them; `.gz` is read as it is.
        columns: key of a post → column of the source, for foreign tables, for example `{"text": "content"}`.
        zone: the zone of dates that state none.
        input_format: name of a reader, where the suffix does not tell.
        limits: how much of a foreign file is taken in.

    Returns:
        Posts in input order, and a `Skipped` in the place of every row that is none.

    Raises:
        InputError: an input is missing or cannot be read at all.
        UsageError: `columns` or `input_format` names something unknown.
    """
    mapping = ColumnMap(columns or {})
    mapping.check(POST_KEYS)
    task = _Task(mapping, limits or Limits(), lambda row: Post.from_dict(row, zone=zone), None)
    return task.read(source, input_format)


def read_evidence(
    sources: Sources,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    zone: tzinfo = UTC,
    input_format: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Evidence | Skipped]:
    """Read evidence records one by one, in constant memory.

    Args:
        sources: as for `read_posts`.
        columns: key of a record → column of the source.
        defaults: values of keys that a row leaves out, for example `{"kind": "fact_check", "publisher": "…"}`.
        zone: the zone of dates that state none.
        input_format: name of a reader, where the suffix does not tell.
        limits: how much of a foreign file is taken in.

    Returns:
        Records in input order, and a `Skipped` in the place of every row that is none.

    Raises:
        InputError: an input is missing or cannot be read at all.
        UsageError: `columns`, `defaults` or `input_format` names something unknown.
    """
    mapping = ColumnMap(columns or {})
    mapping.check(EVIDENCE_KEYS)
    if unknown := sorted(set(defaults or ()) - EVIDENCE_KEYS):
        raise UsageError(f"no record has the key {unknown[0]!r}; known are {', '.join(sorted(EVIDENCE_KEYS))}")
    task = _Task(mapping, limits or Limits(), lambda row: Evidence.from_dict(row, zone=zone), defaults or {})
    return task.read(sources, input_format)


@dataclass(frozen=True, slots=True)
class _Task(Generic[RecordT]):
    """How the rows of one batch become records."""

    mapping: ColumnMap
    limits: Limits
    build: Callable[[dict[str, Any]], RecordT]
    #: None for posts: what a document reader falls back to is said of evidence.
    defaults: Mapping[str, Any] | None

    def read(self, sources: Sources, input_format: str | None) -> Iterator[RecordT | Skipped]:
        """Find the inputs and their readers at once, and read them as the caller asks for records."""
        inputs = resolve(sources, suffixes=SUFFIXES)
        named = None if input_format is None else reader_named(input_format)
        for item in inputs:
            if not item.listed and named is None:
                reader_for(item)  # a wrong call fails here, not in the middle of the batch
        return self._records(inputs, named)

    def _records(self, inputs: Iterable[Input], named: Reader | None) -> Iterator[RecordT | Skipped]:
        with SeenIds() as seen:
            for source in inputs:
                for row in _rows(source, named, self.limits):
                    yield row if isinstance(row, Skipped) else self._record(row, source, seen)

    def _record(self, row: _SourceRow, source: Input, seen: SeenIds) -> RecordT | Skipped:
        try:
            record = self.build(_prepare(row.row, source, self.mapping, self.limits, self._values(row.reader)))
            if not seen.add(record.id):
                raise RecordError(
                    f"the id {record.id!r} was read before in this batch", path="$.id", code="duplicate-id"
                )
        except RecordError as error:
            return _skip(row.row, source, self.mapping, error)
        return record

    def _values(self, reader: Reader) -> Mapping[str, Any] | None:
        return None if self.defaults is None else {**reader.fallback, **self.defaults}


@dataclass(frozen=True, slots=True)
class _SourceRow:
    row: Row
    reader: Reader


def _rows(source: Input, named: Reader | None, limits: Limits) -> Iterator[_SourceRow | Skipped]:
    """The rows of an input; a file that was found rather than named, and cannot be read, is one `Skipped`."""
    try:
        reader = named or reader_for(source)
        for row in reader.rows(source, limits):
            yield row if isinstance(row, Skipped) else _SourceRow(row, reader)
    except InputError as error:
        if not source.listed:
            raise
        yield Skipped.at("unreadable-file", str(error), source=source.name)


def _prepare(
    row: Row, source: Input, mapping: ColumnMap, limits: Limits, defaults: Mapping[str, Any] | None
) -> dict[str, Any]:
    values = mapping.apply(row.values)
    if defaults is None and row.document:
        _as_post(values)
    for key, value in (defaults or {}).items():
        if values.get(key) in (None, ""):
            values[key] = value
    parse_cells(values)
    check_size(values, limits)
    media = values.get("media")
    if isinstance(media, str):
        media = [media] if media else []
    if isinstance(media, list | tuple) and all(isinstance(item, str) for item in media):
        values["media"] = confine(media, source.folder)
    return values


def _skip(row: Row, source: Input, mapping: ColumnMap, error: RecordError) -> Skipped:
    key = row.values.get(mapping.columns.get("id", "id"))
    return Skipped.at(
        error.code,
        str(error),
        source=source.name,
        line=row.line,
        path=row.path + mapping.locate(error.path)[1:],
        post_id=str(key) if isinstance(key, str | int) and key != "" else None,
    )


def _as_post(row: dict[str, Any]) -> None:
    """A document read as a post: posted when it was published, and its title is its text where it has no other."""
    if "published_at" in row:
        row.setdefault("posted_at", row.pop("published_at"))
    if not row.get("text") and isinstance(row.get("title"), str):
        row["text"] = row["title"]
