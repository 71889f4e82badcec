"""Takes recordings into an index as they are decoded: memory grows by their landmarks and key pictures alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureKey
from provenance.indexing.recordings.store import SOUND_FILE, SOUND_SCALE, RecordingArrays, RecordingKey, landmark_frames
from provenance.media.audio import RATE, samples_of, sound_blocks
from provenance.media.landmarks import STORED_DENSITY, STORED_FAN, joined, landmarks
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import is_recording
from provenance.media.video import KeyPicture, key_pictures
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file

#: Mean difference (grey levels, brightness taken off) up to which two key frames look the same: a speaker's hands move.
_SAME_LOOK = 5.0
#: That threshold grows by itself with every so many looks of one recording, which bounds what a film takes up.
_MANY_LOOKS = 400
#: Rows that are copied at once from an older version.
_COPIED_ROWS = 1 << 20


class FrameSink(Protocol):
    """Takes in a picture under its key, `picture_build.PictureWriter`."""

    def add_frame(self, key: PictureKey, pixels: npt.NDArray[np.uint8], size: tuple[int, int]) -> None:
        """Take in one picture.

        Args:
            key: record, media and second.
            pixels: uint8, shape (height, width, 3).
            size: width and height as they were, in pixels.
        """


class RecordingWriter:
    """Collects the recordings of records as they pass, into a folder that is made when the first one comes.

    Args:
        folder: of the part, not there yet.
        pictures: takes in the key frames, so that pictures and clips alike find them.
        limits: of decoding.

    Attributes:
        skipped: what was left out, with the reason.
    """

    def __init__(self, folder: Path, pictures: FrameSink, limits: MediaLimits = DEFAULT_LIMITS) -> None:
        self._folder, self._pictures, self._limits = folder, pictures, limits
        self._keys: list[RecordingKey] = []
        self._hashes: list[npt.NDArray[np.uint32]] = []
        self._places: list[npt.NDArray[np.uint32]] = []
        self._frames: list[tuple[float, float]] = []
        self._rows = self._place = 0
        self._sound: BinaryIO | None = None
        self.skipped: list[Skipped] = []

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, record: Evidence) -> None:
        """Take in every recording of a record; a record without media costs nothing."""
        for number, media in enumerate(record.media):
            path = media_file(media)
            if not is_recording(path):
                continue
            try:
                self._take_in(record.id, str(media), path)
            except RecordError as error:
                self.skipped.append(
                    Skipped(code=error.code, message=f"{error} @ record {record.id}", path=f"$.media[{number}]")
                )

    def keep(self, arrays: RecordingArrays, wanted: Callable[[str], bool]) -> None:
        """Take over recordings of records whose id is `wanted`, without decoding them again."""
        kept = np.array([wanted(key.evidence_id) for key in arrays.keys], np.bool_)
        starts = arrays.first_places()
        owner = np.searchsorted(starts, arrays.places, side="right") - 1
        shift = np.zeros(len(arrays.keys), np.int64)
        for old in np.flatnonzero(kept).tolist():
            key, first = arrays.keys[old], len(self._frames)
            frames = slice(key.frames[0], sum(key.frames))
            self._frames += zip(arrays.frame_s[frames].tolist(), arrays.looks[frames].tolist(), strict=True)
            start = self._rows
            for at in range(key.sound[0], sum(key.sound), _COPIED_ROWS):
                self._write(arrays.sound[at : min(at + _COPIED_ROWS, sum(key.sound))])
            shift[old] = self._place - starts[old]
            self._close(key.evidence_id, key.media, key.file, key.seconds, start, first)
        chosen = kept[owner] if len(owner) else np.zeros(0, np.bool_)
        self._hashes.append(np.asarray(arrays.hashes[chosen], np.uint32))
        self._places.append((arrays.places[chosen] + shift[owner[chosen]]).astype(np.uint32))

    def save(self) -> None:
        """Write what was collected; nothing where there are no recordings."""
        if self._sound is None:
            return
        self._sound.close()
        hashes = np.concatenate(self._hashes) if self._hashes else np.zeros(0, np.uint32)
        places = np.concatenate(self._places) if self._places else np.zeros(0, np.uint32)
        order = np.lexsort((places, hashes))
        frames = np.array(self._frames, np.float32).reshape(-1, 2)
        RecordingArrays(
            keys=tuple(self._keys),
            sound=np.zeros((0, 0), np.int8),
            hashes=hashes[order],
            places=places[order],
            frame_s=np.ascontiguousarray(frames[:, 0]),
            looks=np.ascontiguousarray(frames[:, 1]),
        ).save(self._folder)

    def _take_in(self, evidence_id: str, media: str, path: Path) -> None:
        start, first = self._rows, len(self._frames)
        seconds, silent = 0.0, False
        try:
            seconds = self._take_sound(path)
        except RecordError as error:
            silent = error.code == "no-sound"
            if not silent:
                self._forget(start)
                raise
        try:
            seconds = max(seconds, self._take_frames(evidence_id, media, key_pictures(path, self._limits)))
        except RecordError as error:
            if silent or error.code != "no-picture":
                del self._frames[first:]
            if silent:
                raise
            if error.code != "no-picture":
                # The sound is whole: it stays, and that the picture is missing is said.
                self.skipped.append(Skipped(code=error.code, message=f"{error} @ record {evidence_id}", path="$.media"))
        self._close(evidence_id, media, str(path), seconds, start, first)

    def _take_sound(self, path: Path) -> float:
        samples, peaks = 0, []
        for block in sound_blocks(samples_of(path, self._limits)):
            self._write(np.round(np.clip(block.rows, -1, 1) * SOUND_SCALE).astype(np.int8))
            peaks.append(block.peaks)
            samples += block.samples
        hashes, frames = landmarks(joined(peaks).densest(STORED_DENSITY), STORED_FAN)
        self._hashes.append(hashes)
        self._places.append((frames + self._place).astype(np.uint32))
        return samples / RATE

    def _take_frames(self, evidence_id: str, media: str, pictures: Iterable[KeyPicture]) -> float:
        looks: list[npt.NDArray[np.float32]] = []
        seconds: list[float] = []
        last = 0.0
        for picture in pictures:
            tiny = _tiny(picture.pixels)
            apart = [float(np.abs(tiny - look).mean()) for look in looks]
            limit = _SAME_LOOK * (1 + len(looks) / _MANY_LOOKS)
            near = min(range(len(apart)), key=apart.__getitem__) if apart else -1
            if near < 0 or apart[near] > limit:
                near = len(looks)
                looks.append(tiny)
                seconds.append(round(picture.second, 3))
                key = PictureKey(evidence_id, media, seconds[near])
                self._pictures.add_frame(key, picture.pixels, (picture.width, picture.height))
            self._frames.append((picture.second, seconds[near]))
            last = picture.second
        return last

    def _write(self, rows: npt.NDArray[np.int8]) -> None:
        self._open().write(np.ascontiguousarray(rows).tobytes())
        self._rows += len(rows)

    def _open(self) -> BinaryIO:
        if self._sound is None:
            self._folder.mkdir(parents=True)
            self._sound = (self._folder / SOUND_FILE).open("wb")
        return self._sound

    def _close(self, evidence_id: str, media: str, file: str, seconds: float, start: int, first: int) -> None:
        self._open()
        spans = (start, self._rows - start), (first, len(self._frames) - first)
        self._keys.append(RecordingKey(evidence_id, media, file, round(seconds, 3), *spans))
        self._place += landmark_frames(self._keys[-1].seconds)

    def _forget(self, start: int) -> None:
        """Take back the sound of a recording that could not be read to its end."""
        if self._sound is not None and self._rows > start:
            self._sound.flush()
            width = self._sound.tell() // self._rows
            self._sound.seek(start * width)
            self._sound.truncate()
            self._rows = start


def _tiny(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(small - small.mean(), np.float32)
