"""A rectangle of a picture, in shares of its width and height."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.model.span import BoxSpan


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """Corners as shares (0 to 1) of width and height, origin at the top left."""

    x0: float = 0.0
    y0: float = 0.0
    x1: float = 1.0
    y1: float = 1.0

    def __post_init__(self) -> None:
        if not (0 <= self.x0 <= self.x1 <= 1 and 0 <= self.y0 <= self.y1 <= 1):
            raise ValueError(
                f"a box needs 0 ≤ x0 ≤ x1 ≤ 1 and 0 ≤ y0 ≤ y1 ≤ 1, got {self.x0}, {self.y0}, {self.x1}, {self.y1}"
            )

    @classmethod
    def around(cls, points: npt.ArrayLike) -> Box:
        """The smallest box around points, shape (n, 2), in shares; parts outside the picture are cut off."""
        corners = np.clip(np.asarray(points, dtype=float), 0.0, 1.0)
        (x0, y0), (x1, y1) = corners.min(0), corners.max(0)
        return cls(float(x0), float(y0), float(x1), float(y1))

    @property
    def area(self) -> float:
        """Share of the picture."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def corners(self) -> npt.NDArray[np.float64]:
        """Shape (4, 2), clockwise from the top left."""
        return np.array([(self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)])

    def common(self, other: Box) -> float:
        """Area of the intersection over area of the union."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        shared = max(0.0, width) * max(0.0, height)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def mirrored(self) -> Box:
        """The same part of the picture turned left to right."""
        return Box(1 - self.x1, self.y0, 1 - self.x0, self.y1)

    def cut(self, pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """That part of a picture of shape (height, width, …); at least one pixel."""
        height, width = pixels.shape[:2]
        left, top = min(round(self.x0 * width), width - 1), min(round(self.y0 * height), height - 1)
        return pixels[top : max(top + 1, round(self.y1 * height)), left : max(left + 1, round(self.x1 * width))]

    def span(self, media: str) -> BoxSpan:
        """As findings carry it."""
        return BoxSpan(self.x0, self.y0, self.x1, self.y1, media)

    def __iter__(self) -> Iterator[float]:
        return iter((self.x0, self.y0, self.x1, self.y1))


WHOLE = Box()
