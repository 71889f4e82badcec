"""How the columns of a foreign table become the keys of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from provenance.errors import InputError, RecordError, UsageError
from provenance.model.evidence import Evidence
from provenance.model.post import Post

POST_KEYS = frozenset(Post.__dataclass_fields__) - {"extra"}
EVIDENCE_KEYS = frozenset(Evidence.__dataclass_fields__) - {"extra"}
_LISTS = ("media", "places", "transcript", "supersedes")
#: Between names in a cell of places; no place name holds one of these.
_PLACE_SEPARATOR = re.compile(r"\s*[;；|]\s*")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Key of the record → column of the source, as `--map text=content` says it; a dot reaches into an object."""

    columns: Mapping[str, str] = field(default_factory=dict, hash=False)

    def check(self, known: frozenset[str]) -> None:
        """Refuse a key that a record does not have.

        Raises:
            UsageError: naming the keys there are.
        """
        if unknown := sorted(set(self.columns) - known):
            raise UsageError(f"no record has the key {unknown[0]!r}; known are {', '.join(sorted(known))}")

    def check_table(self, columns: Sequence[str], name: str) -> None:
        """Refuse a column that a table does not have.

        Raises:
            InputError: naming the columns there are.
        """
        for key, column in self.columns.items():
            if column not in columns and column.split(".")[0] not in columns:
                raise InputError(f"{name} has no column {column!r} for {key}; its columns are {', '.join(columns)}")

    def apply(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under the keys of a record.

        A column that a mapped one displaces is kept under `original_<key>`, so nothing of the input is lost.
        """
        out = dict(row)
        if not self.columns:
            return out
        taken = {key: _pick(row, column) for key, column in self.columns.items()}
        moved = {column for column in self.columns.values() if column in row}
        for column in moved:
            out.pop(column, None)
        for key, value in taken.items():
            if key in out and key not in moved:
                out[f"original_{key}"] = out.pop(key)
            if value is not None:
                out[key] = value
        return out

    def locate(self, path: str) -> str:
        """A path in the record as a path in the source, for messages."""
        found = re.match(r"\$\.(\w+)", path)
        if found and found[1] in self.columns:
            return f"$.{self.columns[found[1]]}{path[found.end() :]}"
        return path


def _pick(row: Mapping[str, Any], column: str) -> Any:
    if column in row:
        return row[column]
    value: Any = row
    for part in column.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def parse_cells(row: dict[str, Any]) -> dict[str, Any]:
    """Turn the list cells of a table into lists: JSON in the cell, or names separated by semicolons for places.

    Raises:
        RecordError: a cell begins like JSON but is none.
    """
    for key in _LISTS:
        value = row.get(key)
        if not isinstance(value, str):
            continue
        text = value.strip()
        if text.startswith("["):
            try:
                row[key] = orjson.loads(text)
            except orjson.JSONDecodeError as error:
                raise RecordError(
                    f"the cell is no JSON list: {error}", path=f"$.{key}", code="malformed-json"
                ) from None
        elif key == "places":
            row[key] = [name for name in _PLACE_SEPARATOR.split(text) if name]
    return row
