"""How amounts are written for people."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """A number and its noun: 1 row, 2,000 rows."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def size(count: float) -> str:
    """Bytes in the unit that fits: 12.3 kB, 4.0 MB, 2.6 GB."""
    for unit in ("kB", "MB"):
        count /= 1000
        if count < 1000:
            return f"{count:,.1f} {unit}"
    return f"{count / 1000:,.1f} GB"
