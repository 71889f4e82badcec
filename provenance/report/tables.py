"""The table of findings as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from provenance.model.report import Report
from provenance.report.frame import COLUMNS, table_rows

#: A cell that starts with one of these is run as a formula by spreadsheet programs (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet_safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that would be one gets an apostrophe in front.

    Full-width signs are covered too, since some locales fold them.
    """
    if isinstance(value, str) and value.lstrip(" \u3000").startswith((*_FORMULA, "＝", "＋", "－", "＠")):
        return "'" + value
    return value


def csv_lines(report: Report) -> Iterator[str]:
    """RFC 4180 lines with a header, every text cell safe for spreadsheets."""
    for row in [dict(zip(COLUMNS, COLUMNS, strict=True)), *table_rows(report)]:
        line = io.StringIO()
        csv.writer(line).writerow([spreadsheet_safe(row[name]) for name in COLUMNS])
        yield line.getvalue()
