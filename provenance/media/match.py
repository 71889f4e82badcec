"""A verified match of two pictures, and the rule that accepts one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.media.agreement import Agreement, agreement
from provenance.media.box import Box
from provenance.media.geometry import AffineMap
from provenance.media.transform import Transform, describe


@dataclass(frozen=True, slots=True)
class ImageMatch:
    """Part of picture a (the copy) is part of picture b (the older one).

    Attributes:
        box_a: which part of a.
        box_b: which part of b.
        transform: what was done to it.
        similarity: 0 to 1, higher is nearer: how much of the common area agrees, times how sure the map is.
        inliers: matched corners that agree with the map; 0 where whole-picture hashes found the match.
        share: of the common area that agrees.
    """

    box_a: Box
    box_b: Box
    transform: Transform
    similarity: float
    inliers: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One picture of a comparison.

    Attributes:
        grey: uint8, shape (height, width).
        width: pixels of the file.
        height: likewise.
        graphics: cells that show graphics which unrelated pictures share, or None; bool, shape (rows, columns).
    """

    grey: npt.NDArray[np.uint8]
    width: int
    height: int
    graphics: npt.NDArray[np.bool_] | None = None


#: (least matched corners, least share of the common area that agrees); any pair suffices.
#: Set by hand on tiles of wallpapers (2026-11, figures/pictures.md): the more corners, the more may be covered.
ACCEPTED = ((5, 0.88), (6, 0.72), (9, 0.6), (14, 0.5), (25, 0.38))
#: Least agreeing area of the grey copy, in pixels of about 128 × 96; a logo or a line of text is smaller.
LEAST_AREA = 350
#: Least part of one of the two pictures that must be common; a shared banner or sign is less.
LEAST_PART = 0.3
#: Below this textured share of the common area (sky, drawings) so many matched corners are needed.
_PLAIN, _PLAIN_INLIERS = 0.3, 25
#: From so many degrees of rotation on, half of a picture must be common: plain shapes fit upside down as well.
_TURNED_DEG, _LEAST_TURNED_PART = 30.0, 0.5


def judge(found: AffineMap, query: Side, other: Side, *, mirrored: bool) -> ImageMatch | None:
    """Accept a map only if the pictures look alike under it.

    Args:
        found: from the query (after the mirror, if mirrored) to the other.
        query: the copy, after the mirror.
        other: the older picture; its grey may be the small copy of the index.
        mirrored: whether the query was mirrored.
    """
    seen = agreement(query.grey, other.grey, found.matrix, other.graphics)
    if seen is None or not accepts(found, seen):
        return None
    box_a = seen.box_query.mirrored() if mirrored else seen.box_query
    transform = describe(
        found.matrix,
        mirrored=mirrored,
        box_a=box_a,
        box_b=seen.box_other,
        share=seen.share,
        sizes=(max(query.width, query.height), max(other.width, other.height)),
    )
    sure = 1 - 2.0 ** (-found.inliers / 4)
    return ImageMatch(box_a, seen.box_other, transform, round(seen.share * sure, 4), found.inliers, seen.share)


def accepts(found: AffineMap, seen: Agreement) -> bool:
    """The rule above."""
    turn = abs(
        math.degrees(math.atan2(found.matrix[1, 0] - found.matrix[0, 1], found.matrix[0, 0] + found.matrix[1, 1]))
    )
    part = max(seen.box_query.area, seen.box_other.area)
    if seen.texture < _PLAIN and found.inliers < _PLAIN_INLIERS:
        return False
    enough = part >= (LEAST_PART if turn < _TURNED_DEG else _LEAST_TURNED_PART) and seen.area >= LEAST_AREA
    return enough and any(found.inliers >= least and seen.share >= share for least, share in ACCEPTED)
