"""From inputs to records: open, read, map, check; a bad row is a `Skipped` in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.post import Post
from provenance.sources.base import Limits, Row
from provenance.sources.columns import EVIDENCE_KEYS, POST_KEYS, ColumnMap
from provenance.sources.inputs import Input, Sources, resolve
from provenance.sources.jsonl import JsonLines
from provenance.sources.pending import Pending, Recipe, RecordT, duplicate
from provenance.sources.registry import SUFFIXES, reader_for, reader_named
from provenance.sources.seen import SeenIds
from provenance.sources.url_date import with_url_date
from provenance.sources.written_dates import with_written_date


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
    return _read(_post_recipe(zone, columns, limits), source, input_format)


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
    recipe = evidence_recipe(columns=columns, defaults=defaults, zone=zone, limits=limits)
    return _read(recipe, sources, input_format)


def posts_of(rows: Iterable[Mapping[str, Any]], *, name: str = "rows", zone: tzinfo = UTC) -> Iterator[Post | Skipped]:
    """Posts from rows in memory, for example those of a frame; media paths count from the working folder.

    Args:
        rows: as in an input file.
        name: what messages call them.
        zone: the zone of dates that state none.
    """
    source = Input(name, None, Path(), BytesIO)
    recipe = _post_recipe(zone, None, None)
    found = (Pending(Row(row, number), JsonLines(), source, recipe) for number, row in enumerate(rows, 1))
    return _records([found])


def evidence_recipe(
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    zone: tzinfo = UTC,
    limits: Limits | None = None,
) -> Recipe[Evidence]:
    """What `read_evidence` does to a row, for callers that read input by input and build only what changed.

    Raises:
        UsageError: `columns` or `defaults` names something unknown.
    """
    mapping = ColumnMap(columns or {})
    mapping.check(EVIDENCE_KEYS)
    if unknown := sorted(set(defaults or ()) - EVIDENCE_KEYS):
        raise UsageError(f"no record has the key {unknown[0]!r}; known are {', '.join(sorted(EVIDENCE_KEYS))}")
    return Recipe(mapping, limits or Limits(), partial(_evidence, zone=zone), defaults or {})


def _evidence(row: dict[str, Any], *, zone: tzinfo) -> Evidence:
    # Feeds of fact-checkers often give the date as their page writes it; losing the record for that would be worse.
    return Evidence.from_dict(with_url_date(with_written_date(row, "published_at", zone)), zone=zone)


def _post_recipe(zone: tzinfo, columns: Mapping[str, str] | None, limits: Limits | None) -> Recipe[Post]:
    mapping = ColumnMap(columns or {})
    mapping.check(POST_KEYS)
    return Recipe(mapping, limits or Limits(), partial(Post.from_dict, zone=zone), None)


def _read(recipe: Recipe[RecordT], sources: Sources, input_format: str | None) -> Iterator[RecordT | Skipped]:
    """Find the inputs and their readers at once, and read them as the caller asks for records."""
    inputs = resolve(sources, suffixes=SUFFIXES)
    named = None if input_format is None else reader_named(input_format)
    for item in inputs:
        if not item.listed and named is None:
            reader_for(item)  # a wrong call fails here, not in the middle of the batch
    return _records(recipe.rows(item, named) for item in inputs)


def _records(batches: Iterable[Iterable[Pending[RecordT] | Skipped]]) -> Iterator[RecordT | Skipped]:
    with SeenIds() as seen:
        for batch in batches:
            for row in batch:
                record = row if isinstance(row, Skipped) else row.record()
                if isinstance(record, Skipped) or isinstance(row, Skipped):
                    yield record
                else:
                    yield record if seen.add(record.id) else duplicate(row, record.id)
