"""Local features: oriented FAST corners with rotated BRIEF descriptors (ORB, Rublee et al. 2011)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from provenance.media.box import WHOLE, Box
from provenance.media.subpictures import sub_pictures

#: Bytes of a descriptor.
DESCRIPTOR_BYTES = 32
#: Longest side of an indexed picture, pixels: about what social platforms keep of a picture in a feed.
SIDE = 640
#: Features of an indexed picture.
STORED = 700
#: Features of the whole query, of each of its sub-pictures, of each of its 4 × 4 tiles: a small inset keeps its share.
_WHOLE, _PART, _TILE = 500, 450, 100
#: Features of a tile of a query that is looked for in the mirror: nearly all such looks are in vain.
_MIRRORED_TILE = 60
_TILES, _TILE_LEVELS = 4, 5
#: Longest side of the query whose tiles are described; 1.9 × SIDE, so that a quarter of a collage has the stored size.
_TILE_SIDE = 1200
#: Corners among which those that are kept of an indexed picture are chosen, as a multiple, and squares along each side
#: over which they are spread.
_CHOICE, _SQUARES = 4, 8
#: Ratio between pyramid levels and their number: 1.25^8 ≈ 6 × in scale.
_RATIO, _LEVELS = 1.25, 8
#: Corner contrast in grey levels; low, so that blurred and dark pictures have corners too.
_CONTRAST = 6
_PATCH, _MARGIN = 25, 12


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture.

    Attributes:
        points: float32, shape (n, 4): x and y as shares of the longer side, size likewise, angle in radians.
        descriptors: uint8, shape (n, 32).
    """

    points: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.points)


def stored_features(pixels: npt.NDArray[np.uint8]) -> Features:
    """What the index keeps of a picture: spread over it, so that the print of a banner leaves room for the rest.

    Args:
        pixels: uint8, shape (height, width, 3).
    """
    patch = _patch(_grey(pixels), WHOLE, SIDE, STORED, _LEVELS, spread=True)
    return _joined([] if patch is None else [patch.described()])


