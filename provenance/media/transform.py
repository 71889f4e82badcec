"""What was done to a copy of a picture, read off the map between the two."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.media.box import Box

#: Share of a picture's area below which the match is called a part of it; encoders and trims lose a few per cent.
_PART = 0.9
#: Share of the copy's area below which the picture is an inset of something else.
_INSET = 0.8
#: Degrees from which a picture is called rotated; hand-held scans stay above, rounding below.
_ROTATED_DEG = 1.0
#: Relative difference of the two axes' scales from which a picture is called stretched.
_STRETCHED = 0.06
#: Relative difference in size from which a picture is called scaled.
_SCALED = 0.15
#: Share of the common area that disagrees from which something lies over it.
_COVERED = 0.15


@dataclass(frozen=True, slots=True)
class Transform:
    """The edits between the older picture (b) and the copy (a).

    Attributes:
        mirrored: left and right are exchanged.
        scale: size of the copy's content relative to the older picture, in shares of the longer sides.
        stretch: horizontal over vertical scale.
        rotation_deg: counted clockwise, -180 to 180.
        edits: the words for them: `mirrored`, `cropped`, `inset` (a part of a screenshot, collage or framed picture),
            `rotated`, `stretched`, `scaled`, `overlaid`; empty for a plain copy.
        matrix: six numbers, row by row: from shares of a's longer side (after the mirror) to shares of b's.
    """

    mirrored: bool
    scale: float
    stretch: float
    rotation_deg: float
    edits: tuple[str, ...]
    matrix: tuple[float, ...]

    def __str__(self) -> str:
        return ", ".join(self.edits) or "copy"

    def __contains__(self, edit: str) -> bool:
        return edit in self.edits


def describe(
    matrix: npt.NDArray[np.float64], *, mirrored: bool, box_a: Box, box_b: Box, share: float, sizes: tuple[int, int]
) -> Transform:
    """Name the edits.

    Args:
        matrix: shape (2, 3), from shares of a's longer side (after the mirror) to shares of b's.
        mirrored: whether a was mirrored before.
        box_a: the matched part of the copy.
        box_b: the matched part of the older picture.
        share: of the common area that agrees.
        sizes: longer sides of a and b in pixels.
    """
    across, down = (float(value) for value in np.linalg.norm(matrix[:, :2], axis=0))
    turn = math.degrees(math.atan2(matrix[0, 1] - matrix[1, 0], matrix[0, 0] + matrix[1, 1]))
    size = 1 / math.sqrt(across * down)
    pixels = size * sizes[0] / sizes[1]
    named = (
        ("mirrored", mirrored),
        ("cropped", box_b.area < _PART),
        ("inset", box_a.area < _INSET),
        ("rotated", abs(turn) >= _ROTATED_DEG),
        ("stretched", abs(math.log(across / down)) > _STRETCHED),
        ("scaled", abs(math.log(pixels)) > _SCALED),
        ("overlaid", 1 - share > _COVERED),
    )
    return Transform(
        mirrored=mirrored,
        scale=size,
        stretch=down / across,
        rotation_deg=turn,
        edits=tuple(name for name, applies in named if applies),
        matrix=tuple(float(value) for value in matrix.ravel()),
    )
