"""Do two pictures look alike where a map says they are the same? Local correlation of small grey copies.

Matched corners alone also fit a shared logo or banner; here the rest of the common area must agree too.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from provenance.media.box import Box

#: Longest side of the grey copies, pixels.
COPY_SIDE = 128
#: Side of the window of a local correlation, pixels.
_WINDOW = 11
#: Variance (grey levels squared) below which a window is flat and says nothing.
_FLAT = 30.0
#: Local correlation from which two windows agree.
_AGREES = 0.45
#: A row or column at the rim of the common area belongs to the match when this share of it agrees.
_RIM = 0.35


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the pictures agree inside the common area.

    Attributes:
        share: of the textured common area, 0 to 1.
        area: pixels of the copy that were textured and agree.
        texture: share of the common area that is textured; the rest is flat and says nothing.
        box_query: the part of the query that agrees.
        box_other: the part of the other picture that agrees.
    """

    share: float
    area: int
    texture: float
    box_query: Box
    box_other: Box


def grey_copy(pixels: npt.NDArray[np.uint8], side: int = COPY_SIDE) -> npt.NDArray[np.uint8]:
    """A grey copy whose longer side has `side` pixels; uint8, shape (height, width)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    scale = side / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def agreement(
    query: npt.NDArray[np.uint8],
    copy: npt.NDArray[np.uint8],
    matrix: npt.NDArray[np.float64],
    graphics: npt.NDArray[np.bool_] | None = None,
) -> Agreement | None:
    """Compare a query with the grey copy of another picture under an affine map.

    Args:
        query: uint8, shape (height, width), grey.
        copy: uint8, grey, its longer side `COPY_SIDE` pixels.
        matrix: shape (2, 3), from shares of the query's longer side to shares of the other's.
        graphics: parts of the copy that say nothing because unrelated pictures share them; any shape.

    Returns:
        None where the two have no common area worth comparing.
    """
    height, width = copy.shape
    side = max(copy.shape)
    scale = float(np.sqrt(np.linalg.det(matrix[:, :2]))) * side / max(query.shape)
    if scale < 1:  # warping does not average, so reduce before
        size = (max(2, round(query.shape[1] * scale)), max(2, round(query.shape[0] * scale)))
        query = np.asarray(cv2.resize(query, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    pixel = matrix * side
    pixel[:, :2] /= max(query.shape)
    flags = cv2.INTER_LINEAR
    warped = cv2.warpAffine(query, pixel, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(query.shape, np.uint8), pixel, (width, height), flags=cv2.INTER_NEAREST)
    covered = inside > 0
    counted = covered
    if graphics is not None and graphics.any():
        wide = cv2.resize(graphics.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
        counted = covered & (wide == 0)
    textured, agrees = _compare(warped, copy, counted)
    if textured.sum() < _WINDOW**2:
        return None
    box = _trim(covered, textured, agrees)
    if box is None:
        return None
    left, top, right, bottom = box
    share = float(agrees.sum() / textured.sum())
    other = Box(left / width, top / height, right / width, bottom / height)
    back = cv2.invertAffineTransform(matrix)
    corners = other.corners * (width / side, height / side)
    extent = np.array([query.shape[1], query.shape[0]]) / max(query.shape)
    mapped = (corners @ back[:, :2].T + back[:, 2]) / extent
    return Agreement(share, int(agrees.sum()), float(textured.sum() / counted.sum()), Box.around(mapped), other)


def _compare(
    first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8], inside: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which pixels are textured in one of the two, and which of those agree."""
    a = cv2.GaussianBlur(first.astype(np.float32), (0, 0), 0.9)
    b = cv2.GaussianBlur(second.astype(np.float32), (0, 0), 0.9)
    window = (_WINDOW, _WINDOW)
    mean_a, mean_b = cv2.boxFilter(a, -1, window), cv2.boxFilter(b, -1, window)
    var_a = cv2.boxFilter(a * a, -1, window) - mean_a**2
    var_b = cv2.boxFilter(b * b, -1, window) - mean_b**2
    both = cv2.boxFilter(a * b, -1, window) - mean_a * mean_b
    correlation = both / np.sqrt((var_a + _FLAT / 3) * (var_b + _FLAT / 3))
    textured = inside & (np.maximum(var_a, var_b) > _FLAT)
    return textured, textured & (correlation > _AGREES)


def _trim(
    inside: npt.NDArray[np.bool_], textured: npt.NDArray[np.bool_], agrees: npt.NDArray[np.bool_]
) -> tuple[int, int, int, int] | None:
    """Cut rows and columns that disagree (caption bars, borders, the next cell) off the common area."""
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    for _ in range(2):
        down = _fits(textured[top:bottom, left:right], agrees[top:bottom, left:right], 1)
        if not down.any():
            return None
        top, bottom = top + int(down.argmax()), bottom - int(down[::-1].argmax())
        across = _fits(textured[top:bottom, left:right], agrees[top:bottom, left:right], 0)
        if not across.any():
            return None
        left, right = left + int(across.argmax()), right - int(across[::-1].argmax())
    return left, top, right, bottom


def _fits(textured: npt.NDArray[np.bool_], agrees: npt.NDArray[np.bool_], axis: int) -> npt.NDArray[np.bool_]:
    """Rows or columns that may stay: flat ones say nothing against it."""
    return np.asarray(agrees.sum(axis) >= _RIM * textured.sum(axis))
