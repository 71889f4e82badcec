"""Tables for `str.translate` that hold every character they have met."""

from __future__ import annotations


class Translation(dict[int, int | str]):
    """Code point → what replaces it; characters that the table was not given stay as they are.

    A plain dictionary gives the same texts several times as slowly: each character that it lacks raises an error.
    """

    def __missing__(self, point: int) -> int:
        self[point] = point
        return point
