"""A report as JSON Lines: header, findings, skipped. UTF-8, keys in declaration order, no NaN."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from provenance.model.report import Report


def json_line(row: dict[str, Any]) -> str:
    """One object as one line, with its line end.

    Raises:
        ValueError: the object holds NaN or infinity.
    """
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def json_lines(report: Report) -> Iterator[str]:
    """Every line of `check --format jsonl`."""
    return (json_line(row) for row in report.rows())


def read_json_lines(lines: Iterable[str]) -> Report:
    """Read what `json_lines` wrote.

    Raises:
        RecordError: no header, or an unknown schema.
        ValueError: a line is no JSON.
    """
    return Report.from_rows([json.loads(line) for line in lines if line.strip()])
