"""Landmarks of a sound: pairs of peaks of its spectrum, which survive noise, music and codecs (Wang, ISMIR 2003)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: Frames a second on which peaks lie.
LANDMARK_FPS = 50
#: A peak is the strongest within so many frames and bins (15.6 Hz) on both sides.
_AROUND_FRAMES, _AROUND_BINS = 4, 6
#: Frames (on both sides) whose mean level each bin must exceed: hums and rooms have no peaks.
STEADY_FRAMES = 50
#: Bins of the spectrum that are looked at: 125 Hz to 3.7 kHz.
_LOW_BIN, _HIGH_BIN = 8, 240
#: Peaks kept a second, of what is stored and of what is asked: a query costs nothing to keep, a record does.
STORED_DENSITY, ASKED_DENSITY = 14, 28
#: Pairs that a peak begins, likewise.
STORED_FAN, ASKED_FAN = 3, 6
#: Least and most frames between the two peaks of a pair, and the most bins.
_NEAR, _FAR, _REACH = 3, 63, 63


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Peaks of a spectrum in the order of time.

    Attributes:
        frames: int64, shape (n,), `LANDMARK_FPS` a second.
        bins: int64, shape (n,).
        strength: float32, shape (n,), nepers above the mean of the bin.
    """

    frames: Ints
    bins: Ints
    strength: Floats

    def densest(self, density: int) -> Peaks:
        """The strongest `density` of every second."""
        second = self.frames // LANDMARK_FPS
        order = np.lexsort((-self.strength, second))
        first = np.searchsorted(second[order], second[order])
        kept = np.sort(order[np.arange(len(order)) - first < density])
        return Peaks(self.frames[kept], self.bins[kept], self.strength[kept])

    def at_speed(self, speed: float) -> Peaks:
        """The same peaks on the clock of a record that the clip plays `speed` times as fast, at unchanged pitch."""
        return Peaks(np.round(self.frames * speed).astype(np.int64), self.bins, self.strength)


def no_peaks() -> Peaks:
    """Of silence."""
    return Peaks(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))


def joined(parts: list[Peaks]) -> Peaks:
    """Parts of one sound, in order."""
    if not parts:
        return no_peaks()
    return Peaks(
        np.concatenate([part.frames for part in parts]),
        np.concatenate([part.bins for part in parts]),
        np.concatenate([part.strength for part in parts]),
    )


def spectral_peaks(magnitudes: Floats, first: int, last: int, start: int) -> Peaks:
    """Peaks of a stretch of spectrum.

    Args:
        magnitudes: shape (frames, bins), with margins on both sides.
        first: row of the first frame that counts.
        last: row after the last one.
        start: number of that first frame in the whole sound.
    """
    from scipy.ndimage import maximum_filter, uniform_filter1d  # slow to import, and most indexes hold no recording

    level = np.log(magnitudes[:, _LOW_BIN:_HIGH_BIN] + 1e-3)
    size = (2 * _AROUND_FRAMES + 1, 2 * _AROUND_BINS + 1)
    above = level - uniform_filter1d(level, 2 * STEADY_FRAMES + 1, axis=0)
    chosen = (level == maximum_filter(level, size)) & (above > 0)
    rows, bins = np.nonzero(chosen[first:last])
    return Peaks(rows + start, bins + _LOW_BIN, above[first:last][rows, bins].astype(np.float32))


def landmarks(peaks: Peaks, fan: int) -> tuple[npt.NDArray[np.uint32], Ints]:
    """Hashes of the pairs (21 bits: a bin, the distance in bins, the distance in frames) and the frame of each.

    Args:
        peaks: of a sound.
        fan: pairs of each peak.

    Returns:
        uint32, shape (pairs,), and the frames, shape (pairs,).
    """
    order = np.lexsort((peaks.bins, peaks.frames))
    frames, bins = peaks.frames[order], peaks.bins[order]
    made = np.zeros(len(frames), np.int64)
    hashes, places = [], []
    for step in range(1, 4 * fan + 1):
        if step >= len(frames):
            break
        wait = frames[step:] - frames[:-step]
        climb = bins[step:] - bins[:-step]
        good = (wait >= _NEAR) & (wait <= _FAR) & (np.abs(climb) <= _REACH) & (made[:-step] < fan)
        at = np.flatnonzero(good)
        made[at] += 1
        hashes.append((bins[at] << 13 | (climb[at] + 64) << 6 | wait[at]).astype(np.uint32))
        places.append(frames[at])
    if not hashes:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    return np.concatenate(hashes), np.concatenate(places)
