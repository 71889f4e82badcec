"""Learn which parts of indexed pictures are graphics that unrelated pictures share: banners, signs, frames of an app.

A channel prints its banner at one place of every picture, so corners that recur there across pictures which share
nothing else are the banner's. What is learnt is a mask of each picture; nothing inside it may support a match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from provenance.indexing.picture_store import PictureArrays

#: Cells of a mask along each side, and bytes of a stored mask.
GRID = 32
MASK_BYTES = GRID * GRID // 8
#: Side of the squares (share of the longer side) inside which corners count as lying at one place.
_PLACE = 0.02
#: Ratio of sizes between the levels on which corners were found.
_LEVEL = 1.25
#: Directions of corners that are told apart.
_TURNS = 8
#: Hamming distance (of 256 bits) up to which two corners at one place are the same; copies of a banner after JPEG
#: differ by 10 to 30 (2026-11).
_SAME_BITS = 32
#: Bytes of a descriptor that must be equal for two corners to be compared at all; each pair is a trial, and a trial
#: finds about a third of a banner's corners, which suffices.
_TRIALS = ((0, 9), (17, 26), (5, 30))
#: With how many of the corners that agree so each is compared; bounds the cost where 10,000 pictures carry one banner.
_COMPARED = 8
#: Two pictures share a graphic when they share corners of so many directions, each at its place. Of 25,000 pairs of
#: pictures with a chance corner in common 10 reach it, of pictures with one banner 95 % (2026-11); corners along one
#: straight edge, which agree by chance, have one or two directions.
_SHARED_TURNS = 5
#: A corner is a graphic's when so many other, unrelated pictures have it.
_OTHERS = 2
#: Two pictures are copies of one, and say nothing about graphics, when they share corners in so many of 8 rows, and
#: their hashes are this near (bits of 256), or they share corners in this part of the occupied 8 × 8 squares of the
#: fuller one, if it has so many.
_COPY_ROWS = 6
_COPY_BITS, _COPY_PART, _COPY_SQUARES = 60, 0.5, 20
#: Least recurring corners of one graphic, and least share of recurring corners among all inside it.
_LEAST_CORNERS, _LEAST_SHARE = 6, 0.3
#: A graphic that fills this share of the rectangle around it is taken to be that rectangle.
_FILLED = 0.4


def learn_graphics(arrays: PictureArrays) -> npt.NDArray[np.uint8]:
    """Masks of the graphics that unrelated pictures share; uint8, shape (pictures, MASK_BYTES), see `unpack`."""
    masks, owner = np.zeros((len(arrays.keys), MASK_BYTES), np.uint8), arrays.owners().astype(np.int64)
    if len(arrays.keys) <= _OTHERS or not len(owner):
        return masks
    points = np.asarray(arrays.points, np.float32)
    one, other = _same_corners(points, np.asarray(arrays.descriptors), owner)
    unrelated = _unrelated(arrays, points, owner, one, other)
    one, other = one[unrelated], other[unrelated]
    pairs = np.unique(np.stack([one, owner[other]], 1), axis=0)
    corners, counts = np.unique(pairs[:, 0], return_counts=True)
    recurring = np.zeros(len(owner), bool)
    recurring[corners[counts >= _OTHERS]] = True
    for picture in np.unique(owner[recurring]):
        own = slice(int(arrays.starts[picture]), int(arrays.starts[picture + 1]))
        columns, rows = cells(points[own], arrays.sizes[picture])
        masks[picture] = np.packbits(_mask(columns, rows, recurring[own]))
    return masks


def unpack(masks: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Masks as booleans; shape (n, GRID, GRID), rows from top to bottom."""
    return np.unpackbits(masks, axis=-1).reshape(*masks.shape[:-1], GRID, GRID).astype(bool)


def cells(points: npt.NDArray[np.float32], size: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], ...]:
    """Columns and rows of the mask in which points (shares of the longer side) lie.

    Args:
        points: shape (n, ≥ 2).
        size: width and height of their picture, shape (2,), or of the picture of each, shape (n, 2).
    """
    extent = np.asarray(size, np.float32) / np.max(size, axis=-1, keepdims=True)
    at = np.clip((points[:, :2] / extent * GRID).astype(np.int64), 0, GRID - 1)
    return at[:, 0], at[:, 1]


