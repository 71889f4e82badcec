"""Reading and writing the fields of input records: one place that knows which JSON values are acceptable."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import Enum
from typing import Any

from provenance.errors import RecordError
from provenance.model.interval import Interval

#: Fields that a message about a missing one names.
_NAMED = 8


def required_id(row: Mapping[str, Any]) -> str:
    """The id of a row; integers are accepted, since CSV exports often hold them.

    Raises:
        RecordError: there is none, or it is no text.
    """
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None and (others := [str(name) for name in row if name != "id"][:_NAMED]):
        told = f"no id among {', '.join(others)}; if another column holds it, map it: id=COLUMN"
        raise RecordError(told, path="$.id", code="missing-id")
    if not isinstance(value, str) or not value.strip():
        raise RecordError(f"an id must be a non-empty text, got {value!r}", path="$.id", code="missing-id")
    return _clean(value, "id")


def optional_text(row: Mapping[str, Any], key: str) -> str | None:
    """A text field; null, and numbers where a text belongs, are tolerated.

    Raises:
        RecordError: the value is an object, a list or a truth value.
    """
    value = row.get(key)
    if value is None or value == "" or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise RecordError(f"expected a text, got {type(value).__name__}", path=f"$.{key}", code="bad-type")
    return _clean(value, key)


def _clean(value: str, key: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise RecordError("holds half of a surrogate pair", path=f"$.{key}", code="bad-text") from None
    if "\x00" in value:
        raise RecordError("holds a NUL character", path=f"$.{key}", code="bad-text")
    return value


def optional_date(row: Mapping[str, Any], key: str, *, zone: tzinfo = UTC) -> Interval | None:
    """A date field as an interval.

    Raises:
        RecordError: the value is no ISO 8601 date.
    """
    value = row.get(key)
    if value is None or value == "" or value != value:  # the last: NaT of a frame
        return None
    if isinstance(value, datetime):
        return Interval.at(value if value.tzinfo else value.replace(tzinfo=zone))
    if not isinstance(value, str):
        raise RecordError(f"expected an ISO 8601 date, got {value!r}", path=f"$.{key}", code="bad-date")
    return Interval.parse_any(value, zone=zone, path=f"$.{key}")


def text_list(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; a single text counts as a list of one.

    Raises:
        RecordError: the value is something else.
    """
    value = row.get(key)
    if value is None or value == "" or (isinstance(value, float) and value != value):
        return ()
    if isinstance(value, str):
        return (_clean(value, key),)
    if hasattr(value, "tolist"):  # Parquet hands lists over as arrays
        value = value.tolist()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise RecordError("expected a list of texts", path=f"$.{key}", code="bad-type")
    return tuple(_clean(item, key) for item in value)


def json_fields(record: Any) -> dict[str, Any]:
    """A dataclass as a JSON object: dates spelt out, empty fields left out, unknown keys (`extra`) put back."""
    out: dict[str, Any] = {}
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        if item.name == "extra":
            out.update(value)
        elif value not in (None, (), ""):
            out[item.name] = _json(value)
    return out


def _json(value: Any) -> Any:
    if isinstance(value, Interval):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if dataclasses.is_dataclass(value):
        return json_fields(value)
    return value
