"""The files of a recording index: flat arrays, memory-mapped, no pickle."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.arrays import map_arrays, save_arrays
from provenance.media.audio import BANDS
from provenance.media.landmarks import LANDMARK_FPS

RECORDINGS_FILE, SOUND_FILE = "recordings.json", "sound.int8"
#: Features of sound lie between -1 and 1; an eighth of a byte's precision is far below their noise.
SOUND_SCALE = 127.0


@dataclass(frozen=True, slots=True)
class RecordingKey:
    """A recording: an entry of a record's `media`.

    Attributes:
        evidence_id: of the record.
        media: the entry as the record states it.
        file: where the file lay when it was indexed; its picture is decoded again where it is compared.
        seconds: length.
        sound: first row of its sound, and how many there are; none where it has no sound.
        frames: first of its key frames, and how many there are.
    """

    evidence_id: str
    media: str
    file: str
    seconds: float
    sound: tuple[int, int]
    frames: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class RecordingArrays:
    """All recordings of an index, one after the other.

    Attributes:
        keys: one a recording.
        sound: int8, shape (rows, bands): `Sound.rows` times `SOUND_SCALE`; 10 MB an hour.
        hashes: uint32, shape (n,), sorted: landmarks of the sound.
        places: uint32, shape (n,): where each landmark is, in landmark frames of all recordings laid end to end.
        frame_s: float32, shape (frames,): seconds of key frames in their recording.
        looks: float32, shape (frames,): the second of the key frame in the picture index that looks the same.
    """

    keys: tuple[RecordingKey, ...]
    sound: npt.NDArray[np.int8]
    hashes: npt.NDArray[np.uint32]
    places: npt.NDArray[np.uint32]
    frame_s: npt.NDArray[np.float32]
    looks: npt.NDArray[np.float32]

    def save(self, folder: Path) -> None:
        """Write all but the sound, which is written as it comes."""
        rows = [astuple(key) for key in self.keys]
        (folder / RECORDINGS_FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        save_arrays(folder, _ARRAYS, self)

    @classmethod
    def load(cls, folder: Path) -> RecordingArrays:
        """Map what was written.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        try:
            rows = json.loads((folder / RECORDINGS_FILE).read_text(encoding="utf-8"))
            keys = tuple(_key(*row) for row in rows)
            arrays = map_arrays(folder, _ARRAYS)
            sound = _sound(folder / SOUND_FILE)
        except (OSError, ValueError, TypeError, IndexError) as error:
            raise IndexCorrupt(f"the recording index in {folder} cannot be read: {error}; rebuild it") from None
        if sum(key.sound[1] for key in keys) != len(sound) or len(arrays["hashes"]) != len(arrays["places"]):
            raise IndexCorrupt(f"the parts of the recording index in {folder} differ in size; rebuild it")
        return cls(keys=keys, sound=sound, **arrays)

    def rows(self, recording: int, start: int = 0, end: int | None = None) -> npt.NDArray[np.float32]:
        """Rows `start` ≤ i < `end` of the sound of a recording, as `Sound.rows`; shape (n, bands)."""
        first, count = self.keys[recording].sound
        low, high = max(0, start), count if end is None else min(end, count)
        return self.sound[first + low : first + max(low, high)].astype(np.float32) / SOUND_SCALE

    def first_places(self) -> npt.NDArray[np.int64]:
        """Where each recording starts in `places`; int64, shape (recordings + 1,)."""
        counts = [landmark_frames(key.seconds) for key in self.keys]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _key(evidence_id: str, media: str, file: str, seconds: float, sound: list[int], frames: list[int]) -> RecordingKey:
    return RecordingKey(evidence_id, media, file, float(seconds), (sound[0], sound[1]), (frames[0], frames[1]))


def landmark_frames(seconds: float) -> int:
    """Landmark frames that a recording takes up, with room behind so that offsets of two do not meet."""
    return int(seconds * LANDMARK_FPS) + 128


_ARRAYS = ("hashes", "places", "frame_s", "looks")


def _sound(path: Path) -> npt.NDArray[np.int8]:
    if not path.stat().st_size:
        return np.zeros((0, BANDS), np.int8)
    return np.memmap(path, np.int8, mode="r").reshape(-1, BANDS)
