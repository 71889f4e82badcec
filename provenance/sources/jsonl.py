"""JSON Lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import orjson

from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input
from provenance.sources.lines import read_lines


class JsonLines:
    """Blank lines are no rows; every other line is one."""

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """One row a line."""
        for line in read_lines(source, max_chars=limits.max_row_chars):
            if line.problem is not None:
                yield Skipped.at(line.code or "unreadable", line.problem, source=source.name, line=line.number)
                continue
            text = line.text.strip()
            if not text:
                continue
            try:
                values = orjson.loads(text)
            except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
                yield Skipped.at("malformed-json", f"no JSON: {error}", source=source.name, line=line.number)
                continue
            if not isinstance(values, dict):
                problem = f"expected a JSON object, got {type(values).__name__}"
                yield Skipped.at("malformed-record", problem, source=source.name, line=line.number)
                continue
            yield Row(values, line.number)
