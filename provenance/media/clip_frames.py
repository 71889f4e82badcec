"""Frames of a clip that are worth reading: a few that differ, spread over it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.video import KeyPicture, key_pictures

#: Frames of one clip that are read, at most: each costs .3 to 1.4 CPU-seconds (2026-11).
MOST = 4
#: Frames among which they are chosen; of longer clips every second, every fourth … one.
_HELD = 32
#: Size at which frames are compared, and grey levels by which some part must differ: a caption is one part of many.
_SIZE, _DIFFERENT = (32, 18), 24.0


def frames_to_read(path: Path, limits: MediaLimits = DEFAULT_LIMITS, *, most: int = MOST) -> list[KeyPicture]:
    """Frames in the order of time, none like another one.

    Raises:
        RecordError: no recording, no picture, or undecodable; `code` says which.
    """
    held: list[KeyPicture] = []
    step = 0
    for number, frame in enumerate(key_pictures(path, limits)):
        if number % (1 << step) == 0:
            held.append(frame)
        if len(held) > _HELD:
            held, step = held[::2], step + 1
    looks: list[npt.NDArray[np.float32]] = []
    distinct: list[KeyPicture] = []
    for frame in held:
        look = _look(frame.pixels)
        if all(float(np.abs(look - other).max()) > _DIFFERENT for other in looks):
            looks.append(look)
            distinct.append(frame)
    chosen: list[int] = []
    if distinct:
        chosen = np.unique(np.linspace(0, len(distinct) - 1, most).round().astype(int)).tolist()
    return [distinct[at] for at in chosen]


def _look(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, _SIZE, interpolation=cv2.INTER_AREA), np.float32)
