"""Which recordings play a clip, and from about which second on: votes of landmarks, then bounded work on the best."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.indexing.recordings.store import RecordingArrays
from provenance.media.landmarks import ASKED_DENSITY, ASKED_FAN, LANDMARK_FPS, Peaks, landmarks

Ints = npt.NDArray[np.int64]

#: Offsets that lie in bins of so many landmark frames (60 ms) vote together, with their neighbours.
_BIN = 3
#: Votes from which an offset is worth a look, and the excess over what chance gives on an index of that size.
_LEAST_VOTES = 5
#: A landmark that occurs this often in an hour of recordings says nothing; its votes are left out.
_COMMON_AN_HOUR = 60
#: Offsets kept of one recording, and recordings kept.
_OFFSETS, _RECORDINGS = 12, 4
#: Seconds by which two times of one frame may differ, as they were rounded.
_SAME_SECOND = 1e-2
#: Speeds at unchanged pitch that are asked for when the plain one finds nothing.
SPEEDS = (1.25, 1.5, 2.0, 0.8, 1.1, 0.9, 1.75, 0.75)


@dataclass(frozen=True, slots=True)
class SoundPlace:
    """A recording that may play part of a clip.

    Attributes:
        recording: its row.
        offsets_s: seconds of the record less seconds of the clip (on the record's clock), most votes first.
        votes: of the best offset.
        speed: at which the clip plays it.
    """

    recording: int
    offsets_s: tuple[float, ...]
    votes: int
    speed: float = 1.0


class RecordingIndex:
    """Immutable once made."""

    def __init__(self, arrays: RecordingArrays) -> None:
        self.arrays = arrays
        self._starts = arrays.first_places()
        hours = max(1.0, sum(key.seconds for key in arrays.keys) / 3600)
        self._rows = {(key.evidence_id, key.media): row for row, key in enumerate(arrays.keys)}
        self._common = int(_COMMON_AN_HOUR * hours)

    @classmethod
    def load(cls, folder: Path) -> RecordingIndex:
        """Open what a writer saved.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        return cls(RecordingArrays.load(folder))

    def __len__(self) -> int:
        return len(self.arrays.keys)

    def by_sound(self, peaks: Peaks) -> list[SoundPlace]:
        """Recordings that may play a clip, most votes first."""
        found = self._voted(peaks, 1.0)
        if not found:
            for speed in SPEEDS:
                found += self._voted(peaks, speed)
            found.sort(key=lambda place: -place.votes)
        return found[:_RECORDINGS]

    def frames_like(self, recording: int, look_s: float) -> npt.NDArray[np.float32]:
        """Seconds of the key frames of a recording that look like the one at `look_s`.

        Returns:
            float32, shape (frames that look so,), ascending.
        """
        first, count = self.arrays.keys[recording].frames
        looks = np.asarray(self.arrays.looks[first : first + count])
        same = np.abs(looks - look_s) < _SAME_SECOND
        return np.asarray(self.arrays.frame_s[first : first + count][same], np.float32)

    def recording_of(self, evidence_id: str, media: str) -> int | None:
        """The row of a recording; None where it is not indexed."""
        return self._rows.get((evidence_id, media))

    def _voted(self, peaks: Peaks, speed: float) -> list[SoundPlace]:
        timed = peaks if speed == 1.0 else peaks.at_speed(speed)
        hashes, frames = landmarks(timed.densest(ASKED_DENSITY), ASKED_FAN)
        places, asked = self._meetings(hashes, frames)
        if not len(places):
            return []
        owner = np.searchsorted(self._starts, places, side="right") - 1
        offset = places - self._starts[owner] - asked
        # One number for recording and bin; offsets may be negative by the length of a clip.
        key = owner * (1 << 32) + (offset + (1 << 30)) // _BIN
        bins, counts = np.unique(key, return_counts=True)
        together = counts.copy()
        beside = np.flatnonzero(np.diff(bins) == 1)
        together[beside] += counts[beside + 1]
        together[beside + 1] += counts[beside]
        least = max(_LEAST_VOTES, _by_chance(len(places), len(bins)))
        out: dict[int, list[tuple[int, float]]] = {}
        for at in np.argsort(-together, kind="stable"):
            if together[at] < least or len(out) > 4 * _RECORDINGS:
                break
            row, where = int(bins[at] >> 32), int(bins[at] & ((1 << 32) - 1)) * _BIN - (1 << 30)
            second = where / LANDMARK_FPS
            known = out.setdefault(row, [])
            if len(known) < _OFFSETS and all(abs(second - other) > 0.12 for _, other in known):
                known.append((int(together[at]), second))
        return [
            SoundPlace(row, tuple(second for _, second in known), known[0][0], speed) for row, known in out.items()
        ][:_RECORDINGS]

    def _meetings(self, hashes: npt.NDArray[np.uint32], frames: Ints) -> tuple[Ints, Ints]:
        """Places in the index with the same landmark as the clip, and the clip's frame of each."""
        low = np.searchsorted(self.arrays.hashes, hashes, side="left")
        counts = np.searchsorted(self.arrays.hashes, hashes, side="right") - low
        counts = np.where(counts > self._common, 0, counts)
        total = int(counts.sum())
        within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(low, counts) + within
        return self.arrays.places[rows].astype(np.int64), np.repeat(frames, counts)


def _by_chance(votes: int, bins: int) -> int:
    """Votes that the fullest of many bins holds by chance: mean plus six deviations of a Poisson count."""
    mean = 3 * votes / max(1, bins)
    return int(mean + 6 * np.sqrt(mean)) if votes > 1000 else 0
