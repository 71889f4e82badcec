"""The lists inside the details of a finding, read with care: a report may have been written by another program."""

from __future__ import annotations

from typing import Any


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where there is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list | tuple) else []
