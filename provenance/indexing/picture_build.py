"""Build the picture index of records: decode what they show, inside limits, and say what could not be decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureArrays, PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import is_recording
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file


class PictureWriter:
    """Collects the pictures of records as they pass; use it as a context manager, it may own a decoding process.

    Attributes:
        skipped: what was left out, with the reason.
    """

    def __init__(self, limits: MediaLimits = DEFAULT_LIMITS) -> None:
        self._collector = PictureCollector()
        self._decoder = PictureDecoder(limits)
        self.skipped: list[Skipped] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()

    def keep(self, arrays: PictureArrays, wanted: Callable[[str], bool]) -> None:
        """Take over the pictures of records whose id is `wanted`, without decoding them again."""
        self._collector.take(arrays, wanted)

    def add(self, record: Evidence) -> None:
        """Take in every picture of a record; a record without media costs nothing."""
        for number, media in enumerate(record.media):
            if is_recording(media_file(media)):
                continue  # its key frames come from `recordings.writer`
            try:
                picture = self._decoder.decode(media_file(media))
            except RecordError as error:
                self.skipped.append(
                    Skipped(code=error.code, message=f"{error} @ record {record.id}", path=f"$.media[{number}]")
                )
                continue
            self._collector.add(PictureKey(record.id, str(media)), picture.pixels, (picture.width, picture.height))

    def add_frame(self, key: PictureKey, pixels: npt.NDArray[np.uint8], size: tuple[int, int]) -> None:
        """Take in a key frame of a recording; `size` is width and height of its frames."""
        self._collector.add(key, pixels, size)

    def index(self) -> PictureIndex:
        """The index of what was taken in."""
        return PictureIndex(self._collector.arrays())

    def save(self, folder: Path) -> None:
        """Write the index into a new folder; nothing where there are no pictures."""
        if len(self._collector):
            self.index().save(folder)


def index_pictures(
    records: Iterable[Evidence], *, limits: MediaLimits = DEFAULT_LIMITS
) -> tuple[PictureIndex, list[Skipped]]:
    """Index every picture of every record; returns the index, and what was left out with the reason."""
    with PictureWriter(limits) as writer:
        for record in records:
            writer.add(record)
    return writer.index(), writer.skipped
