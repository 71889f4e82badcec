"""Dates in figures, which need no language: 2021-07-20, 20.7.2021, 20/07/2021."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.text.dates.found import Found
from provenance.text.dates.period import Ref
from provenance.text.dates.zh.numeric import read_numeric


def figures(text: str, ref: Ref) -> Iterator[Found]:
    """Dates in figures, the day before the month where the year comes last."""
    place = 0
    while place < len(text):
        if not text[place].isdigit():
            place += 1
            continue
        try:
            found = read_numeric(text, place, ref)
        except ValueError:
            found = None
        if found:
            yield found
        place = found.end if found else place + 1
