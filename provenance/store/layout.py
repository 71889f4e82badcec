"""How a record lies in the table: one column a field, dates twice (as spelt, and as instants for filters)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from provenance.model.evidence import Evidence, Kind, Utterance
from provenance.model.interval import Interval

#: Raise it whenever a column changes; it is part of the manifest's schema version.
VERSION = 1

TEXTS = ("title", "claim", "rating", "publisher", "author", "url", "lang")
DATES = ("published_at", "event_start", "event_end", "expires_at")
LISTS = ("places", "media", "supersedes")

#: Microseconds of a day.
DAY_US = 86_400_000_000
#: Stands for "no date" in the columns of instants.
NO_DATE = -(2**63)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UTTERANCE = pa.struct(
    [("start_s", pa.float64()), ("end_s", pa.float64()), ("text", pa.string()), ("speaker", pa.string())]
)

_COLUMNS: list[pa.Field[Any]] = [
    pa.field("id", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("text", pa.string(), nullable=False),
    *(pa.field(name, pa.string()) for name in TEXTS),
    *(pa.field(name, pa.string()) for name in DATES),
    pa.field("published_start_us", pa.int64(), nullable=False),
    pa.field("published_end_us", pa.int64(), nullable=False),
    *(pa.field(name, pa.list_(pa.string()), nullable=False) for name in LISTS),
    pa.field("transcript", pa.list_(_UTTERANCE), nullable=False),
    pa.field("extra", pa.string(), nullable=False),
]
SCHEMA = pa.schema(_COLUMNS)

#: What `from_row` reads of a record that has nothing; the columns of instants are for filters.
EMPTY_ROW: Mapping[str, Any] = MappingProxyType(
    {name: () if pa.types.is_list(SCHEMA.field(name).type) else None for name in SCHEMA.names if name[-3:] != "_us"}
)
_PLACES = {name: SCHEMA.get_field_index(name) for name in EMPTY_ROW}


def to_row(record: Evidence) -> dict[str, Any]:
    """The values of a record's columns."""
    published = record.published_at
    return {
        "id": record.id,
        "kind": record.kind.value,
        "text": record.text,
        **{name: getattr(record, name) for name in TEXTS},
        **{name: _spell(getattr(record, name)) for name in DATES},
        "published_start_us": NO_DATE if published is None else microseconds(published.start),
        "published_end_us": NO_DATE if published is None else microseconds(published.end),
        **{name: list(getattr(record, name)) for name in LISTS},
        "transcript": [
            {"start_s": part.start_s, "end_s": part.end_s, "text": part.text, "speaker": part.speaker}
            for part in record.transcript
        ],
        "extra": json.dumps(dict(record.extra), ensure_ascii=False) if record.extra else "",
    }


def from_row(row: Mapping[str, Any]) -> Evidence:
    """The record that `to_row` took apart; the columns of `EMPTY_ROW` will do."""
    fields: dict[str, Any] = {name: row[name] for name in TEXTS}
    fields.update({name: _read(row[name]) for name in DATES})
    fields.update({name: tuple(row[name]) for name in LISTS})
    return Evidence(
        **fields,
        id=row["id"],
        kind=Kind(row["kind"]),
        text=row["text"],
        transcript=tuple(Utterance(**part) for part in row["transcript"]),
        extra=json.loads(row["extra"]) if row["extra"] else {},
    )


def field_of(name: str, value: Any) -> Any:
    """A text, a date or a list of a record, from the value of its column; None where that holds nothing."""
    if name in LISTS:
        return tuple(value or ())
    return _read(value) if name in DATES else value


def held_column(batch: pa.RecordBatch, name: str) -> pa.Array[Any] | None:
    """A column of `EMPTY_ROW`, None where no record of a batch has anything there."""
    column: pa.Array[Any] = batch.column(_PLACES[name])
    empty = column.null_count == len(column) or (isinstance(column, pa.ListArray) and not len(column.values))
    return None if empty else column


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, exact (a float of seconds would lose the last digit)."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def instant(us: int) -> datetime:
    """What `microseconds` counted, in UTC."""
    return _EPOCH + timedelta(microseconds=us)


def _spell(interval: Interval | None) -> str | None:
    """Both ends, always: the shortest spelling would lose the zone of a day that is not a day in UTC."""
    return None if interval is None else f"{interval.start.isoformat()}/{interval.end.isoformat()}"


def _read(text: str | None) -> Interval | None:
    if text is None:
        return None
    start, _, end = text.partition("/")
    return Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))
