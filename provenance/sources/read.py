"""From inputs to records: open, read, map, check; a bad row is a `Skipped` in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from typing import Any, TypeVar

from provenance.errors import RecordError
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
    plan = _plan(source, input_format)
    return _read(plan, mapping, limits or Limits(), lambda row: Post.from_dict(row, zone=zone))


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
    plan = _plan(sources, input_format)
    return _read(plan, mapping, limits or Limits(), lambda row: Evidence.from_dict(row, zone=zone), defaults or {})


_Plan = list[tuple[Input, Reader]]


def _plan(sources: Sources, input_format: str | None) -> _Plan:
    inputs = resolve(sources, suffixes=SUFFIXES)
    if input_format is not None:
        return [(item, reader_named(input_format)) for item in inputs]
    return [(item, reader_for(item)) for item in inputs]


def _read(
    plan: Iterable[tuple[Input, Reader]],
    mapping: ColumnMap,
    limits: Limits,
    build: Callable[[dict[str, Any]], RecordT],
    defaults: Mapping[str, Any] | None = None,
) -> Iterator[RecordT | Skipped]:
    with SeenIds() as seen:
        for source, reader in plan:
            values = None if defaults is None else {**reader.fallback, **defaults}
            for row in reader.rows(source, limits):
                if isinstance(row, Skipped):
                    yield row
                    continue
                try:
                    record = build(_prepare(row, source, mapping, limits, values))
                    if not seen.add(record.id):
                        raise RecordError(
                            f"the id {record.id!r} was read before in this batch", path="$.id", code="duplicate-id"
                        )
                except RecordError as error:
                    yield _skip(row, source, mapping, error)
                else:
                    yield record


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
