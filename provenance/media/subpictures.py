"""Sub-pictures: a screenshot, a collage or a captioned picture is cut at its flat rows and columns and at its seams.

The recursive cut is the XY-cut of Nagy and Seth (1984), on pixels instead of text lines.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from provenance.media.box import Box

#: Longest side on which cuts are sought; a gap of a thousandth of the picture does not matter.
_SIDE = 400
#: Grey levels between the 2nd and 98th percentile of a line below which the line is flat (JPEG noise is about 6).
_FLAT = 14
#: Share of a line's pixels that must jump by `_STEP` grey levels for a seam between two pictures laid side by side.
_SEAM = 0.72
_STEP = 9
#: Sides of a sub-picture as a share of the whole; smaller parts are text lines, icons and heads of accounts.
_LEAST_SIDE = 0.12
_LEAST_AREA = 0.03
#: A part larger than this is the whole again.
_MOST_AREA = 0.93
#: Standard deviation of grey levels below which a part shows nothing.
_LEAST_CONTRAST = 12.0
_DEPTH = 4


def sub_pictures(pixels: npt.NDArray[np.uint8], *, most: int = 4) -> list[Box]:
    """Parts of a picture that look like pictures of their own, largest first; empty for a plain photograph.

    Args:
        pixels: uint8, shape (height, width, 3).
        most: at most so many parts.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    parts = {
        Box(x0 / width, y0 / height, x1 / width, y1 / height)
        for x0, y0, x1, y1 in _cut(small, 0, 0, _DEPTH)
        if small[y0:y1, x0:x1].std() >= _LEAST_CONTRAST
    }
    return sorted(
        (
            box
            for box in parts
            if _LEAST_AREA <= box.area <= _MOST_AREA and min(box.x1 - box.x0, box.y1 - box.y0) >= _LEAST_SIDE
        ),
        key=lambda box: (-box.area, box),
    )[:most]


def _cut(grey: npt.NDArray[np.uint8], left: int, top: int, depth: int) -> Iterator[tuple[int, int, int, int]]:
    """Boxes in pixels of the whole: the leaves of the cut."""
    for axis in (0, 1) if depth else ():
        pieces = _pieces(grey, axis)
        if pieces != [(0, grey.shape[axis])]:
            for start, end in pieces:
                part = grey[start:end] if axis == 0 else grey[:, start:end]
                if min(part.shape) >= 16:
                    yield from _cut(part, left + start * axis, top + start * (1 - axis), depth - 1)
            return
    yield left, top, left + grey.shape[1], top + grey.shape[0]


def _pieces(grey: npt.NDArray[np.uint8], axis: int) -> list[tuple[int, int]]:
    """Half-open runs of lines between flat lines and seams."""
    lines = grey if axis == 0 else grey.T
    low, high = np.percentile(lines, (2, 98), axis=1)
    busy = (high - low) > _FLAT
    jump = np.abs(np.diff(lines.astype(np.int16), axis=0)) > _STEP
    seams = {int(at) + 1 for at in np.flatnonzero(jump.mean(1) > _SEAM)}
    pieces: list[tuple[int, int]] = []
    start: int | None = None
    for at in range(len(busy) + 1):
        inside = at < len(busy) and bool(busy[at])
        if start is not None and (not inside or at in seams):
            pieces.append((start, at))
            start = None
        if inside and start is None:
            start = at
    least = max(8, round(0.04 * len(busy)))
    return [piece for piece in pieces if piece[1] - piece[0] >= least]
