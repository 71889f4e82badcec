"""Rows of a record laid out side by side, of which only some stretches were read; and the seconds they stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Window = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Clock:
    """From rows to seconds.

    Attributes:
        rows: first row of each stretch, rising.
        seconds: of the record at that row.
        fps: rows a second.
    """

    rows: tuple[int, ...]
    seconds: tuple[float, ...]
    fps: float

    @classmethod
    def whole(cls, fps: float) -> Clock:
        """Of a record that was read from its beginning to its end."""
        return cls((0,), (0.0,), fps)

    def span(self, start: float, end: float) -> Window:
        """Seconds of the record for rows `start` ≤ i < `end` of one stretch: the one that holds most of them."""
        middle = (start + end) / 2
        at = max(0, bisect_right(self.rows, middle) - 1)
        origin = self.seconds[at] - self.rows[at] / self.fps
        low = max(0.0, origin + start / self.fps)
        return round(low, 3), round(max(low, origin + end / self.fps), 3)

    def row(self, second: float) -> int | None:
        """The row of a second, which may lie beyond its stretch by less than a second; None where nothing was read."""
        at = bisect_right(self.seconds, second + 1.0) - 1
        if at < 0:
            return None
        row = self.rows[at] + round((second - self.seconds[at]) * self.fps)
        return row if at + 1 == len(self.rows) or row < self.rows[at + 1] else None


def windows(spans: Iterable[Window], *, end: float, near: float = 4.0, most: float = float("inf")) -> list[Window]:
    """Join spans that overlap or nearly touch, inside a record; the first of them win where there are too many seconds.

    Args:
        spans: most wanted first.
        end: of the record in seconds.
        near: seconds between two spans up to which they become one.
        most: seconds in all.

    Returns:
        In the order of time.
    """
    chosen: list[Window] = []
    for start, stop in spans:
        low, high = max(0.0, start), min(end, stop)
        if high <= low:
            continue
        joined = _merged([*chosen, (low, high)], near)
        if sum(b - a for a, b in joined) <= most or not chosen:
            chosen = joined
    return chosen


def _merged(spans: Sequence[Window], near: float) -> list[Window]:
    out: list[Window] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1] + near:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out