class QueryCorners:
    """Corners of a query: of the whole, and of its sub-pictures, or of its tiles where it has none.

    They are found once and described twice: a corner of a picture is a corner of its mirror, and finding them takes
    three times as long as describing them (2026-11).

    Args:
        pixels: uint8, shape (height, width, 3).
        parts: sub-pictures where they are known already.
    """

    def __init__(self, pixels: npt.NDArray[np.uint8], parts: Sequence[Box] | None = None) -> None:
        grey = _grey(pixels)
        parts = sub_pictures(pixels) if parts is None else parts
        patches = [_patch(grey, WHOLE, SIDE, _WHOLE, _LEVELS)]
        patches += [_patch(grey, part, SIDE, _PART, _LEVELS) for part in parts]
        self._patches = [patch for patch in patches if patch is not None]
        tiles = [] if parts else [_patch(grey, tile, _TILE_SIDE // _TILES, _TILE, _TILE_LEVELS) for tile in _tiles()]
        self._tiles = [patch for patch in tiles if patch is not None]

    def features(self, *, mirrored: bool = False) -> Features:
        """What describes the picture, or its mirror."""
        most = _MIRRORED_TILE if mirrored else _TILE
        found = [patch.described(mirrored=mirrored) for patch in self._patches]
        return _joined(found + [tile.described(mirrored=mirrored, most=most) for tile in self._tiles])


@dataclass(frozen=True, slots=True, eq=False)
class _Patch:
    """Part of a picture at the size at which it is described, and its corners.

    Attributes:
        sized: uint8, grey.
        corners: of OpenCV.
        levels: of its pyramid.
        scale: of its pixels against the picture's.
        edges: pixels of the picture left of it, right of it and above it.
        longest: side of the picture in pixels.
    """

    sized: npt.NDArray[np.uint8]
    corners: Sequence[Any]
    levels: int
    scale: float
    edges: tuple[int, int, int]
    longest: int

    def described(self, *, mirrored: bool = False, most: int = STORED) -> Features:
        """Its corners, the strongest `most` of them, as they are or as the mirror shows them."""
        corners: Sequence[Any] = self.corners
        if len(corners) > most:
            strength = [-corner.response for corner in corners]
            corners = [corners[at] for at in np.sort(np.argsort(strength, kind="stable")[:most]).tolist()]
        left, right, top = self.edges
        sized = self.sized
        if mirrored:
            left, sized, last = right, np.ascontiguousarray(sized[:, ::-1]), sized.shape[1] - 1
            corners = [
                cv2.KeyPoint(last - c.pt[0], c.pt[1], c.size, (180.0 - c.angle) % 360, c.response, c.octave)
                for c in corners
            ]
        corners, descriptors = _detector(STORED, self.levels).compute(sized, corners)
        if descriptors is None:
            return _joined([])
        points = np.array([(*c.pt, c.size, np.deg2rad(c.angle)) for c in corners], np.float32)
        points[:, :3] /= self.scale
        points[:, :2] += (left, top)
        points[:, :3] /= self.longest
        return Features(points, descriptors)


def _joined(found: Sequence[Features]) -> Features:
    points = [each.points for each in found] or [np.zeros((0, 4), np.float32)]
    descriptors = [each.descriptors for each in found] or [np.zeros((0, DESCRIPTOR_BYTES), np.uint8)]
    return Features(np.concatenate(points), np.concatenate(descriptors))


def _grey(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _tiles() -> Iterator[Box]:
    overlap = 0.015
    edges = np.linspace(0, 1, _TILES + 1)
    for y0, y1 in itertools.pairwise(edges):
        for x0, x1 in itertools.pairwise(edges):
            yield Box(max(0.0, x0 - overlap), max(0.0, y0 - overlap), min(1.0, x1 + overlap), min(1.0, y1 + overlap))


def _patch(
    grey: npt.NDArray[np.uint8], box: Box, side: int, count: int, levels: int, *, spread: bool = False
) -> _Patch | None:
    """The corners of a part of a picture; None where it is too small to have any."""
    part = box.cut(grey)
    longest = max(grey.shape)
    scale = min(side / max(part.shape), 2.0 if box is not WHOLE else side / max(part.shape))
    shrinking = scale < 1
    sized = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    if min(sized.shape) < 2 * _PATCH:
        return None
    if spread:
        corners = _spread(_detector(_CHOICE * count, levels).detect(sized, None), sized.shape, count)
    else:
        corners = _detector(count, levels).detect(sized, None)
    left = round(box.x0 * grey.shape[1])
    edges = (left, grey.shape[1] - left - part.shape[1], round(box.y0 * grey.shape[0]))
    return _Patch(np.asarray(sized, np.uint8), corners, levels, scale, edges, longest)


def _spread(corners: Sequence[Any], shape: tuple[int, ...], count: int) -> list[Any]:
    """A share of the corners of each level: of each square of the picture the strongest, then the next ones, and so on.

    A detector alone keeps the strongest anywhere: of a photograph under a channel's banner 16 of 700 (2026-11).
    """
    levels = np.array([corner.octave for corner in corners], np.int64)
    strength = np.array([corner.response for corner in corners])
    squares = [int(c.pt[1] / shape[0] * _SQUARES) * _SQUARES + int(c.pt[0] / shape[1] * _SQUARES) for c in corners]
    place = levels * _SQUARES**2 + np.array(squares, np.int64)
    order = np.lexsort((-strength, place))
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    chosen: list[int] = []
    for level in np.unique(levels):
        mine = levels[order] == level
        least_first = order[mine][np.lexsort((-strength[order[mine]], rank[mine]))]
        chosen += least_first[: max(1, round(count * mine.sum() / len(order)))].tolist()
    return [corners[at] for at in chosen]


def _detector(count: int, levels: int) -> Any:
    return cv2.ORB.create(
        count,
        scaleFactor=_RATIO,
        nlevels=levels,
        edgeThreshold=_MARGIN,
        patchSize=_PATCH,
        fastThreshold=_CONTRAST,
    )
