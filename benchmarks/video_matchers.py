"""What others match clips by: frame hashes a second, vPDQ's match share, Chromaprint, landmarks.

Chromaprint is `fpcalc` (libchromaprint-tools).
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import imagehash
import numpy as np
import pdqhash
from PIL import Image

from provenance.media.audio import samples_of, sound_blocks
from provenance.media.landmarks import (
    ASKED_DENSITY,
    ASKED_FAN,
    LANDMARK_FPS,
    STORED_DENSITY,
    STORED_FAN,
    joined,
    landmarks,
)
from provenance.model.media_alignment import Track


@dataclass(frozen=True)
class Peer:
    """A matcher.

    Attributes:
        name: in the table.
        track: that it looks at or listens to.
        step: seconds between the rows that it describes.
        describe: rows of a file, out of its frames (one a second) or its path.
        near: which rows of a record each row of a clip may be: bool, shape (clip rows, record rows).
        share: of the rows of a clip that must match so that a recording counts as found.
        least: rows that must match, likewise.
    """

    name: str
    track: Track
    step: float
    describe: Callable
    near: Callable[[np.ndarray, np.ndarray], np.ndarray]
    share: float = 0.0
    least: int = 1


def frames(path: Path) -> list[np.ndarray]:
    """One frame a second."""
    found: list[np.ndarray] = []
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            if frame.time >= len(found) - 1e-3:
                found.append(frame.to_ndarray(format="rgb24"))
    return found


def pdq(shown: list[np.ndarray]) -> np.ndarray:
    rows = []
    for pixels in shown:
        bits, quality = pdqhash.compute(pixels)
        rows.append(np.packbits(bits) if quality >= 50 else np.zeros(32, np.uint8))
    return np.stack(rows)


def hashed(make: Callable[[Image.Image], imagehash.ImageHash]) -> Callable[[list[np.ndarray]], np.ndarray]:
    return lambda shown: np.stack([np.packbits(make(Image.fromarray(each)).hash.ravel()) for each in shown])


def within(most: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def near(clip: np.ndarray, record: np.ndarray) -> np.ndarray:
        apart = np.bitwise_count(clip[:, None] ^ record[None]).sum(2)
        plain = ~clip.any(1)[:, None] | ~record.any(1)[None]  # no quality, no match
        return (apart <= most) & ~plain

    return near


def chromaprint(path: Path) -> np.ndarray:
    done = subprocess.run(
        ["fpcalc", "-raw", "-length", "0", "-ignore-errors", "-json", str(path)], check=True, capture_output=True
    )
    return np.array(json.loads(done.stdout)["fingerprint"], np.uint32)[:, None].view(np.uint8)


#: Seconds between items of Chromaprint's second algorithm, items compared at once (3 s), bits of 32 that may differ.
ITEM_S, WINDOW, BITS = 1365 / 11025, 24, 10


def chromaprint_near(clip: np.ndarray, record: np.ndarray) -> np.ndarray:
    apart = np.bitwise_count(clip[:, None] ^ record[None]).sum(2).astype(np.float32)
    near = np.zeros(apart.shape, np.bool_)
    for offset in range(-len(clip) + WINDOW, len(record) - WINDOW):
        line = np.diagonal(apart, offset)
        if len(line) < WINDOW:
            continue
        mean = np.convolve(line, np.ones(WINDOW) / WINDOW, "same")
        first = max(0, -offset)
        at = first + np.flatnonzero(mean <= BITS)
        near[at, at + offset] = True
    return near


def landmark_rows(path: Path) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """As they are asked for and as they are stored."""
    peaks = joined([block.peaks for block in sound_blocks(samples_of(path))])
    return landmarks(peaks.densest(ASKED_DENSITY), ASKED_FAN), landmarks(peaks.densest(STORED_DENSITY), STORED_FAN)


#: Landmark frames of a row.
TENTH = LANDMARK_FPS // 10


def landmark_near(clip: tuple, record: tuple) -> np.ndarray:
    """Tenths of seconds of the clip and of the record that share landmarks at one of the five fullest offsets."""
    (hashes, at), (known, places) = clip[0], record[1]
    order = np.argsort(known, kind="stable")
    known, places = known[order], places[order]
    low, high = np.searchsorted(known, hashes, "left"), np.searchsorted(known, hashes, "right")
    mine = np.repeat(at, high - low)
    other = places[np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)] or [[]]).astype(int)]
    near = np.zeros((int(at.max(initial=0)) // TENTH + 1, int(places.max(initial=0)) // TENTH + 2), np.bool_)
    for offset, votes in Counter(((other - mine) // 3).tolist()).most_common(5):
        chosen = (other - mine) // 3 == offset
        if votes >= 5:
            near[mine[chosen] // TENTH, np.minimum(other[chosen] // TENTH, near.shape[1] - 1)] = True
    return near


PEERS = (
    Peer("PDQ ≤ 31, one frame a second", Track.PICTURE, 1.0, pdq, within(31)),
    Peer("vPDQ: half of the frames at PDQ ≤ 31", Track.PICTURE, 1.0, pdq, within(31), share=0.5),
    Peer("phash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.phash), within(8)),
    Peer("dhash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.dhash), within(8)),
    Peer("Chromaprint, 3 s at ≤ 10 of 32 bits", Track.SOUND, ITEM_S, chromaprint, chromaprint_near, least=WINDOW),
    Peer("landmarks (Wang 2003)", Track.SOUND, 0.1, landmark_rows, landmark_near, least=5),
)
