"""Build the picture index of records: decode what they show, inside limits, and say what could not be decoded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.indexing.picture_reader import RecordReader
from provenance.indexing.picture_store import PictureArrays, PictureCollector, PictureKey
from provenance.indexing.pictured import READ, pictured
from provenance.indexing.pictures import PictureIndex
from provenance.media.decoder import Picture, PictureDecoder
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.picture_text import joined
from provenance.media.sniff import is_recording
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file


class PictureWriter:
    """Collects the pictures of records as they pass; use it as a context manager, it may own a decoding process.

    Args:
        limits: of decoding.
        reader: of the text in pictures; None reads none.

    Attributes:
        skipped: what was left out, with the reason.
        said: what the pictures say, as records (`pictured`).
    """

    def __init__(self, limits: MediaLimits = DEFAULT_LIMITS, reader: RecordReader | None = None) -> None:
        self._collector = PictureCollector()
        self._reader = reader
        self.said: list[Evidence] = []
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
                self._skip(record, number, error)
                continue
            self._collector.add(PictureKey(record.id, str(media)), picture.pixels, (picture.width, picture.height))
            if self._reader is not None and record.kind in READ:
                self._read(self._reader, record, number, picture)

    def _read(self, reader: RecordReader, record: Evidence, number: int, picture: Picture) -> None:
        media = record.media[number]
        try:
            lines = reader.read(media_file(media), picture.pixels)
        except RecordError as error:
            self._skip(record, number, error)
            return
        said = pictured(record, number, joined(str(media), lines, picture.width / picture.height))
        if said is not None:
            self.said.append(said)

    def _skip(self, record: Evidence, number: int, error: RecordError) -> None:
        self.skipped.append(
            Skipped(code=error.code, message=f"{error} @ record {record.id}", path=f"$.media[{number}]")
        )

    def add_frame(self, key: PictureKey, pixels: npt.NDArray[np.uint8], size: tuple[int, int]) -> None:
        """Take in a key frame of a recording; `size` is width and height of its frames.

        Args:
            key: record, media and second.
            pixels: uint8, shape (height, width, 3).
            size: width and height of the frames of the recording, in pixels.
        """
        self._collector.add(key, pixels, size)

    def index(self) -> PictureIndex:
        """The index of what was taken in."""
        return PictureIndex(self._collector.arrays())

    def save(self, folder: Path) -> None:
        """Write the index into a new folder; nothing where there are no pictures."""
        if len(self._collector):
            self.index().save(folder)