def _same_corners(
    points: npt.NDArray[np.float32], descriptors: npt.NDArray[np.uint8], owner: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of features of different pictures that are the same corner at the same place."""
    level = np.round(np.log(np.maximum(points[:, 2], 1e-4)) / np.log(_LEVEL)).astype(np.int64)
    found = [np.zeros((2, 0), np.int64)]
    for shift in (0.0, 0.5):  # a corner on the rim of one grid's squares lies inside those of the other
        square = np.floor(points[:, :2] / _PLACE + shift).astype(np.int64)
        place = ((level * 128 + square[:, 0]) * 128 + square[:, 1]) * _TURNS + _turn(points, shift)
        for low, high in _TRIALS:
            keys = (place * 256 + descriptors[:, low]) * 256 + descriptors[:, high]
            order = np.argsort(keys, kind="stable")
            ranked = keys[order]
            for step in range(1, _COMPARED + 1):
                at = np.flatnonzero(ranked[step:] == ranked[:-step])
                one, other = order[at], order[at + step]
                bits = np.bitwise_count(descriptors[one] ^ descriptors[other]).sum(1)
                chosen = (bits <= _SAME_BITS) & (owner[one] != owner[other])
                found += [np.stack([one[chosen], other[chosen]]), np.stack([other[chosen], one[chosen]])]
    one, other = np.unique(np.concatenate(found, 1), axis=1)
    return one, other


def _unrelated(
    arrays: PictureArrays,
    points: npt.NDArray[np.float32],
    owner: npt.NDArray[np.int64],
    one: npt.NDArray[np.int64],
    other: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Which pairs of corners belong to pictures that share a graphic and are not copies of one another."""
    columns, rows = cells(points, arrays.sizes[owner])
    squares = rows // (GRID // 8) * 8 + columns // (GRID // 8)
    occupied = np.bincount(np.unique(owner * 64 + squares) // 64, minlength=len(arrays.keys))
    pair = owner[one] * len(arrays.keys) + owner[other]
    pairs, counts = _distinct(pair, squares[one])
    few = pairs[_distinct(pair, _turn(points[one], 0.0))[1] < _SHARED_TURNS]
    first, second = pairs // len(arrays.keys), pairs % len(arrays.keys)
    # The fuller of the two: a plain picture with a banner has little else that could be shared.
    most = np.maximum(occupied[first], occupied[second])
    copies = (counts >= _COPY_PART * most) & (most >= _COPY_SQUARES)
    codes, known = _whole_hashes(arrays)
    bits = np.bitwise_count(codes[first] ^ codes[second]).sum(1)
    copies |= (bits <= _COPY_BITS) & known[first] & known[second]
    # Two plain pictures with one banner have it alone in common and hash alike; copies agree from top to bottom.
    copies &= _distinct(pair, squares[one] // 8)[1] >= _COPY_ROWS
    return ~np.isin(pair, np.concatenate([pairs[copies], few]))


def _distinct(
    pair: npt.NDArray[np.int64], value: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The pairs of pictures, sorted, and how many different values each has."""
    pairs, counts = np.unique(np.unique(np.stack([pair, value], 1), axis=0)[:, 0], return_counts=True)
    return pairs, counts


def _turn(points: npt.NDArray[np.float32], shift: float) -> npt.NDArray[np.int64]:
    """The direction of each corner, 0 to _TURNS - 1."""
    return np.asarray(np.floor(points[:, 3] / (2 * np.pi) * _TURNS + shift).astype(np.int64) % _TURNS, np.int64)


def _whole_hashes(arrays: PictureArrays) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """The PDQ of each whole picture, and which pictures have one."""
    codes, known = np.zeros((len(arrays.keys), 32), np.uint8), np.zeros(len(arrays.keys), bool)
    whole = np.flatnonzero((np.asarray(arrays.hash_boxes) == (0, 0, 1, 1)).all(1))
    codes[arrays.hash_owner[whole]] = arrays.pdq[whole]
    known[arrays.hash_owner[whole]] = True
    return codes, known


def _mask(
    columns: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], recurring: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """The graphics of one picture: connected cells around its recurring corners; shape (GRID, GRID)."""
    all_corners, graphic = np.zeros((GRID, GRID), np.int64), np.zeros((GRID, GRID), np.int64)
    np.add.at(all_corners, (rows, columns), 1)
    np.add.at(graphic, (rows[recurring], columns[recurring]), 1)
    wide = cv2.dilate((graphic > 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    mask = np.zeros((GRID, GRID), bool)
    for label in range(1, count):
        part = labels == label
        if graphic[part].sum() < _LEAST_CORNERS or graphic[part].sum() < _LEAST_SHARE * all_corners[part].sum():
            continue
        left, top, width, height, area = (int(value) for value in boxes[label])
        if area >= _FILLED * width * height:
            part[top : top + height, left : left + width] = True
        mask |= part
    return mask
