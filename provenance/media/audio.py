"""What a recording sounds like: contrast of its log-mel spectrum, a row every 10 ms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.media.landmarks import LANDMARK_FPS, STEADY_FRAMES, Peaks, joined, no_peaks, spectral_peaks
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.recording import blocks

Floats = npt.NDArray[np.float32]

#: Samples a second: speech lies below 4 kHz, and telephone and 32 kb/s copies hold nothing above.
RATE = 8000
#: Rows a second.
SOUND_FPS = 100
_HOP = RATE // SOUND_FPS
_WINDOW = 512
#: Mel bands and their range in Hz.
BANDS, _LOW, _HIGH = 28, 120.0, 3700.0
#: Rows (0.6 s) over which the mean is taken off: what is steady (a hum, a room, an equaliser) does not count.
_STEADY = 61
#: Rows computed at once; bounds memory. Even, as rows and peaks share a clock.
_AT_ONCE = 4000
#: Rows beside a block that its own rows and peaks depend on.
_MARGIN = max(_STEADY, (STEADY_FRAMES + 8) * SOUND_FPS // LANDMARK_FPS)


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The sound of a recording.

    Attributes:
        rows: float32, shape (n, bands), about unit length; row i is centred on `i / SOUND_FPS + 0.032` seconds.
        activity: float32, shape (n,), 0 (silence) to 1 (speech level).
        seconds: length.
        peaks: of its spectrum.
    """

    rows: Floats
    activity: Floats
    seconds: float
    peaks: Peaks = field(default_factory=no_peaks)


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """The next stretch of a sound: rows as in `Sound`, their loudness (nepers), the peaks, and the samples taken in."""

    rows: Floats
    loudness: Floats
    peaks: Peaks
    samples: int


def samples_of(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Iterator[Floats]:
    """Samples of a recording, mono, `RATE` a second, a piece at a time.

    Raises:
        RecordError: no recording, no sound, or undecodable; `code` says which.
    """
    request = {"track": "sound", "rate": RATE}
    for _, _, payload in blocks(path, request, limits):
        yield np.frombuffer(payload, np.float32)


def sound_of(samples: Floats) -> Sound:
    """Describe samples (mono, `RATE` a second).

    Args:
        samples: float32, shape (n,), -1 to 1.
    """
    parts = list(sound_blocks([np.asarray(samples, np.float32)]))
    loudness = np.concatenate([part.loudness for part in parts])
    quiet, loud = np.percentile(loudness, (5, 80))
    activity = np.clip((loudness - quiet) / max(1e-3, loud - quiet), 0, 1)
    rows = np.concatenate([part.rows for part in parts])
    return Sound(rows, activity.astype(np.float32), len(samples) / RATE, joined([part.peaks for part in parts]))


def sound_blocks(samples: Iterable[Floats]) -> Iterator[SoundBlock]:
    """Describe a sound of any length in bounded memory; the cuts between blocks leave no trace in the rows.

    Args:
        samples: pieces of one sound; float32, shape (n,), mono, `RATE` a second.
    """
    held: list[Floats] = []
    waiting = 0  # samples held
    origin = row = 0  # row that the first held sample begins, and the next row to be given out
    given = taken = 0
    for piece in samples:
        held.append(piece)
        waiting += len(piece)
        taken += len(piece)
        while (waiting - _WINDOW) // _HOP - (row - origin) >= _AT_ONCE + _MARGIN:
            whole = np.concatenate(held)
            yield _block(whole, origin, row, row + _AT_ONCE, taken - given)
            given, row = taken, row + _AT_ONCE
            keep = max(0, row - _MARGIN)
            held = [whole[(keep - origin) * _HOP :]]
            origin, waiting = keep, len(held[0])
    whole = np.concatenate([*held, np.zeros(max(0, _WINDOW - waiting), np.float32)])
    end = origin + 1 + (len(whole) - _WINDOW) // _HOP
    if end > row:
        yield _block(whole, origin, row, end, taken - given)


def _block(whole: Floats, origin: int, start: int, end: int, samples: int) -> SoundBlock:
    """Rows `start` ≤ i < `end` of the sound, out of samples that begin with row `origin`."""
    from scipy.fft import rfft  # slow to import, and most indexes hold no recording
    from scipy.ndimage import uniform_filter1d

    count = min(end - origin + _MARGIN, 1 + (len(whole) - _WINDOW) // _HOP)
    shape = np.hanning(_WINDOW).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(whole[: (count - 1) * _HOP + _WINDOW], _WINDOW)[::_HOP]
    magnitudes = np.abs(rfft(frames * shape, axis=1))
    level = np.log(magnitudes @ _filters() + 1e-3)
    first, last = start - origin, end - origin
    rows = level - uniform_filter1d(level, _STEADY, axis=0)
    rows -= 0.5 * rows.mean(1, keepdims=True)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 0.5
    even = origin % 2  # peaks lie on even rows of the whole sound
    peaks = spectral_peaks(magnitudes[even::2], (first + 1 - even) // 2, (last + 1 - even) // 2, (start + 1) // 2)
    return SoundBlock(rows[first:last].astype(np.float32), level[first:last].mean(1), peaks, samples)


@cache
def _filters() -> Floats:
    """Triangular mel filters, shape (bins, bands)."""
    low, high = 2595 * np.log10(1 + _LOW / 700), 2595 * np.log10(1 + _HIGH / 700)
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    bins = np.linspace(0, RATE / 2, _WINDOW // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
