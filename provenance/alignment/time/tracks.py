"""Both tracks of a recording, taken in from one decoding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.alignment.time.picture import Picture
from provenance.media.limits import MediaLimits
from provenance.media.video import KeyPicture, SmallFrame, read_recording

Floats = npt.NDArray[np.float32]


def read_tracks(
    path: Path, limits: MediaLimits, picture_of: Callable[[Iterable[SmallFrame | KeyPicture]], Picture | None]
) -> tuple[Floats | None, Picture | None]:
    """Samples and picture of a recording; None for the track that it does not have.

    Args:
        path: of the recording.
        limits: of decoding.
        picture_of: takes in the frames.

    Raises:
        RecordError: no recording, neither sound nor picture, or undecodable; `code` says which.
    """
    samples: list[Floats] = []

    def frames() -> Iterator[SmallFrame | KeyPicture]:
        for block in read_recording(path, limits):
            if isinstance(block, np.ndarray):
                samples.append(block)
            else:
                yield block

    picture = picture_of(frames())
    return (np.concatenate(samples) if samples else None), picture
