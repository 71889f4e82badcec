"""Progress on stderr: a bar that redraws itself on a terminal, plain lines now and then otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")

#: Nothing is shown before this many seconds: a quick run stays quiet.
QUIET_S = 2.0
#: Seconds between two redraws on a terminal, and between two plain lines elsewhere.
REDRAW_S, PLAIN_S = 0.2, 30.0


def watched(items: Iterable[Item], what: str, *, stream: TextIO, total: int | None = None) -> Iterator[Item]:
    """Yield the items and tell how many have passed.

    Args:
        items: anything that can be iterated.
        what: what happens to them, as in "checked".
        stream: where the progress goes; a terminal gets a line that redraws itself.
        total: how many there will be, where that is known.
    """
    terminal = stream.isatty()
    step = REDRAW_S if terminal else PLAIN_S
    began = time.monotonic()
    last, count = began + QUIET_S - step, 0
    shown = False
    for item in items:
        yield item
        count += 1
        now = time.monotonic()
        if now - last >= step:
            last, shown = now, True
            line = _line(count, total, what, now - began)
            stream.write(f"\r{line}\x1b[K" if terminal else f"{line}\n")
            stream.flush()
    if shown:
        line = _line(count, total, what, time.monotonic() - began)
        stream.write(f"\r{line}\x1b[K\n" if terminal else f"{line}\n")
        stream.flush()


def _line(count: int, total: int | None, what: str, seconds: float) -> str:
    rate = count / seconds if seconds > 0 else 0.0
    if not total:
        return f"{count:,} {what}, {rate:,.0f}/s"
    filled = round(24 * min(1.0, count / total))
    left = (total - count) / rate if rate else 0.0
    return f"[{'█' * filled}{'·' * (24 - filled)}] {count:,}/{total:,} {what}, {rate:,.0f}/s, {left:,.0f} s left"
