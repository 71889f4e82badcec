"""Compare two pictures: is part of one part of the other, which part, and what was done to it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from provenance.media.agreement import COPY_SIDE, grey_copy
from provenance.media.decoder import LEAST_SIDE, PictureDecoder
from provenance.media.features import Features, QueryCorners
from provenance.media.geometry import AffineMap, fit, near, vote
from provenance.media.match import ImageMatch, Side, judge
from provenance.media.transform import Transform

__all__ = ["ImageMatch", "Transform", "compare_images"]

Pixels = npt.NDArray[np.uint8]

#: Hamming distance (of 256 bits) up to which two descriptors may be the same corner.
_NEAR_BITS = 64
#: Partners of each descriptor that are considered.
_PARTNERS = 2
#: Peaks of the vote on scale and rotation that are tried.
_PEAKS = 3


def compare_images(a: str | Path | Pixels, b: str | Path | Pixels) -> ImageMatch | None:
    """Find the part that two pictures share.

    Args:
        a: the copy: a path, or pixels as uint8 of shape (height, width, 3) in RGB or (height, width) in grey.
        b: the older picture.

    Returns:
        The matched part on both sides and the transform from b to a, or None where no shared part can be shown.

    Raises:
        RecordError: a file cannot be decoded inside the limits; `code` says why.
        ValueError: an array is no picture.
    """
    with PictureDecoder() as decoder:
        first, second = (_pixels(item, decoder) for item in (a, b))
    corners, other = QueryCorners(first), QueryCorners(second).features()
    older = Side(grey_copy(second, COPY_SIDE), second.shape[1], second.shape[0])
    best: ImageMatch | None = None
    for mirrored in (False, True):
        turned = np.ascontiguousarray(first[:, ::-1]) if mirrored else first
        copy = Side(np.asarray(cv2.cvtColor(turned, cv2.COLOR_RGB2GRAY), np.uint8), turned.shape[1], turned.shape[0])
        for found in _maps(corners.features(mirrored=mirrored), other):
            match = judge(found, copy, older, mirrored=mirrored)
            if match and (best is None or match.similarity > best.similarity):
                best = match
        if best is not None:
            return best
    return None


def _pixels(item: str | Path | Pixels, decoder: PictureDecoder) -> Pixels:
    if isinstance(item, str | Path):
        return decoder.decode(Path(item)).pixels
    if item.dtype != np.uint8 or item.ndim not in {2, 3} or min(item.shape[:2]) < LEAST_SIDE:
        raise ValueError(
            f"a picture is a uint8 array of at least {LEAST_SIDE} × {LEAST_SIDE} pixels with 3 channels or grey, "
            f"got {item.dtype} of shape {item.shape}"
        )
    if item.ndim == 2:
        return np.ascontiguousarray(np.repeat(item[:, :, None], 3, axis=2))
    if item.shape[2] not in {3, 4}:
        raise ValueError(f"a picture has 3 channels, got shape {item.shape}")
    return np.ascontiguousarray(item[:, :, :3])


def _maps(query: Features, other: Features) -> list[AffineMap]:
    """Maps worth judging, from the strongest votes on scale and rotation."""
    if not len(query) or len(other) < _PARTNERS:
        return []
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(query.descriptors, other.descriptors, k=_PARTNERS)
    close = [pair for partners in pairs for pair in partners if pair.distance <= _NEAR_BITS]
    if not close:
        return []
    source = query.points[[pair.queryIdx for pair in close]]
    target = other.points[[pair.trainIdx for pair in close]]
    weights = np.exp(-((np.array([pair.distance for pair in close]) / 32.0) ** 2))
    bins = vote(source, target)
    strength = np.bincount(bins, weights)
    maps = []
    for peak in np.argsort(strength)[::-1][:_PEAKS]:
        chosen = near(bins, int(peak))
        if strength[peak] > 0 and (found := fit(source[chosen], target[chosen])) is not None:
            maps.append(found)
    return maps
