"""What a recording sounds like: contrast of its log-mel spectrum, a row every 10 ms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.fft import rfft
from scipy.ndimage import uniform_filter1d

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
_BANDS, _LOW, _HIGH = 28, 120.0, 3700.0
#: Rows (0.6 s) over which the mean is taken off: what is steady (a hum, a room, an equaliser) does not count.
_STEADY = 61
#: Rows computed at once; bounds memory.
_AT_ONCE = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The sound of a recording.

    Attributes:
        rows: float32, shape (n, bands), about unit length; row i is centred on `i / SOUND_FPS + 0.032` seconds.
        activity: float32, shape (n,), 0 (silence) to 1 (speech level).
        seconds: length.
    """

    rows: Floats
    activity: Floats
    seconds: float


def read_sound(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Floats:
    """Samples of a recording, mono, `RATE` a second.

    Raises:
        RecordError: no recording, no sound, or undecodable; `code` says which.
    """
    request = {"track": "sound", "rate": RATE}
    parts = [np.frombuffer(payload, np.float32) for _, _, payload in blocks(path, request, limits)]
    return np.concatenate(parts)


def sound_of(samples: Floats) -> Sound:
    """Describe samples (mono, `RATE` a second)."""
    seconds = len(samples) / RATE
    padded = np.pad(np.asarray(samples, np.float32), (0, max(0, _WINDOW - len(samples))))
    count = 1 + (len(padded) - _WINDOW) // _HOP
    shape = np.hanning(_WINDOW).astype(np.float32)
    bands = np.empty((count, _BANDS), np.float32)
    for start in range(0, count, _AT_ONCE):
        end = min(count, start + _AT_ONCE)
        cut = padded[start * _HOP : (end - 1) * _HOP + _WINDOW]
        frames = np.lib.stride_tricks.sliding_window_view(cut, _WINDOW)[::_HOP]
        bands[start:end] = np.abs(rfft(frames * shape, axis=1)) @ _filters()
    level = np.log(bands + 1e-3)
    loudness = level.mean(1)
    quiet, loud = np.percentile(loudness, (5, 80))
    activity = np.clip((loudness - quiet) / max(1e-3, loud - quiet), 0, 1)
    rows = level - uniform_filter1d(level, _STEADY, axis=0)
    rows -= 0.5 * rows.mean(1, keepdims=True)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 0.5
    return Sound(rows.astype(np.float32), activity.astype(np.float32), seconds)


@cache
def _filters() -> Floats:
    """Triangular mel filters, shape (bins, bands)."""
    low, high = 2595 * np.log10(1 + _LOW / 700), 2595 * np.log10(1 + _HIGH / 700)
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    bins = np.linspace(0, RATE / 2, _WINDOW // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
