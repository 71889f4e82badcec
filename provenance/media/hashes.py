"""Hashes of whole pictures: PDQ (256 bits, Meta 2019) and the DCT hash of imagehash (64 bits)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import imagehash
import numpy as np
import numpy.typing as npt
import pdqhash
from PIL import Image

from provenance.media.box import Box

#: Hamming distance up to which PDQ means the same picture (its authors' threshold), of 256 bits.
PDQ_SAME_BITS = 31
#: Up to here the pictures are compared further; chance is 128 ± 8.
PDQ_NEAR_BITS = 70
#: The same for the 64-bit hash.
DCT_NEAR_BITS = 8
#: PDQ reduces to 64 × 64 anyway; from a copy of this side (pixels) about 10 bits differ, at a twentieth of the time.
_SIDE = 256
#: Quality (0 to 100) below which PDQ's authors call a picture featureless.
_LEAST_QUALITY = 50


@dataclass(frozen=True, slots=True, eq=False)
class PictureHashes:
    """Hashes of some parts of one picture; featureless parts have none.

    Attributes:
        boxes: which parts.
        pdq: uint8, shape (n, 32).
        dct: uint8, shape (n, 8).
    """

    boxes: tuple[Box, ...]
    pdq: npt.NDArray[np.uint8]
    dct: npt.NDArray[np.uint8]


def picture_hashes(pixels: npt.NDArray[np.uint8], boxes: Sequence[Box]) -> PictureHashes:
    """Hash parts of a picture.

    Args:
        pixels: uint8, shape (height, width, 3).
        boxes: the parts.
    """
    kept, pdq, dct = [], [], []
    for box in boxes:
        part = _reduced(box.cut(pixels))
        bits, quality = pdqhash.compute(part)
        if quality < _LEAST_QUALITY:
            continue
        kept.append(box)
        pdq.append(np.packbits(bits))
        dct.append(np.packbits(imagehash.phash(Image.fromarray(part)).hash.ravel()))
    return PictureHashes(
        tuple(kept),
        np.array(pdq, np.uint8).reshape(-1, 32),
        np.array(dct, np.uint8).reshape(-1, 8),
    )


def _reduced(part: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    scale = min(1.0, _SIDE / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    return np.ascontiguousarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA))
